// Questions with answers to choose from: a click says right or wrong and opens the solution, and the score of the page is kept
// on the reader's machine. Without this script the questions are lists, and the solutions open by themselves.
function solutionOf(exercise) {
  const next = exercise.nextElementSibling;
  return next?.classList.contains("solution") ? next : null;
}

// What a screen reader says of an answer with formulas: their source.
function spoken(text) {
  const copy = text.cloneNode(true);
  for (const formula of copy.querySelectorAll(".katex")) {
    formula.replaceWith(formula.querySelector("annotation").textContent);
  }
  return copy.textContent.trim();
}

function open(solution) {
  if (solution?.classList.contains("toggle-hidden")) solution.querySelector(".admonition-title").click();
}

class SelfTest {
  constructor(lists) {
    this.lists = lists;
    this.key = `self-test ${location.pathname}`;
    this.chosen = this.recall(); // question -> letter of the first choice
    this.score = document.createElement("p");
    this.score.className = "score";
    this.score.setAttribute("role", "status");
    lists[0].closest(".exercise").before(this.score);
    lists.forEach((list, question) => this.prepare(list, question));
    this.show();
  }

  recall() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {}; // no storage, or not ours: begin anew
    }
  }

  remember() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.chosen));
    } catch {
      // a browser that keeps nothing still counts until the page is left
    }
  }

  answer(list) {
    return [...list.classList].find((name) => name.startsWith("answer-")).slice("answer-".length);
  }

  prepare(list, question) {
    [...list.children].forEach((item, index) => {
      const letter = "abcdef"[index];
      const button = document.createElement("button");
      button.type = "button";
      button.className = "choice";
      const text = item.querySelector("p") ?? item;
      if (text.querySelector(".katex")) button.setAttribute("aria-label", spoken(text));
      button.append(...text.childNodes);
      const verdict = document.createElement("span");
      verdict.className = "verdict";
      button.append(verdict);
      text.append(button);
      button.addEventListener("click", () => {
        this.chosen[question] ??= letter;
        this.remember();
        this.judge(list, letter);
        open(solutionOf(list.closest(".exercise")));
        this.show();
      });
    });
    if (this.chosen[question]) this.judge(list, this.chosen[question]);
  }

  judge(list, letter) {
    const button = list.children["abcdef".indexOf(letter)]?.querySelector("button");
    if (!button) return;
    const right = letter === this.answer(list);
    button.classList.add(right ? "right" : "wrong");
    const verdict = right ? "right" : "not this one";
    button.querySelector(".verdict").textContent = verdict;
    if (button.ariaLabel) button.ariaLabel += `: ${verdict}`;
  }

  show() {
    const asked = this.lists.length;
    const answered = Object.keys(this.chosen).length;
    const right = this.lists.filter((list, question) => this.chosen[question] === this.answer(list)).length;
    this.score.textContent = answered
      ? `${right} of ${answered} right at the first try, ${asked - answered} of ${asked} still to answer. `
      : "Click on an answer. ";
    if (!answered) return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "again";
    again.textContent = "Start again";
    again.addEventListener("click", () => {
      this.chosen = {};
      this.remember();
      location.reload();
    });
    this.score.append(again);
  }
}

addEventListener("load", () => {
  const lists = [...document.querySelectorAll("ol.choices")];
  if (lists.length) new SelfTest(lists);
});
