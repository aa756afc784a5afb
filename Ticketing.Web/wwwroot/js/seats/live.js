// Keeps the seats' states fresh by asking every few seconds while the page is visible.
const interval = 2500;
const longest = 15_000;

export function watchSeats(showingId, { seats, lost }) {
  let timer;
  let running = false;
  let failures = 0;
  let asking = 0;
  let oldest;

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
      seats(body);
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

  document.addEventListener("visibilitychange", () => {
    if (running && !document.hidden) refresh();
    else clearTimeout(timer);
  });

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
      clearTimeout(timer);
    },
  };
}
