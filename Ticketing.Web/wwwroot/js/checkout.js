// Prices follow the chosen ticket types; the server computes them again.
import { price } from "./price.js";

const form = document.querySelector("#checkout");
if (form) {
  const prices = JSON.parse(form.dataset.prices);
  const priceOf = select => prices[select.selectedOptions[0].dataset.concession];
  const selects = [...form.querySelectorAll("select")];
  const update = () => {
    for (const select of selects) select.closest("li").querySelector(".price").textContent = price(priceOf(select), form.dataset.currency);
    form.querySelector("#total").textContent = price(selects.reduce((sum, select) => sum + priceOf(select), 0), form.dataset.currency);
  };
  form.addEventListener("change", update);
  addEventListener("pageshow", update);
}
