// Live: one Elman cell of two units, and the arithmetic of its steps as it is done.

import { cellSteps } from "./by_hand.js";
import { button, drawn, element, numberField, onceAFrame, resultLine, shown } from "./controls.js";

const STAGES = ["products", "sums", "states"];
const GIVEN = { W_xh: [[0.5, -1], [1, 0.5]], W_hh: [[0, 1], [0.5, 0]], b_h: [[0, 0.1]], x: [[1, 0], [0, 1], [0, 0], [0, 0]] };
const NAMES = {
  W_xh: ["W", "xh", "input to state"], W_hh: ["W", "hh", "state to state"], b_h: ["b", "h", "bias"], x: ["x", "", "inputs, a row a step"],
};

const symbol = (letter, below) => element("i", {}, letter, element("sub", {}, String(below)));

// Fields for the numbers of a matrix, under its name.
function matrix(name, changed, refused) {
  const [letter, below, meaning] = NAMES[name];
  const fields = GIVEN[name].map((row, i) => row.map((value, j) =>
    numberField({ label: `${letter}${below && ` ${below}`}, row ${i + 1}, column ${j + 1}`, value }, changed, refused)));
  const rows = fields.map((row) => element("div", {}, ...row.map((field) => field.node)));
  return {
    node: element("div", { class: `live-matrix live-matrix-${name}`, role: "group", "aria-label": meaning },
      element("p", {}, symbol(letter, below), element("span", { class: "live-hint" }, meaning)), ...rows),
    get value() {
      return fields.map((row) => row.map((field) => field.value));
    },
    set value(numbers) {
      fields.forEach((row, i) => row.forEach((field, j) => (field.value = numbers[i][j])));
    },
  };
}

// The drawings -------------------------------------------------------------------------------------------------------

const arrow = (x1, y1, x2, y2, kind) =>
  drawn("path", { class: `live-arrow ${kind}`, d: `M${x1} ${y1}L${x2} ${y2}`, "marker-end": "url(#live-arrowhead)" });
const text = (x, y, words, kind = "") => drawn("text", { x, y, "text-anchor": "middle", class: kind }, words);
const weight = (x, y, below, kind) => drawn("text", { x, y, "text-anchor": "middle", class: kind }, "W", drawn("tspan", { dy: 4, class: "live-small" }, below));

// A box with the two numbers of a state or an input; what is not calculated yet is a question mark.
function box(x, y, numbers, name, kind) {
  return drawn("g", { class: `live-box ${kind}` },
    drawn("rect", { x: x - 30, y: y - 23, width: 60, height: 46, rx: 6 }),
    ...[0, 1].map((unit) => text(x, y - 4 + 17 * unit, numbers ? shown(numbers[unit]) : "?")),
    text(x, y + (kind.includes("input") ? 40 : -31), name, "live-name"));
}

const arrowhead = () => drawn("defs", {}, drawn("marker", { id: "live-arrowhead", viewBox: "0 0 8 8", refX: 7, refY: 4, markerUnits: "userSpaceOnUse", markerWidth: 9, markerHeight: 9, orient: "auto-start-reverse" },
  drawn("path", { d: "M0 0L8 4L0 8z" })));

const below = (index) => [...String(index)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]).join("");

function rolled(step, t, done) {
  return drawn("svg", { viewBox: "0 0 180 210", class: "live-drawing", role: "img", "aria-label": "Rolled: one cell, whose state comes back into it." },
    arrowhead(), text(78, 14, "rolled", "live-title"),
    drawn("path", { class: "live-arrow from-h", d: "M112 88 C172 60 172 150 112 108", "marker-end": "url(#live-arrowhead)" }),
    weight(143, 64, "hh", "from-h"), weight(57, 140, "xh", "from-x"), arrow(80, 148, 80, 123, "from-x"),
    box(80, 97, done ? step.h : step.before, `h${below(done ? t + 1 : t)}`, done ? "current" : "before"),
    box(80, 172, step.x, `x${below(t + 1)}`, "input current"));
}

