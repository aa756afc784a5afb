// The seats as the server pushes them. The browser comes back by itself after an interruption and says what it got last.

/** So many interruptions in a row, and the stream is given up. */
const patience = 4;

export function openStream(showingId, since, on) {
  const source = new EventSource(`/live/showings/${showingId}/stream?since=${since}`);
  let interruptions = 0;
  const onData = (name, handle) => source.addEventListener(name, event => handle(JSON.parse(event.data)));

  onData("seats", on.seats);
  onData("changes", on.changes);
  onData("stale", () => on.stale(true));
  onData("fresh", () => on.stale(false));
  source.addEventListener("resync", () => on.resync());
  source.addEventListener("open", () => {
    if (interruptions > 1) on.back();
    interruptions = 0;
  });
  source.addEventListener("error", () => {
    // Closed: the server has refused, as it does when too many are open.
    if (source.readyState === EventSource.CLOSED || ++interruptions >= patience) {
      source.close();
      on.refused();
    } else if (interruptions > 1) {
      on.interrupted();
    }
  });

  return { close: () => source.close() };
}
