// Orders the cinemas by their distance once the visitor asks for it. Where the visitor is stays in this browser.
const EARTH = 6371; // kilometres
const tools = document.querySelector("#nearest");

if (tools && isSecureContext && "geolocation" in navigator) {
  const button = tools.querySelector("button");
  const status = tools.querySelector("[role=status]");
  const say = (what) => (status.textContent = tools.dataset[what]);

  tools.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    say("asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        order(coords);
        button.disabled = false;
        say("done");
      },
      (error) => {
        button.disabled = false;
        say(error.code === error.PERMISSION_DENIED ? "denied" : "unavailable");
      },
      { timeout: 10_000, maximumAge: 300_000 },
    );
  });
}

function order(here) {
  const list = document.querySelector("#cinemas .cinemas");
  const cinemas = [...list.children].map((item) => ({ item, away: distance(here, item.dataset) }));
  cinemas.sort((a, b) => a.away - b.away);
  for (const { item, away } of cinemas) {
    item.querySelector(".away").textContent = Number.isFinite(away) ? kilometres(away) : "";
    list.append(item);
  }
}

// By the haversine formula; infinitely far for a cinema whose place is not known.
function distance(here, there) {
  if (!there.latitude) return Infinity;
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const [from, to] = [radians(here.latitude), radians(Number(there.latitude))];
  const half = (angle) => Math.sin(angle / 2) ** 2;
  const chord = half(to - from) + Math.cos(from) * Math.cos(to) * half(radians(Number(there.longitude) - here.longitude));
  return 2 * EARTH * Math.asin(Math.sqrt(chord));
}

function kilometres(away) {
  const digits = away < 10 ? 1 : 0;
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "kilometer", maximumFractionDigits: digits }).format(away);
}
