/** An amount in whole units of a currency, as the pages show it. */
export function price(amount, currency) {
  const number = amount.toLocaleString("en-US");
  if (currency !== "KRW") return `${currency} ${number}`;
  return document.documentElement.lang === "ko" ? `${number}원` : `₩${number}`;
}
