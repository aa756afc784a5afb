// On every page: a form that is sent says so at once, and is sent once. On a slow network nothing else tells that the press was noticed.
const sign = document.querySelector("#sending");
const sent = new Map();

document.addEventListener("submit", event => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented) return;
  if (sent.has(form)) return event.preventDefault();
  sent.set(form, submitter);
  // Not disabled: that would stop the form in some browsers, and take the focus away.
  submitter?.setAttribute("aria-disabled", "true");
  sign.textContent = sign.dataset.words;
});

// Back from the payment page, say, the browser may show this page as it was left.
addEventListener("pageshow", event => {
  if (!event.persisted) return;
  for (const button of sent.values()) button?.removeAttribute("aria-disabled");
  sent.clear();
  sign.textContent = "";
});
