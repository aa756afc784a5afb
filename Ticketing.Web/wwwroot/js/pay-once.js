import { sendOnce } from "./once.js";

const form = document.querySelector("#pay-form");
if (form) sendOnce(form, document.querySelector("#pay"));
