// Seats' states as seat-holds writes them: a letter per seat, and versions "generation.sequence".

/** Negative, 0 or positive, as one is older than, the same as or newer than the other. */
export function compareVersions(one, other) {
  const [generation, sequence] = one.split(".").map(Number);
  const [otherGeneration, otherSequence] = other.split(".").map(Number);
  return generation - otherGeneration || sequence - otherSequence;
}

/** The states after changes such as { h: [12, 13], a: [40] }. */
export function changed(states, changes) {
  const letters = [...states];
  for (const [state, seats] of Object.entries(changes)) {
    for (const seat of seats) letters[seat] = state;
  }
  return letters.join("");
}
