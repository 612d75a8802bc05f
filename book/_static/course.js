// Boxes that scroll must be reachable with the keyboard and show that more follows, but only those that do scroll: the others
// would only be in the way.
const boxes = "div.math, div.cell_output, div.cell_output .text_html, .pst-scrollable-table-container, .bd-article pre";

function markScrolling() {
  for (const box of document.querySelectorAll(boxes)) {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    box.classList.toggle("scrolls", scrolls);
    if (scrolls) {
      box.tabIndex = 0;
      markEnd(box);
    } else {
      box.removeAttribute("tabindex");
    }
  }
}

function markEnd(box) {
  box.classList.toggle("at-end", box.scrollLeft + box.clientWidth >= box.scrollWidth - 1);
}

addEventListener("load", markScrolling);
addEventListener("resize", markScrolling);
document.addEventListener("change", markScrolling); // another tab was opened
document.addEventListener("toggle", markScrolling, true);
document.addEventListener("scroll", ({ target }) => target.classList?.contains("scrolls") && markEnd(target), true);
