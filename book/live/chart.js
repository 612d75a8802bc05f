// A chart of lines, drawn as SVG as wide as its place. Its colours are classes: live.css gives them for both themes.

import { drawn, element, raised } from "./controls.js";

const MARGIN = { left: 52, right: 12, top: 12, bottom: 40 };
const DECADES = [1, 2, 5, 10, 20, 40, 80, 160, 320]; // how far a logarithmic axis may reach either way, so that it seldom jumps

const reach = (exponent) => DECADES.find((decades) => exponent <= decades) ?? 320;

// The ends of the axis and its ticks, [place, label], places from 0 to 1.
export function logarithmicAxis(numbers) {
  const exponents = numbers.filter((number) => number > 0 && Number.isFinite(number)).map(Math.log10);
  const low = -reach(Math.max(0, ...exponents.map((exponent) => -exponent))), high = reach(Math.max(0, ...exponents));
  const every = Math.ceil((high - low) / 6), ticks = [];
  for (let exponent = Math.ceil(low / every) * every; exponent <= high; exponent += every) {
    ticks.push([(exponent - low) / (high - low), exponent === 0 || exponent === 1 ? String(10 ** exponent) : `10${raised(exponent)}`]);
  }
  return { place: (number) => (Math.log10(number) - low) / (high - low), ticks };
}

export function linearAxis(numbers) {
  const most = Math.max(1, ...numbers.map(Math.abs).filter(Number.isFinite)), power = 10 ** Math.floor(Math.log10(most));
  const end = [1, 2, 5, 10].map((factor) => factor * power).find((number) => most <= number * (1 + 1e-9));
  const label = (number) => (end > 1e4 ? number.toExponential(0) : String(number)).replace("-", "−");
  return { place: (number) => (number + end) / (2 * end), ticks: [-end, 0, end].map((number) => [(number + end) / (2 * end), label(number)]) };
}

function stepsAxis(last) {
  const every = [1, 2, 5, 10, 20].find((step) => last / step <= 6) ?? 50, ticks = [];
  for (let step = 0; step <= last; step += every) ticks.push([step / last, String(step)]);
  return ticks;
}

// The path of a line; what cannot be drawn (0 on a logarithmic axis, too large) leaves a gap.
function path(line, last, axis, x, y) {
  let pen = "M", found = "";
  line.forEach((number, step) => {
    const place = axis.place(number);
    if (!Number.isFinite(place)) return (pen = "M");
    found += `${pen}${x(step / last).toFixed(1)} ${y(place).toFixed(1)}`;
    pen = "L";
  });
  return found;
}

// A chart of `lines`, each { line: numbers, colour: 1 … 6, thin: whether it stands back }, against steps from 0.
export function lineChart({ xlabel, ylabel, height, logarithmic = false }) {
  const svg = drawn("svg", { class: "live-chart", height, role: "img" });
  const draw = (lines, description) => {
    const width = Math.max(220, svg.clientWidth || 600), last = Math.max(1, ...lines.map(({ line }) => line.length - 1));
    const x = (place) => MARGIN.left + place * (width - MARGIN.left - MARGIN.right);
    const y = (place) => height - MARGIN.bottom - place * (height - MARGIN.top - MARGIN.bottom);
    const axis = (logarithmic ? logarithmicAxis : linearAxis)(lines.flatMap(({ line }) => [...line]));
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("aria-label", description);
    svg.replaceChildren(
      ...axis.ticks.flatMap(([place, label]) => [
        drawn("line", { class: label === "1" || label === "0" ? "live-base" : "live-grid", x1: x(0), x2: x(1), y1: y(place), y2: y(place) }),
        drawn("text", { x: x(0) - 6, y: y(place) + 4, "text-anchor": "end" }, label),
      ]),
      ...stepsAxis(last).map(([place, label]) => drawn("text", { x: x(place), y: y(0) + 16, "text-anchor": "middle" }, label)),
      drawn("text", { x: x(0.5), y: height - 5, "text-anchor": "middle" }, xlabel),
      ...lines.map(({ line, colour, thin }) =>
        drawn("path", { class: `live-line live-colour-${colour}${thin ? " live-thin" : ""}`, d: path(line, last, axis, x, y) })),
    );
  };
  return { node: element("div", {}, element("p", { class: "live-ylabel" }, ylabel), svg), draw };
}
