// Shows what is typed into a password's field for as long as its button is pressed in.
for (const button of document.querySelectorAll("button[data-shows]")) {
  const field = document.getElementById(button.dataset.shows);
  const show = shown => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
  };
  button.addEventListener("click", () => show(field.type === "password"));
  // Browsers remember what was typed into fields of text.
  field.form.addEventListener("submit", () => show(false));
  button.hidden = false;
}
