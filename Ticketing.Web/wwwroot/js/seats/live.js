// Keeps the seats' states fresh while the page is visible: pushed by the server, or asked for where that is not to be had.
import { openStream } from "./stream.js";
import { compareVersions, changed } from "./states.js";

const interval = 2500;
const longest = 15_000;
/** How long to go on asking before the stream is tried again. */
const streamPause = 30_000;

export function watchSeats(showingId, { seats, lost }) {
  let timer;
  let running = false;
  let failures = 0;
  let asking = 0;
  let oldest;
  let known = null;
  let stream = null;
  let streamFrom = 0;

  async function refresh() {
    clearTimeout(timer);
    const mine = ++asking;
    try {
      const answer = await fetch(`/live/showings/${showingId}/seats${oldest ? `?min=${oldest}` : ""}`, { cache: "no-store" });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const body = await answer.json();
      // An older answer than one asked for later, or one that nobody waits for any more, is of no use.
      if (!running || mine !== asking) return;
      failures = 0;
      show(body);
      // A tab hidden meanwhile keeps none of the few streams that a customer may have.
      if (performance.now() >= streamFrom && !document.hidden) return listen();
    } catch {
      if (!running || mine !== asking) return;
      if (++failures > 1) lost();
    }
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    if (running && !document.hidden) timer = setTimeout(refresh, Math.min(interval * 2 ** Math.min(failures, 4), longest));
  }

  /** Another replica may know less than this page has seen already. */
  function show(next) {
    if (known && compareVersions(next.version, known.version) < 0) return;
    known = next;
    seats(known);
  }

  function listen() {
    stream?.close();
    stream = openStream(showingId, known.version, {
      seats: show,
      changes: ({ version, changes }) => show({ ...known, version, states: changed(known.states, changes) }),
      stale: stale => show({ ...known, stale }),
      interrupted: lost,
      back: () => seats(known),
      resync() {
        silence();
        refresh();
      },
      refused() {
        silence();
        streamFrom = performance.now() + streamPause;
        schedule();
      },
    });
  }

  function silence() {
    stream?.close();
    stream = null;
    clearTimeout(timer);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) silence();
    else if (running) refresh();
  });
  // A page with an open stream would not be kept for the browser's Back.
  addEventListener("pagehide", silence);

  return {
    refresh,
    /** With the version that shows what this page has changed itself, if anything: an older one would contradict it. */
    start(version = oldest) {
      running = true;
      oldest = version;
      refresh();
    },
    stop() {
      running = false;
      silence();
    },
  };
}
