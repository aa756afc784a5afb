// The server's clock, as far as this browser can know it: deadlines do not depend on a wrong local clock.

/** Milliseconds since 1970 on the server, given what it said when it made the page. */
export function serverClock(nowAtLoad) {
  const start = performance.now();
  return () => nowAtLoad + (performance.now() - start);
}

/** "2d 03:04:05", "1:02:03" or "4:05"; never negative. */
export function remaining(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const pad = value => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const days = Math.floor(hours / 24);
  const unit = document.documentElement.lang === "ko" ? "일" : "d";
  if (days > 0) return `${days}${unit} ${pad(hours % 24)}:${pad(minutes)}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}
