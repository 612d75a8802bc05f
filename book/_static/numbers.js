// A number in the prose says what it is, on hover, on a click or on a tap: a note beside it shows its line of the list
// "Numbers on this page". A click pins the note, and Escape, or a click elsewhere, takes it away. Without this script a
// number is a link to its line. With it, it is none: the list gives the keyboard and screen readers the same.
document.addEventListener("DOMContentLoaded", () => {
  const distance = 6; // pixels between note, number and the edges of the window
  const article = document.querySelector(".bd-article");
  const note = document.createElement("div");
  note.className = "number-note";
  let asked = null; // the number whose note is shown
  let pinned = false;
  let waiting;

  for (const number of document.querySelectorAll("a.number")) {
    number.dataset.line = number.hash.slice(1);
    number.removeAttribute("href");
    number.removeAttribute("tabindex");
  }

  function show(number) {
    if (number !== asked) {
      note.replaceChildren(...document.getElementById(number.dataset.line).cloneNode(true).childNodes);
      number.after(note);
      asked = number;
      place(number);
    }
  }

  // Below the number, or above it where there is no room below, and within the text and the window.
  function place(number) {
    note.style.left = note.style.top = "0";
    const start = note.getBoundingClientRect();
    const spots = [...number.getClientRects()]; // more than one where the number is broken
    const edge = Math.min(article.getBoundingClientRect().right, document.documentElement.clientWidth - distance);
    const left = Math.max(Math.min(spots[0].left, edge - start.width), distance);
    const below = spots.at(-1).bottom + distance;
    const above = spots[0].top - distance - start.height;
    const top = below + start.height > innerHeight && above > distance ? above : below;
    note.style.left = `${left - start.left}px`;
    note.style.top = `${top - start.top}px`;
  }

  function hide() {
    clearTimeout(waiting);
    note.remove();
    asked = null;
    pinned = false;
  }

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "mouse" || pinned) return;
    clearTimeout(waiting);
    const number = target.closest("a.number");
    if (number) waiting = setTimeout(show, 150, number);
    else if (asked && !note.contains(target)) waiting = setTimeout(hide, 300); // time to reach the note
  });

  document.addEventListener("click", ({ target }) => {
    if (note.contains(target)) return;
    const number = target.closest("a.number");
    const again = pinned && number === asked;
    if (!number || again) return hide();
    clearTimeout(waiting);
    show(number);
    pinned = true;
  });

  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  addEventListener("resize", hide);
});
