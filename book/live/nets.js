/* Runs a trained net in the page. `build(manifest, buffer)` makes the net that rnncourse/live has packed:
 *
 *   net.encode(text)        symbols of a text: a list of numbers
 *   net.run(sequence)       the answer to a whole sequence: logits, or a list of them, one for each step
 *   net.text                the symbols of the text that it counts, if it counts one
 *   net.step(input, state)  [logits, state] after one more step; no state at the beginning. For nets that only read forwards.
 *
 * A sequence is a list of symbols or of vectors, as manifest.input says. A net is a list of layers, and a layer turns a list
 * of vectors (Float64Array) into another one. All arithmetic is in 64 bits. What cannot be run is an Error that says so.
 */
import { kneserNey } from "./kneser_ney.js";
import { OF_MOVEMENT } from "./movement.js";
import { ngrams } from "./ngrams.js";

const MOST = 1e5; // units of a layer, symbols of an alphabet

function demand(holds, words) {
  if (!holds) throw new Error(words);
}

const whole = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;

// The weights: 16 or 8 bits become 64

function half(bits) {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return NaN; // or infinity: a net can use neither
  const size = exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24;
  return bits & 0x8000 ? -size : size;
}

const DTYPES = {
  float16: { bytes: 2, read: (view, { offset }) => (i) => half(view.getUint16(offset + 2 * i, true)) },
  int8: {
    bytes: 1, // and a scale for each row
    read: (view, { offset, scales }, columns) => (i) =>
      view.getInt8(offset + i) * view.getFloat32(scales + 4 * Math.floor(i / columns), true),
  },
  uint8: { bytes: 1, read: (view, { offset }) => (i) => view.getUint8(offset + i) },
  int16: { bytes: 2, read: (view, { offset }) => (i) => view.getInt16(offset + 2 * i, true) },
};

function decode(view, entry, shape, what) {
  demand(JSON.stringify(entry?.shape) === JSON.stringify(shape), `${what} should have the shape ${shape.join(" × ")}.`);
  demand(Object.hasOwn(DTYPES, entry.dtype), `${what} is stored as ${entry.dtype}, not as ${Object.keys(DTYPES).join(" or ")}.`);
  const { bytes, read } = DTYPES[entry.dtype];
  const count = shape.reduce((product, size) => product * size);
  const columns = shape.at(-1);
  const fits = (offset, length) => whole(offset, 0, view.byteLength - length);
  const inside = fits(entry.offset, bytes * count) && (entry.dtype !== "int8" || fits(entry.scales, (4 * count) / columns));
  demand(inside, `${what} lies outside the file of weights.`);
  const number = read(view, entry, columns);
  const values = new Float64Array(count).map((_, i) => number(i));
  demand(values.every(Number.isFinite), `${what} holds something that is no number.`);
  return values;
}

// Vectors

// y becomes y + x W, where W has a row for each number of x.
function add(y, x, W) {
  for (let i = 0; i < x.length; i++) {
    if (x[i] === 0) continue; // nearly all of a one-hot vector
    for (let j = 0, at = i * y.length; j < y.length; j++, at++) y[j] += x[i] * W[at];
  }
  return y;
}

const affine = (x, W, b) => add(Float64Array.from(b), x, W);
const sigmoid = (a) => 0.5 * (1 + Math.tanh(0.5 * a)); // never overflows
const ACTIVATIONS = { identity: (a) => a, tanh: Math.tanh, relu: (a) => Math.max(a, 0), sigmoid };

function activation({ activation: name }) {
  demand(Object.hasOwn(ACTIVATIONS, name), `The activation ${name} is none of ${Object.keys(ACTIVATIONS).join(", ")}.`);
  return (a) => a.map((each) => ACTIVATIONS[name](each));
}

const largest = (xs) => xs.reduce((most, x) => most.map((value, k) => Math.max(value, x[k])));

