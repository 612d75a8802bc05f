// What packed nets answer in JavaScript; the same in node and in a browser. `nets` holds the functions of book/live/nets.js,
// sampling.js, numpy_random.js and encoder_decoder.js.

function told(work) {
  try {
    return work();
  } catch (error) {
    return { kind: error.constructor.name, refused: error.message };
  }
}

function stepped(net, sequence) {
  let state;
  return sequence.map((x) => {
    const [logits, next] = net.step(x, state);
    state = next;
    return logits;
  });
}

function written(nets, net, { start, uniforms, temperature }) {
  let [logits, state] = [null, undefined];
  for (const symbol of net.encode(start)) [logits, state] = net.step(symbol, state);
  return uniforms.map((uniform) => {
    const symbol = nets.draw(nets.softmax(logits, temperature), uniform);
    [logits, state] = net.step(symbol, state);
    return net.manifest.symbols[symbol];
  }).join("");
}

// As the page writes it.
function continued({ Generator, Reader, write }, net, { start, seed, most, temperature, topK, topP }) {
  const random = new Generator(seed);
  const found = write(new Reader(net, "\n"), net.encode(start), { most, temperature, topK, topP, random: () => random.double() });
  return found.map((symbol) => net.manifest.symbols[symbol]).join("");
}

// The answers of one reader to texts, one after the other.
function read({ Reader }, net, texts) {
  const reader = new Reader(net, "\n");
  return texts.map((text) => reader.read(net.encode(text)));
}

const WORK = {
  run: (nets, net, sequences) => sequences.map((sequence) => told(() => net.run(sequence))),
  step: (nets, net, sequences) => sequences.map((sequence) => told(() => stepped(net, sequence))),
  encode: (nets, net, texts) => texts.map((text) => told(() => net.encode(text))),
  write: (nets, net, wishes) => wishes.map((wish) => told(() => written(nets, net, wish))),
  continued: (nets, net, wishes) => wishes.map((wish) => continued(nets, net, wish)),
  read,
  cut: (nets, net, wishes) => wishes.map(({ logits, ...settings }) => nets.cut(logits, settings)),
  follow: (nets, net, pairs) => pairs.map(([source, target]) => told(() => net.follow(net.read(source), target))),
  greedy: (nets, net, [longest, sources]) => sources.map((source) => net.greedy(net.read(source), { longest })),
  beams: (nets, net, [wishes, sources]) => wishes.map((wish) => sources.map((source) => told(() => net.beam(net.read(source), wish)))),
  draw: (nets, net, [logits, temperature, uniform]) => nets.draw(nets.softmax(logits, temperature), uniform),
};

// jobs: {name: {manifest, data (base64), and what is asked of the net: {run: [...], step: [...], ...}}}
export function answers(nets, jobs) {
  const answer = ({ manifest, data, ...asked }) => {
    const buffer = Uint8Array.from(atob(data), (character) => character.charCodeAt(0)).buffer;
    const net = manifest.parts ? nets.buildPairs(manifest, buffer) : nets.build(manifest, buffer);
    return Object.fromEntries(Object.entries(asked).map(([what, given]) => [what, WORK[what](nets, net, given)]));
  };
  const found = Object.entries(jobs).map(([name, job]) => [name, told(() => answer(job))]);
  return JSON.stringify(Object.fromEntries(found), (_, value) => (value instanceof Float64Array ? [...value] : value));
}
