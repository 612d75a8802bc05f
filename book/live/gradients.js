// Live: how long the gradient is, some steps before the loss.

import { lineChart } from "./chart.js";
import { button, choice, element, onceAFrame, resultLine, shown, slider } from "./controls.js";
import { draw, factorPerStep, gradientLengths, H } from "./gradient_math.js";

const UNITS = 4; // whose states are drawn
const KEPT = 4; // curves kept for comparison, at most
const CELLS = { Elman: "Elman", LSTM: "LSTM", GRU: "GRU" };
const ACTIVATIONS = { identity: "none", tanh: "tanh", relu: "ReLU" };
// The settings of rnncourse.in_numpy.gradient_lengths; a page's options replace some.
const CHAPTER = { cell: "Elman", activation: "tanh", start: "orthogonal", radius: 1, inputStrength: 0.1, bias: 0, steps: 50, seed: 0 };
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

// The controls by the names of the settings that they set.
function controlsFor(given, changed) {
  const slide = (name, label, hint, min, max, step, digits) => slider({ label, hint, min, max, step, digits, value: given[name] }, changed);
  return {
    cell: choice({ label: "Cell", options: CELLS, value: given.cell }, changed),
    activation: choice({ label: "Activation", options: ACTIVATIONS, value: given.activation }, changed),
    start: choice({ label: "Recurrent weights", options: STARTS, value: given.start }, changed),
    radius: slide("radius", "Spectral radius", "size of the recurrent weights", 0.3, 1.5, 0.01, 2),
    inputStrength: slide("inputStrength", "Input strength", "size of the input weights", 0, 1, 0.01, 2),
    bias: slide("bias", "Gate bias", "forget gate of an LSTM, update gate of a GRU; higher keeps more", -2, 6, 0.1, 1),
    steps: slide("steps", "Steps", "length of the sequence", 2, 100, 1, 0),
  };
}

class Gradients {
  constructor(stage, options) {
    const given = { ...CHAPTER, ...options };
    this.seed = given.seed;
    this.kept = []; // curves to compare with: { line, name }
    this.redraw = onceAFrame(() => this.update());
    this.controls = controlsFor(given, this.redraw);
    this.lengthChart = lineChart({ xlabel: "steps back from the loss", ylabel: "Length of the gradient", height: 250, logarithmic: true });
    this.stateChart = lineChart({ xlabel: "step of the sequence", ylabel: `States of ${UNITS} of the ${H} units`, height: 250 });
    this.result = resultLine();
    this.list = element("ul", { class: "live-legend" });
    const group = (kind, ...names) => element("div", { class: kind }, ...names.map((name) => this.controls[name].node));
    stage.append(
      group("live-choices", "cell", "activation", "start"), group("live-group", "radius", "inputStrength", "bias", "steps"),
      this.result.node, element("div", { class: "live-beside" }, this.lengthChart.node, this.stateChart.node), this.list, this.buttons(),
    );
    this.update();
    new ResizeObserver(this.redraw).observe(stage);
  }

  buttons() {
    const keep = button("Keep this curve", () => this.keep([...this.kept, { line: this.lengths, name: named(this.settings) }].slice(-KEPT)));
    this.clear = button("Remove kept curves", () => {
      keep.focus();
      this.keep([]);
    });
    const again = button("Draw new weights", () => {
      this.seed += 1;
      this.draws = undefined;
      this.redraw();
    });
    return element("div", { class: "live-buttons" }, keep, this.clear, again);
  }

  keep(curves) {
    this.kept = curves;
    this.redraw();
  }

  get settings() {
    return Object.fromEntries(Object.entries(this.controls).map(([name, control]) => [name, control.value]));
  }

  update() {
    const settings = this.settings, gated = settings.cell !== "Elman", { activation, bias } = this.controls;
    activation.node.disabled = gated;
    bias.enabled = gated;
    this.draws ??= draw(this.seed);
    const { lengths, states } = gradientLengths(this.draws, settings);
    this.lengths = lengths;
    this.compare({ line: lengths, name: `now: ${named(settings)}` });
    const units = Array.from({ length: UNITS }, (_, unit) => ({ line: states.map((h) => h[unit]), colour: unit + 1, thin: true }));
    this.stateChart.draw(units, "States of a few units, step by step.");
    this.result.say(sentence(lengths));
  }

  // Draw the curve of the moment over those that were kept, and list them all.
  compare(now) {
    const curves = [...this.kept.map((curve, index) => ({ ...curve, colour: index + 2, thin: true })), { ...now, colour: 1 }];
    this.lengthChart.draw(curves, `Length of the gradient against steps back. ${sentence(now.line)}`);
    this.list.replaceChildren(...curves.map(({ name, colour }) => element("li", { class: `live-colour-${colour}` }, name)));
    this.clear.hidden = this.kept.length === 0;
  }
}

export const mount = (stage, options) => new Gradients(stage, options);
