// The work that a network which wants more than its share has to do: seldom, and never for one customer alone.

const mostTries = 3;

/**
 * Sends a request, and again with the answer where seat-holds asks for work first. While it is worked on others may have made it more.
 * @param send gets the answer, nothing at first; gives what was answered, with a refusal as problem or body
 */
export async function sendWorking(send) {
  let answer = await send();
  for (let tries = 0; tries < mostTries; tries++) {
    const refusal = answer.problem ?? answer.body;
    if (refusal?.code !== "challenge_required") break;
    answer = await send(await solve(refusal));
  }
  return answer;
}

/** The challenge, a dot and a number: together of a hash that begins with so many zero bits. In a worker, so that the page goes on. */
function solve({ challenge, bits }) {
  // By its whole address: where this module itself is depends on the bundle.
  const worker = new Worker("/js/challenge/work.js");
  return new Promise((resolve, reject) => {
    worker.addEventListener("message", ({ data }) => resolve(data));
    worker.addEventListener("error", () => reject(new Error("The challenge could not be worked on.")));
    worker.postMessage({ challenge, bits });
  }).finally(() => worker.terminate());
}
