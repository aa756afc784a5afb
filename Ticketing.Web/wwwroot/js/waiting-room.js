// The waiting room's page: takes a place, shows it, takes the pass when the turn comes and goes on to the seats.
import { createPlace } from "./waiting-room/place.js";
import { waitInWords } from "./waiting-room/words.js";

const root = document.querySelector("#waiting-room");
const { showingId, roomId, texts } = JSON.parse(root.dataset.settings);
const place = createPlace(roomId);
const numbers = root.querySelector(".place");
const estimate = root.querySelector("#estimate");
const offline = root.querySelector(".offline");
const again = root.querySelector("#join-again");
const seats = `/showings/${showingId}`;

let next = join;
let failures = 0;

async function step() {
  try {
    await next();
    failures = 0;
    offline.hidden = true;
  } catch {
    // The place keeps without us; only the page does not know how it stands.
    if (++failures > 1) {
      offline.textContent = texts.offline;
      offline.hidden = false;
    }
    after(Math.min(2 ** failures, 10));
  }
}

const after = seconds => setTimeout(step, seconds * 1000);

async function join() {
  const answer = await place.join();
  if (answer.ok) return show(answer.body);
  if (answer.status === 404) return location.replace(seats);
  if (answer.status === 429 || answer.status === 503) return after(answer.retryAfter + Math.random());
  refuse();
}

async function ask() {
  const answer = await place.ask();
  if (answer.ok) return show(answer.body);
  if (answer.status === 404) next = join;
  after(answer.retryAfter);
}

async function claim() {
  const answer = await place.claim();
  if (answer.ok) return location.replace(seats);
  if (answer.status === 409 && ["place_lapsed", "pass_ended"].includes(answer.body.code)) return lapse();
  // Not yet, or full for a moment, or out of order: the next look at the place says more.
  next = ask;
  after(answer.retryAfter);
}

function show(status) {
  root.dataset.state = status.state;
  numbers.hidden = status.state !== "waiting";
  root.querySelector("#place").textContent = status.place.toLocaleString();
  root.querySelector("#ahead").textContent = status.ahead.toLocaleString();
  if (status.state === "closed") return location.replace(seats);
  if (status.state === "lapsed") return lapse();
  if (status.state === "admitted") {
    say(texts.admitted);
    next = claim;
    return step();
  }
  say(status.state === "early" ? texts.early : waitInWords(status.estimatedSeconds ?? 0, texts));
  next = ask;
  after(status.pollAfterSeconds);
}

function lapse() {
  root.dataset.state = "lapsed";
  numbers.hidden = true;
  say(texts.lapsed);
  again.hidden = false;
}

function refuse() {
  root.dataset.state = "refused";
  say(texts.refused);
}

/** Only news are spoken by a screen reader. */
function say(words) {
  if (estimate.textContent !== words) estimate.textContent = words;
}

again.addEventListener("click", () => {
  again.hidden = true;
  root.dataset.state = "joining";
  say(texts.joining);
  next = join;
  step();
});

step();
