// Live: one unit of an LSTM reads ten values, and its gates decide what it keeps.

import { elmanStates, lstmSteps } from "./by_hand.js";
import { button, choice, drawn, element, onceAFrame, resultLine, shown, slider } from "./controls.js";
import { Generator } from "./numpy_random.js";

const STEPS = 10, ROW = 54;
const GATES = { i: "input gate i", f: "forget gate f", o: "output gate o" };
// As Keras begins, but for the recurrent weights, and the exercise on a memory by hand.
const FRESH = { bias: { i: 0, f: 1, o: 0 }, mark: { i: 0, f: 0, o: 0 }, candidate: 1 };
const BY_HAND = { bias: { i: -20, f: 20, o: 20 }, mark: { i: 40, f: 0, o: 0 }, candidate: 5 };

// The first values of the exercise's first sequence, where each step draws its value and its mark.
const exercise = () => new Generator(0).normals(2 * STEPS).filter((_, index) => index % 2 === 0);
const firstMarked = () => Array.from({ length: STEPS }, (_, t) => (t === 0 ? 1 : 0));

// The rows of the drawing: a name, its numbers, the ends of its axis, its colour.
function rowsOf(steps, values, states) {
  const of = (name) => steps.map((step) => step[name]), most = Math.max(1, ...of("c").map(Math.abs));
  const rows = [
    { name: "value", numbers: values, low: -3, high: 3, colour: 0 },
    ...Object.entries(GATES).map(([key, name]) => ({ name, numbers: of(key), low: 0, high: 1, colour: 5 })),
    { name: "memory c", numbers: of("c"), low: -most, high: most, colour: 1 },
    { name: "shown state h", numbers: of("h"), low: -1, high: 1, colour: 3 },
  ];
  return states ? [...rows, { name: "state h of the Elman unit", numbers: states, low: -1, high: 1, colour: 2 }] : rows;
}

function bars({ name, numbers, low, high, colour }, top, width) {
  const column = width / STEPS, y = (number) => top + ROW - 6 - ((number - low) / (high - low)) * (ROW - 24);
  const range = `${shown(low, low % 1 ? 1 : 0)} to ${shown(high, high % 1 ? 1 : 0)}`;
  return [
    drawn("text", { x: 2, y: top + 12, class: "live-name" }, name),
    drawn("text", { x: width - 2, y: top + 12, "text-anchor": "end" }, range),
    drawn("line", { class: "live-base", x1: 0, x2: width, y1: y(0), y2: y(0) }),
    ...numbers.map((number, t) => drawn("rect", {
      class: `live-bar live-colour-${colour}`, x: (t + 0.2) * column, width: 0.6 * column,
      y: Math.min(y(0), y(number)) - 0.5, height: Math.abs(y(number) - y(0)) + 1,
    })),
  ];
}

function table(rows) {
  const body = rows.map(([what, how, result]) =>
    element("tr", {}, element("th", { scope: "row" }, what), element("td", {}, how), element("td", {}, result)));
  return element("tbody", {}, ...body);
}

// The arithmetic of one step, line by line.
function workings(weights, step, value, mark, t, elman) {
  const below = (letter, index) => element("span", {}, letter, element("sub", {}, String(index))), signed = (number) => (number < 0 ? `(${shown(number)})` : shown(number));
  const short = (number) => (number < 0 ? `(${number})` : String(number)).replace("-", "−");
  const gates = Object.keys(GATES).map((key) =>
    [key, `σ(${weights.bias[key]} + ${short(weights.mark[key])} · ${mark})`.replace("-", "−"), shown(step[key])]);
  const rows = [
    ...gates,
    ["candidate", `tanh(${short(weights.candidate)} · ${signed(value)})`, shown(step.candidate)],
    [below("c", t + 1), `${shown(step.f)} · ${signed(step.before)} + ${shown(step.i)} · ${signed(step.candidate)}`, shown(step.c)],
    [below("h", t + 1), `${shown(step.o)} · tanh(${shown(step.c)})`, shown(step.h)],
  ];
  if (elman) rows.push(["Elman", `tanh(${shown(value)} + ${elman.weight} · ${signed(elman.before)})`, shown(elman.h)]);
  return table(rows);
}

class Unit {
  constructor(stage) {
    this.values = [0.8, 0.3, -0.5, 1.2, -0.9, 0.4, -1.5, 0.7, 0.2, -0.6];
    this.marks = firstMarked();
    this.weights = structuredClone(FRESH);
    this.redraw = onceAFrame(() => this.update());
    this.makeInputs();
    this.makeWeights();
    this.picture = drawn("svg", { class: "live-chart", role: "img", click: (event) => this.point(event) });
    this.sums = element("table", { class: "live-sums" });
    this.result = resultLine();
    stage.append(this.buttons(), this.result.node, element("div", { class: "live-unit" }, this.picture, element("div", { class: "live-column" },
      this.at.node, this.value.node, element("label", { class: "live-check" }, this.marked, "It is marked"),
      this.gate.node, this.bias.node, this.mark.node, this.candidate.node, this.recurrent.node), this.sums));
    this.update();
    new ResizeObserver(this.redraw).observe(stage);
  }

  // A slider that writes where `write` says.
  slider(given, write) {
    const control = slider(given, () => {
      write(control.value);
      this.redraw();
    });
    return control;
  }

