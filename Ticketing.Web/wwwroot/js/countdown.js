// Every <time data-countdown="instant" data-now="server's now"> counts down; data-then="reload" asks the server what comes next.
import { serverClock, remaining } from "./clock.js";

export function countDown(element) {
  const now = serverClock(Number(element.dataset.now));
  const tick = () => {
    // Read anew each time: a hold may be given more time.
    const left = Number(element.dataset.countdown) - now();
    element.textContent = remaining(left);
    element.parentElement.classList.toggle("urgent", left < 60_000);
    if (left > 0) {
      setTimeout(tick, Math.min(1000, left % 1000 || 1000));
    } else {
      element.dispatchEvent(new CustomEvent("countdown-end", { bubbles: true }));
      // A second later the server's view is past the deadline too.
      if (element.dataset.then === "reload") setTimeout(() => location.replace(location.href), 1500);
    }
  };
  tick();
}

document.querySelectorAll("time[data-countdown]").forEach(countDown);
