/* A layer for nets.js: modified Kneser-Ney smoothing, counted in the page from a text, as rnncourse/live/counting.py packs it.
 *
 * The same as rnncourse/baselines/kneser_ney.py. Level n holds how often each n-gram of n + 1 symbols counts: in the longest,
 * how often it occurs; below, after how many different symbols; at the beginning of the text, where nothing stands before, as
 * it is. An n-gram is a number: its symbols are the digits, V the base. The layer answers with log-probabilities, and its state
 * is the last symbols.
 */

// Counts by n-gram, a Map for each level.
function counted(text, order, V) {
  const levels = Array.from({ length: order }, () => new Map()), size = V ** (order - 1); // of the contexts of the longest
  const add = (level, gram) => levels[level].set(gram, (levels[level].get(gram) ?? 0) + 1);
  let context = 0;
  text.forEach((symbol, place) => {
    const gram = context * V + symbol;
    add(Math.min(place, order - 1), gram);
    context = gram % size;
  });
  for (let level = order - 1; level > 0; level--) for (const gram of levels[level].keys()) add(level - 1, gram % V ** level);
  return levels;
}

// What is taken off counts of 0, 1, 2 and of 3 or more.
function discountsOf(counts) {
  const n = [0, 0, 0, 0, 0, 0];
  for (const count of counts.values()) n[Math.min(count, 5)] += 1;
  if (n[1] === 0 || n[2] === 0) return [0, 0.5, 0.5, 0.5];
  const y = n[1] / (n[1] + 2 * n[2]);
  const best = (r) => (n[r] ? r - ((r + 1) * y * n[r + 1]) / n[r] : 0.5);
  return [0, ...[1, 2, 3].map((r) => Math.min(Math.max(best(r), 0.1), r - 0.1))];
}

// p of the next symbol, from the shortest end of the context that was seen to the longest.
function probabilities(context, { levels, discounts }, V) {
  let p = new Float64Array(V).fill(1 / V), first = 0;
  for (let length = 0; length <= context.length; length++) {
    if (length) first += context.at(-length) * V ** (length - 1);
    const counts = p.map((_, symbol) => levels[length].get(first * V + symbol) ?? 0);
    const total = counts.reduce((sum, count) => sum + count);
    if (total === 0) break;
    const taken = counts.map((count) => discounts[length][Math.min(count, 3)]);
    const rest = taken.reduce((sum, part) => sum + part);
    p = p.map((shorter, symbol) => (counts[symbol] - taken[symbol] + rest * shorter) / total);
  }
  return p;
}

export function kneserNey({ order, arrays }, V, array) {
  const numbered = Number.isInteger(order) && order > 0 && V ** order <= Number.MAX_SAFE_INTEGER;
  if (!numbered) throw new Error(`The order ${order} is none that this page can count; it should be 1 or more, and not too high for ${V} symbols.`);
  const text = array("text", [arrays?.text?.shape?.[0]]);
  if (text.some((symbol) => symbol >= V)) throw new Error("The text to count holds symbols outside its alphabet.");
  let model;
  function step(symbol, before = []) {
    if (!model) {
      const levels = counted(text, order, V); // at first touch: a moment
      model = { levels, discounts: levels.map(discountsOf) };
    }
    const context = order === 1 ? [] : [...before, symbol].slice(1 - order);
    return [probabilities(context, model, V).map(Math.log), context];
  }
  return {
    size: V,
    text,
    step,
    run(xs) {
      let context, answer;
      return xs.map((x) => (([answer, context] = step(x, context)), answer));
    },
  };
}
