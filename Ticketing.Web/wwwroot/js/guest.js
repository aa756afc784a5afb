// Whoever holds seats or waits is a customer. A browser that is none yet becomes a guest, and one guest, however many of its pages ask:
// what was held as one would be lost to another.

const isCustomer = document.querySelector("[data-customer='no']") === null;
let asked = isCustomer ? Promise.resolve() : undefined;

/** Where it cannot be done the service refuses what comes next, and says why; it is tried again before the next request. */
export const becomeCustomer = () => (asked ??= oneAtATime(ask).catch(() => (asked = undefined)));

/** Every page of this browser waits its turn, so that only the first of them finds no cookie. Not in pages from plain http, other than this machine's. */
const oneAtATime = work => navigator.locks ? navigator.locks.request("guest", work) : work();

async function ask() {
  const answer = await fetch("/guest", { method: "POST" });
  if (!answer.ok) throw new Error("There is no guest to be.");
}

// While the page is still being drawn, so that no hold has to wait for it.
becomeCustomer();
