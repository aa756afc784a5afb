// How hard a new password is to guess, estimated while it is typed. What is accepted, the server says: it knows those that are often
// chosen. What is typed goes nowhere.
const Pause = 200;

// Bits from which on the score is 1, 2, 3 and 4.
const Steps = [28, 38, 50, 65];

// Bits of a character. Letters come in words, so they tell less than there are of them (English text has some 2 bits a letter).
const Kinds = [[/\d/, 3.3], [/[a-z]/, 2.5], [/[A-Z]/, 2.5], [/\p{L}/u, 4], [/[^]/u, 5]];

// And where another kind begins.
const Change = 2.5;

for (const place of document.querySelectorAll("[data-strength]")) {
  const field = document.getElementById(place.dataset.strength);
  const [meter, words] = [place.querySelector("meter"), place.querySelector("span")];
  const { scores, tooShort, tooLong } = JSON.parse(place.dataset.words);
  const [shortest, longest] = [Number(place.dataset.shortest), Number(place.dataset.longest)];

  const show = () => {
    const password = field.value;
    const missing = shortest - lengthOf(password);
    const isTooLong = [...password].length > longest;
    const score = missing > 0 || isTooLong ? 0 : scoreOf(password);
    meter.value = score;
    const said = password === "" ? "" : isTooLong ? tooLong : missing > 0 ? tooShort.replace("{0}", String(missing)) : scores[score];
    // A reader would say it again.
    if (words.textContent !== said) words.textContent = said;
  };

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, Pause);
  });
  // From the start: coming while somebody types, it would push away the button that is about to be pressed.
  place.hidden = false;
  show();
}

/** As the server counts: blanks around it not at all, several in a row as one, an emoji as one. */
function lengthOf(password) {
  return [...password.trim().replace(/\s+/g, " ")].length;
}

/** 0 to 4. */
function scoreOf(password) {
  return Steps.filter(step => bitsOf(password) >= step).length;
}

/** A guesser's work for what does not follow from what stands before it: no repetition, no sequence, no piece again. */
function bitsOf(password) {
  const letters = [...password.toLowerCase()];
  const codes = letters.map(letter => letter.codePointAt(0));
  const kinds = [...password].map(letter => Kinds.find(([kind]) => kind.test(letter)));
  let bits = 0;
  for (let i = 0; i < letters.length; i++) {
    const step = codes[i] - codes[i - 1];
    const goesOn = step === 0 || (Math.abs(step) === 1 && step === codes[i - 1] - codes[i - 2]);
    const piece = letters.slice(i - 2, i + 1).join("");
    const isAgain = i > 2 && letters.slice(0, i).join("").includes(piece);
    if (!goesOn && !isAgain) bits += kinds[i][1] + (i > 0 && kinds[i] !== kinds[i - 1] ? Change : 0);
  }
  return bits;
}