function joined(vectors) {
  return Float64Array.from(vectors.flatMap((vector) => [...vector]));
}

// Cells: each makes a step from x and the state to the next state, whose first part is h.
// Gates stand side by side in blocks of H columns, in the order of Keras.

const CELLS = {
  // h = g(x W_xh + h W_hh + b_h)
  elman(layer, D, H, array) {
    const [W_xh, W_hh, b_h] = [array("W_xh", [D, H]), array("W_hh", [H, H]), array("b_h", [H])];
    const g = activation(layer);
    return (x, [h]) => [g(affine(h, W_hh, affine(x, W_xh, b_h)))];
  },

  // Input gate i, forget gate f, candidate, output gate o.
  lstm(layer, D, H, array) {
    const [W_xh, W_hh, b_h] = [array("W_xh", [D, 4 * H]), array("W_hh", [H, 4 * H]), array("b_h", [4 * H])];
    return (x, [h, c = new Float64Array(H)]) => {
      const a = affine(h, W_hh, affine(x, W_xh, b_h));
      const next = c.map((kept, k) => sigmoid(a[H + k]) * kept + sigmoid(a[k]) * Math.tanh(a[2 * H + k]));
      return [next.map((cell, k) => sigmoid(a[3 * H + k]) * Math.tanh(cell)), next];
    };
  },

  // Update gate u, reset gate r, candidate. r acts after the product with W_hh (PyTorch, Keras' default) or before it.
  gru(layer, D, H, array) {
    const after = layer.reset === "after";
    demand(after || layer.reset === "before", `The reset gate acts ${layer.reset}, not after or before the product.`);
    const [W_xh, W_hh, b_h] = [array("W_xh", [D, 3 * H]), array("W_hh", [H, 3 * H]), array("b_h", [3 * H])];
    const b_x = after ? array("b_x", [3 * H]) : b_h;
    const b = after ? b_h : new Float64Array(3 * H);
    return (x, [h]) => {
      const from_x = affine(x, W_xh, b_x);
      const from_h = affine(h, W_hh, b);
      const gate = (block) => h.map((_, k) => sigmoid(from_x[block * H + k] + from_h[block * H + k]));
      const [u, r] = [gate(0), gate(1)];
      const candidate = after
        ? h.map((_, k) => from_x[2 * H + k] + r[k] * from_h[2 * H + k])
        : affine(h.map((each, k) => r[k] * each), W_hh, from_x).subarray(2 * H);
      return [h.map((each, k) => u[k] * each + (1 - u[k]) * Math.tanh(candidate[k]))];
    };
  },
};

// Layers: each is made from its part of the manifest, the size D of what it reads, and its arrays. It has the size of what
// it gives, `run` for a whole sequence, and, if it only reads forwards, `step`.

// The same for every step.
const each = (size, f) => ({ size, run: (xs) => xs.map(f), step: (x) => [f(x)] });

function recurrent(layer, D, array) {
  const { kind, units: H, directions, output } = layer;
  const known = Array.isArray(directions) && ["forward", "backward", "forward,backward"].includes(String(directions));
  demand(known, `A recurrent layer reads forward, backward or both, not ${directions}.`);
  demand(output === "all" || output === "last", `A recurrent layer hands on “all” states or the “last”, not ${output}.`);
  const steps = directions.map((way) => CELLS[kind](layer, D, H, (name, shape) => array(`${way}.${name}`, shape)));
  const start = [new Float64Array(H)];

  function states(xs, way) { // h after each step that was read, in the order of reading
    let state = start;
    return (directions[way] === "forward" ? xs : xs.toReversed()).map((x) => (state = steps[way](x, state))[0]);
  }

  function one(x, state = start) {
    const next = steps[0](x, state);
    return [next[0], next];
  }

  return {
    size: H * directions.length,
    single: output === "last",
    run(xs) {
      const read = directions.map((_, way) => states(xs, way));
      if (output === "last") return [joined(read.map((hs) => hs.at(-1)))];
      const inOrder = read.map((hs, way) => (directions[way] === "forward" ? hs : hs.toReversed()));
      return xs.map((_, t) => joined(inOrder.map((hs) => hs[t])));
    },
    step: String(directions) === "forward" && one,
  };
}

