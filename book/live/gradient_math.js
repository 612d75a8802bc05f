// How long the gradient still is some steps before the loss: the arithmetic of rnncourse.in_numpy.gradient_lengths, in float64.
//
// A matrix is a Float64Array of its rows. Of the letters of the book, B sequences, D numbers a step and H units are fixed here.

import { Generator } from "./numpy_random.js";

export const D = 4, H = 32, B = 8, STEPS = 100;

const sigmoid = (a) => 0.5 * (1 + Math.tanh(0.5 * a));
const zeros = (count) => new Float64Array(count);
const arrays = (count) => Array.from({ length: count }, () => zeros(B * H));
// Where unit number `one` of all B * H stands in rows of `blocks` blocks of H numbers.
const place = (one, blocks) => (one - (one % H)) * blocks + (one % H);

// sums (rows, width) += a (rows, inner) · W (inner, width)
function addProduct(sums, a, W, rows, inner, width) {
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < inner; j++) {
      const factor = a[row * inner + j];
      for (let k = 0, at = row * width, from = j * width; k < width; k++) sums[at + k] += factor * W[from + k];
    }
  }
}

// sums (B, stride, its first H columns) += d (B, width) · the transpose of W (H, width)
function addTransposedProduct(sums, d, W, width, stride) {
  for (let b = 0; b < B; b++) {
    for (let j = 0; j < H; j++) {
      let sum = 0;
      for (let k = 0, at = b * width, from = j * width; k < width; k++) sum += d[at + k] * W[from + k];
      sums[b * stride + j] += sum;
    }
  }
}

// What is drawn at random ---------------------------------------------------------------------------------------------

function squared(A) {
  const result = zeros(H * H);
  addProduct(result, A, A, H, H, H);
  return result;
}

// The largest absolute value of the eigenvalues of A (H, H): after Gelfand, the k-th root of the length of A^k, for k = 2^50.
export function spectralRadius(A) {
  let power = A, logarithm = 0;
  for (let doubling = 0; doubling <= 50; doubling++) {
    const length = Math.sqrt(power.reduce((sum, number) => sum + number * number, 0));
    logarithm += Math.log(length) / 2 ** doubling;
    power = squared(power.map((number) => number / length));
  }
  return Math.exp(logarithm);
}

// The orthogonal matrix Q of A = Q R, with a positive diagonal of R: column after column, less its part along those before,
// twice, so that rounding leaves nothing of it.
export function orthogonal(A) {
  const Q = Float64Array.from(A), along = (j, k) => {
    let sum = 0;
    for (let row = 0; row < H; row++) sum += Q[row * H + j] * Q[row * H + k];
    return sum;
  };
  for (let j = 0; j < H; j++) {
    for (let k = 0; k < 2 * j; k++) {
      const before = k % j, part = along(j, before);
      for (let row = 0; row < H; row++) Q[row * H + j] -= part * Q[row * H + before];
    }
    const length = Math.sqrt(along(j, j));
    for (let row = 0; row < H; row++) Q[row * H + j] /= length;
  }
  return Q;
}

// Four matrices (H, H) side by side (H, 4H).
function sideBySide(matrices) {
  return Float64Array.from({ length: 4 * H * H }, (_, at) => {
    const row = Math.floor(at / (4 * H)), column = at % (4 * H);
    return matrices[Math.floor(column / H)][row * H + (column % H)];
  });
}

// The random numbers of one seed, those of rnncourse.in_numpy.gradient_lengths.draw: recurrent matrices of spectral radius 1.
export function draw(seed) {
  const random = new Generator(seed), four = (make) => sideBySide([0, 1, 2, 3].map(make));
  const W_hh = {
    random: four(() => {
      const W = random.doubles(H * H, -1, 1), radius = spectralRadius(W);
      return W.map((number) => number / radius);
    }),
    orthogonal: four(() => orthogonal(random.normals(H * H))),
    identity: four(() => zeros(H * H).map((_, at) => (at % (H + 1) === 0 ? 1 : 0))),
  };
  const W_xh = random.normals(D * 4 * H), dh = random.normals(B * H);
  const lengths = rowLengths(dh, H);
  return { W_xh, W_hh, dh: dh.map((number, at) => number / lengths[Math.floor(at / H)]), x: random.normals(STEPS * B * D) };
}

// The cells: `step` goes from the state (B, S) to the next, given what comes from the input and from the state (B, width each);
// `back` goes from the gradient for the new state to that for what came from the state (B, width), and to the part of the
// gradient for the state before that takes no way through W_hh (B, S).

const ACTIVATIONS = {
  identity: [(a) => a, () => 1],
  tanh: [Math.tanh, (h) => 1 - h * h],
  relu: [(a) => Math.max(a, 0), (h) => (h > 0 ? 1 : 0)],
};

function elman(activation) {
  const [g, slope] = ACTIVATIONS[activation];
  return {
    gates: 1,
    parts: 1,
    step(fromX, fromH) {
      const h = fromX.map((number, at) => g(number + fromH[at]));
      return [h, h];
    },
    back: (h, dh) => [dh.map((number, at) => number * slope(h[at])), zeros(B * H)],
  };
}

