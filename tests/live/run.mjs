// Calls functions of the live models: reads [module, name, arguments …] calls as JSON, writes what they return.

import { readFileSync } from "node:fs";

const scripts = new URL("../../book/live/", import.meta.url);
const plain = (key, value) => (ArrayBuffer.isView(value) ? [...value] : value);
const drawn = new Map(); // of one seed, for the measurements that share it

// Lone halves of characters cannot travel as JSON of UTF-8.
const HALVES = ["a\ud800", "\ud800\ud800"];

const special = {
  async foldAll(texts) {
    const { fold } = await import(new URL("folding.js", scripts));
    const told = (text) => {
      try {
        return { folded: fold(text) };
      } catch (error) {
        return { folded: null, refused: error.message };
      }
    };
    return (texts === "halves" ? HALVES : texts).map(told);
  },
  async told(module, name, ...given) {
    const call = (await import(new URL(module, scripts)))[name];
    try {
      return { value: call(...given) };
    } catch (error) {
      return { refused: error.message };
    }
  },
  async typed({ manifest, data }, names) {
    const [{ fold }, { asRead }, { build }] = await Promise.all(["folding.js", "type_a_name.js", "nets.js"].map((name) => import(new URL(name, scripts))));
    const net = build(manifest, Uint8Array.from(atob(data), (character) => character.charCodeAt(0)).buffer);
    return names.map((name) => net.run(net.encode(asRead(fold(name), manifest.symbols))));
  },
  async numbered(names) {
    const { nameKey, numberOf } = await import(new URL("known_names.js", scripts));
    return names.map((name) => [nameKey(name), numberOf(nameKey(name))]);
  },
  async knownNames(data, names) {
    const { knownNames } = await import(new URL("known_names.js", scripts));
    return names.map(knownNames(Buffer.from(data, "base64")));
  },
  async readRecording({ values, ...recording }, facts, { window }) {
    const { readRecording } = await import(new URL("recordings.js", scripts));
    const numbers = Float64Array.from(values, (value) => value ?? NaN);
    try {
      return { window: readRecording({ values: numbers, ...recording }, facts).window(window).map((x) => [...x]) };
    } catch (error) {
      return { refused: error.message };
    }
  },
  async playedRecording(manifest, bytes, place, wish) {
    const [{ unpack }, { published }] = await Promise.all(["nets.js", "recordings.js"].map((name) => import(new URL(name, scripts))));
    const { steps, parts, window, column } = published(unpack(manifest, Uint8Array.from(bytes).buffer), place);
    return { steps, parts, window: window(wish.window).map((x) => [...x]), column: column(wish.column) };
  },
  async unpacked(manifest, bytes) {
    const { unpack } = await import(new URL("nets.js", scripts));
    try {
      return unpack(manifest, Uint8Array.from(bytes).buffer).arrays;
    } catch (error) {
      return { refused: error.message };
    }
  },
  async gradientLengths({ seed, ...settings }) {
    const { draw, gradientLengths } = await import(new URL("gradient_math.js", scripts));
    if (!drawn.has(seed)) drawn.set(seed, draw(seed));
    const { lengths, states } = gradientLengths(drawn.get(seed), settings);
    return { lengths, last: states.at(-1) };
  },
  async randomNumbers({ seed, count }) {
    const { Generator } = await import(new URL("numpy_random.js", scripts));
    const random = new Generator(seed);
    return [random.doubles(count, -1, 1), random.normals(count), random.doubles(count, 0, 5)];
  },
};

const results = [];
for (const [module, name, ...given] of JSON.parse(readFileSync(0, "utf8"))) {
  const call = special[name] ?? (await import(new URL(module, scripts)))[name];
  results.push(await call(...given));
}
console.log(JSON.stringify(results, plain));
