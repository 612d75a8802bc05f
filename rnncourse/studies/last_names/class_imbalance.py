"""Treatments of class imbalance on last names, compared on validation data. No test name is read
here.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rnncourse.evaluation import classification
from rnncourse.preprocessing import sampling
from rnncourse.preprocessing.splits import Split
from rnncourse.records.study import Study
from rnncourse.studies.last_names.last_names import ELMAN, fit, prepare

# Half the units of the last names' net, and a faster start: many nets are compared here.
NET = ELMAN | {"hidden_size": 64, "learning_rate": 0.005, "epochs": 30}
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
]


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
            return split, {
                "loss": losses.logit_adjusted_loss(
                    sampling.class_priors(y_train, class_count), tau=strength
                )
            }
    raise ValueError(
        f"treatment {configuration['treatment']!r} is not known; choose one of "
        f"{sorted({name for name, _ in VARIANTS})}"
    )


def train_treated(configuration: dict, seed: int):
    """Train one net with its treatment; return predict(rows), which gives class indices, the
    classes, y, the split and the history.
    """
    x, y, classes, split, _ = prepare(configuration["split"])
    treated, options = treat(configuration, seed, y, len(classes), split)
    model, history, predict_logits = fit(configuration, seed, x, y, classes, treated, **options)
    return lambda rows: predict_logits(model, x[rows]).argmax(axis=1), classes, y, split, history


def run(configuration: dict, seed: int) -> dict:
    """Train one net and score it on the validation names as they are."""
    predict, classes, y, split, history = train_treated(configuration, seed)
    counts = classification.confusion(y[split.validation], predict(split.validation), len(classes))
    recall = classification.recall(counts)
    return {
        "metrics": {
            "accuracy": round(float(classification.accuracy(counts)), 4),
            "macro_f1": round(float(classification.f1(counts).mean()), 4),
            "balanced_accuracy": round(float(recall.mean()), 4),
            "recall": np.round(recall, 4).tolist(),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="class_imbalance",
    dataset="last-names",
    question="Which treatment of class imbalance finds more of the rare languages?",
    configurations=tuple(
        NET | {"treatment": treatment, "strength": strength} for treatment, strength in VARIANTS
    ),
    seeds=(0, 1, 2, 3, 4),
    run=run,
)
