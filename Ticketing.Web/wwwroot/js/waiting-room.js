// The waiting room's page: takes a place, shows it, takes the pass when the turn comes and goes on to the seats.
import { serverClock } from "./clock.js";
import { countDown } from "./countdown.js";
import { pageAddress } from "./language.js";
import { createAlarm } from "./waiting-room/alarm.js";
import { createPlace } from "./waiting-room/place.js";
import { createCall } from "./waiting-room/call.js";
import { waitInWords } from "./waiting-room/words.js";

const root = document.querySelector("#waiting-room");
const { showingId, roomId, texts, now: nowAtLoad } = JSON.parse(root.dataset.settings);
const now = serverClock(nowAtLoad);
const title = document.title;
const place = createPlace(roomId);
const call = createCall(root.querySelector("#notify"), texts);
const alarm = createAlarm(step);
const numbers = root.querySelector(".place");
const estimate = root.querySelector("#estimate");
const trouble = root.querySelector(".offline");
const again = root.querySelector("#join-again");
const inside = root.querySelector("#inside");
const seats = pageAddress(`/showings/${showingId}`);

/** Nothing more to do here, or not before the customer says so. */
const never = Infinity;
const atOnce = 0;

/** What to do next; each answers in how many seconds to go on. */
let next = join;
let isBusy = false;
let failures = 0;

async function step() {
  if (isBusy) return;
  isBusy = true;
  let wait = atOnce;
  while (wait === atOnce) wait = await attempt();
  isBusy = false;
  if (wait !== never) alarm.ringIn(wait);
}

async function attempt() {
  try {
    const wait = await next();
    failures = 0;
    return wait;
  } catch {
    // The place keeps without us; only the page does not know how it stands.
    if (++failures > 1) complain(texts.offline);
    return Math.min(2 ** failures, 10);
  }
}

async function join() {
  const answer = await place.join();
  if (answer.ok) return show(answer.body);
  if (answer.status === 404) return leave();
  if (answer.status === 429) return putOff(texts.busy, answer.retryAfter + Math.random());
  if (answer.status === 503) return putOff(texts.unavailable, answer.retryAfter + Math.random());
  root.dataset.state = "refused";
  say(texts.refused);
  return never;
}

async function ask() {
  const answer = await place.ask();
  if (answer.ok) return show(answer.body);
  if (answer.status === 404) return goOn(join, answer.retryAfter);
  return putOff(texts.offline, answer.retryAfter);
}

async function claim() {
  const answer = await place.claim();
  if (answer.ok) return enter(answer.body);
  if (answer.status === 409 && ["place_lapsed", "pass_ended"].includes(answer.body.code)) return lapse();
  // As after signing in, which makes somebody else of the customer: the place goes with them.
  if (answer.status === 404) return goOn(join, answer.retryAfter);
  if (answer.status !== 409) complain(texts.offline);
  // Not yet, or full for a moment, or out of order: the next look at the place says more.
  return goOn(ask, answer.retryAfter);
}

function show(status) {
  trouble.hidden = true;
  root.dataset.state = status.state;
  numbers.hidden = status.state !== "waiting";
  root.querySelector("#place").textContent = status.place.toLocaleString();
  root.querySelector("#ahead").textContent = status.ahead.toLocaleString();
  if (status.state === "closed") return leave();
  if (status.state === "lapsed") return lapse();
  if (status.state === "admitted") {
    say(texts.admitted);
    return goOn(claim, atOnce);
  }
  say(status.state === "early" ? texts.early : waitInWords(status.estimatedSeconds ?? 0, texts));
  return goOn(ask, status.pollAfterSeconds);
}

function goOn(how, seconds) {
  next = how;
  return seconds;
}

/** With the pass: where nobody looks, not before somebody does, so that the tab says whose turn it is. */
function enter({ expiresAt }) {
  next = leave;
  showTimeInside(Date.parse(expiresAt));
  if (!document.hidden) return leave();
  call.out();
  return never;
}

function showTimeInside(ends) {
  const time = inside.querySelector("time");
  Object.assign(time.dataset, { countdown: ends, now: now() });
  inside.hidden = false;
  countDown(time);
}

function leave() {
  location.replace(seats);
  return never;
}

function lapse() {
  root.dataset.state = "lapsed";
  document.title = title;
  numbers.hidden = inside.hidden = true;
  say(texts.lapsed);
  again.hidden = false;
  next = () => never;
  return never;
}

function putOff(words, seconds) {
  complain(words);
  return seconds;
}

function complain(words) {
  if (trouble.textContent !== words) trouble.textContent = words;
  trouble.hidden = false;
}

/** Only news are spoken by a screen reader. */
function say(words) {
  if (estimate.textContent !== words) estimate.textContent = words;
}

// The pass has ended and nobody has come back to the tab meanwhile.
inside.addEventListener("countdown-end", lapse);

again.addEventListener("click", () => {
  again.hidden = true;
  root.dataset.state = "joining";
  say(texts.joining);
  next = join;
  step();
});

// Who comes back to the tab sees at once how it stands; who was told to join later, or is refused, joins no sooner by that.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && next !== join) step();
});

step();
