// Boxes that scroll must be reachable with the keyboard, but only those that do scroll: the others would only be in the way.
const boxes = "div.math, div.cell_output, div.cell_output .text_html, .pst-scrollable-table-container, .bd-article pre";

function markScrolling() {
  for (const box of document.querySelectorAll(boxes)) {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
    } else {
      box.removeAttribute("tabindex");
    }
  }
}

addEventListener("load", markScrolling);
addEventListener("resize", markScrolling);
document.addEventListener("change", markScrolling); // another tab was opened
document.addEventListener("toggle", markScrolling, true);
