// "More time" beside the countdown of a hold; gone once there is no more to be had.
import { renewHold } from "./seats/holds.js";

const button = document.querySelector("#more-time");
if (button) {
  const { showing, hold } = button.dataset;
  const countdown = document.querySelector("#timer time");
  const words = document.querySelector("#more-time-words");

  button.addEventListener("click", async () => {
    button.disabled = true;
    const { hold: renewed, problem } = await renewHold(showing, hold);
    if (renewed) {
      countdown.dataset.countdown = Date.parse(renewed.expiresAt);
      words.textContent = button.dataset.done;
      button.hidden = Date.parse(renewed.expiresAt) >= Date.parse(renewed.renewableUntil);
    } else {
      button.hidden = ["hold_not_renewable", "hold_attached", "hold_not_found"].includes(problem.code);
      words.textContent = button.hidden ? button.dataset.none : button.dataset.failed;
    }
    button.disabled = false;
  });
  // Without this script it would do nothing.
  button.hidden = false;
}
