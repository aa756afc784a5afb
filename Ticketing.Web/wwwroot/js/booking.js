import { createMemory } from "./seats/memory.js";

// What was chosen is booked: the next visit to the seat map begins anew.
createMemory(document.querySelector(".booking").dataset.showing).clear();

// Without this script the browser's own menu prints as well.
const print = document.querySelector("#print");
if (print) {
  print.addEventListener("click", () => window.print());
  print.hidden = false;
}
