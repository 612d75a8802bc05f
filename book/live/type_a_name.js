// Live: a name is typed, and after every letter a net says what it takes the name for. Options: `nets`, {what the switch says:
// the id of a published net}, the first of them chosen; `label`, of the box; `examples`, names to press; `limits`, what no net
// can tell. Whatever runs a net, and the net itself, loads at first touch.

import { button, choice, element, percent, resultLine } from "./controls.js";

const ROWS = 6; // the most probable classes have one each; the others share one

// What a net reads of a folded name: with capitals and with edges if its alphabet has them.
export function asRead(folded, symbols) {
  const name = symbols.includes("A") ? folded.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()) : folded;
  return symbols.includes("^") ? `^${name}$` : name;
}

// The rows of the drawings: a class, and its probability after every letter (null where nothing could be read yet). Few classes
// keep their order; of many, the most probable come first, and the last row holds all others together.
export function table(classes, answers) {
  const rows = classes.map((name, k) => ({ name, after: answers.map((answer) => answer && answer[k]) }));
  if (rows.length <= ROWS + 1) return rows;
  const ranked = rows.toSorted((a, b) => b.after.at(-1) - a.after.at(-1)), others = ranked.slice(ROWS);
  const together = answers.map((answer, place) => answer && others.reduce((sum, { after }) => sum + after[place], 0));
  return [...ranked.slice(0, ROWS), { name: `${others.length} others`, after: together, several: true }];
}

const kind = ({ several }) => ({ class: several && "live-several" });

const bar = ({ name, after, ...row }) => element("li", kind(row), element("span", {}, name),
  element("span", { class: "live-track" }, element("span", { style: `width: ${100 * after.at(-1)}%` })),
  element("span", { class: "live-percent" }, percent(after.at(-1))));

const shade = (p) => element("td", {}, ...(p === null ? [] : [element("span", { class: "live-shade", style: `opacity: ${p}` }), element("span", { class: "live-unseen" }, percent(p))]));

function letterButton(letter, place, remove) {
  const seen = letter === " " ? "␣" : letter, said = letter === " " ? "the blank" : letter;
  const keydown = (event) => {
    if (!["Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    remove(place);
  };
  return element("th", { scope: "col" }, button(seen, () => remove(place), { "aria-label": `Remove ${said}, letter ${place + 1}`, keydown }));
}

const strip = (letters, rows, remove) => [
  element("thead", {}, element("tr", {}, element("td"), ...letters.map((letter, place) => letterButton(letter, place, remove)))),
  element("tbody", {}, ...rows.map(({ name, after, ...row }) => element("tr", kind(row), element("th", { scope: "row" }, name), ...after.map(shade)))),
];

// What a screen reader says, and everybody reads: the two most probable classes.
function sentence(name, classes, answer) {
  const ranked = classes.map((each, k) => [each, answer[k]]).sort(([, a], [, b]) => b - a).slice(0, 2);
  return `${name}: ${ranked.filter(([, p], place) => place === 0 || p >= 0.005).map(([each, p]) => `${each} ${percent(p)}`).join(", ")}`;
}

const scripts = () => Promise.all([import("./folding.js"), import("./nets.js"), import("./weights.js")]);

// What a net says to a beginning of a name; null while there is no letter in it.
function answerTo(beginning, net, { fold }, { softmax }) {
  let folded;
  try {
    folded = fold(beginning);
  } catch {
    return null; // an apostrophe, say: the whole name could be read
  }
  return softmax(net.run(net.encode(asRead(folded, net.manifest.symbols))));
}

// What it says after each letter. `known` keeps the answers.
function answersTo(letters, known, answer) {
  return letters.map((_, place) => {
    const beginning = letters.slice(0, place + 1).join("");
    if (!known.has(beginning)) known.set(beginning, answer(beginning));
    return known.get(beginning);
  });
}

export function mount(stage, { nets, label, examples = [], limits }) {
  const names = Object.keys(nets), known = new Map(names.map((name) => [name, new Map()]));
  const prompt = "Type a name, or press one. The model answers after every letter.";
  let counts = "", turn = 0, removed = Promise.resolve(); // the last text that could be read; the last letter taken out
  const input = element("input", { type: "text", autocomplete: "off", autocapitalize: "words", spellcheck: "false", "aria-label": label, placeholder: label, input: () => update() });
  const chosen = choice({ label: "Model", options: Object.fromEntries(names.map((name) => [name, name])), value: names[0] }, () => update());
  const refusal = element("p", { class: "live-refusal", role: "alert" }), result = resultLine();
  const list = element("ul", { class: "live-bars" }), drawing = element("table", { class: "live-strip", "aria-label": "Probability after each letter" });
  const found = element("div", { class: "live-found", hidden: true }, list,
    element("p", { class: "live-ylabel" }, "After each letter, as if the name ended there: the stronger the colour, the more probable. Press a letter to take it out."),
    element("div", { class: "live-scroll" }, drawing));

  function read({ fold, tidy }) {
    const text = tidy(input.value);
    let words = "";
    try {
      if (text) fold(text);
      counts = text;
    } catch (error) {
      words = `${error.message}${counts && ` “${counts}” still counts.`}`;
    }
    refusal.textContent = words;
    input.toggleAttribute("data-refused", words !== "");
    input.setAttribute("aria-invalid", words !== "");
  }

  function draw(name, net, letters, answers) {
    const { classes } = net.manifest, rows = table(classes, answers);
    list.replaceChildren(...rows.map(bar));
    drawing.replaceChildren(...strip(letters, rows, remove));
    found.hidden = false;
    result.say(sentence(name, classes, answers.at(-1)));
  }

  async function update() {
    const name = chosen.value, mine = ++turn;
    try {
      const [folding, running, { loadWeights }] = await scripts();
      const net = await loadWeights(nets[name]);
      if (mine !== turn) return; // something was typed meanwhile
      read(folding);
      const letters = folding.signs(counts);
      const answers = answersTo(letters, known.get(name), (beginning) => answerTo(beginning, net, folding, running));
      if (letters.length) return draw(name, net, letters, answers);
      found.hidden = true;
      result.say(prompt);
    } catch (error) {
      if (mine === turn) refusal.textContent = error.message;
    }
  }

  // One letter after the other, however fast they are pressed.
  const remove = (place) => (removed = removed.then(() => takeOut(place)));

  async function takeOut(place) {
    const { signs } = await import("./folding.js");
    input.value = signs(counts).toSpliced(place, 1).join("");
    await update();
    const left = [...drawing.querySelectorAll("button")];
    (found.hidden ? input : left[Math.min(place, left.length - 1)]).focus();
  }

  const press = (example) => button(example, () => {
    input.value = example;
    update();
  });
  chosen.node.hidden = names.length === 1;
  stage.addEventListener("focusin", update, { once: true });
  stage.append(element("div", { class: "live-typing" }, input, chosen.node), element("div", { class: "live-buttons" }, ...examples.map(press)),
    refusal, result.node, found, element("p", { class: "live-hint" }, limits));
  result.say(prompt);
}
