// One seat is in the tab order; arrow keys move to the nearest seat in their direction, Home and End to the row's ends.
const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function moveByKeyboard(grid, seats, buttons) {
  let current = 0;
  const enter = index => {
    buttons[current].tabIndex = -1;
    current = index;
    buttons[current].tabIndex = 0;
  };
  enter(nearest(seats, middle(seats)));

  grid.addEventListener("focusin", ({ target }) => {
    if (target.dataset.index) enter(Number(target.dataset.index));
  });
  grid.addEventListener("keydown", event => {
    const next = event.key in directions ? beyond(seats, seats[current], directions[event.key]) : rowEnd(seats, seats[current], event.key);
    if (next === undefined) return;
    event.preventDefault();
    buttons[next.index].focus();
  });
}

function beyond(seats, from, [stepX, stepY]) {
  const ahead = seats.filter(seat => (stepX === 0 ? (seat.y - from.y) * stepY > 0 : seat.y === from.y && (seat.x - from.x) * stepX > 0));
  // Up and down: the next row counts more than the column.
  const distance = seat => Math.abs(seat.y - from.y) * 1000 + Math.abs(seat.x - from.x);
  return ahead.reduce((best, seat) => (best && distance(best) <= distance(seat) ? best : seat), undefined);
}

function rowEnd(seats, from, key) {
  const row = seats.filter(seat => seat.y === from.y);
  return key === "Home" ? row.at(0) : key === "End" ? row.at(-1) : undefined;
}

const middle = seats => ({
  x: Math.max(...seats.map(seat => seat.x)) / 2,
  y: Math.max(...seats.map(seat => seat.y)) * 0.65,
});

const nearest = (seats, { x, y }) =>
  seats.reduce((best, seat) => (Math.hypot(seat.x - x, seat.y - y) < Math.hypot(best.x - x, best.y - y) ? seat : best)).index;
