// Brings the chosen day into sight, where the strip is too narrow for all days. The page itself stays where it is.
for (const chosen of document.querySelectorAll(".day-strip [aria-current]")) {
  const strip = chosen.closest(".day-strip");
  const [day, window] = [chosen.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += day.left + day.width / 2 - (window.left + window.width / 2);
}