// W has the shape (width, D, F); zeros stand before and after the sequence.
function conv1d(layer, D, array) {
  const { units: F, dilation, padding, stride, arrays } = layer;
  const width = arrays?.W?.shape?.[0];
  const fine = [width, dilation, stride].every((size) => whole(size, 1, 1000)) && [0, 1].every((side) => whole(padding?.[side], 0, 1000));
  demand(fine, "The width, the stride, the dilation and the padding of a convolution are whole numbers up to 1000.");
  const [W, b, g] = [array("W", [width, D, F]), array("b", [F]), activation(layer)];
  const taps = Array.from({ length: width }, (_, k) => W.subarray(k * D * F, (k + 1) * D * F));
  return {
    size: F,
    run(xs) {
      const count = xs.length + padding[0] + padding[1] - (width - 1) * dilation;
      demand(count > 0, `The sequence has ${xs.length} steps, too few for a convolution of width ${width}.`);
      const at = (t, k) => xs[t - padding[0] + k * dilation] ?? [];
      const one = (t) => g(taps.reduce((y, tap, k) => add(y, at(t, k), tap), Float64Array.from(b)));
      return Array.from({ length: Math.ceil(count / stride) }, (_, t) => one(t * stride));
    },
  };
}

const LAYERS = {
  onehot: (layer, V) => each(V, (symbol) => new Float64Array(V).fill(1, symbol, symbol + 1)),
  embedding(layer, V, array) {
    const D = layer.units;
    const W = array("W", [V, D]);
    return each(D, (symbol) => W.subarray(symbol * D, (symbol + 1) * D));
  },
  ngrams,
  kneser_ney: kneserNey,
  elman: recurrent,
  lstm: recurrent,
  gru: recurrent,
  conv1d,
  ...OF_MOVEMENT,
  maximum: (layer, D) => ({ size: D, single: true, run: (xs) => [largest(xs)] }),
  maxpool({ steps }, D) { // of so many that follow each other; the rest falls away
    demand(whole(steps, 1, 1000), `A maximum of ${steps} steps is none; there should be 1 to 1000.`);
    const parts = (xs) => Array.from({ length: Math.floor(xs.length / steps) }, (_, t) => xs.slice(t * steps, (t + 1) * steps));
    return { size: D, run: (xs) => parts(xs).map(largest) };
  },
  average: (layer, D) => ({
    size: D,
    single: true,
    run(xs) {
      demand(xs.length, "The sequence is too short: no step is left of it.");
      return [xs.reduce((sum, x) => sum.map((value, k) => value + x[k])).map((value) => value / xs.length)];
    },
  }),
  dense(layer, D, array) {
    const [W, b, g] = [array("W", [D, layer.units]), array("b", [layer.units]), activation(layer)];
    return each(layer.units, (x) => g(affine(x, W, b)));
  },
  activation: (layer, D) => each(D, activation(layer)),
};
const OF_SYMBOLS = ["onehot", "embedding", "ngrams", "kneser_ney"];
const OF_ONE = ["dense", "activation", "gravity"]; // what may follow when one vector is left of all steps

// The net

function makeLayers({ input, layers }, view) {
  let size = input.size;
  let single = false;
  return layers.map((layer, place) => {
    const kind = String(layer?.kind);
    const what = `layer ${place + 1} (${kind})`;
    demand(Object.hasOwn(LAYERS, kind), `This page cannot run ${what}.`);
    demand(whole(layer.units, 1, MOST), `In ${what}, there are ${layer.units} units.`);
    const reads = place === 0 && input.kind === "symbols";
    demand(OF_SYMBOLS.includes(kind) === reads && (!single || OF_ONE.includes(kind)), `There cannot be a ${what}.`);
    const array = (name, shape) => decode(view, layer.arrays?.[name], shape, `${name} of ${what}`);
    const made = LAYERS[kind](layer, size, array);
    size = made.size;
    single ||= made.single;
    return made;
  });
}

