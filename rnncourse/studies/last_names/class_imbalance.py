"""Treatments of class imbalance on last names, compared on validation data. No test name is read
here.

All treatments train the same net for the same number of steps: first all of them at one rate, then
those that were best, and none, at another. The rows were made with the bundled edition; what they
chose is used for both.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rnncourse.evaluation import classification
from rnncourse.preprocessing import sampling
from rnncourse.preprocessing.splits import Split
from rnncourse.records.compact import flags_as_text, log_probabilities_as_text
from rnncourse.records.study import Study, unique
from rnncourse.studies.last_names.last_names import GRU, best_scores, fit, prepare

# Half the units and larger batches: many nets are compared here.
NET = GRU | {"hidden_size": 64, "batch_size": 256, "learning_rate": 0.02, "epochs": 14}
VARIANTS = [
    ("none", 0.0),
    ("class weights", 0.5),
    ("class weights", 1.0),
    ("oversampling", 1.0),
    ("balanced batches", 1.0),
    ("focal loss", 1.0),
    ("focal loss", 2.0),
    ("logit adjustment", 0.5),
    ("logit adjustment", 1.0),
    ("logit adjustment", 1.5),
]
FIRST_RATE = 0.01  # at which all treatments are compared
# Then the rate, of the net without a treatment and of the treatments that were best at the first.
RATES = (0.005, 0.01, 0.02, 0.04)
AGAIN = [("class weights", 0.5), ("logit adjustment", 0.5), ("logit adjustment", 1.0)]


def oversampled(split: Split, y: np.ndarray, class_count: int, *, seed: int) -> Split:
    """Return the split with rows of rare classes repeated, within training and within validation.

    The validation rows decide when to stop, and must ask for what the training rows ask for. The
    test rows stay as they are.
    """
    rng = np.random.default_rng(seed)
    return replace(
        split,
        **{
            part: rows[sampling.oversample(y[rows], class_count, rng=rng)]
            for part, rows in (("train", split.train), ("validation", split.validation))
        },
    )


def treat(
    configuration: dict, seed: int, y: np.ndarray, class_count: int, split: Split
) -> tuple[Split, dict]:
    """Return the split to train with and the options of the training for the treatment of
    `configuration`.

    Its "strength" is the power of the class weights, gamma of the focal loss, tau of the logit
    adjustment.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import losses
    else:
        from rnncourse.in_torch import losses
    y_train, strength = y[split.train], configuration["strength"]
    match configuration["treatment"]:
        case "none":
            return split, {}
        case "class weights":
            weights = sampling.class_weights(y_train, class_count, power=strength)
            return split, {"loss": losses.weighted_cross_entropy(weights)}
        case "oversampling":
            return oversampled(split, y, class_count, seed=seed), {}
        case "balanced batches":
            batches = sampling.balanced_batches(y_train, class_count, configuration["batch_size"])
            validation = oversampled(split, y, class_count, seed=seed).validation
            return replace(split, validation=validation), {"batches": batches}
        case "focal loss":
            return split, {"loss": losses.focal_loss(strength)}
        case "logit adjustment":
            priors = sampling.class_priors(y_train, class_count)
            return split, {"loss": losses.logit_adjusted_loss(priors, tau=strength)}
    raise ValueError(
        f"treatment {configuration['treatment']!r} is not known; choose one of "
        f"{sorted({name for name, _ in VARIANTS})}"
    )


def train_treated(configuration: dict, seed: int):
    """Train one net with its treatment; return logits(rows), the classes, y, the split and the
    history.

    Where rows are repeated an epoch is longer, so there are fewer: every treatment takes the same
    number of steps.
    """
    x, y, classes, split, _ = prepare(configuration["split"], configuration["names"])
    treated, options = treat(configuration, seed, y, len(classes), split)
    epochs = round(configuration["epochs"] * len(split.train) / len(treated.train))
    model, history, predict_logits = fit(
        configuration | {"epochs": epochs}, seed, x, y, classes, treated, **options
    )
    return lambda rows: predict_logits(model, x[rows]), classes, y, split, history


def run(configuration: dict, seed: int) -> dict:
    """Train one net; score it on the validation names as they are, and see how many of the training
    names of each class it knows.

    Without a treatment, the log-probabilities are kept, so that they can be adjusted afterwards.
    """
    logits, classes, y, split, history = train_treated(configuration, seed)
    seen = logits(split.validation)
    right = seen.argmax(axis=1) == y[split.validation]
    counts, known = (
        classification.confusion(y[rows], answers.argmax(axis=1), len(classes))
        for rows, answers in ((split.validation, seen), (split.train, logits(split.train)))
    )
    recall = classification.recall(counts)
    kept = {"log_probabilities": log_probabilities_as_text(seen)}
    return {
        "metrics": {
            "accuracy": round(float(classification.accuracy(counts)), 4),
            "macro_f1": round(float(classification.f1(counts).mean()), 4),
            "balanced_accuracy": round(float(recall.mean()), 4),
            "recall": np.round(recall, 4).tolist(),
            "training_recall": np.round(classification.recall(known), 4).tolist(),
            "best_epoch": best_scores(history)["best_epoch"],
            "right": flags_as_text(right),
            **(kept if configuration["treatment"] == "none" else {}),
        },
        "history": history.rounded(),
    }


def configuration_of(treatment: str, strength: float, **changes) -> dict:
    """Return the configuration of the net with a treatment, and with further changes."""
    return NET | {"treatment": treatment, "strength": strength} | changes


STUDY = Study(
    name="class_imbalance",
    dataset="last-names",
    question="Which treatment of class imbalance finds more of the rare languages?",
    configurations=unique(
        [
            *(configuration_of(*variant, learning_rate=FIRST_RATE) for variant in VARIANTS),
            *(configuration_of("none", 0.0, learning_rate=rate) for rate in RATES),
            *(configuration_of(*variant) for variant in AGAIN),
        ]
    ),
    seeds=(0, 1),
    run=run,
)
