// Draws a hall's seats as buttons on a grid, and moves between them by keyboard.
import { moveByKeyboard } from "./keyboard.js";

const names = { a: "available", h: "held", s: "sold", x: "unavailable" };

/** Null when there is no such showing. */
export async function createHall(root, { showingId, texts }, choose) {
  const answer = await fetch(`/live/showings/${showingId}/layout`);
  if (!answer.ok) return null;
  const layout = await answer.json();
  const seats = layout.seats.toSorted((one, other) => one.index - other.index);
  const grid = root.querySelector(".seat-grid");
  const buttons = seats.map(seat => drawSeat(seat));
  let states = "";
  let selected = [];
  let marked = [];

  grid.style.setProperty("--columns", layout.columns + 2);
  grid.replaceChildren(...drawRowNames(seats, layout.columns), ...buttons);
  grid.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-index]");
    if (button) choose(Number(button.dataset.index));
  });
  moveByKeyboard(grid, seats, buttons);

  const label = index => `${seats[index].row}${seats[index].number}`;
  const stateWords = index => texts[selected.includes(index) ? "selected" : names[states[index]] ?? "unavailable"];

  function paint(index) {
    const button = buttons[index];
    const seat = seats[index];
    const chosen = selected.includes(index);
    const state = chosen ? "selected" : names[states[index]] ?? "unavailable";
    button.className = ["seat", state, seat.kind, seat.zone, marked.includes(index) ? "marked" : ""].join(" ").trim();
    button.setAttribute("aria-pressed", chosen);
    button.setAttribute("aria-disabled", state !== "available" && state !== "selected");
    const traits = [texts[`zone_${seat.zone}`], texts[seat.kind], stateWords(index)].filter(Boolean);
    // The number by itself, as it stands on the button: else nobody who speaks to the machine could press what they see.
    button.setAttribute("aria-label", [`${seat.row} ${seat.number}`, ...traits].join(", "));
  }

  return {
    columns: layout.columns,
    lines: layout.lines,
    seats,
    label,
    stateWords,
    isAvailable: index => states[index] === "a",
    stateOf: index => (selected.includes(index) ? "selected" : names[states[index]] ?? "unavailable"),
    show(next) {
      const before = states;
      states = next;
      for (let index = 0; index < seats.length; index++) {
        if (before[index] !== next[index]) paint(index);
      }
      grid.dispatchEvent(new CustomEvent("seats-changed"));
    },
    select(next) {
      const before = selected;
      selected = next;
      for (const index of new Set([...before, ...next])) paint(index);
      grid.dispatchEvent(new CustomEvent("seats-changed"));
    },
    /** Points at seats, and at no others any more. */
    mark(next) {
      const before = marked;
      marked = next;
      for (const index of new Set([...before, ...next])) paint(index);
    },
  };
}

function drawSeat(seat) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "seat unavailable";
  button.dataset.index = seat.index;
  button.tabIndex = -1;
  button.textContent = seat.number;
  button.title = `${seat.row}${seat.number}`;
  button.style.gridColumn = seat.x + 2;
  button.style.gridRow = seat.y + 1;
  return button;
}

function drawRowNames(seats, columns) {
  const rows = new Map(seats.map(seat => [seat.y, seat.row]));
  return [...rows].flatMap(([y, row]) =>
    [1, columns + 2].map(column => {
      const name = document.createElement("span");
      name.className = column === 1 ? "row-name left" : "row-name";
      name.setAttribute("aria-hidden", "true");
      name.textContent = row;
      name.style.gridColumn = column;
      name.style.gridRow = y + 1;
      return name;
    }),
  );
}