function checkInput({ kind, size }, x) {
  if (kind === "symbols") demand(whole(x, 0, size - 1), `There is no symbol ${x}; the net knows ${size}.`);
  else demand(x?.length === size && Array.from(x).every(Number.isFinite), `A step should be ${size} numbers.`);
}

export function build(manifest, buffer) {
  demand(manifest?.format === 1, `The net is described in format ${manifest?.format}; this page reads format 1.`);
  const { input, symbols } = manifest;
  const known = ["symbols", "vectors"].includes(input?.kind) && whole(input.size, 1, MOST);
  const listed = Array.isArray(manifest.layers) && manifest.layers.length && (symbols == null || Array.isArray(symbols));
  demand(known && listed, "The description of the net lacks its input, its layers or its symbols.");
  const layers = makeLayers(manifest, new DataView(buffer));
  const places = new Map(symbols?.map((symbol, place) => [symbol, place]));
  return {
    manifest,
    text: layers[0].text,
    encode: (text) =>
      [...text].map((symbol) => {
        demand(places.has(symbol), `The net never saw “${symbol}”; it reads ${symbols?.join("")}.`);
        return places.get(symbol);
      }),
    run(sequence) {
      const read = Array.from(sequence ?? []);
      demand(read.length, "There is nothing to read yet.");
      for (const x of read) checkInput(input, x);
      const answer = layers.reduce((xs, layer) => layer.run(xs, read), read);
      return layers.some((layer) => layer.single) ? answer[0] : answer;
    },
    step(x, state = []) {
      checkInput(input, x);
      demand(layers.every((layer) => layer.step), "This net needs the whole sequence: it does not only read forwards.");
      const next = [];
      const logits = layers.reduce((y, layer, place) => ([y, next[place]] = layer.step(y, state[place]))[0], x);
      return [logits, next];
    },
  };
}

// Plain arrays: { manifest, arrays }, each of these by name as numbers in 64 bits, row after row.

export function unpack(manifest, buffer) {
  demand(manifest?.format === 1, `The arrays are described in format ${manifest?.format}; this page reads format 1.`);
  const view = new DataView(buffer), entries = Object.entries(manifest.arrays ?? {});
  demand(entries.length, "The description holds no arrays.");
  const read = ([name, entry]) => {
    const listed = Array.isArray(entry?.shape) && entry.shape.length && entry.shape.every((size) => whole(size, 1, 10 * MOST));
    demand(listed, `${name} has no shape.`);
    return [name, decode(view, entry, entry.shape, name)];
  };
  return { manifest, arrays: Object.fromEntries(entries.map(read)) };
}

// Probabilities

// Below a temperature of 1, the likely becomes likelier; at 0, all goes to the largest (the first of equals).
export function softmax(logits, temperature = 1) {
  demand(temperature >= 0, `The temperature is ${temperature}; it should be 0 or more.`);
  const largest = Math.max(...logits);
  demand(Number.isFinite(largest), "The net gave something that is no number.");
  if (temperature === 0) return Float64Array.from(logits).fill(0).fill(1, logits.indexOf(largest), logits.indexOf(largest) + 1);
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
  const sum = weights.reduce((total, weight) => total + weight);
  return weights.map((weight) => weight / sum);
}

// Draws an index, given a number from 0 up to, not including, 1: the first at which the running sum exceeds it.
export function draw(probabilities, uniform) {
  let total = 0;
  const running = probabilities.map((p) => (total += p));
  return running.findIndex((sum) => sum / total > uniform);
}
