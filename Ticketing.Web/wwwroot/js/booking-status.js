// Asks for the booking until it is decided, then shows it. What is shown is what the server says, never a guess.
import { pageAddress } from "./language.js";

const page = document.querySelector("#waiting");
const address = `/bookings/${page.dataset.booking}`;
const started = performance.now() - Number(page.dataset.waited);
// Another card may have been accepted since we heard of a declined one: at first nothing is said.
const hearing = 8_000;
const slow = 45_000;
const long = 300_000;
let declined = false;
let next;

/** Undecided: being confirmed, or authorised and not yet looked at. */
const undecided = booking =>
  booking.status === "confirming" || (booking.status === "pendingPayment" && booking.payment?.status === "open");

const show = (words, shown) => (page.querySelector(words).hidden = !shown);

async function ask() {
  try {
    const answer = await fetch(`/api${address}`, { headers: { accept: "application/json" }, cache: "no-store" });
    if (answer.ok) {
      const booking = await answer.json();
      if (!undecided(booking)) return location.replace(pageAddress(address));
      declined = booking.status === "pendingPayment" && booking.payment.cardDeclined;
    }
    if (answer.status === 401 || answer.status === 404) return location.replace(pageAddress(address));
    show(".offline", !answer.ok && answer.status !== 429);
  } catch {
    // No network: say so and go on asking.
    show(".offline", true);
  }
  const waited = performance.now() - started;
  const tryAgain = declined && waited >= hearing;
  show(".declined", tryAgain);
  show(".early", !tryAgain && waited < slow);
  show(".slow", !tryAgain && waited >= slow && waited < long);
  show(".long", !tryAgain && waited >= long);
  clearTimeout(next);
  next = setTimeout(ask, waited < 10_000 ? 1000 : waited < long ? 3000 : 15_000);
}

// Whoever comes back to this window, from the bank's app say, need not wait for the next turn.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});

ask();
