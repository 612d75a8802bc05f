// What the live models are made of: sliders, choices, buttons, number fields, and a line that a screen reader says.
//
// All are the browser's own controls, so keyboard, touch and screen readers work. Whatever is typed stays text.

let count = 0;
const fresh = () => `live-${++count}`;

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

// An element; an attribute that is a function listens to the event of its name, and strings among the children are text.
export const element = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

// The same for a part of a drawing.
export const drawn = (name, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

// A number as the book prints it: a real minus, and few digits; very large and small ones as powers of ten.
export function shown(number, digits = 2) {
  if (!Number.isFinite(number)) return "too large to show";
  const size = Math.abs(number);
  if (size !== 0 && (size < 0.5 * 10 ** -digits || size >= 1e5)) {
    const [mantissa, exponent] = number.toExponential(1).split("e");
    return `${mantissa}\u00a0·\u00a010${raised(Number(exponent))}`.replace("-", "−");
  }
  return number.toFixed(digits).replace(/^-(?=.*[1-9])/, "−").replace(/^-/, "");
}

export function percent(p) {
  if (p < 0.005) return "under 1 %";
  return p > 0.995 ? "over 99 %" : `${Math.round(100 * p)} %`;
}

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
export const raised = (integer) => [...String(integer)].map((sign) => RAISED[sign]).join("");

// Read what was typed: { value }, or { refusal }, words that name it, what is expected, and the remedy.
export function readNumber(text, { min, max }) {
  const plain = text.trim().replace(/^[−–]/, "-").replace(",", ".");
  const range = `write a number from ${shown(min, 0)} to ${shown(max, 0)}, such as 0.5`;
  if (plain === "") return { refusal: `Nothing stands here; ${range}.` };
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  const quoted = text.trim().length > 20 ? `${text.trim().slice(0, 20)}…` : text.trim();
  if (Number.isNaN(value)) return { refusal: `“${quoted}” is not a number; ${range}.` };
  if (value < min || value > max) return { refusal: `${quoted} is out of range; ${range}.` };
  return { value };
}

// A slider with its label and its number, or what `words` makes of it. `hint` says in plain words what the label means.
export function slider({ label, hint = "", min, max, step, value, digits = 2, words = (number) => shown(number, digits) }, changed) {
  const id = fresh(), said = element("output", { for: id });
  const input = element("input", { type: "range", id, min, max, step, value, input: () => (show(), changed()) });
  const show = () => {
    said.textContent = words(Number(input.value));
    input.setAttribute("aria-valuetext", said.textContent);
  };
  show();
  const node = element("div", { class: "live-slider" }, ...labelled(id, label, hint, input), said, input);
  return {
    node,
    set enabled(is) {
      input.disabled = !is;
      node.classList.toggle("live-idle", !is);
    },
    set most(number) {
      input.max = number;
    },
    get value() {
      return Number(input.value);
    },
    set value(number) {
      input.value = number;
      show();
    },
  };
}

function labelled(id, label, hint, control) {
  const parts = [element("label", { for: id }, label)];
  if (hint) {
    control.setAttribute("aria-describedby", `${id}-hint`);
    parts.push(element("span", { class: "live-hint", id: `${id}-hint` }, hint));
  }
  return parts;
}

// One of a few: radio buttons side by side. `options` maps values to what stands on the button.
export function choice({ label, options, value }, changed) {
  const name = fresh();
  const radios = Object.keys(options).map((key) =>
    element("input", { type: "radio", name, value: key, checked: key === value, change: () => changed() }));
  const buttons = radios.map((radio) => element("label", {}, radio, element("span", {}, options[radio.value])));
  return {
    node: element("fieldset", { class: "live-choice" }, element("legend", {}, label), element("div", {}, ...buttons)),
    get value() {
      return radios.find((radio) => radio.checked).value;
    },
    set value(key) {
      radios.find((radio) => radio.value === key).checked = true;
    },
  };
}

export const button = (label, pressed, attributes = {}) => element("button", { type: "button", click: pressed, ...attributes }, label);

// A field for a number. What is no number is refused in words, by `refused`, and the last number goes on counting.
export function numberField({ label, value, min = -100, max = 100, step = 0.1 }, changed, refused) {
  let number = value;
  const input = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": label });
  const write = () => (input.value = String(Number(number.toFixed(4))).replace("-", "−"));
  const take = (found) => {
    input.toggleAttribute("data-refused", "refusal" in found);
    input.setAttribute("aria-invalid", "refusal" in found);
    if ("refusal" in found) return refused(`${label}: ${found.refusal} ${shown(number)} still counts.`);
    number = found.value;
    refused("");
    changed();
  };
  input.addEventListener("input", () => take(readNumber(input.value, { min, max })));
  input.addEventListener("keydown", (event) => {
    const way = { ArrowUp: step, ArrowDown: -step }[event.key];
    if (!way) return;
    event.preventDefault();
    take({ value: Math.min(max, Math.max(min, number + way)) });
    write();
  });
  write();
  return {
    node: input,
    get value() {
      return number;
    },
    set value(given) {
      number = given;
      take({ value: given });
      write();
    },
  };
}

// A line with the result, which a screen reader says when it has stood still for a moment, or at once.
export function resultLine() {
  const seen = element("p", { class: "live-result", "aria-hidden": "true" }), heard = element("p", { class: "live-heard", role: "status" });
  let waiting;
  return {
    node: element("div", {}, seen, heard),
    say(text, atOnce = false) {
      seen.textContent = text;
      clearTimeout(waiting);
      if (atOnce) heard.textContent = text;
      else waiting = setTimeout(() => (heard.textContent = text), 600);
    },
  };
}

// A function that asks for a drawing, and draws once before the next frame, however often it is asked.
export function onceAFrame(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}
