// Live: a text is typed, and a model goes on with it, character by character. Options: `nets`, {what the switch says: the id of
// a published net}, the first of them chosen, all with one alphabet; `start`, a text to begin with; `unit`, "line" or "name",
// what ends with a line break; `real`, the id of the model that is counted, whose text is real; `game`, the words of
// which_is_real.js; `known`, the id of published keys of names that exist; `limits`, what no model can tell. Whatever runs a
// net, and the net itself, loads at first touch.

import { button, choice, element, onceAFrame, percent, resultLine, slider } from "./controls.js";

const BEFORE = "\n"; // what every model has read before the text
const ALL = 41; // the end of the slider for top-k
const MOST = { line: 100, name: 60 }; // characters of one, should it not end

const scripts = () => Promise.all(["sampling.js", "typed_text.js", "text_views.js", "numpy_random.js", "weights.js", "known_names.js"]
  .map((name) => import(`./${name}`))).then((modules) => Object.assign({}, ...modules));

export function mount(stage, options) {
  const { nets, start = "", unit = "line", limits } = options;
  const names = Object.keys(nets), readers = new Map(), full = "The page is full; take something away, or clear it.";
  const prompt = "Press a button, and a model goes on with the text; or type your own beginning.";
  let turn = 0, typed = start, random, queue = Promise.resolve(), shownNow = null, mark;

  const plain = { spellcheck: "false", autocomplete: "off", autocapitalize: "off" };
  const area = element("textarea", { rows: "3", ...plain, "aria-label": "The text", input: () => typing() });
  area.value = start;
  const model = choice({ label: "Model", options: Object.fromEntries(names.map((name) => [name, name])), value: names[0] }, () => again());
  const settings = {
    temperature: slider({ label: "Temperature", min: 0, max: 2, step: 0.05, value: 1 }, () => soon()),
    topK: slider({ label: "Top-k", min: 1, max: ALL, step: 1, value: ALL, words: (k) => (k === ALL ? "all" : String(k)) }, () => soon()),
    topP: slider({ label: "Top-p", min: 0.05, max: 1, step: 0.05, value: 1 }, () => soon()),
    seed: slider({ label: "Seed", min: 0, max: 99, step: 1, value: 0, digits: 0 }, () => again()),
  };
  const ofAll = (at) => (shownNow ? `${at} of ${shownNow.signs.length}` : String(at));
  const place = slider({ label: "Look at character", min: 0, max: 0, step: 1, value: 0, words: ofAll }, () => look(place.value));
  const refusal = element("p", { class: "live-refusal", role: "alert" }), result = resultLine();
  const text = element("p", { class: "live-text", "aria-hidden": "true", pointerover: (event) => look(placeOf(event) ?? place.value),
    pointerleave: () => look(place.value), click: (event) => (place.value = placeOf(event) ?? place.value) });
  const title = element("p", { class: "live-ylabel" }), bars = element("ul", { class: "live-bars live-next" });
  const marks = element("ul", { class: "live-marks" }), legend = element("p", { class: "live-ylabel" },
    "The stronger the colour, the more the character surprised the model. Point at one, or move the slider, for its number. What the model wrote is underlined.");
  const found = element("div", { class: "live-beside", hidden: true },
    element("div", { class: "live-column" }, text, place.node, legend, marks), element("div", { class: "live-column" }, title, bars));

  const placeOf = ({ target }) => (target.dataset.place ? Number(target.dataset.place) : undefined);
  const soon = onceAFrame(() => update());
  const wishes = () => {
    const { temperature, topK, topP } = settings;
    return { temperature: temperature.value, topK: topK.value === ALL ? Infinity : topK.value, topP: topP.value };
  };

  function again() { // the same random numbers as at the beginning
    random = undefined;
    soon();
  }

  function typing() {
    typed = area.value;
    again();
  }

  function put(value) {
    area.value = value;
    again();
  }

  async function readerOf(name, tools) {
    const net = await tools.loadWeights(nets[name]);
    if (!readers.has(name)) readers.set(name, new tools.Reader(net, BEFORE));
    return readers.get(name);
  }

  // Read what stands in the box, and say what is skipped; null if something was typed meanwhile.
  async function reading() {
    const mine = ++turn, name = model.value, tools = await scripts(), reader = await readerOf(name, tools);
    if (mine !== turn) return null;
    const { symbols } = reader.net.manifest, { text: read, words } = tools.readable(area.value, symbols), places = reader.net.encode(read);
    refusal.textContent = words;
    for (let end = reader.shared(places) + 150; end < places.length; end += 150) { // the page stays awake while much is read
      reader.read(places.slice(0, end));
      await new Promise((done) => setTimeout(done));
      if (mine !== turn) return null;
    }
    return { tools, name, reader, symbols, places, signs: [...read], logits: reader.read(places) };
  }

  async function update() {
    const mine = turn + 1;
    try {
      const now = await reading();
      if (!now) return;
      const { tools, places, logits, signs } = now;
      shownNow = { ...now, surprises: places.map((symbol, at) => tools.surprise(logits[at], symbol)) };
      text.replaceChildren(...tools.shadedText(signs, shownNow.surprises, tools.readable(typed, now.symbols).text.length));
      place.most = signs.length;
      place.value = signs.length;
      found.hidden = false;
      look(signs.length);
      if (options.known) marks.replaceChildren(...(await markedNames(now)));
    } catch (error) {
      if (mine === turn) refusal.textContent = error.message;
    }
  }

  // Show the text, and what may come after the first `at` characters of it.
  function look(at) {
    if (!shownNow) return;
    const { tools, name, signs, logits, symbols } = shownNow, next = tools.cut(logits[at], wishes());
    text.querySelector(".live-marked")?.classList.remove("live-marked");
    text.querySelector(`[data-place="${at}"]`)?.classList.add("live-marked");
    const end = signs.slice(Math.max(0, at - 20), at).map(tools.seen).join("");
    title.textContent = `What comes after ${at ? `“${end}”` : "nothing"}, by ${name}:`;
    bars.replaceChildren(...tools.nextBars(next, symbols));
    result.say(sentence(at, next));
  }

  function sentence(at, next) {
    const { tools, name, signs, surprises, symbols } = shownNow, expected = `${name} expects ${tools.inWords(next, symbols)}.`;
    if (at === 0) return `At the beginning, ${expected}`;
    if (at === signs.length) {
      const mean = surprises.reduce((sum, each) => sum + each) / signs.length;
      return `Next, ${expected} Mean surprise by the ${signs.length} characters: ${tools.bits(mean)} each.`;
    }
    const told = `surprise ${tools.bits(surprises[at - 1])}, probability ${percent(2 ** -surprises[at - 1])}`;
    return `Character ${at}, ${tools.said(signs[at - 1])}: ${told}. After it, ${expected}`;
  }

  // Let the model write up to `most` characters, or until a line ends.
  const writing = (most, toTheEnd) => () => {
    queue = queue.then(async () => {
      try {
        let now = null;
        while (!now) now = await reading(); // again, if something else asked for a reading meanwhile
        const { tools, reader, symbols, places } = now;
        if (places.length + most > tools.LONGEST) throw new Error(full);
        random ??= new tools.Generator(settings.seed.value);
        const ends = (symbol) => toTheEnd && symbols[symbol] === "\n";
        const more = tools.write(reader, places, { ...wishes(), most, ends, random: () => random.double() });
        area.value += more.map((symbol) => symbols[symbol]).join("");
        area.scrollTop = area.scrollHeight;
        await update();
      } catch (error) {
        refusal.textContent = error.message;
      }
    });
  };

  const realText = async ({ loadWeights }) => {
    const { text: places, manifest } = await loadWeights(options.real);
    return Array.from(places, (symbol) => manifest.symbols[symbol]).join("");
  };
  const marker = async (tools) => (mark ??= tools.marker(await realText(tools), await tools.loadBytes(options.known)));

  // The names that are complete, the latest first, each with whether it exists.
  async function markedNames({ tools, signs }) {
    const lines = signs.join("").split("\n").slice(0, -1).filter((line) => line.trim());
    if (!lines.length) return [];
    const marked = await marker(tools);
    return lines.toReversed().slice(0, 6).map((line) => element("li", {}, `${line}: ${marked(line)}`));
  }

  async function play() {
    const [{ mountGame }, tools] = [await import("./which_is_real.js"), await scripts()];
    const loaded = await Promise.all(names.map(async (name) => [name, await tools.loadWeights(nets[name])]));
    const marked = options.known && (await marker(tools));
    const given = { tools, nets: new Map(loaded), text: await realText(tools), before: BEFORE, unit, mark: marked };
    mountGame(game, { ...given, wishes, seed: () => settings.seed.value, ...options.game });
  }
  const failed = element("p", { class: "live-refusal", role: "alert" });
  const playing = button("Play", () => play().catch((error) => (failed.textContent = error.message)));
  const game = element("div", { class: "live-game" }, element("p", {}, element("strong", {}, options.game.title)),
    element("div", { class: "live-buttons" }, playing), failed);

  stage.addEventListener("focusin", () => update(), { once: true });
  stage.append(
    element("div", { class: "live-typing" }, area, model.node),
    element("div", { class: "live-buttons" }, button("One character", writing(1, false)),
      button(unit === "name" ? "A name" : "A line", writing(MOST[unit], true)),
      button("Take back", () => put(typed), { title: "Take away what the model wrote" }),
      button("Clear", () => put((typed = "")))),
    element("div", { class: "live-group" }, ...Object.values(settings).map(({ node }) => node)),
    refusal, result.node, found, game, element("p", { class: "live-hint" }, limits));
  result.say(prompt);
}
