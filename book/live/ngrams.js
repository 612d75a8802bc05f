/* A layer for nets.js: logistic regression on the n-grams of a text, as rnncourse/live/ngrams.py packs it.
 *
 * An n-gram that stands c times in the text counts (1 + ln c) · idf; the vector of these numbers, brought to length 1, is
 * multiplied by W. With a `blank`, its place in the alphabet, every word is read by itself, with a blank on either side.
 */

const written = (numbers) => Array.from(numbers, (number) => String.fromCharCode(number)).join("");

export function ngrams({ units: C, blank, arrays }, V, array) {
  if (blank !== null && !(Number.isInteger(blank) && blank >= 0 && blank < V)) throw new Error(`There is no symbol ${blank} that could be the blank.`);
  const [count, longest] = arrays?.ngrams?.shape ?? [];
  const [grams, idf, W, b] = [array("ngrams", [count, longest]), array("idf", [count]), array("W", [count, C]), array("b", [C])];
  const rows = new Map(Array.from({ length: count }, (_, i) => // an n-gram is the places of its symbols, from 1, filled up with 0
    [written(grams.subarray(i * longest, (i + 1) * longest)).replace(/\0+$/, ""), i]));

  function parts(text) { // those that are read by themselves
    if (blank === null) return [text];
    const gap = written([blank + 1]);
    return text.split(gap).filter(Boolean).map((word) => gap + word + gap);
  }

  function counted(text) {
    const counts = new Map();
    for (const part of parts(text)) {
      for (let start = 0; start < part.length; start++) {
        for (let end = start + 1; end <= Math.min(start + longest, part.length); end++) {
          const i = rows.get(part.slice(start, end));
          if (i !== undefined) counts.set(i, (counts.get(i) ?? 0) + 1);
        }
      }
    }
    return counts;
  }

  return {
    size: C,
    single: true,
    run(xs) {
      const values = [...counted(written(xs.map((x) => x + 1)))].map(([i, count]) => [i, (1 + Math.log(count)) * idf[i]]);
      const length = Math.sqrt(values.reduce((sum, [, value]) => sum + value * value, 0)) || 1, y = Float64Array.from(b);
      for (const [i, value] of values) for (let j = 0; j < C; j++) y[j] += (value / length) * W[i * C + j];
      return [y];
    },
  };
}