  makeInputs() {
    const steps = Object.fromEntries(this.values.map((_, t) => [t + 1, t + 1]));
    this.at = choice({ label: "Look at step", options: steps, value: "1" }, () => this.choose());
    this.value = this.slider({ label: "Its value", min: -3, max: 3, step: 0.01, value: this.values[0] },
      (number) => (this.values[this.at.value - 1] = number));
    this.marked = element("input", { type: "checkbox", checked: true, change: () => {
      this.marks[this.at.value - 1] = Number(this.marked.checked);
      this.redraw();
    } });
  }

  makeWeights() {
    this.gate = choice({ label: "Gate to set", options: { i: "input", f: "forget", o: "output" }, value: "i" }, () => this.choose());
    this.bias = this.slider({ label: "Its bias", hint: "the higher, the more it is open", min: -20, max: 20, step: 0.5, value: 0, digits: 1 },
      (number) => (this.weights.bias[this.gate.value] = number));
    this.mark = this.slider({ label: "Its weight of the mark", hint: "how much a mark opens it", min: -40, max: 40, step: 1, value: 0, digits: 0 },
      (number) => (this.weights.mark[this.gate.value] = number));
    this.candidate = this.slider({ label: "Weight of the value", hint: "how strongly it is offered to the memory", min: -5, max: 5, step: 0.1, value: 1, digits: 1 },
      (number) => (this.weights.candidate = number));
    this.recurrent = this.slider({ label: "The Elman unit’s recurrent weight", hint: "how much of its state it hands on", min: 0, max: 5, step: 0.1, value: 1, digits: 1 }, () => {});
  }

  buttons() {
    this.elman = button("Elman", () => {
      this.elman.setAttribute("aria-pressed", !this.withElman);
      this.redraw();
    }, { "aria-pressed": "false" });
    return element("div", { class: "live-buttons" }, button("Memory by hand", () => this.load(BY_HAND, exercise())),
      button("As it begins", () => this.load(FRESH)), this.elman);
  }

  get withElman() {
    return this.elman.getAttribute("aria-pressed") === "true";
  }

  // Show the chosen step's inputs and the chosen gate's weights on their sliders.
  choose() {
    this.value.value = this.values[this.at.value - 1];
    this.marked.checked = this.marks[this.at.value - 1] === 1;
    [this.bias.value, this.mark.value] = [this.weights.bias[this.gate.value], this.weights.mark[this.gate.value]];
    this.redraw();
  }

  load(weights, values = this.values) {
    this.weights = structuredClone(weights);
    this.candidate.value = weights.candidate;
    [this.values, this.marks] = [[...values], firstMarked()];
    this.at.value = "1";
    this.choose();
  }

  // Choose the step that was clicked on.
  point(event) {
    const box = this.picture.getBoundingClientRect(), t = Math.floor(((event.clientX - box.left) / box.width) * STEPS);
    this.at.value = String(Math.min(STEPS, Math.max(0, t) + 1));
    this.choose();
  }

  // What both units show at the end, and what they would show if the first value had the other sign: a memory tells them apart.
  sentence() {
    const turned = [-this.values[0], ...this.values.slice(1)];
    const lstm = (values) => shown(lstmSteps(this.weights, values, this.marks).at(-1).h);
    const simple = (values) => shown(elmanStates(this.recurrent.value, values).at(-1));
    const said = `At step ${STEPS} the LSTM shows ${lstm(this.values)}; had the first value been ${shown(turned[0])}, it would show ${lstm(turned)}.`;
    return this.withElman ? `${said} The Elman unit shows ${simple(this.values)}, and would show ${simple(turned)}.` : said;
  }

  update() {
    const t = this.at.value - 1, elman = this.withElman, steps = lstmSteps(this.weights, this.values, this.marks);
    const states = elmanStates(this.recurrent.value, this.values);
    this.draw(rowsOf(steps, this.values, elman && states), t);
    this.sums.replaceChildren(element("caption", {}, `Step ${t + 1}, with its numbers`), workings(this.weights, steps[t], this.values[t], this.marks[t], t,
      elman && { weight: this.recurrent.value, before: states[t - 1] ?? 0, h: states[t] }));
    this.recurrent.node.hidden = !elman;
    this.result.say(this.sentence());
  }

  draw(rows, chosen) {
    const width = Math.max(280, this.picture.clientWidth || 600), column = width / STEPS, height = rows.length * ROW + 18;
    const described = { viewBox: `0 0 ${width} ${height}`, height,
      "aria-label": `Bars for ten steps: the values, the three gates, the memory and the state. ${this.sentence()}` };
    for (const [name, value] of Object.entries(described)) this.picture.setAttribute(name, value);
    this.picture.replaceChildren(
      drawn("rect", { class: "live-chosen", x: chosen * column, y: 0, width: column, height }),
      ...rows.flatMap((row, index) => bars(row, index * ROW, width)),
      ...this.marks.flatMap((mark, t) => (mark ? [drawn("circle", { class: "live-mark", cx: (t + 0.5) * column, cy: 24, r: 4 })] : [])),
      ...this.values.map((_, t) => drawn("text", { x: (t + 0.5) * column, y: height - 4, "text-anchor": "middle" }, String(t + 1))),
    );
  }
}

export const mount = (stage) => new Unit(stage);
