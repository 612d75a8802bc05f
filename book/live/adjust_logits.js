// Live: the logits of a trained net are adjusted by a slider, and the recall of each class and three scores are drawn again.
// Options: `arrays`, { logits: the id of published arrays }, which load at first touch. With "logits" and "y" comes, as facts, what
// adjustment_math.js needs, the `classes`, their `training_counts`, and `trained`, { tau, recall, and the three scores }.

import { element, onceAFrame, resultLine, shown, slider } from "./controls.js";

const MEASURES = { accuracy: "accuracy", balanced_accuracy: "balanced accuracy", macro_f1: "macro-F1" };
const MOST = 2;

export const percent = (share) => `${shown(100 * share, 1)}\u00a0%`;

// The rows of the drawing: the name of a class with the rows that it has, its recall, and what training reached. The class with
// the most rows to train on comes first.
export function table({ classes, training_counts: training, trained }, { recall, rows }) {
  const order = classes.map((_, c) => c).sort((a, b) => training[b] - training[a]);
  return order.map((c) => ({ name: `${classes[c]} (${rows[c]})`, value: recall[c], reached: trained.recall[c] }));
}

export const measures = ({ trained }, found) =>
  Object.entries(MEASURES).map(([key, name]) => ({ name, value: found[key], reached: trained[key] }));

const bar = ({ name, value, reached }) => element("li", {}, element("span", {}, name),
  element("span", { class: "live-track" }, element("span", { style: `width: ${100 * value}%` }), element("b", { class: "live-reached", style: `left: ${100 * reached}%` })),
  element("span", { class: "live-percent" }, percent(value), element("span", { class: "live-unseen" }, `, trained with the adjustment ${percent(reached)}`)));

const sentence = (tau, rows) => `β = ${shown(tau, 2)}: ${rows.map(({ name, value }) => `${name} ${percent(value)}`).join(", ")}.`;

export function mount(stage, { arrays }) {
  const refusal = element("p", { class: "live-refusal", role: "alert" }), result = resultLine();
  const bars = () => element("ul", { class: "live-bars live-recalls" });
  const [scored, recalls] = [bars(), bars()], about = element("p", { class: "live-ylabel" });
  const below = element("p", { class: "live-ylabel" }, "Recall of each language, in brackets the number of its validation names. The language with the most names in training is on top.");
  const found = element("div", { class: "live-found", hidden: true }, about, scored, below, recalls);
  const options = { label: "Strength β of the adjustment", hint: "0 leaves the net as it was trained.", min: 0, max: MOST, step: 0.05, value: 0 };
  const tau = slider(options, () => draw());

  const draw = onceAFrame(async () => {
    try {
      const [{ confusion, scores }, { loadArrays }] = await Promise.all([import("./adjustment_math.js"), import("./weights.js")]);
      const { manifest: { facts }, arrays: kept } = await loadArrays(arrays.logits);
      const now = scores(confusion(kept, facts, tau.value)), rows = measures(facts, now);
      scored.replaceChildren(...rows.map(bar));
      recalls.replaceChildren(...table(facts, now).map(bar));
      about.textContent = `Three scores on ${kept.y.length.toLocaleString("en-GB")} validation names. The orange tick is a net that was trained with the adjustment, β = ${facts.trained.tau}.`;
      refusal.textContent = "";
      found.hidden = false;
      result.say(sentence(tau.value, rows));
    } catch (error) {
      refusal.textContent = error.message;
    }
  });

  for (const touch of ["focusin", "pointerdown"]) stage.addEventListener(touch, draw, { once: true });
  stage.append(tau.node, refusal, result.node, found);
  result.say("Move the slider. The net is not trained again.");
}
