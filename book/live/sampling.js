/* What comes next in a text: probabilities, what is cut away from them, and writing with a model of nets.js.
 *
 *   new Reader(net, before)   reads `before`, a text, and what is given to `read`; keeps what it has read
 *   cut(logits, settings)     all probabilities at a temperature, and those that are drawn from: { whole, drawn }
 *   write(reader, symbols, …) symbols that follow, drawn with numbers from 0 to 1
 */
import { draw, softmax } from "./nets.js";

// First the temperature; then all but the `topK` largest are cut away (equal ones stay); of these, all but the fewest that
// together have `topP` (Holtzman et al., 2020). What is left adds up to 1.
export function cut(logits, { temperature = 1, topK = Infinity, topP = 1 }) {
  const whole = softmax(logits, temperature), ranked = [...whole.keys()].sort((a, b) => whole[b] - whole[a] || a - b);
  const least = whole[ranked[Math.min(topK, ranked.length) - 1]];
  const among = ranked.filter((symbol) => whole[symbol] >= least), all = sum(among.map((symbol) => whole[symbol]));
  const kept = new Set();
  for (let total = 0, place = 0; place < among.length && (topP >= 1 || total < topP * all); place++) {
    kept.add(among[place]);
    total += whole[among[place]];
  }
  const left = whole.map((p, symbol) => (kept.has(symbol) ? p : 0)), rest = sum(left);
  return { whole, drawn: left.map((p) => p / rest) };
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

// Bits of surprise that a symbol brings, given the scores before it.
export const surprise = (logits, symbol) => -Math.log2(softmax(logits)[symbol]);

export class Reader {
  constructor(net, before) {
    this.net = net;
    this.symbols = [];
    let after = [undefined, undefined];
    for (const symbol of net.encode(before)) after = net.step(symbol, after[1]);
    this.after = [after]; // [logits, state] after each symbol, and before the first
  }

  // How many symbols need not be read again.
  shared(symbols) {
    const other = symbols.findIndex((symbol, place) => symbol !== this.symbols[place]);
    return other < 0 ? symbols.length : other;
  }

  // The scores of what may follow at the beginning, after the first symbol, after the second, …
  read(symbols) {
    this.after.length = Math.min(this.after.length, this.shared(symbols) + 1);
    for (const symbol of symbols.slice(this.after.length - 1)) this.after.push(this.net.step(symbol, this.after.at(-1)[1]));
    this.symbols = [...symbols];
    return this.after.map(([logits]) => logits);
  }
}

// Symbols that follow `symbols`: at most `most`, up to and including one of which `ends` is true.
export function write(reader, symbols, { most, ends = () => false, random, ...settings }) {
  const text = [...symbols];
  for (let count = 0; count < most; count++) {
    text.push(draw(cut(reader.read(text).at(-1), settings).drawn, random()));
    if (ends(text.at(-1))) break;
  }
  return text.slice(symbols.length);
}
