// Live: how much of the people held out a net may train on, and what that does to its score on them and on new people.
// Options: `arrays`, { shares: the id of published arrays }; nothing is loaded, all is in their facts: `shares`, and for each of
// them `theirs` and `others` (the part of the windows of the people held out, and of all others, that is trained on), `promised`
// and `worth` (accuracies on held-out windows and on new people, one of each fold).

import { drawn, element, onceAFrame, resultLine, shown, slider } from "./controls.js";
import { described } from "./published.js";

const HEIGHT = 136, MARGIN = 12;
const ROWS = [["promised", "on windows held out", 2], ["worth", "on new people", 1]];

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
export const percent = (share, digits = 0) => `${shown(100 * share, digits)}\u00a0%`;
const range = (numbers) => `${percent(Math.min(...numbers))} to ${percent(Math.max(...numbers))}`;

// The ends of the axis, in whole twentieths, and its ticks.
export function axis({ promised, worth }) {
  const all = [promised, worth].flat(2), low = Math.floor(20 * Math.min(...all)), high = Math.ceil(20 * Math.max(...all));
  return { low: low / 20, high: high / 20, ticks: Array.from({ length: high - low + 1 }, (_, tick) => (low + tick) / 20) };
}

// The two scores in words.
export function sentence({ shares, promised, worth }, at) {
  const apart = 100 * (mean(promised[at]) - mean(worth[at]));
  const met = shares[at] === 0 ? "none" : shares[at] === 1 ? "all" : percent(shares[at]);
  const more = Math.abs(apart) < 0.05 ? "as much as" : `${shown(Math.abs(apart), 1)} points ${apart > 0 ? "more" : "less"} than`;
  return `Trained on ${met} of their other windows: right about ${percent(mean(promised[at]), 1)} of the windows held out ` +
    `(${range(promised[at])}), and about ${percent(mean(worth[at]), 1)} on new people (${range(worth[at])}). It promises ${more} it is worth.`;
}

// Who is trained on: a bar for the people held out, with the windows that are scored at its end, and one for the others.
const bar = (name, trained, scored) => element("li", {}, element("span", {}, name),
  element("span", { class: "live-track live-parts" }, element("span", { style: `width: ${100 * trained}%` }),
    element("span", { class: "live-scored", style: `width: ${100 * scored}%` })),
  element("span", { class: "live-percent" }, percent(trained)));

function dots(svg, facts, at) {
  const { low, high, ticks } = axis(facts), width = Math.max(220, svg.clientWidth || 600), foot = HEIGHT - 24;
  const x = (accuracy) => MARGIN + ((accuracy - low) / (high - low)) * (width - 2 * MARGIN - 16);
  const row = ([key, name, colour], which) => {
    const y = 22 + 50 * which, middle = x(mean(facts[key][at]));
    return [
      drawn("text", { x: MARGIN, y: y - 8 }, name),
      ...facts[key][at].map((accuracy) => drawn("circle", { class: `live-bar live-colour-${colour}`, cx: x(accuracy), cy: y + 8, r: 4.5, "fill-opacity": 0.6 })),
      drawn("line", { class: `live-line live-colour-${colour}`, x1: middle, x2: middle, y1: y - 3, y2: y + 19 }),
    ];
  };
  const every = Math.ceil(ticks.length / 6);
  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  svg.setAttribute("aria-label", sentence(facts, at));
  svg.replaceChildren(
    ...ticks.filter((_, tick) => tick % every === 0).flatMap((tick) => [
      drawn("line", { class: "live-grid", x1: x(tick), x2: x(tick), y1: 4, y2: foot }),
      drawn("text", { x: x(tick), y: HEIGHT - 6, "text-anchor": "middle" }, percent(tick)),
    ]),
    ...ROWS.flatMap(row),
  );
}

export function mount(stage, { arrays }) {
  const { facts } = described(arrays.shares).manifest, result = resultLine();
  const bars = element("ul", { class: "live-bars live-recalls" }), svg = drawn("svg", { class: "live-chart", height: HEIGHT, role: "img" });
  const caption = (text) => element("p", { class: "live-ylabel" }, text);
  const share = slider({ label: "People held out: how many of their other windows are trained on", hint: "0 %: whole people are held out. 100 %: windows are held out at random.",
    min: 0, max: facts.shares.length - 1, step: 1, value: 0, words: (at) => percent(facts.shares[at]) }, () => draw());
  const show = () => {
    const at = share.value;
    bars.replaceChildren(bar("people held out", facts.theirs[at], facts.scored), bar("all other people", facts.others[at], 0));
    dots(svg, facts, at);
    result.say(sentence(facts, at));
  };
  const draw = onceAFrame(show);
  new ResizeObserver(draw).observe(svg);
  stage.append(share.node, caption("Windows that are trained on (blue), and those that the net is then scored on (orange)."), bars,
    caption("Accuracy. A dot is one training, a line their mean."), svg, result.node);
  show();
}
