// How hard a new password is to guess, as zxcvbn-ts estimates it while it is typed. What is accepted, the server says: it knows more
// passwords. What is typed goes nowhere.
const Pause = 200;

for (const place of document.querySelectorAll("[data-strength]")) {
  const field = document.getElementById(place.dataset.strength);
  const [meter, words] = [place.querySelector("meter"), place.querySelector("span")];
  const { scores, tooShort, tooLong } = JSON.parse(place.dataset.words);
  const [shortest, longest] = [Number(place.dataset.shortest), Number(place.dataset.longest)];
  const estimate = estimator(longest);

  const show = () => {
    const password = field.value;
    place.hidden = password === "";
    const missing = shortest - lengthOf(password);
    const isTooLong = [...password].length > longest;
    const score = missing > 0 || isTooLong ? 0 : estimate(password);
    meter.value = score ?? 0;
    meter.hidden = score === null;
    const said = isTooLong ? tooLong : missing > 0 ? tooShort.replace("{0}", String(missing)) : scores[score] ?? "";
    // A reader would say it again.
    if (words.textContent !== said) words.textContent = said;
  };

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, Pause);
  });
  show();
}

/** As the server counts: blanks around it not at all, several in a row as one, an emoji as one. */
function lengthOf(password) {
  return [...password.trim().replace(/\s+/g, " ")].length;
}

/** 0 to 4; null without the library. */
function estimator(longest) {
  const library = window.zxcvbnts;
  if (!library?.["language-common"]) return () => null;
  const { dictionary, adjacencyGraphs } = library["language-common"];
  const zxcvbn = new library.core.ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: longest });
  return password => zxcvbn.check(password, ["ticketing"]).score;
}
