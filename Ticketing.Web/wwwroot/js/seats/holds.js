// Taking and giving back seats at seat-holds.
import { sendWorking } from "../challenge/challenge.js";
import { becomeCustomer } from "../guest.js";

const address = showingId => `/api/showings/${showingId}/holds`;

/** { hold } or { problem }. What is wanted: { seats: [12, 13] } or { bestAvailable: { count: 2 } }. */
export async function takeHold(showingId, wanted) {
  const key = newKey();
  const send = challengeAnswer =>
    answerTo(address(showingId), {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify({ ...wanted, challengeAnswer }),
    });
  await becomeCustomer();
  try {
    return await sendWorking(send);
  } catch {
    // The answer is lost, the hold perhaps taken: the same request again gets that hold, not a second one.
  }
  try {
    return await sendWorking(send);
  } catch {
    // No connection: a hold that was taken all the same ends by itself.
    return { problem: { code: "service_unavailable" } };
  }
}

/** Throws where the connection breaks or something on the way answers in place of the service. */
async function answerTo(url, request) {
  const answer = await fetch(url, request);
  const body = await answer.json();
  if (answer.ok) return { hold: body };
  const retryAfter = Number(answer.headers.get("retry-after")) || 0;
  return { problem: { ...body, retryAfter } };
}

/** Answers the version of the states that shows the seats free. None where it fails: the hold then ends by itself. */
export async function releaseHold(showingId, holdId) {
  try {
    const answer = await fetch(`${address(showingId)}/${encodeURIComponent(holdId)}`, { method: "DELETE" });
    if (answer.ok) return (await answer.json()).version;
  } catch (error) {
    console.warn("The seats stay held until they expire.", error);
  }
}

/** { hold }, or { problem } where no more time is to be had. */
export async function renewHold(showingId, holdId) {
  try {
    return await answerTo(`${address(showingId)}/${encodeURIComponent(holdId)}/renewal`, { method: "POST" });
  } catch {
    return { problem: { code: "service_unavailable" } };
  }
}

/** crypto.randomUUID is for pages from https only. */
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
