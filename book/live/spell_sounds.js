// Live: a word is typed, a net writes its sounds, and another net spells what it hears: ten spellings. The sounds can also be
// written, or pressed. Options: `nets`, {"sounds": the id of a published encoder and decoder that reads letters, "letters": that
// of one that reads sounds}; `examples`, words to press; `limits`, what no spelling tells. Whatever runs the nets, and the nets themselves, load at first touch.

import { button, element, onceAFrame, percent, resultLine } from "./controls.js";
import { GROUPS, inWords, plain, readSounds } from "./sounds.js";

const WIDTH = 10; // of the beam
const MOST = 40; // symbols of an answer

const scripts = () => Promise.all(["encoder_decoder.js", "typed_word.js"].map((name) => import(`./${name}`)))
  .then((modules) => Object.assign({}, ...modules));

// A button for each sound: one stop of the tab key, and the arrows go on from there.
function soundButtons(pressed) {
  const buttons = [];
  const go = (event) => {
    const at = buttons.indexOf(event.target), to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || !buttons[to]) return;
    event.preventDefault();
    buttons[to].focus();
  };
  const stop = ({ target }) => buttons.forEach((each) => (each.tabIndex = each === target ? 0 : -1));
  const one = (sound) => {
    buttons.push(button(sound, () => pressed(sound), { "aria-label": inWords(sound), title: inWords(sound), tabindex: buttons.length ? "-1" : "0", keydown: go, focus: stop }));
    return buttons.at(-1);
  };
  return Object.entries(GROUPS).map(([name, sounds]) => element("div", { class: "live-sounds", role: "group", "aria-label": name }, ...sounds.map(one)));
}

const row = ({ spelling, p }) => element("li", {}, element("span", {}, spelling || "nothing"),
  element("span", { class: "live-track" }, element("span", { style: `width: ${100 * p}%` })), element("span", { class: "live-percent" }, percent(p)));

// What a screen reader says, and everybody reads.
const sentence = (sounds, [first, ...others]) => `${sounds.join(" ")} (${plain(sounds)}): ${first.spelling || "nothing"}, ${percent(first.p)}; then ${others.slice(0, 3).map(({ spelling, p }) => `${spelling || "nothing"}, ${percent(p)}`).join("; ")}.`;

export function mount(stage, { nets, examples = [], limits }) {
  const prompt = "Type a word, or press sounds. The net spells what it hears.";
  let turn = 0, counts = [], shown = ""; // the last sounds that could be read, and those whose spellings are there
  const plainText = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
  const word = element("input", { type: "text", ...plainText, "aria-label": "A word", placeholder: "A word", input: () => soon() });
  const heard = element("input", { type: "text", ...plainText, "aria-label": "Its sounds", placeholder: "Its sounds", input: () => change(heard.value) });
  const refusal = element("p", { class: "live-refusal", role: "alert" }), result = resultLine();
  const list = element("ul", { class: "live-bars live-spellings" });
  const found = element("div", { class: "live-found", hidden: true },
    element("p", { class: "live-ylabel" }, `The ${WIDTH} best spellings of a beam of ${WIDTH} and their probability`), list);

  function refuse(field, words) {
    refusal.textContent = words;
    for (const each of [word, heard]) {
      each.toggleAttribute("data-refused", each === field);
      each.setAttribute("aria-invalid", each === field);
    }
  }

  // Sounds that are written or pressed: the word that was typed does not belong to them.
  function change(sounds) {
    word.value = "";
    heard.value = sounds;
    soon();
  }

  function wordRead({ readWord }, net) {
    const read = readWord(word.value);
    if (read.word) heard.value = net.names(net.greedy(net.read(net.encode(read.word)), { longest: MOST }).symbols).join(" ");
    return read.words;
  }

  async function spell({ loadPairs }) {
    const net = await loadPairs(nets.letters), memory = net.read(net.encode(counts));
    return net.beam(memory, { width: WIDTH, longest: MOST }).map(({ symbols, logP }) => ({ spelling: net.names(symbols).join(""), p: Math.exp(logP) }));
  }

  // Read the fields: a word first, whose sounds then stand in the other field.
  async function read(tools) {
    const reader = word.value.trim() ? await tools.loadPairs(nets.sounds) : null;
    let field = reader ? word : heard;
    try {
      const words = reader ? wordRead(tools, reader) : "";
      field = heard;
      counts = readSounds(heard.value);
      refuse(null, words);
    } catch (error) {
      refuse(field, `${error.message}${counts.length ? ` “${counts.join(" ")}” still counts.` : ""}`);
    }
  }

  async function update() {
    const mine = ++turn;
    try {
      const tools = await scripts();
      if (mine !== turn) return;
      await read(tools);
      if (mine !== turn || String(counts) === shown) return;
      const spellings = counts.length ? await spell(tools) : [];
      if (mine !== turn) return;
      shown = String(counts);
      found.hidden = !counts.length;
      list.replaceChildren(...spellings.map(row));
      result.say(counts.length ? sentence(counts, spellings) : prompt);
    } catch (error) {
      if (mine === turn) refusal.textContent = error.message;
    }
  }
  const soon = onceAFrame(() => update());

  const press = (example) => button(example, () => {
    word.value = example;
    update();
  });
  const takeBack = () => change(heard.value.trim().split(/\s+/).slice(0, -1).join(" "));
  stage.addEventListener("focusin", update, { once: true });
  stage.append(element("div", { class: "live-typing" }, word, heard), element("div", { class: "live-buttons" }, ...examples.map(press)),
    ...soundButtons((sound) => change(`${heard.value.trim()} ${sound}`.trim())),
    element("div", { class: "live-buttons" }, button("Take back", takeBack), button("Clear", () => change(""))),
    refusal, result.node, found, element("p", { class: "live-hint" }, limits));
  result.say(prompt);
}
