// Calls the customer whose turn has come while they look at something else: by the tab's title, and by a notification if they like.

export function createCall(button, texts) {
  const canNotify = "Notification" in window;
  button.hidden = !canNotify || Notification.permission !== "default";
  button.addEventListener("click", async () => {
    button.disabled = true;
    const answer = await Notification.requestPermission();
    button.textContent = answer === "granted" ? texts.notifyOn : texts.notifyOff;
  });

  return {
    out() {
      document.title = texts.turn;
      if (!canNotify || Notification.permission !== "granted") return;
      try {
        const notification = new Notification(texts.turn, { body: texts.turnBody });
        notification.addEventListener("click", () => window.focus());
      } catch (refusal) {
        // Phones show notifications of service workers only. The title has to do.
        console.info("No notification:", refusal.message);
      }
    },
  };
}
