// Asks for the booking until it is decided, then shows it. What is shown is what the server says, never a guess.
const page = document.querySelector("#waiting");
const address = `/bookings/${page.dataset.booking}`;
const started = performance.now();
const slow = 45_000;

/** Undecided: being confirmed, or authorised and not yet looked at. */
const undecided = booking =>
  booking.status === "confirming" || (booking.status === "pendingPayment" && booking.payment?.status === "open");

async function ask() {
  try {
    const answer = await fetch(`/api${address}`, { headers: { accept: "application/json" } });
    if (answer.ok && !undecided(await answer.json())) return location.replace(address);
    if (answer.status === 401 || answer.status === 404) return location.replace(address);
    page.querySelector(".offline").hidden = answer.ok || answer.status === 429;
  } catch {
    // No network: say so and go on asking.
    page.querySelector(".offline").hidden = false;
  }
  const waited = performance.now() - started;
  page.querySelector(".slow").hidden = waited < slow;
  setTimeout(ask, waited < 10_000 ? 1000 : 3000);
}

ask();
