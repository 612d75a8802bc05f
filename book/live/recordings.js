// Recordings of a sensor for play_a_recording.js: what may be read, the windows of it, and what was done in each.

const seconds = (samples, rate) => `${(samples / rate).toFixed(1)} s`;

// A recording as the models read it. `facts` say what these have read: `rate`, samples a second; `window`, samples;
// `channels`, their names. Whatever differs is an Error in words: nothing is resampled, filled up or guessed.
export function readRecording({ values, rate, channels }, facts) {
  const size = facts.channels.length, steps = values.length / size, place = (t, d) => values[t * size + d];
  if (String(channels) !== String(facts.channels)) throw new Error(`The recording has the channels ${channels?.join(", ")}, and the models have read ${facts.channels.join(", ")}.`);
  if (rate !== facts.rate) throw new Error(`The recording has ${rate} samples a second, and the models have read ${facts.rate}; resample it first.`);
  if (!(steps >= facts.window)) throw new Error(`The recording has ${steps} samples, ${seconds(steps, rate)}; a window needs ${facts.window}, ${seconds(facts.window, rate)}. Record for longer.`);
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new Error(`Sample ${Math.floor(wrong / size) + 1} of ${channels[wrong % size]} is no number.`);

  // The first channel that has one value at all steps, if any.
  const still = (from, to) => channels.find((_, d) => {
    for (let t = from + 1; t < to; t++) if (place(t, d) !== place(from, d)) return false;
    return true;
  });
  const dead = still(0, steps);
  if (dead) throw new Error(`${dead} is ${place(0, channels.indexOf(dead))} at every sample: the sensor stands still, and there is nothing to read.`);
  return {
    steps,
    column: (d) => Float64Array.from({ length: steps }, (_, t) => place(t, d)),
    window(start) {
      const end = start + facts.window, found = still(start, end);
      if (!(Number.isInteger(start) && start >= 0 && end <= steps)) throw new Error(`There is no window from sample ${start} of ${steps}.`);
      if (found) throw new Error(`From ${seconds(start, rate)} to ${seconds(end, rate)}, ${found} stands still, and there is nothing to read.`);
      return Array.from({ length: facts.window }, (_, t) => values.subarray((start + t) * size, (start + t + 1) * size));
    },
  };
}

// The published recordings: of plain arrays (rnncourse.live.pack_recordings), the one of number `place`.
export function published({ manifest: { facts }, arrays }, place) {
  const { scale, channels, rate } = facts, values = arrays[`samples.${place}`].map((value, at) => value / scale[at % scale.length]);
  return { ...readRecording({ values, rate, channels }, facts), parts: facts.recordings[place].parts };
}

// What was done in a window: [{ label, share }], in order. `parts` are [samples, label], one behind the other.
export function doneIn(parts, start, length) {
  const found = [];
  let from = 0;
  for (const [samples, label] of parts) {
    const share = (Math.min(start + length, from + samples) - Math.max(start, from)) / length;
    if (share > 0) found.push({ label, share });
    from += samples;
  }
  return found;
}

export const largest = (numbers) => numbers.reduce((best, number, place) => (number > numbers[best] ? place : best), 0);

// What models say to a window of which `done` is true: by model { name, p, says, right }. Of two activities either is right.
export function judged(answers, done) {
  return answers.map(({ name, p }) => {
    const says = largest(p);
    return { name, p, says, right: done.some(({ label }) => label === says) };
  });
}

export const disagree = (found) => new Set(found.map(({ says }) => says)).size > 1;
