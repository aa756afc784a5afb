// Taking and giving back seats at seat-holds.

const address = showingId => `/api/showings/${showingId}/holds`;

/** { hold } or { problem }. */
export async function takeHold(showingId, seats) {
  try {
    const answer = await fetch(address(showingId), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ seats }),
    });
    const body = await answer.json();
    return answer.ok ? { hold: body } : { problem: body };
  } catch {
    // No connection, or an answer that is no JSON: a hold that was taken all the same ends by itself.
    return { problem: { code: "service_unavailable" } };
  }
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