function unrolled(steps, t, done) {
  const x = (column) => 40 + 88 * column, parts = steps.flatMap((step, column) => {
    const place = column === t ? "current" : "", known = column < t || (column === t && done);
    return [
      arrow(x(column) + 31, 97, x(column + 1) - 32, 97, `from-h ${place}`), arrow(x(column + 1), 148, x(column + 1), 123, `from-x ${place}`),
      box(x(column + 1), 97, known && step.h, `h${below(column + 1)}`, place), box(x(column + 1), 172, step.x, `x${below(column + 1)}`, `input ${place}`),
    ];
  });
  return drawn("svg", { viewBox: `0 0 ${x(steps.length) + 36} 210`, class: "live-drawing", role: "img", "aria-label": "Unrolled: the same cell once for each step." },
    text(66, 14, "unrolled", "live-title"), box(x(0), 97, steps[0].before, "h₀", "before"), ...parts);
}

// The arithmetic of one unit: products, their sum with the bias, the tanh. What is still to come shows a dot.
function working({ fromX, fromH, bias, a, h }, unit, t, stage) {
  const signed = (number) => (number < 0 ? `(${shown(number)})` : shown(number));
  const product = (kind, letter, step) => ([number, weight, result], j) => row(kind,
    `${letter}${below(step)}[${j + 1}] · W_${letter}h[${j + 1}, ${unit + 1}]`, `${shown(number)} · ${signed(weight)}`, shown(result));
  const later = (from, words) => (stage >= from ? words : "·");
  return element("table", { class: "live-sums" }, element("caption", {}, `Unit ${unit + 1}`), element("tbody", {},
    ...fromX.map(product("from-x", "x", t + 1)), ...fromH.map(product("from-h", "h", t)),
    row("", `b[${unit + 1}]`, "", shown(bias)),
    row("live-sum", `a${below(t + 1)}[${unit + 1}]`, "their sum", later(1, shown(a))),
    row("live-sum", `h${below(t + 1)}[${unit + 1}]`, later(2, `tanh(${shown(a)})`), later(2, shown(h)))));
}

const row = (kind, what, how, result) =>
  element("tr", { class: kind }, element("th", { scope: "row" }, what), element("td", {}, how), element("td", {}, result));

// What a screen reader says, and everybody reads.
function sentence(step, t, count, stage) {
  const where = `Step ${t + 1} of ${count}`, both = (name) => step.units.map((unit) => shown(unit[name])).join(" and ");
  if (stage === 0) return `${where}: each input and each number of the state before is multiplied by its weight.`;
  if (stage === 1) return `${where}: the products and the bias are added; the sums are ${both("a")}.`;
  return `${where}: the tanh of the sums is the new state, ${both("h")}.`;
}

export function mount(stage) {
  let position = 0; // three stages a step
  const redraw = onceAFrame(update), refusal = element("p", { class: "live-refusal", role: "alert" });
  const refused = (words) => (refusal.textContent = words);
  const given = Object.fromEntries(Object.keys(GIVEN).map((name) => [name, matrix(name, redraw, refused)]));
  const last = GIVEN.x.length * STAGES.length - 1;
  const go = (to) => () => {
    position = Math.min(last, Math.max(0, to()));
    redraw();
  };
  const back = button("◀ Back", go(() => position - 1)), forward = button("Forward ▶", go(() => position + 1));
  const drawings = element("div", { class: "live-drawings" }), workings = element("div", { class: "live-workings" }), result = resultLine();

  function update() {
    const [W_xh, W_hh, [b_h], xs] = Object.keys(GIVEN).map((name) => given[name].value);
    const t = Math.floor(position / STAGES.length), at = position % STAGES.length, steps = cellSteps({ W_xh, W_hh, b_h }, xs);
    drawings.replaceChildren(rolled(steps[t], t, at === 2), unrolled(steps, t, at === 2));
    workings.replaceChildren(...steps[t].units.map((unit, index) => working(unit, index, t, at)));
    back.setAttribute("aria-disabled", position === 0);
    forward.setAttribute("aria-disabled", position === last);
    result.say(sentence(steps[t], t, steps.length, at));
  }

  stage.append(
    drawings,
    element("div", { class: "live-buttons" }, back, forward, button("To the start", go(() => 0)),
      button("The first numbers again", () => Object.entries(GIVEN).forEach(([name, numbers]) => (given[name].value = numbers)))),
    result.node, workings,
    element("div", { class: "live-matrices" }, ...Object.values(given).map((field) => field.node)), refusal,
  );
  update();
}
