// Why seats could not be held, in words that say what to do next.

/** Says it, marks the seats that matter, and keeps the buttons until it makes sense to press them again. */
export function createRefusals({ texts, notice, hall, choice }) {
  const named = seats => seats.map(hall().label).join(", ");

  return problem => {
    const seats = problem.seats ?? [];
    if (problem.code === "orphan_seat" || problem.code === "companion_without_wheelchair") {
      hall().mark(seats);
      notice.say(texts[problem.code].replace("{0}", named(seats)));
    } else {
      notice.problem(problem);
    }
    if (problem.retryAfter) choice.pause(problem.retryAfter);
  };
}
