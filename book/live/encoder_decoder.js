/* Runs an encoder and a decoder in the page. `buildPairs(manifest, buffer)` makes what rnncourse/live/pairs.py has packed:
 *
 *   net.encode(symbols)     places of a source's symbols
 *   net.names(places)       symbols of an answer
 *   net.read(source)        what the encoder knows of a source (places)
 *   net.greedy(memory, …)   the answer whose every symbol is the likeliest: { symbols (places), logP, ended }
 *   net.beam(memory, …)     the best answers that a beam finds, the likeliest first, as in rnncourse.generation.decoding
 *   net.follow(memory, symbols)   [{ logits, weights }], at each symbol and at the end: scores, and how it looks at the source
 *
 * `loadPairs(id)` loads a published one, once. What cannot be run is an Error that says so.
 */
import { build, softmax } from "./nets.js";
import { described } from "./published.js";
import { loadBytes } from "./weights.js";

const loaded = new Map();

export async function loadPairs(id) {
  const bytes = await loadBytes(id);
  if (!loaded.has(id)) loaded.set(id, buildPairs(described(id).manifest, bytes));
  return loaded.get(id);
}

function demand(holds, words) {
  if (!holds) throw new Error(words);
}

const dot = (x, y) => x.reduce((sum, each, k) => sum + each * y[k], 0);
const joined = (x, y) => Float64Array.of(...x, ...y);

function logSoftmax(logits) {
  const most = Math.max(...logits), log = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
  return logits.map((logit) => logit - most - log);
}

// The `width` likeliest; of equals, the first.
const best = (answers, width) => answers.toSorted((a, b) => b.logP - a.logP).slice(0, width);

export function buildPairs(manifest, buffer) {
  const { format, parts, sources, targets, start, end } = manifest ?? {};
  const fits = (symbols, part) => Array.isArray(symbols) && symbols.length === part?.input?.size;
  const listed = fits(sources, parts?.encoder) && fits(targets, parts.decoder);
  demand(listed && [start, end].every((place) => place in targets), "The description of the net lacks its parts or its symbols.");
  const part = (name) => build({ format, ...parts[name] }, buffer);
  const [encoder, bridge, decoder, output] = ["encoder", "bridge", "decoder", "output"].map(part);
  const key = parts.key && part("key"), places = new Map(sources.map((symbol, place) => [symbol, place]));

  function read(source) {
    const states = encoder.run(source), H = states[0].length / 2;
    const [summary] = bridge.run([joined(states.at(-1).subarray(0, H), states[0].subarray(H))]);
    return key ? { summary, states, keys: key.run(states) } : { summary, states: [summary] };
  }

  // How a state looks at the states of the source: without keys, there is only the summary.
  function look(h, { states, keys }) {
    const weights = softmax(keys ? keys.map((each) => dot(each, h) / Math.sqrt(h.length)) : [0]), context = new Float64Array(states[0].length);
    weights.forEach((weight, s) => states[s].forEach((value, k) => (context[k] += weight * value)));
    return { weights, context };
  }

  function step(symbol, before, memory) {
    const [h] = decoder.step(symbol, [undefined, [before]]), { weights, context } = look(h, memory);
    return { h, weights, logits: output.step(joined(h, context))[0] };
  }

  function greedy(memory, { longest }) {
    const symbols = [];
    let [h, last, logP] = [memory.summary, start, 0];
    while (symbols.length < longest) {
      const next = step(last, h, memory), logs = logSoftmax(next.logits);
      [h, last] = [next.h, logs.indexOf(Math.max(...logs))];
      logP += logs[last];
      if (last === end) return { symbols, logP, ended: true };
      symbols.push(last);
    }
    return { symbols, logP, ended: false };
  }

  function beam(memory, { width, longest }) {
    demand(Number.isInteger(width) && width > 0, `The beam is ${width} wide; it should be 1 or more.`);
    let open = [{ symbols: [], logP: 0, h: memory.summary }], done = [];
    for (let count = 0; count < longest; count++) {
      const longer = [];
      for (const { symbols, logP, h: before } of open) {
        const { h, logits } = step(symbols.at(-1) ?? start, before, memory), logs = logSoftmax(logits);
        done.push({ symbols, logP: logP + logs[end], ended: true });
        logs.forEach((log, symbol) => symbol !== end && longer.push({ symbols: [...symbols, symbol], logP: logP + log, h }));
      }
      done = best(done, width);
      open = best(longer, width);
      if (done.length === width && open[0].logP <= done.at(-1).logP) break;
    }
    return done;
  }

  function follow(memory, symbols) {
    let h = memory.summary;
    return [start, ...symbols].map((symbol) => {
      const next = step(symbol, h, memory);
      h = next.h;
      return { logits: next.logits, weights: next.weights };
    });
  }

  return {
    manifest,
    encode: (symbols) =>
      [...symbols].map((symbol) => {
        demand(places.has(symbol), `The net never saw “${symbol}”; it reads ${sources.slice(1).join(" ")}.`);
        return places.get(symbol);
      }),
    names: (symbols) => symbols.filter((place) => ![0, start, end].includes(place)).map((place) => targets[place]),
    read,
    greedy,
    beam,
    follow,
  };
}
