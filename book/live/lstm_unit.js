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

export function mount(stage) {
  let values = [0.8, 0.3, -0.5, 1.2, -0.9, 0.4, -1.5, 0.7, 0.2, -0.6], marks = firstMarked(), elman = false;
  const redraw = onceAFrame(update);
  let weights = structuredClone(FRESH);
  const gate = choice({ label: "Gate to set", options: { i: "input", f: "forget", o: "output" }, value: "i" }, choose);
  const setter = (kind, given) => {
    const control = slider({ ...given, value: FRESH[kind].i, digits: 1 }, () => {
      weights[kind][gate.value] = control.value;
      redraw();
    });
    return control;
  };
  const bias = setter("bias", { label: "Its bias", hint: "the higher, the more it is open", min: -20, max: 20, step: 0.5 });
  const mark = setter("mark", { label: "Its weight of the mark", hint: "how much a mark opens it", min: -40, max: 40, step: 1 });
  const candidate = slider({ label: "Weight of the value", hint: "how strongly it is offered to the memory", min: -5, max: 5, step: 0.1, value: FRESH.candidate, digits: 1 }, () => {
    weights.candidate = candidate.value;
    redraw();
  });
  const recurrent = slider({ label: "The Elman unit’s recurrent weight", hint: "how much of its state it hands on", min: 0, max: 5, step: 0.1, value: 1, digits: 1 }, redraw);

  const at = choice({ label: "Look at step", options: Object.fromEntries(values.map((_, t) => [t + 1, t + 1])), value: "1" }, choose);
  const value = slider({ label: "Its value", min: -3, max: 3, step: 0.01, value: values[0] }, () => {
    values[at.value - 1] = value.value;
    redraw();
  });
  const marked = element("input", { type: "checkbox", checked: true, change: () => {
    marks[at.value - 1] = Number(marked.checked);
    redraw();
  } });
  const picture = drawn("svg", { class: "live-chart", role: "img", click: (event) => {
    const box = picture.getBoundingClientRect();
    at.value = String(Math.min(STEPS, 1 + Math.floor(((event.clientX - box.left) / box.width) * STEPS)));
    choose();
  } });
  const result = resultLine(), caption = element("caption"), sums = element("table", { class: "live-sums" }, caption);

  function choose() {
    value.value = values[at.value - 1];
    marked.checked = marks[at.value - 1] === 1;
    [bias.value, mark.value] = [weights.bias[gate.value], weights.mark[gate.value]];
    redraw();
  }

  function load(preset, given) {
    weights = structuredClone(preset);
    candidate.value = weights.candidate;
    if (given) [values, marks] = [[...given], firstMarked()];
    at.value = "1";
    choose();
  }

  const withElman = button("Elman", () => {
    elman = !elman;
    withElman.setAttribute("aria-pressed", elman);
    redraw();
  }, { "aria-pressed": "false" });

  // What both units show at the end, and what they would show if the first value had the other sign: a memory tells them apart.
  function sentence() {
    const turned = [-values[0], ...values.slice(1)], last = (list) => list[STEPS - 1];
    const lstm = (given) => shown(last(lstmSteps(weights, given, marks)).h);
    const simple = (given) => shown(last(elmanStates(recurrent.value, given)));
    const said = `At step ${STEPS} the LSTM shows ${lstm(values)}; had the first value been ${shown(turned[0])}, it would show ${lstm(turned)}.`;
    return elman ? `${said} The Elman unit shows ${simple(values)}, and would show ${simple(turned)}.` : said;
  }

  function update() {
    const t = at.value - 1, steps = lstmSteps(weights, values, marks), states = elmanStates(recurrent.value, values);
    const rows = rowsOf(steps, values, elman && states), width = Math.max(280, picture.clientWidth || 600), column = width / STEPS;
    const height = rows.length * ROW + 18;
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    picture.setAttribute("height", height);
    picture.setAttribute("aria-label", `Bars for ten steps: the values, the three gates, the memory and the state. ${sentence()}`);
    picture.replaceChildren(
      drawn("rect", { class: "live-chosen", x: t * column, y: 0, width: column, height }),
      ...rows.flatMap((row, index) => bars(row, index * ROW, width)),
      ...marks.flatMap((one, step) => (one ? [drawn("circle", { class: "live-mark", cx: (step + 0.5) * column, cy: 24, r: 4 })] : [])),
      ...values.map((_, step) => drawn("text", { x: (step + 0.5) * column, y: height - 4, "text-anchor": "middle" }, String(step + 1))),
    );
    caption.textContent = `Step ${t + 1}, with its numbers`;
    sums.replaceChildren(caption, workings(weights, steps[t], values[t], marks[t], t,
      elman && { weight: recurrent.value, before: states[t - 1] ?? 0, h: states[t] }));
    recurrent.node.hidden = !elman;
    result.say(sentence());
  }

  stage.append(
    element("div", { class: "live-buttons" },
      button("Memory by hand", () => load(BY_HAND, exercise())), button("As it begins", () => load(FRESH)), withElman),
    result.node,
    element("div", { class: "live-beside" }, element("div", {}, picture), element("div", { class: "live-column" },
      at.node, value.node, element("label", { class: "live-check" }, marked, "It is marked"),
      gate.node, bias.node, mark.node, candidate.node, recurrent.node)),
    sums,
  );
  update();
  new ResizeObserver(redraw).observe(stage);
}
