/* Layers for nets.js that read a sensor's windows, T steps of nine channels: the three axes of the body's acceleration, of
 * rotation, and of total acceleration, as rnncourse/live/movement.py packs them.
 */

const CHANNELS = 9, FREQUENCIES = 8;
const SMALL = [0.01, 0.01, 0.01, 0.03, 0.03, 0.03, 0.01, 0.01, 0.01].map(Math.fround); // what a still body sways

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const column = (xs, d) => Float64Array.from(xs, (x) => x[d]);

// The channels of a window, each without its mean; and the means.
function centred(xs) {
  const columns = Array.from({ length: CHANNELS }, (_, d) => column(xs, d)), means = columns.map((c) => sum(c) / xs.length);
  return { means, columns, moving: columns.map((c, d) => c.map((number) => number - means[d])) };
}

function check(layer, D, units) {
  if (D !== CHANNELS || layer.units !== units) throw new Error(`A layer of windows reads ${CHANNELS} channels and gives ${units} numbers, not ${D} and ${layer.units}.`);
}

// Both views: the movement, and the same with its large values made small; standardised.
function movement(layer, D, array) {
  const size = 2 * CHANNELS;
  check(layer, D, size);
  const [mean, scale] = [array("mean", [size]), array("scale", [size])];
  return {
    size,
    run(xs) {
      const { moving } = centred(xs), views = [...moving, ...moving.map((c, d) => c.map((number) => Math.asinh(number / SMALL[d])))];
      return xs.map((_, t) => Float64Array.from(views, (view, d) => (view[t] - mean[d]) / scale[d]));
    },
  };
}

// What people thought of: moments, extremes, the lowest frequencies, correlations.
function handFeatures(layer, D) {
  const size = (5 + FREQUENCIES) * CHANNELS + (CHANNELS * (CHANNELS - 1)) / 2;
  check(layer, D, size);
  return {
    size,
    single: true,
    run(xs) {
      const T = xs.length, { means, columns, moving } = centred(xs), deviations = moving.map((c) => Math.sqrt(sum(c.map((number) => number ** 2)) / T));
      const magnitude = (k) => {
        const [cos, sin] = [Math.cos, Math.sin].map((wave) => Float64Array.from({ length: T }, (_, t) => wave((2 * Math.PI * k * t) / T)));
        return moving.map((c) => Math.hypot(sum(c.map((number, t) => number * cos[t])), sum(c.map((number, t) => number * sin[t]))));
      };
      const spectrum = Array.from({ length: FREQUENCIES }, (_, k) => magnitude(k + 1)).flat();
      const together = moving.flatMap((one, d) => moving.slice(d + 1).map((other, e) =>
        sum(one.map((number, t) => number * other[t])) / T / deviations[d] / deviations[d + 1 + e]));
      const extremes = [Math.min, Math.max].flatMap((most) => columns.map((c) => most(...c)));
      return [Float64Array.from([...means, ...deviations, ...deviations.map(Math.log), ...extremes, ...spectrum, ...together])];
    },
  };
}

// Random kernels, and for each how large a share of its answers lies above some levels. Zeros stand before and after a window.
function randomConvolutions(layer, D, array) {
  const { dilations, arrays } = layer;
  if (!Array.isArray(dilations) || !dilations.every((each) => Number.isInteger(each) && each > 0 && each < 100)) throw new Error(`The dilations of kernels are ${dilations}, not whole numbers from 1 to 99.`);
  const scale = array("scale", [CHANNELS]);
  const banks = dilations.map((dilation, i) => {
    const [K, width] = arrays?.[`kernels.${i}`]?.shape ?? [], [L] = arrays?.[`levels.${i}`]?.shape ?? [];
    const W = array(`kernels.${i}`, [K, width, CHANNELS]), levels = array(`levels.${i}`, [L, K]);
    const kernels = Array.from({ length: K }, (_, k) => { // [how far from the middle, channel, weight], where a weight is not zero
      const taps = [...W.subarray(k * width * CHANNELS, (k + 1) * width * CHANNELS).entries()].filter(([, weight]) => weight !== 0);
      return taps.map(([at, weight]) => [(Math.floor(at / CHANNELS) - Math.floor(width / 2)) * dilation, at % CHANNELS, weight]);
    });
    return { K, L, kernels, levels };
  });
  const size = banks.reduce((total, { K, L }) => total + K * L, 0);
  check(layer, D, size);

  function answers(taps, columns, T) {
    const found = new Float64Array(T);
    for (const [shift, d, weight] of taps) {
      for (let t = Math.max(0, -shift), end = Math.min(T, T - shift); t < end; t++) found[t] += weight * columns[d][t + shift];
    }
    return found;
  }

  return {
    size,
    single: true,
    run(xs) {
      const T = xs.length, columns = centred(xs).moving.map((c, d) => c.map((number) => number / scale[d])), shares = new Float64Array(size);
      let place = 0;
      for (const { K, L, kernels, levels } of banks) {
        kernels.forEach((taps, k) => {
          const found = answers(taps, columns, T);
          for (let l = 0; l < L; l++) {
            const level = levels[l * K + k];
            let above = 0;
            for (let t = 0; t < T; t++) if (found[t] > level) above++;
            shares[place + l * K + k] = above / T;
          }
        });
        place += K * L;
      }
      return [shares];
    },
  };
}

// Behind a vector stands gravity's direction: the means of total acceleration in the window that the net reads.
function gravity(layer, D, array) {
  const [mean, scale] = [array("mean", [3]), array("scale", [3])];
  const still = (window, axis) => sum(column(window, 6 + axis)) / window.length;
  return {
    size: D + 3,
    run([x], window) {
      check(layer, window[0].length, D + 3);
      return [Float64Array.from([...x, ...[0, 1, 2].map((axis) => (still(window, axis) - mean[axis]) / scale[axis])])];
    },
  };
}

export const OF_MOVEMENT = { movement, hand_features: handFeatures, random_convolutions: randomConvolutions, gravity };
