// Live: a couplet in the Arabic script, and what a net takes its metre for, letter by letter. Options: `nets`, {"metre": the id of a
// published net that reads one hemistich, whose facts hold `language`, `patterns`, {metre: its short and long syllables},
// and `examples`, a list of { first, second, metre }; `limits`, what no net can tell. Whatever runs the net, and the net
// itself, loads at first touch.

import { button, element, onceAFrame, percent, resultLine, slider } from "./controls.js";
import { described } from "./published.js";

const scripts = () => Promise.all(["hemistichs.js", "nets.js", "weights.js"].map((name) => import(`./${name}`)))
  .then((modules) => Object.assign({}, ...modules));

// How the couplet stands after each letter: the beginnings of both halves that are read.
export const beginnings = ([first, second]) => [
  ...[...first].map((_, at) => [first.slice(0, at + 1), ""]),
  ...[...second].map((_, at) => [first, second.slice(0, at + 1)]),
];

// The probability of each metre, given what the net says of each half alone: logits add up as log-probabilities do.
export function together(logits, softmax) {
  return softmax(logits.reduce((sum, of_one) => sum.map((value, k) => value + of_one[k])));
}

function reader(net, { softmax }) {
  const known = new Map();
  const logits = (text) => {
    if (!known.has(text)) known.set(text, Float64Array.from(net.run(net.encode(text))));
    return known.get(text);
  };
  return (halves) => together(halves.filter((text) => text.trim()).map(logits), softmax);
}

const bar = (name, p, pattern) => element("li", {}, element("span", {}, name, element("span", { class: "live-pattern" }, pattern)),
  element("span", { class: "live-track" }, element("span", { style: `width: ${100 * p}%` })), element("span", { class: "live-percent" }, percent(p)));

const shade = (p, at, now) => element("td", { class: at === now && "live-now" }, element("span", { class: "live-shade", style: `opacity: ${p}` }), element("span", { class: "live-unseen" }, percent(p)));

const strip = (letters, classes, answers, now, right_to_left) => [
  element("thead", {}, element("tr", {}, element("td"), ...letters.map((letter) => element("th", { scope: "col", ...right_to_left }, letter === " " ? "␣" : letter)))),
  element("tbody", {}, ...classes.map((name, k) => element("tr", {}, element("th", { scope: "row", dir: "ltr" }, name), ...answers.map((p, at) => shade(p[k], at, now))))),
];

// What a screen reader says, and everybody reads.
function sentence(classes, p, read, letters, whole) {
  const ranked = classes.map((name, k) => [name, p[k]]).sort(([, a], [, b]) => b - a).slice(0, 2);
  const said = ranked.filter(([, each], place) => place === 0 || each >= 0.005).map(([name, each]) => `${name} ${percent(each)}`);
  return `${read === letters ? whole : `After ${read} of ${letters} letters and blanks`}: ${said.join(", ")}.`;
}

// What its poem's metre is, if it is known here.
function verdict([first, second], examples, found) {
  const example = examples.find((each) => each.first === first && each.second === second);
  if (!example) return "Whether this is right, nobody here knows; the metres of the couplets on the buttons are known.";
  return `The poem's metre is ${example.metre}: the net is ${found === example.metre ? "right" : "wrong"}. It has never seen a couplet of this poem.`;
}

