// Single units, calculated as one would on paper: the arithmetic of lstm_unit.js and cell_by_hand.js.

const sigmoid = (a) => 0.5 * (1 + Math.tanh(0.5 * a));

// An LSTM of one unit that reads a value and a mark at each step, without recurrent weights, as in the exercise on a memory by
// hand. `bias` and `mark` hold a number for each of the gates i, f and o, `candidate` is the weight of the value.
export function lstmSteps({ bias, mark, candidate }, values, marks) {
  let c = 0;
  return values.map((value, t) => {
    const gate = (name) => sigmoid(bias[name] + mark[name] * marks[t]);
    const [i, f, o] = ["i", "f", "o"].map(gate), offered = Math.tanh(candidate * value), before = c;
    c = f * before + i * offered;
    return { i, f, o, candidate: offered, before, c, h: o * Math.tanh(c) };
  });
}

// An Elman unit with input weight 1: its states.
export function elmanStates(recurrent, values) {
  let h = 0;
  return values.map((value) => (h = Math.tanh(value + recurrent * h)));
}

// One sequence through an Elman cell: for each step what is multiplied, [input or state, weight, product] for every unit, the
// sums a and the state. W_xh is (D, H), W_hh (H, H), b_h (H), xs (T, D), all lists.
export function cellSteps({ W_xh, W_hh, b_h }, xs) {
  let h = b_h.map(() => 0);
  return xs.map((x) => {
    const before = h, times = (row, W, unit) => row.map((number, j) => [number, W[j][unit], number * W[j][unit]]);
    const units = b_h.map((bias, unit) => {
      const fromX = times(x, W_xh, unit), fromH = times(before, W_hh, unit);
      const a = [...fromX, ...fromH].reduce((sum, [, , product]) => sum + product, bias);
      return { fromX, fromH, bias, a, h: Math.tanh(a) };
    });
    h = units.map((unit) => unit.h);
    return { x, before, units, h };
  });
}
