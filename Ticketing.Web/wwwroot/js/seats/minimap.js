// The whole hall in small beside a hall that does not fit, with the part in view; a tap goes there.
const colours = { available: "#9db2d3", selected: "#ff5a6c", held: "#565d78", sold: "#343a50", unavailable: "#343a50" };

export function addMinimap(root, hall) {
  const scroll = root.querySelector(".hall-scroll");
  const grid = root.querySelector(".seat-grid");
  const canvas = root.querySelector(".minimap");
  const pen = canvas.getContext("2d");
  const columns = hall.columns + 2;
  const lines = hall.lines + 2;
  const unit = Math.max(2, Math.floor(Math.min(160 / columns, 90 / lines)));
  canvas.width = columns * unit;
  canvas.height = lines * unit;

  function draw() {
    canvas.hidden = scroll.scrollWidth <= scroll.clientWidth + 4;
    if (canvas.hidden) return;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    for (const seat of hall.seats) {
      pen.fillStyle = colours[hall.stateOf(seat.index)];
      pen.fillRect((seat.x + 1) * unit, (seat.y + 2) * unit, unit - 0.5, unit - 0.5);
    }
    pen.strokeStyle = "#fff";
    pen.lineWidth = 1.5;
    const [across, down] = [canvas.width / scroll.scrollWidth, canvas.height / scroll.scrollHeight];
    pen.strokeRect(
      scroll.scrollLeft * across + 1, scroll.scrollTop * down + 1,
      scroll.clientWidth * across - 2, Math.min(scroll.clientHeight * down, canvas.height) - 2);
  }

  canvas.addEventListener("click", event => {
    scroll.scrollTo({
      left: (event.offsetX / canvas.clientWidth) * scroll.scrollWidth - scroll.clientWidth / 2,
      top: (event.offsetY / canvas.clientHeight) * scroll.scrollHeight - scroll.clientHeight / 2,
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
    });
  });
  scroll.addEventListener("scroll", draw, { passive: true });
  grid.addEventListener("seats-changed", draw);
  draw();
}
