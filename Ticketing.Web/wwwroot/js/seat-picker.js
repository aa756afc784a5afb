// The seat map's page: party, seats, price, hold.
import { serverClock } from "./clock.js";
import { createChoice } from "./seats/choice.js";
import { createHall } from "./seats/hall.js";
import { watchSeats } from "./seats/live.js";
import { createNotice } from "./seats/notice.js";
import { createParty } from "./seats/party.js";
import { createRefusals } from "./seats/refusals.js";
import { releaseHold, takeHold } from "./seats/holds.js";
import { pageAddress } from "./language.js";
import { createMemory } from "./seats/memory.js";
import { addMinimap } from "./seats/minimap.js";
import { addZoom } from "./seats/zoom.js";
import { goToWaitingRoom } from "./waiting-room/gate.js";

const root = document.querySelector("#seat-picker");
const settings = JSON.parse(root.dataset.settings);
const { texts, showingId } = settings;
const now = serverClock(settings.now);
const memory = createMemory(showingId);
const notice = createNotice(root.querySelector("#notice"), settings);
const party = createParty(root.querySelector(".party"), settings.mostSeats);
const choice = createChoice(root.querySelector(".choice"), settings);
const live = watchSeats(showingId, { seats: showSeats, lost: () => notice.connection(true) });
const refuse = createRefusals({ texts, notice, choice, hall: () => hall });

let hall;
let sale = null;
let selected = [];
let holding = false;

async function start() {
  const version = await release();
  hall = await createHall(root, settings, choose);
  if (!hall) return notice.problem({ code: "showing_not_found" });
  const zoom = addZoom(root, hall);
  addMinimap(root, hall);
  party.restore(memory.read().party);
  selected = memory.read().seats ?? [];
  live.start(version);
  zoom.begin();
  update();
}

/** Whoever comes back from the checkout page chooses again: the seats held so far are free at once. */
async function release() {
  const { holdId } = memory.read();
  if (!holdId) return;
  memory.write({ holdId: undefined });
  return releaseHold(showingId, holdId);
}

function showSeats(answer) {
  notice.connection(false);
  notice.stale(answer.stale === true);
  sale = answer;
  hall.show(answer.states);
  const lost = holding ? [] : selected.filter(index => answer.states[index] !== "a");
  if (lost.length > 0) deselect(lost);
  if (answer.cancelled || now() >= Date.parse(answer.cutoffAt)) {
    live.stop();
    notice.problem({ code: saleProblem() });
  }
  update();
}

function deselect(lost) {
  selected = selected.filter(index => !lost.includes(index));
  notice.say(texts.taken.replace("{0}", lost.map(hall.label).join(", ")));
  update();
}

function choose(index) {
  if (saleProblem()) return notice.problem({ code: saleProblem() });
  if (selected.includes(index)) {
    selected = selected.filter(other => other !== index);
  } else if (!hall.isAvailable(index)) {
    return notice.say(`${hall.label(index)} · ${hall.stateWords(index)}`);
  } else if (selected.length === settings.mostSeats) {
    return notice.say(texts.too_many.replace("{0}", settings.mostSeats));
  } else {
    // One seat more than people: somebody else comes along.
    if (selected.length === party.size()) party.addAdult();
    selected = [...selected, index];
  }
  forget();
  update();
}

/** What was said of the seats chosen before. */
function forget() {
  notice.clear();
  hall?.mark([]);
}

/** Why nothing can be bought now, as a problem's code. */
function saleProblem() {
  if (sale === null) return "service_unavailable";
  if (sale.cancelled) return "showing_cancelled";
  if (now() >= Date.parse(sale.cutoffAt)) return "sale_closed";
  return now() < Date.parse(sale.saleOpensAt) ? "sale_not_open" : null;
}

function update() {
  hall.select(selected);
  choice.show({ seats: selected.map(index => ({ index, label: hall.label(index) })), party: party.people(), open: saleProblem() === null, holding });
  memory.write({ party: party.people(), seats: selected });
}

party.onChange(() => {
  selected = selected.slice(0, party.size());
  forget();
  if (hall) update();
});

choice.onRemove(choose);

choice.onHold(() => hold({ seats: selected }));
choice.onBest(() => hold({ bestAvailable: { count: party.size() } }));

async function hold(wanted) {
  holding = true;
  live.stop();
  forget();
  update();
  const { hold: held, problem } = await takeHold(showingId, wanted);
  if (held) {
    memory.write({ holdId: held.holdId, seats: held.seats });
    const people = Object.entries(party.people()).filter(([, count]) => count > 0);
    location.assign(pageAddress(`/showings/${showingId}/checkout?${new URLSearchParams([["hold", held.holdId], ...people])}`));
    return;
  }
  if (problem.code === "waiting_room_required") return goToWaitingRoom(showingId);
  holding = false;
  if (problem.code === "seat_taken" && problem.seats) deselect(problem.seats);
  else refuse(problem);
  live.start();
  update();
}

document.addEventListener("countdown-end", () => {
  document.querySelector("#sale-status")?.remove();
  live.refresh();
});

// The browser's Back may show this page as it was left, button pressed and all.
addEventListener("pageshow", async event => {
  if (!event.persisted) return;
  holding = false;
  live.start(await release());
  update();
});

start();
