// Rings after a time, also in a tab that nobody looks at: browsers let a hidden page's timers ring once a minute, but not a worker's.

/** The last time that was set counts. */
export function createAlarm(ring) {
  const worker = new Worker(new URL("./clockwork.js", import.meta.url));
  let set = 0;
  worker.addEventListener("message", ({ data }) => {
    if (data === set) ring();
  });
  return {
    ringIn(seconds) {
      worker.postMessage({ alarm: ++set, milliseconds: seconds * 1000 });
    },
  };
}
