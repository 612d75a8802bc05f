// Live: how long the gradient is, some steps before the loss.

import { lineChart } from "./chart.js";
import { button, choice, element, onceAFrame, resultLine, shown, slider } from "./controls.js";
import { draw, factorPerStep, gradientLengths, H } from "./gradient_math.js";

const UNITS = 4; // whose states are drawn
const KEPT = 4; // curves kept for comparison, at most
const CELLS = { Elman: "Elman", LSTM: "LSTM", GRU: "GRU" };
const ACTIVATIONS = { identity: "none", tanh: "tanh", relu: "ReLU" };
const STARTS = { random: "random", orthogonal: "orthogonal", identity: "identity" };

// A setting in a few words, for the list of curves.
function named({ cell, activation, start, radius, inputStrength, bias }) {
  const detail = cell === "Elman" ? `activation ${ACTIVATIONS[activation]}` : `bias ${shown(bias, 1)}`;
  return `${cell}, ${detail}, ${start} weights of radius ${shown(radius)}, input strength ${shown(inputStrength)}`;
}

function sentence(lengths) {
  const back = lengths.length - 1, left = lengths[back], began = `${back} steps back, the length, 1 at first, is`;
  if (left === 0) return `${began} 0: nothing is left of the gradient.`;
  return `${began} ${shown(left, left < 10 ? 3 : 1)}. Far back, each step multiplies it by ${shown(factorPerStep(lengths))}.`;
}

export function mount(stage, options) {
  const given = { cell: "Elman", activation: "tanh", start: "random", radius: 1, inputStrength: 0.1, bias: 1, steps: 50, seed: 0, ...options };
  const redraw = onceAFrame(update);
  const controls = {
    cell: choice({ label: "Cell", options: CELLS, value: given.cell }, redraw),
    activation: choice({ label: "Activation", options: ACTIVATIONS, value: given.activation }, redraw),
    start: choice({ label: "Recurrent weights", options: STARTS, value: given.start }, redraw),
    radius: slider({ label: "Spectral radius", hint: "size of the recurrent weights", min: 0.3, max: 1.5, step: 0.01, value: given.radius }, redraw),
    inputStrength: slider({ label: "Input strength", hint: "size of the input weights", min: 0, max: 1, step: 0.01, value: given.inputStrength }, redraw),
    bias: slider({ label: "Gate bias", hint: "forget gate of an LSTM, update gate of a GRU; higher keeps more", min: -2, max: 6, step: 0.1, value: given.bias, digits: 1 }, redraw),
    steps: slider({ label: "Steps", hint: "length of the sequence", min: 2, max: 100, step: 1, value: given.steps, digits: 0 }, redraw),
  };
  const lengthChart = lineChart({ xlabel: "steps back from the loss", ylabel: "Length of the gradient", height: 250, logarithmic: true });
  const stateChart = lineChart({ xlabel: "step of the sequence", ylabel: `States of ${UNITS} of the ${H} units`, height: 250 });
  const result = resultLine(), list = element("ul", { class: "live-legend" });
  let draws, seed = given.seed, kept = [], lengths = [];

  const settings = () => Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value]));
  const keep = button("Keep this curve", () => {
    kept = [...kept, { line: lengths, name: named(settings()) }].slice(-KEPT);
    redraw();
  });
  const clear = button("Remove kept curves", () => {
    kept = [];
    keep.focus();
    redraw();
  });
  const again = button("Draw new weights", () => {
    seed += 1;
    draws = undefined;
    redraw();
  });

  function update() {
    const setting = settings(), gated = setting.cell !== "Elman";
    controls.activation.node.disabled = gated;
    controls.bias.node.toggleAttribute("data-idle", !gated);
    controls.bias.node.querySelector("input").disabled = !gated;
    draws ??= draw(seed);
    const found = gradientLengths(draws, setting);
    lengths = found.lengths;
    const lines = [...kept.map(({ line }, index) => ({ line, colour: index + 2, kept: true })), { line: lengths, colour: 1 }];
    lengthChart.draw(lines, `Length of the gradient against steps back. ${sentence(lengths)}`);
    const units = Array.from({ length: UNITS }, (_, unit) => ({ line: found.states.map((h) => h[unit]), colour: unit + 1, kept: true }));
    stateChart.draw(units, "States of a few units, step by step.");
    result.say(sentence(lengths));
    clear.hidden = kept.length === 0;
    list.replaceChildren(...lines.map(({ colour }, index) =>
      element("li", { class: `live-colour-${colour}` }, kept[index]?.name ?? `now: ${named(setting)}`)));
  }

  const group = (kind, ...names) => element("div", { class: kind }, ...names.map((name) => controls[name].node));
  stage.append(
    group("live-choices", "cell", "activation", "start"),
    group("live-group", "radius", "inputStrength", "bias", "steps"),
    result.node,
    element("div", { class: "live-beside" }, lengthChart.node, stateChart.node),
    list,
    element("div", { class: "live-buttons" }, keep, clear, again),
  );
  update();
  new ResizeObserver(redraw).observe(stage);
}
