// When a sale opens, its banner says so by itself: a page that everybody loads anew in that second would not come at all.
document.addEventListener("countdown-end", event => event.target.closest(".opening")?.classList.add("open"));
