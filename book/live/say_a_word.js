// Live: a word is typed, and a net writes its sounds; a map shows which letters it looked at for each. Options: `nets`, {"sounds":
// the id of a published encoder and decoder}, whose facts may hold `examples`, a list of { word, sounds: the pronunciations
// of the dictionary, learnt: whether the net has learnt from it }; `limits`, what the map does not tell. Whatever runs the net, and
// the net itself, loads at first touch.

import { button, element, onceAFrame, percent, resultLine } from "./controls.js";
import { described } from "./published.js";

const WIDTH = 3; // of the beam
const MOST = 40; // sounds of an answer
const LEARNT = 12; // letters of the longest word that the net has learnt from

const scripts = () => Promise.all(["encoder_decoder.js", "sounds.js", "typed_word.js", "nets.js"].map((name) => import(`./${name}`)))
  .then((modules) => Object.assign({}, ...modules));

const same = (some, others) => String(some) === String(others);

// What the net writes for a word: the greedy answer, and those of the beam. Each has its sounds.
function answersTo(word, net) {
  const memory = net.read(net.encode(word)), longest = MOST;
  const told = (answer) => ({ ...answer, sounds: net.names(answer.symbols), p: Math.exp(answer.logP) });
  return { word, memory, greedy: told(net.greedy(memory, { longest })), beam: net.beam(memory, { width: WIDTH, longest }).map(told) };
}

// The rows of the map: a sound (null for the end), its probability, and the weight of each letter.
function rowsOf({ memory }, answer, net, { softmax }) {
  const { end } = net.manifest, ends = answer.ended ? [end] : [], written = [...answer.symbols, ...ends];
  const steps = net.follow(memory, answer.symbols);
  return written.map((symbol, at) => ({ sound: symbol === end ? null : net.names([symbol])[0], p: softmax(steps[at].logits)[symbol], weights: steps[at].weights }));
}

const shade = (weight) => element("td", {}, element("span", { class: "live-shade", style: `opacity: ${weight}` }), element("span", { class: "live-unseen" }, percent(weight)));

function heading(sound, { wordWith }) {
  if (sound === null) return element("th", { scope: "row", class: "live-end" }, "end");
  const [before, letters, after] = wordWith(sound);
  return element("th", { scope: "row" }, sound, element("span", { class: "live-like" }, before, element("u", {}, letters), after));
}

const map = (word, rows, tools) => [
  element("thead", {}, element("tr", {}, element("td"), ...[...word].map((letter) => element("th", { scope: "col" }, letter)), element("th", { scope: "col" }, "probability"))),
  element("tbody", {}, ...rows.map(({ sound, p, weights }) =>
    element("tr", {}, heading(sound, tools), ...Array.from(weights, shade), element("td", { class: "live-percent" }, percent(p))))),
];

// What a screen reader says, and everybody reads.
function sentence({ word, greedy, beam }, { plain }) {
  const said = ({ sounds, p }) => `${sounds.join(" ") || "nothing"} (${plain(sounds) || "silence"}), probability ${percent(p)}`;
  const first = greedy.ended ? `“${word}”: ${said(greedy)}.` : `“${word}”: the net does not come to an end; after ${MOST} sounds it is stopped.`;
  const better = same(greedy.symbols, beam[0].symbols) ? "" : ` The beam finds a likelier answer: ${said(beam[0])}.`;
  const long = word.length > LEARNT ? ` No word that it has learnt from has more than ${LEARNT} letters.` : "";
  return first + better + long;
}

// What the dictionary says, if it is known here.
function verdict({ word, greedy }, examples, { plain }) {
  const example = examples.find((each) => each.word === word);
  if (!example) return "Whether this is right, only the dictionary knows; its answer is here for the words on the buttons.";
  const { sounds, learnt } = example, right = sounds.some((each) => same(each, greedy.sounds));
  const known = sounds.map((each) => `${each.join(" ")} (${plain(each)})`).join(" or ");
  return `The dictionary: ${known}. The net is ${right ? "right" : "wrong"}; it has ${learnt ? "learnt from" : "never seen"} this word.`;
}

export function mount(stage, { nets, limits }) {
  const { examples = [] } = described(nets.sounds).manifest.facts;
  const prompt = "Type a word, or press one. The net writes its sounds.";
  let counts = "", turn = 0, now = null;
  const plainText = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
  const input = element("input", { type: "text", ...plainText, "aria-label": "A word", placeholder: "A word", input: () => soon() });
  const refusal = element("p", { class: "live-refusal", role: "alert" }), result = resultLine();
  const told = element("p", { class: "live-hint" }), title = element("p", { class: "live-ylabel" });
  const table = element("table", { class: "live-strip live-map", "aria-label": "Which letters the net looks at for each sound" });
  const list = element("ul", { class: "live-answers" });
  const found = element("div", { class: "live-found", hidden: true }, told, title, element("div", { class: "live-scroll", tabindex: "0", role: "group", "aria-label": "The map" }, table),
    element("p", { class: "live-ylabel" }, `The best answers of a beam of ${WIDTH}. Press one for its map.`), list);

  function read({ readWord }) {
    let words = "", refused = false;
    try {
      const typed = readWord(input.value);
      words = typed.words;
      counts = typed.word;
    } catch (error) {
      words = `${error.message}${counts && ` “${counts}” still counts.`}`;
      refused = true;
    }
    refusal.textContent = words;
    input.toggleAttribute("data-refused", refused);
    input.setAttribute("aria-invalid", refused);
  }

  function show(answer) {
    const { answers, net, tools } = now;
    title.textContent = `Letters across, sounds down: ${answer.sounds.join(" ") || "nothing"}. The stronger the colour, the more the net looks at the letter while it writes the sound.`;
    table.replaceChildren(...map(answers.word, rowsOf(answers, answer, net, tools), tools));
    for (const [place, each] of [...list.querySelectorAll("button")].entries()) each.setAttribute("aria-pressed", same(answers.beam[place].symbols, answer.symbols));
  }

  const choice = (answer) => element("li", {}, button(answer.sounds.join(" ") || "nothing", () => show(answer), { "aria-pressed": "false" }),
    element("span", { class: "live-track" }, element("span", { style: `width: ${100 * answer.p}%` })), element("span", { class: "live-percent" }, percent(answer.p)));

  async function update() {
    const mine = ++turn;
    try {
      const tools = await scripts(), net = await tools.loadPairs(nets.sounds);
      if (mine !== turn) return; // something was typed meanwhile
      read(tools);
      if (!counts) {
        found.hidden = true;
        return result.say(prompt);
      }
      const answers = now?.answers.word === counts ? now.answers : answersTo(counts, net);
      now = { answers, net, tools };
      list.replaceChildren(...answers.beam.map(choice));
      show(answers.greedy);
      told.textContent = verdict(answers, examples, tools);
      found.hidden = false;
      result.say(sentence(answers, tools));
    } catch (error) {
      if (mine === turn) refusal.textContent = error.message;
    }
  }
  const soon = onceAFrame(() => update());

  const press = ({ word }) => button(word, () => {
    input.value = word;
    update();
  });
  stage.addEventListener("focusin", update, { once: true });
  stage.append(element("div", { class: "live-typing" }, input), element("div", { class: "live-buttons" }, ...examples.map(press)),
    refusal, result.node, found, element("p", { class: "live-hint" }, limits));
  result.say(prompt);
}