const LSTM = {
  gates: 4, // input, forget, candidate, output
  parts: 2, // h and c
  biased: 1,
  step(fromX, fromH, state) {
    const next = zeros(B * 2 * H), [i, f, candidate, o, before, shown] = arrays(6);
    for (let one = 0; one < B * H; one++) {
      const at = place(one, 4), to = place(one, 2);
      i[one] = sigmoid(fromX[at] + fromH[at]);
      f[one] = sigmoid(fromX[at + H] + fromH[at + H]);
      candidate[one] = Math.tanh(fromX[at + 2 * H] + fromH[at + 2 * H]);
      o[one] = sigmoid(fromX[at + 3 * H] + fromH[at + 3 * H]);
      before[one] = state[to + H];
      next[to + H] = f[one] * before[one] + i[one] * candidate[one];
      shown[one] = Math.tanh(next[to + H]);
      next[to] = o[one] * shown[one];
    }
    return [next, { i, f, candidate, o, before, shown }];
  },
  back({ i, f, candidate, o, before, shown }, dstate) {
    const d = zeros(B * 4 * H), direct = zeros(B * 2 * H);
    for (let one = 0; one < B * H; one++) {
      const at = place(one, 4), to = place(one, 2);
      const dh = dstate[to], dc = dstate[to + H] + dh * o[one] * (1 - shown[one] * shown[one]);
      d[at] = dc * candidate[one] * i[one] * (1 - i[one]);
      d[at + H] = dc * before[one] * f[one] * (1 - f[one]);
      d[at + 2 * H] = dc * i[one] * (1 - candidate[one] * candidate[one]);
      d[at + 3 * H] = dh * shown[one] * o[one] * (1 - o[one]);
      direct[to + H] = dc * f[one];
    }
    return [d, direct];
  },
};

const GRU = {
  gates: 3, // update, reset, candidate
  parts: 1,
  biased: 0,
  step(fromX, fromH, before) {
    const next = zeros(B * H), [u, r, reset, candidate] = arrays(4);
    for (let one = 0; one < B * H; one++) {
      const at = place(one, 3);
      u[one] = sigmoid(fromX[at] + fromH[at]);
      r[one] = sigmoid(fromX[at + H] + fromH[at + H]);
      reset[one] = fromH[at + 2 * H];
      candidate[one] = Math.tanh(fromX[at + 2 * H] + r[one] * reset[one]);
      next[one] = u[one] * before[one] + (1 - u[one]) * candidate[one];
    }
    return [next, { u, r, reset, candidate, before }];
  },
  back({ u, r, reset, candidate, before }, dh) {
    const d = zeros(B * 3 * H), direct = zeros(B * H);
    for (let one = 0; one < B * H; one++) {
      const at = place(one, 3), da = dh[one] * (1 - u[one]) * (1 - candidate[one] * candidate[one]);
      d[at] = dh[one] * (before[one] - candidate[one]) * u[one] * (1 - u[one]);
      d[at + H] = da * reset[one] * r[one] * (1 - r[one]);
      d[at + 2 * H] = da * r[one];
      direct[one] = dh[one] * u[one];
    }
    return [d, direct];
  },
};

// The measurement -----------------------------------------------------------------------------------------------------

const cellOf = ({ cell, activation }) => ({ Elman: elman(activation), LSTM, GRU })[cell];

// The first `width` columns of a matrix (rows, 4H), times a factor.
function firstColumns(W, rows, width, factor) {
  return Float64Array.from({ length: rows * width }, (_, at) => factor * W[Math.floor(at / width) * 4 * H + (at % width)]);
}

function rowLengths(matrix, width) {
  return Array.from({ length: B }, (_, b) => {
    let sum = 0;
    for (let k = b * width; k < (b + 1) * width; k++) sum += matrix[k] * matrix[k];
    return Math.sqrt(sum);
  });
}

// Run the net forward; returns the states (T arrays of B rows) and what the way back needs.
function forward(cell, draws, { radius, inputStrength, start, bias, steps }) {
  const width = cell.gates * H, W_hh = firstColumns(draws.W_hh[start], H, width, radius);
  const W_xh = firstColumns(draws.W_xh, D, width, inputStrength), biases = zeros(B * width);
  if (cell.biased !== undefined) for (let one = 0; one < B * H; one++) biases[place(one, cell.gates) + cell.biased * H] = bias;
  const states = [], caches = [];
  let state = zeros(B * cell.parts * H), h = zeros(B * H);
  for (let t = 0; t < steps; t++) {
    const fromX = biases.slice(), fromH = zeros(B * width);
    addProduct(fromX, draws.x.subarray(t * B * D, (t + 1) * B * D), W_xh, B, D, width);
    addProduct(fromH, h, W_hh, B, H, width);
    let kept;
    [state, kept] = cell.step(fromX, fromH, state);
    h = cell.parts === 1 ? state : h.map((_, one) => state[place(one, 2)]);
    states.push(h);
    caches.push(kept);
  }
  return { states, caches, W_hh };
}

// Send a gradient of length 1 back from the last state. Returns its length 0, 1 … steps - 1 steps back, the mean over the
// sequences, and the states. Settings: cell, activation, start, radius, inputStrength, bias, steps.
export function gradientLengths(draws, settings) {
  const cell = cellOf(settings), size = cell.parts * H;
  const { states, caches, W_hh } = forward(cell, draws, settings);
  let dstate = zeros(B * size);
  for (let b = 0; b < B; b++) dstate.set(draws.dh.subarray(b * H, (b + 1) * H), b * size);
  const lengths = [];
  for (let t = settings.steps - 1; t >= 0; t--) {
    lengths.push(rowLengths(dstate, size).reduce((sum, length) => sum + length) / B);
    const [d, before] = cell.back(caches[t], dstate);
    addTransposedProduct(before, d, W_hh, cell.gates * H, size);
    dstate = before;
  }
  return { lengths, states };
}

// By what each further step back multiplies the length, on average from step 20 on, or from the middle of a short way.
export function factorPerStep(lengths) {
  const last = lengths.length - 1, from = Math.min(20, Math.floor(last / 2));
  return (lengths[last] / lengths[from]) ** (1 / (last - from));
}
