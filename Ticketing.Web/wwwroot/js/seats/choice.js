// The bar at the bottom: chosen seats, price, and the button that holds them.
import { price } from "../price.js";

export function createChoice(element, { texts, prices, currency }) {
  const list = element.querySelector("#chosen");
  const need = element.querySelector("#need");
  const total = element.querySelector("#total");
  const button = element.querySelector("#hold");
  const best = element.querySelector("#best");
  const bestWords = best.textContent;
  let last = null;
  let pausedUntil = 0;
  let remove = () => {};

  const say = (target, text) => {
    // Unchanged text is left alone, or screen readers repeat it at every refresh.
    if (target.textContent !== text) target.textContent = text;
  };

  function chip({ index, label }) {
    const item = document.createElement("li");
    const chip = document.createElement("button");
    chip.type = "button";
    chip.textContent = label;
    chip.setAttribute("aria-label", texts.remove.replace("{0}", label));
    chip.addEventListener("click", () => remove(index));
    item.append(chip);
    return item;
  }

  let shown = "";
  const choice = {
    show(state) {
      last = state;
      const { seats, party, open, holding } = state;
      const people = Object.values(party).reduce((sum, count) => sum + count, 0);
      const missing = people - seats.length;
      const key = seats.map(seat => seat.index).join();
      if (key !== shown) list.replaceChildren(...seats.map(chip));
      shown = key;
      say(need, people === 0 ? texts.choose_any : missing > 0 ? texts.choose_more.replace("{0}", missing) : texts.ready.replace("{0}", people));
      say(total, people === 0 ? "" : price(Object.entries(party).reduce((sum, [who, count]) => sum + prices[who] * count, 0), currency));
      const waits = performance.now() < pausedUntil;
      button.disabled = !open || holding || waits || people === 0 || missing > 0;
      button.classList.toggle("busy", holding);
      say(best, people === 0 ? bestWords : texts.best_for.replace("{0}", people));
      best.disabled = !open || holding || waits || people === 0;
    },
    /** Takes no clicks for some seconds. */
    pause(seconds) {
      pausedUntil = performance.now() + seconds * 1000;
      setTimeout(() => choice.show(last), seconds * 1000 + 50);
    },
    onRemove: handler => (remove = handler),
    onHold: handler => button.addEventListener("click", handler),
    onBest: handler => best.addEventListener("click", handler),
  };
  return choice;
}
