/** An amount in whole units of a currency, as the pages show it. */
export const price = (amount, currency) => `${currency === "KRW" ? "₩" : `${currency} `}${amount.toLocaleString("en-US")}`;
