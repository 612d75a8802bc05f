"""Treatments of class imbalance on last names, compared on validation data. No test name is read
here.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rnncourse.datasets.names import family, load_last_names
from rnncourse.evaluation import classification
from rnncourse.preprocessing import sampling
from rnncourse.preprocessing.encoding import Vocab, encode_texts
from rnncourse.preprocessing.sampling import like_length_batches
from rnncourse.preprocessing.splits import Split, split_by_group
from rnncourse.records.study import Study
from rnncourse.training.recipe import Recipe

ELMAN = {
    "framework": "torch",
    "cell": "elman",
    "hidden_size": 128,
    "layers": 1,
    "bidirectional": False,
    "dropout": 0.0,
    "batch_size": 512,
    "batches": "like length",
    "learning_rate": 0.003,
    "split": "family",
}
# Half the units, and a faster start: many nets are compared here.
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


def prepare(split: str) -> tuple[np.ndarray, np.ndarray, list[str], Split, Vocab]:
    """Load and encode all names; return x (N, T, V), y (N,), the class names, the split and the
    vocabulary.

    `split` says what must not stand in two parts: a "family" of names, a "name", or only a "row".
    """
    table = load_last_names()
    classes, y = np.unique(table["language"].to_numpy(str), return_inverse=True)
    vocab = Vocab.from_texts(table["name"])
    groups = {"family": table["name"].map(family), "name": table["name"], "row": table.index}[split]
    parts = split_by_group(groups, table["language"], seed=0)
    return encode_texts(table["name"], vocab), y, classes.tolist(), parts, vocab


def fit(
    configuration: dict,
    seed: int,
    x: np.ndarray,
    y: np.ndarray,
    classes: list[str],
    split: Split,
    **options,
):
    """Build and train the net of `configuration`, with further `options` of the training; return
    the model, its history and `predict_logits(model, x)`.

    It trains for 20 epochs with a patience of 3, unless the configuration says otherwise.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import classifier_training, classifiers, training
    else:
        from rnncourse.in_torch import classifier_training, classifiers, training
    model = classifiers.recurrent_classifier(
        x.shape[2],
        configuration["hidden_size"],
        len(classes),
        seed=seed,
        **{
            option: configuration[option]
            for option in ("cell", "layers", "bidirectional", "dropout")
        },
    )
    recipe = Recipe.of(
        {"epochs": 20, "patience": 3, "clip_norm": 1.0, "keep": "best"} | configuration
    )
    if configuration["batches"] == "like length":
        options = {
            "batches": like_length_batches(x[split.train], recipe.batch_size)  # pyright: ignore
        } | options
    history = classifier_training.train_classifier(
        model,
        x[split.train],
        y[split.train],
        recipe=recipe,
        validation=(x[split.validation], y[split.validation]),
        seed=seed,
        **options,  # pyright: ignore
    )
    return model, history, training.predict


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
