// How many people go, by concession.
export function createParty(element, most) {
  const counts = new Map([...element.querySelectorAll("[data-concession]")].map(row => [row.dataset.concession, 0]));
  let changed = () => {};

  const size = () => [...counts.values()].reduce((sum, count) => sum + count, 0);

  function show() {
    for (const [concession, count] of counts) {
      const row = element.querySelector(`[data-concession="${concession}"]`);
      row.querySelector("output").textContent = count;
      row.querySelector(".fewer").disabled = count === 0;
      row.querySelector(".more").disabled = size() >= most;
    }
  }

  element.addEventListener("click", ({ target }) => {
    const step = target.matches(".more") ? 1 : target.matches(".fewer") ? -1 : 0;
    if (step === 0) return;
    const { concession } = target.closest("[data-concession]").dataset;
    counts.set(concession, counts.get(concession) + step);
    show();
    changed();
  });
  show();

  return {
    size,
    people: () => Object.fromEntries(counts),
    addAdult() {
      counts.set("adult", counts.get("adult") + 1);
      show();
    },
    restore(people = {}) {
      for (const concession of counts.keys()) counts.set(concession, people[concession] ?? 0);
      show();
    },
    onChange: handler => (changed = handler),
  };
}
