// Live: a window is played or drawn along a recording, and models say what is done in it. Options: `nets`, {what a column says:
// the id of a published net that reads windows}; `arrays`, { recordings: the id of what rnncourse.live.pack_recordings packed };
// `recordings`, their names in order; `words`, {a class: what it is in words}; `limits`, what no model can tell. All of it loads
// at first touch.

import { button, choice, element, onceAFrame, percent, resultLine, slider } from "./controls.js";

const STEP = 5, EVERY = 10; // samples: of the slider, and between the windows whose answers the chart keeps
const HEARD = 4000; // milliseconds: while it plays, a screen reader hears a result now and then

const scripts = () => Promise.all(["nets.js", "weights.js", "recordings.js", "signals.js"].map((name) => import(`./${name}`)))
  .then((modules) => Object.assign({}, ...modules));

// A table of bars: a row for each class, a column for each model, and below what each model answers.
function barTable(classes, words, names) {
  const cell = () => {
    const bar = element("span", { class: "live-level" }), number = element("span", { class: "live-number" });
    return { node: element("td", {}, bar, number), bar, number };
  };
  const cells = classes.map(() => names.map(cell)), marks = classes.map(() => element("span", { class: "live-done" })), verdicts = names.map(() => element("td"));
  const rows = classes.map((name, c) => element("tr", {}, element("th", { scope: "row", title: words[name] }, name, marks[c]), ...cells[c].map(({ node }) => node)));
  const table = element("table", { class: "live-probabilities" },
    element("caption", {}, "Probability in per cent. A dot marks what was done; below, what each model answers."),
    element("thead", {}, element("tr", {}, element("td"), ...names.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...rows, element("tr", { class: "live-verdicts" }, element("th", { scope: "row" }, "says"), ...verdicts)));
  const short = (p) => (p < 0.005 ? "0" : p > 0.995 ? "100" : String(Math.round(100 * p)));
  return {
    node: table,
    show(found, done) {
      classes.forEach((_, c) => {
        const share = done.find(({ label }) => label === c)?.share;
        rows[c].classList.toggle("live-true", share !== undefined);
        marks[c].textContent = share === undefined ? "" : " ●";
        found.forEach(({ p, says }, m) => {
          const { node, bar, number } = cells[c][m];
          bar.style.width = `${100 * p[c]}%`;
          number.textContent = short(p[c]);
          node.classList.toggle("live-said", says === c);
        });
      });
      found.forEach(({ says, right }, m) => {
        verdicts[m].textContent = `${right ? "✓" : "✗"} ${classes[says]}`;
        verdicts[m].classList.toggle("live-mistaken", !right);
      });
    },
  };
}

export function mount(stage, { nets, arrays, recordings, words = {}, limits }) {
  const names = Object.keys(nets), reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const kept = new Map(); // by recording, so that answers are not asked for twice
  let now = null, view = null, turn = 0, playing = null, drawnFor = null, heardAt = 0;

  const clock = (sample) => (sample / (now?.facts.rate ?? 50)).toFixed(1);
  const range = (start) => `${clock(start)} to ${clock(start + (now?.facts.window ?? 128))} s`;
  const named = (label) => words[now.facts.classes[label]] ?? now.facts.classes[label];
  const doing = (done) => done.map(({ label, share }, at) => named(label) + (done.length > 1 ? ` (${percent(share - (at ? 0 : 1e-9))})` : "")).join(", then ");
  const last = ({ recording, facts }) => Math.floor((recording.steps - facts.window) / STEP) * STEP; // where the slider ends
  const codes = (start) => now.tools.doneIn(now.recording.parts, start, now.facts.window).map(({ label }) => now.facts.classes[label]);
  const told = (start) => (now ? `${range(start)}, ${codes(start).join(", then ")}` : range(start));

  const chosen = choice({ label: "Recording of", options: Object.fromEntries(recordings.map((name, at) => [at, name])), value: "0" }, () => (stop(), soon()));
  const place = slider({ label: "The window", min: 0, max: 2000, step: STEP, value: 0, words: (start) => told(start) }, () => (stop(), soon()));
  const play = button("Play", () => (playing === null ? begin() : stop(true)));
  const apart = button("Next disagreement", () => next());
  const refusal = element("p", { class: "live-refusal", role: "alert" }), result = resultLine();
  const area = element("div", { class: "live-plot" }), bars = element("div", {});
  const legend = element("p", { class: "live-ylabel" }, "Above, total acceleration; below it, rotation; ", ...["x", "y", "z"].flatMap((axis, at) =>
    [element("span", { class: `live-key live-colour-${at + 1}` }), ` ${axis}${at < 2 ? " " : ""}`]), ". In the row of a model, high and orange is where it was wrong.");
  const found = element("div", { class: "live-found", hidden: true }, area, legend, bars);
  const soon = onceAFrame(() => update());

  // Everything that the box needs, loaded once; a failure is told, and the next touch asks again.
  async function ready() {
    const tools = await scripts(), loaded = await tools.loadArrays(arrays.recordings), { facts } = loaded.manifest, at = Number(chosen.value);
    if (facts.recordings.length !== recordings.length) throw new Error("The recordings of this page and their names do not fit together. Reload the page.");
    const models = await Promise.all(names.map(async (name) => ({ name, net: await tools.loadWeights(nets[name]) })));
    if (!kept.has(at)) kept.set(at, { tools, facts, models, at, recording: tools.published(loaded, at), answers: new Map() });
    return kept.get(at);
  }

  // What the models say to the window from `start`, once asked for.
  function answer({ tools, facts, models, recording, answers }, start) {
    if (!answers.has(start)) {
      const window = recording.window(start), said = models.map(({ name, net }) => ({ name, p: tools.softmax(net.run(window)) }));
      answers.set(start, tools.judged(said, tools.doneIn(recording.parts, start, facts.window)));
    }
    return answers.get(start);
  }

  async function update() {
    try {
      const given = await ready();
      if (given.at !== Number(chosen.value)) return; // another recording was chosen meanwhile
      now = given;
      if (!view) {
        view = { table: barTable(now.facts.classes, words, names), chart: now.tools.signalChart(names, EVERY) };
        bars.replaceChildren(view.table.node);
        area.replaceChildren(view.chart.node);
      }
      found.hidden = false;
      place.most = last(now);
      place.value = Math.min(place.value, last(now)); // and in the words of this recording
      if (drawnFor !== `${given.at} ${area.clientWidth}`) redraw(given);
      show(given, place.value);
    } catch (error) {
      stop();
      refusal.textContent = error.message;
    }
  }

  function redraw(given) {
    const { recording, facts, answers } = given;
    drawnFor = `${given.at} ${area.clientWidth}`;
    const order = recording.parts.map(([, label]) => named(label)).join(", ");
    view.chart.draw(recording, facts, `${recordings[given.at]}: ${clock(recording.steps)} seconds of acceleration and rotation. One behind the other: ${order}.`);
    for (const [start, said] of answers) if (start % EVERY === 0) mark(start, said);
    if (!given.filling) fill(given);
  }

  const mark = (start, said) => said.forEach(({ name, right }) => view.chart.tell(name, start, right));

  // The same, and its mark in the chart; of a window that is refused, nothing: the words come when the reader goes there.
  function asked(given, start) {
    const known = given.answers.has(start);
    try {
      const said = answer(given, start);
      if (!known && now === given) mark(start, said);
      return said;
    } catch {
      return [];
    }
  }

  // Ask for all windows, one at a time, so that the page stays awake.
  async function fill(given) {
    const { recording, facts, answers } = given;
    given.filling = true;
    for (let start = 0; start <= recording.steps - facts.window; start += EVERY) {
      if (now !== given || !stage.isConnected) break;
      if (answers.has(start)) continue;
      asked(given, start);
      await new Promise((done) => setTimeout(done));
    }
    given.filling = false;
  }

  // Show a window; one that is refused is told, and ends the playing.
  function show(given, start) {
    try {
      draw(given, start);
      refusal.textContent = "";
    } catch (error) {
      stop();
      refusal.textContent = error.message;
    }
  }

  function draw(given, start) {
    if (start % EVERY === 0) asked(given, start);
    const said = answer(given, start), done = given.tools.doneIn(given.recording.parts, start, given.facts.window);
    view.chart.move(start);
    view.table.show(said, done);
    const each = said.map(({ name, p, says, right }) => `${name} ${given.facts.classes[says]} ${percent(p[says])}${right ? "" : ", wrong"}`);
    const sentence = `${range(start)}, ${doing(done)}: ${each.join("; ")}.`;
    result.say(sentence, playing !== null && performance.now() - heardAt > HEARD);
    if (performance.now() - heardAt > HEARD) heardAt = performance.now();
  }

  // Playing -----------------------------------------------------------------------------------------------------------------

  async function begin() {
    await update();
    if (!now || refusal.textContent) return;
    const { rate } = now.facts, end = last(now), first = place.value >= end ? 0 : place.value, at = now.at;
    const step = reduced.matches ? rate : STEP, mine = (playing = {});
    let started = null;
    play.textContent = "Pause";
    function frame(time) {
      if (playing !== mine) return;
      if (now.at !== at || !stage.isConnected) return stop();
      started ??= time;
      const start = Math.min(end, first + Math.floor(((time - started) / 1000) * rate / step) * step);
      if (start !== place.value) {
        place.value = start;
        show(now, start);
      }
      if (start >= end) return stop(true);
      requestAnimationFrame(frame);
    }
    requestAnimationFrame(frame);
  }

  function stop(say = false) {
    turn += 1; // whatever else went on, ends
    if (playing === null) return;
    playing = null;
    play.textContent = "Play";
    if (say && now) show(now, place.value);
  }

  // The next window to which the models do not say the same; from the end, it begins again.
  async function next() {
    stop();
    await update();
    const given = now;
    if (!given || refusal.textContent) return;
    const count = Math.floor((given.recording.steps - given.facts.window) / EVERY) + 1, here = Math.floor(place.value / EVERY), mine = turn;
    for (let ahead = 1; ahead <= count; ahead++) {
      const start = ((here + ahead) % count) * EVERY, known = given.answers.has(start);
      if (given.tools.disagree(asked(given, start))) {
        place.value = start;
        return show(given, start);
      }
      if (!known) await new Promise((done) => setTimeout(done));
      if (mine !== turn) return; // something else was asked for
    }
    result.say("Over the whole recording, the models say the same.");
  }

  // Dragging ----------------------------------------------------------------------------------------------------------------

  function drag(event) {
    if (!view || (event.type === "pointermove" && !area.hasPointerCapture(event.pointerId))) return;
    if (event.type === "pointerdown") area.setPointerCapture(event.pointerId);
    stop();
    place.value = Math.round(view.chart.startAt(event) / STEP) * STEP;
    soon();
  }
  area.addEventListener("pointerdown", drag);
  area.addEventListener("pointermove", drag);
  addEventListener("resize", () => now && !found.hidden && soon());

  for (const touch of ["focusin", "pointerdown"]) stage.addEventListener(touch, () => now || soon(), { once: false });
  stage.append(element("div", { class: "live-choices" }, chosen.node), element("div", { class: "live-buttons" }, play, apart), place.node, refusal, found, result.node,
    element("p", { class: "live-hint" }, limits));
  result.say("Press Play, or move the window. The models load when you touch the box.");
}
