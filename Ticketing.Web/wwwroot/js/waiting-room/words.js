/** A wait in words that stay right for a while: nobody is helped by seconds. */
export function waitInWords(seconds, texts) {
  if (seconds < 45) return texts.soon;
  const minutes = Math.round(seconds / 60);
  if (minutes <= 1) return texts.minute;
  if (minutes < 90) return texts.minutes.replace("{0}", minutes < 20 ? minutes : Math.round(minutes / 5) * 5);
  const hours = Math.round(minutes / 60);
  return hours < 12 ? texts.hours.replace("{0}", hours) : texts.long;
}
