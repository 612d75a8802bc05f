// The drawings of write_a_text.js: a text whose characters are shaded by surprise, and the characters that may come next.

import { element, percent, shown } from "./controls.js";

const ROWS = 10; // characters that have a bar each; the others share one
const DARKEST = 8; // bits of surprise that have the strongest shade

const SIGNS = { "\n": "↵", " ": "␣" };
export const seen = (sign) => SIGNS[sign] ?? sign;
const SAID = { "\n": "the end of the line", " ": "the blank" };
export const said = (sign) => SAID[sign] ?? `“${sign}”`;
export const bits = (number) => `${shown(number, 1)} bits`;

// The text; each character knows its place, from 1. Those after the first `typed` were written by a model.
export function shadedText(signs, surprises, typed) {
  return signs.flatMap((sign, place) => {
    const shade = `${Math.round((60 * Math.min(surprises[place], DARKEST)) / DARKEST)}%`;
    const span = element("span", { "data-place": String(place + 1), class: place >= typed && "live-written", style: `--shade: ${shade}` }, sign === "\n" ? "↵" : sign);
    return sign === "\n" ? [span, element("br")] : [span];
  });
}

// Bars of the likeliest symbols: what is drawn from, and, faint, what is cut away.
export function nextBars({ whole, drawn }, symbols) {
  const ranked = [...whole.keys()].sort((a, b) => whole[b] - whole[a] || a - b), rows = ranked.slice(0, ROWS), others = ranked.slice(ROWS);
  const row = (name, p, q) => element("li", { class: p > 0 ? undefined : "live-cut" }, element("span", {}, name),
    element("span", { class: "live-track" }, element("span", { style: `width: ${100 * (p > 0 ? p : q)}%` })),
    element("span", { class: "live-percent" }, p > 0 ? percent(p) : `cut (${percent(q)})`));
  const total = (numbers) => others.reduce((sum, symbol) => sum + numbers[symbol], 0);
  const together = others.length ? [row(`${others.length} others`, total(drawn), total(whole))] : [];
  return [...rows.map((symbol) => row(seen(symbols[symbol]), drawn[symbol], whole[symbol])), ...together];
}

// In words, the three likeliest symbols of those that are drawn from.
export function inWords({ drawn }, symbols) {
  const ranked = [...drawn.keys()].filter((symbol) => drawn[symbol] > 0).sort((a, b) => drawn[b] - drawn[a] || a - b);
  return ranked.slice(0, 3).map((symbol) => `${said(symbols[symbol])} ${percent(drawn[symbol])}`).join(", ");
}
