// The game of write_a_text.js: pieces of text, one of them real, the others written by the models at this moment. Which one?

import { button, element, resultLine } from "./controls.js";

const LINES = { line: 2, name: 5 }; // of a piece
const LETTERS = "ABCDEFG";

// As many lines as are asked for, which a model writes with these random numbers.
function written(net, { tools, before, wishes, unit }, random) {
  const { symbols } = net.manifest, count = LINES[unit], reader = new tools.Reader(net, before), text = [];
  const lines = () => text.join("").split("\n").slice(0, -1).filter((line) => line.trim());
  for (let tries = 0; tries < 4 * count && lines().length < count; tries++) { // an empty line is no line
    const read = net.encode(text.join(""));
    text.push(...tools.write(reader, read, { ...wishes(), most: 90, ends: (symbol) => symbols[symbol] === "\n", random }).map((symbol) => symbols[symbol]));
    if (text.at(-1) !== "\n") text.push("\n");
  }
  return lines().slice(0, count);
}

// Lines of a real text that follow each other, or names from a real list.
function real(text, unit, random) {
  const lines = text.split("\n"), count = LINES[unit], drawn = () => Math.floor(random() * (lines.length - count));
  if (unit === "name") return Array.from({ length: count }, drawn).map((at) => lines[at] || lines[at + 1]);
  for (;;) {
    const at = drawn(), found = lines.slice(at, at + count);
    if (found.every((line) => line.trim())) return found;
  }
}

function shuffled(items, random) {
  const left = [...items];
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0]);
}

export function mountGame(place, options) {
  const { tools, nets, unit, mark, seed, title, author, truth, question } = options;
  const list = element("ul", { class: "live-pieces" }), result = resultLine(), score = element("p", { class: "live-hint" });
  const next = button("Next", () => round(true)), buttons = element("div", { class: "live-buttons", hidden: true }, next);
  let rounds = 0, right = 0;

  function round(focus) {
    const generator = new tools.Generator(100 * seed() + rounds), random = () => generator.double();
    const made = [...nets].map(([name, net]) => ({ who: name, lines: written(net, options, random) }));
    const pieces = shuffled([{ who: author, lines: real(options.text, unit, random), real: true }, ...made], random);
    const items = pieces.map((piece, at) => element("li", {}, element("p", { class: "live-piece" }, ...piece.lines.flatMap((line) => [line, element("br")])),
      button(`${LETTERS[at]}: this one`, () => answer(pieces, piece))));
    list.style.setProperty("--least", pieces.length === 3 ? "12rem" : "18rem"); // three stand side by side
    list.replaceChildren(...items);
    buttons.hidden = true;
    result.say(question);
    if (focus) items[0].querySelector("button").focus();
  }

  function answer(pieces, chosen) {
    rounds += 1;
    right += chosen.real ? 1 : 0;
    list.replaceChildren(...pieces.map((piece, at) => revealed(piece, at, piece === chosen)));
    score.textContent = `Right: ${right} of ${rounds}. Somebody who guesses blindly is right once in ${pieces.length} times.`;
    const told = `${LETTERS[pieces.findIndex((piece) => piece.real)]} ${truth}`;
    result.say(chosen.real ? `Right: ${told}.` : `Wrong: ${told}; yours was written by ${chosen.who}.`);
    buttons.hidden = false;
    next.focus();
  }

  const revealed = (piece, at, chosen) => element("li", { class: piece.real ? "live-real" : undefined },
    element("p", { class: "live-piece" }, ...piece.lines.flatMap((line) => [mark && !piece.real ? `${line} (${mark(line)})` : line, element("br")])),
    element("p", { class: "live-hint" }, `${LETTERS[at]}: ${piece.who}${chosen ? ", your choice" : ""}`));

  place.replaceChildren(element("p", {}, element("strong", {}, title)), list, result.node, buttons, score);
  round(true);
}
