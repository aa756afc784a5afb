// The way from the seat map into the waiting room, when seats are refused for want of a pass.
import { pageAddress } from "../language.js";

/** To the waiting room before a showing; it leads back to the seats by itself. */
export function goToWaitingRoom(showingId) {
  location.assign(pageAddress(`/waiting/${showingId}`));
}
