// A form is sent once: a double click must not ask twice, and the button says that something happens.

export function sendOnce(form, button) {
  const words = button.textContent;
  form.addEventListener("submit", () => {
    // Disabling it at once would stop the submission in some browsers.
    setTimeout(() => {
      button.disabled = true;
      button.textContent = button.dataset.busy;
    });
  });
  // Back from the payment page, the browser may show this page as it was left.
  addEventListener("pageshow", () => {
    button.disabled = false;
    button.textContent = words;
  });
}
