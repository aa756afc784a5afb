// The line above the map that says what happened.
export function createNotice(element, { texts, problems }) {
  let offline = false;
  let words = "";

  const show = () => {
    element.textContent = offline ? texts.no_connection : words;
    element.hidden = element.textContent === "";
    element.classList.toggle("offline", offline);
  };
  const say = text => {
    words = text;
    show();
    if (!element.hidden) element.scrollIntoView({ block: "nearest", behavior: "smooth" });
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
  };
}
