// The customer's place at seat-holds. Every call answers { ok, status, body, retryAfter }; it throws without a connection.
import { sendWorking } from "../challenge/challenge.js";
import { becomeCustomer } from "../guest.js";

export function createPlace(roomId) {
  const key = `waiting-room/${roomId}`;
  let token = read(key);

  async function call(method, path, body) {
    const answer = await fetch(path, {
      method,
      cache: "no-store",
      headers: { ...(token && { "waiting-room-place": token }), ...(body && { "content-type": "application/json" }) },
      body: body && JSON.stringify(body),
    });
    const kind = answer.headers.get("content-type") ?? "";
    return {
      ok: answer.ok,
      status: answer.status,
      body: kind.includes("json") ? await answer.json() : {},
      retryAfter: Number(answer.headers.get("retry-after")) || 2,
    };
  }

  return {
    /** Takes a place, or finds the one that this browser has. */
    async join() {
      await becomeCustomer();
      const answer = await sendWorking(challengeAnswer => call("POST", `/api/waiting-rooms/${roomId}/places`, { challengeAnswer }));
      if (answer.ok) {
        token = answer.body.token;
        write(key, token);
      }
      return answer;
    },
    ask: () => call("GET", `/live/waiting-rooms/${roomId}/place`),
    /** Takes the pass, which comes as a cookie. */
    claim: () => call("POST", `/api/waiting-rooms/${roomId}/pass`, {}),
  };
}

// Where storage is switched off the place is only as good as this page; the server still knows it by the customer.
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    console.warn("This browser keeps no storage: the place is known by the customer's cookie alone.");
  }
}
