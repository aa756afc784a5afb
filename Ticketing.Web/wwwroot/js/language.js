// Pages are at an address for each language, as Languages.cs has it.

/** Where a page is in the language of this one, given where it is in Korean. */
export const pageAddress = path => (document.documentElement.lang === "en" ? `/en${path}` : path);
