// The drawing of play_a_recording.js: the signals, what was done, for each model where it was wrong, and the window over it all.

import { drawn } from "./controls.js";

const LEFT = 76, RIGHT = 8, PANEL = { g: 84, "rad/s": 66 }, ROW = 13, GAP = 8, TRUTH = 20;

// How signals (Float64Array each) become paths in a panel of `height` from `top`; `unit` is what a full swing is.
function panel({ lines, unit, ticks, top, height, x }) {
  const all = lines.flatMap((line) => [Math.min(...line), Math.max(...line)]), low = Math.min(...all, ...ticks), high = Math.max(...all, ...ticks);
  const y = (value) => top + height - ((value - low) / (high - low)) * height;
  const path = (line) => line.reduce((found, value, t) => (t % 2 ? found : `${found}${t ? "L" : "M"}${x(t).toFixed(1)} ${y(value).toFixed(1)}`), "");
  return [
    ...ticks.flatMap((tick) => [
      drawn("line", { class: tick ? "live-grid" : "live-base", x1: x(0), x2: x(lines[0].length), y1: y(tick), y2: y(tick) }),
      drawn("text", { x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end" }, `${tick} ${unit}`.replace("-", "−")),
    ]),
    ...lines.map((line, axis) => drawn("path", { class: `live-line live-signal live-colour-${axis + 1}`, d: path(line) })),
  ];
}

// A chart for the models of `names`. `draw(recording, facts)` draws a recording, `move(start)` puts the window there,
// `tell(name, start, right)` marks what a model said to the window from there; `startAt(pointer)` is where a window begins that lies
// around a place.
export function signalChart(names, every) {
  const rows = new Map(names.map((name) => [name, drawn("g", {})])), base = drawn("g", {}), told = drawn("g", {}, ...rows.values());
  const frame = drawn("rect", { class: "live-window", rx: 3 }), svg = drawn("svg", { class: "live-chart live-signals", role: "img" }, base, told, frame);
  let x = () => 0, back = () => 0, window = 1, place = () => 0;

  function draw(recording, { rate, window: length, classes }, description) {
    const width = Math.max(260, svg.clientWidth || 640), { steps, parts } = recording;
    const tops = { g: 6, "rad/s": 6 + PANEL.g + 14 }, truth = tops["rad/s"] + PANEL["rad/s"] + 12;
    const row = (at) => truth + TRUTH + GAP + at * ROW, end = row(names.length), height = end + 22;
    x = (t) => LEFT + (t / steps) * (width - LEFT - RIGHT);
    back = (pixels) => ((pixels - LEFT) / (width - LEFT - RIGHT)) * steps;
    [window, place] = [length, row];
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("height", height);
    svg.setAttribute("aria-label", description);
    let from = 0;
    const segments = parts.flatMap(([samples, label], at) => {
      const [left, right] = [x(from), x((from += samples))];
      return [
        drawn("rect", { class: at % 2 ? "live-part live-odd" : "live-part", x: left, y: truth, width: right - left, height: TRUTH }),
        drawn("line", { class: "live-base", x1: left, x2: left, y1: 6, y2: end }),
        drawn("text", { x: (left + right) / 2, y: truth + 14, "text-anchor": "middle", class: right - left < 38 ? "live-small" : "" }, classes[label]),
      ];
    });
    const last = steps / rate, marks = [0, 10, 20, 30, 40, 50, 60].filter((second) => second <= last);
    base.replaceChildren(
      ...panel({ lines: [6, 7, 8].map(recording.column), unit: "g", ticks: [-1, 0, 1], top: tops.g, height: PANEL.g, x }),
      ...panel({ lines: [3, 4, 5].map(recording.column), unit: "rad/s", ticks: [0], top: tops["rad/s"], height: PANEL["rad/s"], x }),
      ...segments,
      drawn("text", { x: LEFT - 6, y: truth + 14, "text-anchor": "end" }, "done"),
      ...names.map((name, at) => drawn("text", { x: LEFT - 6, y: row(at) + 10, "text-anchor": "end", class: "live-model-name" }, name)),
      ...marks.map((second) => drawn("text", { x: x(second * rate), y: end + 14, "text-anchor": "middle" }, `${second} s`)),
    );
    for (const group of rows.values()) group.replaceChildren();
    frame.setAttribute("y", 2);
    frame.setAttribute("height", end);
    frame.setAttribute("width", x(length) - x(0));
  }

  return {
    node: svg,
    draw,
    move: (start) => frame.setAttribute("x", x(start)),
    tell(name, start, right) { // thin where it is right, high where it is wrong
      const top = place(names.indexOf(name)), middle = start + window / 2;
      const at = { x: x(middle - every / 2), width: x(every) - x(0) + 0.3 };
      rows.get(name).append(drawn("rect", right ? { ...at, class: "live-right", y: top + 5, height: 3 } : { ...at, class: "live-wrong", y: top + 1, height: ROW - 2 }));
    },
    startAt({ clientX }) {
      const box = svg.getBoundingClientRect();
      return back(clientX - box.left) - window / 2;
    },
  };
}
