import { sendOnce } from "./once.js";

sendOnce(document.querySelector("#cancel-form"), document.querySelector("#cancel"));
