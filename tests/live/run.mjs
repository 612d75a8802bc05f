// Calls functions of the live models: reads [module, name, arguments …] calls as JSON, writes what they return.

import { readFileSync } from "node:fs";

const scripts = new URL("../../book/live/", import.meta.url);
const plain = (key, value) => (ArrayBuffer.isView(value) ? [...value] : value);
const drawn = new Map(); // of one seed, for the measurements that share it

const special = {
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