export function mount(stage, { nets: { metre: id }, limits }) {
  const { language, patterns, examples } = described(id).manifest.facts;
  const right_to_left = { lang: language, dir: "rtl" };
  const prompt = "Press a couplet, or paste one. The net answers after every letter.";
  let turn = 0, now = null;
  const field = (label) => element("input", { type: "text", autocomplete: "off", spellcheck: "false", ...right_to_left, "aria-label": label, placeholder: label, input: () => soon() });
  const names = ["first half", "second half"], fields = [field("First half of a couplet"), field("Second half")];
  const refusal = element("p", { class: "live-refusal", role: "alert" }), result = resultLine();
  const read = slider({ label: "Letters read", min: 1, max: 1, step: 1, value: 1, digits: 0 }, () => show());
  const list = element("ul", { class: "live-bars live-metres" }), told = element("p", { class: "live-hint" });
  const table = element("table", { class: "live-strip live-couplet", dir: "rtl", "aria-label": "Probability of each metre after each letter" });
  const lines = fields.map(() => element("p", { class: "live-verse", ...right_to_left }));
  const found = element("div", { class: "live-found", hidden: true }, ...lines, read.node, list, told,
    element("p", { class: "live-ylabel" }, "After each letter, from right to left, as if the half ended there: the stronger the colour, the more probable."),
    element("div", { class: "live-scroll", tabindex: "0", role: "group", "aria-label": "The metres, letter by letter" }, table));

  // The halves that can be read. The second one may be missing; a half that is refused is named.
  function halves({ readHemistich }) {
    const texts = fields.map((each) => each.value);
    const asked = texts[1].trim() ? texts : texts.slice(0, 1);
    return asked.map((text, which) => {
      try {
        return readHemistich(text, names[which]);
      } catch (error) {
        throw Object.assign(error, { field: fields[which] });
      }
    });
  }

  // Say what is wrong, and mark the field that it is about.
  function refuse(words, field) {
    refusal.textContent = words;
    for (const each of fields) {
      each.toggleAttribute("data-refused", each === field);
      each.setAttribute("aria-invalid", each === field);
    }
  }

  function show() {
    const { texts, answers, classes } = now, at = read.value - 1, p = answers[at];
    const seen = beginnings([texts[0], texts[1] ?? ""])[at];
    lines.forEach((line, which) => {
      const text = texts[which] ?? "", begun = seen[which].length;
      line.replaceChildren(element("mark", {}, text.slice(0, begun)), element("span", { class: "live-unread" }, text.slice(begun)));
    });
    const ranked = classes.map((name, k) => [name, p[k]]).sort(([, a], [, b]) => b - a);
    list.replaceChildren(...ranked.map(([name, each]) => bar(name, each, patterns[name])));
    table.replaceChildren(...strip([...texts.join("")], classes, answers, at, right_to_left));
    told.textContent = at === answers.length - 1 ? verdict(texts, examples, ranked[0][0]) : "";
    const whole = texts.length === 2 ? "The whole couplet" : "The first half alone, for the second one is missing";
    result.say(sentence(classes, p, at + 1, answers.length, whole));
  }

  async function update() {
    const mine = ++turn;
    try {
      const tools = await scripts(), net = await tools.loadWeights(id);
      if (mine !== turn) return; // something was typed meanwhile
      if (fields.every((each) => each.value === "")) {
        found.hidden = true;
        refuse("");
        return result.say(prompt);
      }
      const texts = halves(tools), answer = reader(net, tools);
      const answers = beginnings([texts[0], texts[1] ?? ""]).map(answer);
      refuse("");
      now = { texts, answers, classes: net.manifest.classes };
      read.most = answers.length;
      read.value = answers.length;
      show();
      found.hidden = false;
    } catch (error) {
      if (mine === turn) refuse(`${error.message}${found.hidden ? "" : " The last couplet still stands below."}`, error.field);
    }
  }
  const soon = onceAFrame(() => update());

  const press = ({ first, second }) => button(`${first.split(" ").slice(0, 3).join(" ")} …`, () => {
    [fields[0].value, fields[1].value] = [first, second];
    update();
  }, right_to_left);
  stage.addEventListener("focusin", update, { once: true });
  stage.append(element("div", { class: "live-couplet-fields" }, ...fields), element("div", { class: "live-buttons" }, ...examples.map(press)),
    refusal, result.node, found, element("p", { class: "live-hint" }, limits));
  result.say(prompt);
}
