// The bar at the bottom: chosen seats, price, and the button that holds them.
import { price } from "../price.js";

export function createChoice(element, { texts, prices, currency }) {
  const list = element.querySelector("#chosen");
  const need = element.querySelector("#need");
  const total = element.querySelector("#total");
  const button = element.querySelector("#hold");
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
  return {
    show({ seats, party, open, holding }) {
      const people = Object.values(party).reduce((sum, count) => sum + count, 0);
      const missing = people - seats.length;
      const key = seats.map(seat => seat.index).join();
      if (key !== shown) list.replaceChildren(...seats.map(chip));
      shown = key;
      say(need, people === 0 ? texts.choose_any : missing > 0 ? texts.choose_more.replace("{0}", missing) : texts.ready.replace("{0}", people));
      say(total, people === 0 ? "" : price(Object.entries(party).reduce((sum, [who, count]) => sum + prices[who] * count, 0), currency));
      button.disabled = !open || holding || people === 0 || missing > 0;
      button.classList.toggle("busy", holding);
    },
    onRemove: handler => (remove = handler),
    onHold: handler => button.addEventListener("click", handler),
  };
}
