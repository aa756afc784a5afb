// Asks for the booking until it is decided, then shows it. What is shown is what the server says, never a guess.
const page = document.querySelector("#waiting");
const address = `/bookings/${page.dataset.booking}`;
const started = performance.now() - Number(page.dataset.waited);
const slow = 45_000;
const long = 300_000;
let next;

/** Undecided: being confirmed, or authorised and not yet looked at. */
const undecided = booking =>
  booking.status === "confirming" ||
  (booking.status === "pendingPayment" && booking.payment?.status === "open" && !booking.payment.cardDeclined);

const show = (words, shown) => (page.querySelector(words).hidden = !shown);

async function ask() {
  try {
    const answer = await fetch(`/api${address}`, { headers: { accept: "application/json" }, cache: "no-store" });
    if (answer.ok && !undecided(await answer.json())) return location.replace(address);
    if (answer.status === 401 || answer.status === 404) return location.replace(address);
    show(".offline", !answer.ok && answer.status !== 429);
  } catch {
    // No network: say so and go on asking.
    show(".offline", true);
  }
  const waited = performance.now() - started;
  show(".early", waited < slow);
  show(".slow", waited >= slow && waited < long);
  show(".long", waited >= long);
  clearTimeout(next);
  next = setTimeout(ask, waited < 10_000 ? 1000 : waited < long ? 3000 : 15_000);
}

// Whoever comes back to this window, from the bank's app say, need not wait for the next turn.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});

ask();
