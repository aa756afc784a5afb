// Comfort only: without it the form still works, and the server charges once whatever is clicked.
const card = document.getElementById("card-number");
const payment = document.getElementById("payment");

if (payment) {
  const pay = document.getElementById("pay");
  const label = pay.textContent;

  card.addEventListener("input", () => {
    const digits = card.value.replace(/\D/g, "").slice(0, 19);
    card.value = digits.replace(/(.{4})(?=.)/g, "$1 ");
  });

  for (const hint of document.querySelectorAll("[data-card]"))
    hint.addEventListener("click", () => {
      card.value = hint.dataset.card;
      pay.focus();
    });

  payment.addEventListener("submit", event => {
    if (pay.disabled) {
      event.preventDefault();
      return;
    }
    pay.disabled = true;
    pay.textContent = payment.dataset.paying;
  });

  // Coming back by the browser's back button shows the page as it was left.
  addEventListener("pageshow", event => {
    if (event.persisted) {
      pay.disabled = false;
      pay.textContent = label;
    }
  });
}

const timeLeft = document.getElementById("time-left");

if (timeLeft) {
  const end = performance.now() + Number(timeLeft.dataset.seconds) * 1000;
  const timer = setInterval(() => {
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
    timeLeft.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds === 0) {
      clearInterval(timer);
      setTimeout(() => location.replace(location.pathname), 1000);
    }
  }, 1000);
}
