// Size of the seats: a hall that fits is shown whole; on a small screen seats stay large enough for a finger and the hall scrolls.
const smallest = 5;
const comfortable = matchMedia("(pointer: coarse), (max-width: 860px)").matches ? 30 : 18;
const largest = 48;

export function addZoom(root, hall) {
  const scroll = root.querySelector(".hall-scroll");
  const grid = root.querySelector(".seat-grid");
  let size = comfortable;

  const fitting = () => Math.max(smallest, Math.min(36, (scroll.clientWidth - 16) / (hall.columns + 2)));

  function resize(next, focus = middleOfView()) {
    size = Math.max(Math.min(next, largest), Math.min(fitting(), largest));
    grid.style.setProperty("--seat", `${size}px`);
    grid.classList.toggle("tiny", size < 20);
    scroll.scrollLeft = focus.x * scroll.scrollWidth - scroll.clientWidth / 2;
    scroll.scrollTop = focus.y * scroll.scrollHeight - scroll.clientHeight / 2;
    scroll.dispatchEvent(new Event("scroll"));
  }

  const middleOfView = () => ({
    x: (scroll.scrollLeft + scroll.clientWidth / 2) / scroll.scrollWidth,
    y: (scroll.scrollTop + scroll.clientHeight / 2) / scroll.scrollHeight,
  });

  root.querySelector("#zoom-in").addEventListener("click", () => resize(size * 1.35));
  root.querySelector("#zoom-out").addEventListener("click", () => resize(size / 1.35));
  root.querySelector("#zoom-fit").addEventListener("click", () => resize(fitting()));
  addEventListener("resize", () => resize(size));

  return {
    /** The best seats are a little behind the middle. */
    begin: () => resize(Math.max(fitting(), comfortable), { x: 0.5, y: 0.62 }),
  };
}
