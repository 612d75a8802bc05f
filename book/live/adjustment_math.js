// What a classifier answers after its logits are adjusted, and how good that is. N rows, C classes.

// Count the answers: C rows of C numbers, the true class by the answer. `logits` holds N times C steps of
// `step` nats below zero, row after row; `y` the N true classes; tau times the logarithm of its share is taken off each class.
export function confusion({ logits, y }, { step, log_shares: logShares }, tau) {
  const C = logShares.length, shift = logShares.map((share) => tau * share);
  const counts = logShares.map(() => new Array(C).fill(0));
  y.forEach((truth, row) => {
    let best = 0, most = -Infinity;
    for (let c = 0; c < C; c++) {
      const adjusted = -step * logits[row * C + c] - shift[c];
      if (adjusted > most) [best, most] = [c, adjusted];
    }
    counts[truth][best] += 1;
  });
  return counts;
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const ratio = (part, whole) => (whole > 0 ? part / whole : 0);

// The recall of each class, and the three scores.
export function scores(counts) {
  const rows = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = counts.map((_, c) => counts.reduce((sum, row) => sum + row[c], 0));
  const right = counts.map((row, c) => row[c]), all = rows.reduce((sum, count) => sum + count, 0);
  const recall = right.map((count, c) => ratio(count, rows[c]));
  const f1 = right.map((count, c) => ratio(2 * count, rows[c] + columns[c]));
  return { recall, rows, accuracy: right.reduce((sum, count) => sum + count, 0) / all, balanced_accuracy: mean(recall), macro_f1: mean(f1) };
}
