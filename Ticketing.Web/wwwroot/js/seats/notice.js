// The line above the map that says what happened.
export function createNotice(element, { texts, problems }) {
  let offline = false;
  let stale = false;
  let words = "";

  const show = () => {
    const text = offline ? texts.no_connection : words || (stale ? texts.stale : "");
    // Unchanged text is left alone, or screen readers repeat it.
    if (element.textContent !== text) element.textContent = text;
    element.hidden = text === "";
    element.classList.toggle("offline", offline);
  };
  const say = text => {
    words = text;
    show();
    if (!element.hidden) element.scrollIntoView({ block: "nearest" });
  };

  return {
    say,
    clear: () => {
      words = "";
      show();
    },
    problem: ({ code, traceId }) => say(problems[code] ?? problems.unknown.replace("{0}", traceId ?? "-")),
    connection: lost => {
      offline = lost;
      show();
    },
    /** What the map shows is what was known last. */
    stale: is => {
      stale = is;
      show();
    },
  };
}
