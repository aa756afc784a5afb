// What this tab chose for a showing, so that coming back does not begin anew.
export function createMemory(showingId) {
  const key = `showing-${showingId}`;
  const read = () => JSON.parse(sessionStorage.getItem(key) ?? "{}");
  return {
    read,
    clear: () => sessionStorage.removeItem(key),
    write: part => sessionStorage.setItem(key, JSON.stringify({ ...read(), ...part })),
  };
}
