"""Last names, chosen on validation data: cell, width, depth, direction, dropout, hidden letters. No
test name is read here.

The learning rate of each cell comes from the study `last_names_rates`. Each row differs from
another one in one thing alone. The rows were made with the bundled edition; what they chose is
used for both.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.names import family, load_last_names
from rnncourse.preprocessing.encoding import Vocab, encode_texts, with_edges
from rnncourse.preprocessing.sampling import like_length_batches
from rnncourse.preprocessing.splits import Split, split_by_group
from rnncourse.records.compact import flags_as_text
from rnncourse.records.study import Study, unique
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe

GRU = {
    "framework": "torch",
    "cell": "gru",
    "hidden_size": 128,
    "layers": 1,
    "bidirectional": False,
    "dropout": 0.0,
    "letter_dropout": 0.0,
    "weight_decay": 0.0,
    "learning_rate": 0.006,
    "batch_size": 128,
    "batches": "like length",
    "epochs": 16,
    "names": "with edges",
    "split": "family",
}
ELMAN = GRU | {"cell": "elman"}
LSTM = GRU | {"cell": "lstm", "learning_rate": 0.01}
DROPOUT, HIDDEN_LETTERS, DECAY = (
    {"dropout": 0.5},
    {"letter_dropout": 0.15},
    {"weight_decay": 0.05},
)
REGULARISED = DROPOUT | HIDDEN_LETTERS | DECAY
BOTH_WAYS = {"bidirectional": True}
FROM_BOTH_ENDS = GRU | REGULARISED | BOTH_WAYS
LONGER = FROM_BOTH_ENDS | {"epochs": 40}
BEST = LONGER | {"letter_dropout": 0.25}

UNITS = [
    ELMAN | {"hidden_size": units, "batch_size": size}
    for units in (32, 64, 128)
    for size in (64, 512)
]
TREATED = [GRU | change for change in (DROPOUT, HIDDEN_LETTERS, DECAY, REGULARISED)]
SHAPE = [
    GRU | REGULARISED | {"layers": 2},
    *(ELMAN | REGULARISED | change for change in ({}, {"layers": 2}, BOTH_WAYS)),
    FROM_BOTH_ENDS,
    LONGER,
    BEST,
]
DATA = [
    GRU | REGULARISED | change
    for change in (
        {"names": "without edges"},
        {"names": "without spaces"},
        {"split": "row"},
    )
]


def prepare(
    split: str, names: str = "with edges"
) -> tuple[np.ndarray, np.ndarray, list[str], Split, Vocab]:
    """Load and encode all names; return x (N, T, V), y (N,), the class names, the split and the
    vocabulary.

    `split` says what must not stand in two parts: a "family" of names, or only a "row". `names`
    says how they are written: "with edges", "without edges", or, with edges, "without spaces" in
    them.
    """
    table = load_last_names()
    classes, y = np.unique(table["language"].to_numpy(str), return_inverse=True)
    groups = table["name"].map(family) if split == "family" else table.index
    parts = split_by_group(groups, table["language"], seed=0)
    texts = table["name"]
    if names == "without spaces":
        texts = texts.str.replace(" ", "")
    texts = texts.tolist() if names == "without edges" else with_edges(texts)
    vocab = Vocab.from_texts(texts)
    return encode_texts(texts, vocab), y, classes.tolist(), parts, vocab


def build(configuration: dict, symbol_count: int, class_count: int, *, seed: int):
    """Build the net of `configuration`, without what hides letters."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.classifiers import recurrent_classifier
    else:
        from rnncourse.in_torch.classifiers import recurrent_classifier
    options = ("cell", "layers", "bidirectional", "dropout")
    return recurrent_classifier(
        symbol_count,
        configuration["hidden_size"],
        class_count,
        seed=seed,
        **{option: configuration[option] for option in options},
    )


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
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import classifier_training, classifiers, training
    else:
        from rnncourse.in_torch import classifier_training, classifiers, training
    trained = model = build(configuration, x.shape[2], len(classes), seed=seed)
    if configuration["letter_dropout"]:
        trained = classifiers.with_letter_dropout(model, configuration["letter_dropout"])
    recipe = Recipe.of({"schedule": "one-cycle", "clip_norm": 1.0, "keep": "best"} | configuration)
    if configuration["batches"] == "like length":
        options = {"batches": like_length_batches(x[split.train], recipe.batch_size)} | options
    history = classifier_training.train_classifier(
        trained,
        x[split.train],
        y[split.train],
        recipe=recipe,
        validation=(x[split.validation], y[split.validation]),
        seed=seed,
        **options,
    )
    return model, history, training.predict


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record about which validation names it is right."""
    x, y, classes, split, _ = prepare(configuration["split"], configuration["names"])
    model, history, predict_logits = fit(configuration, seed, x, y, classes, split)
    right = predict_logits(model, x[split.validation]).argmax(axis=1) == y[split.validation]
    return {
        "metrics": {**best_scores(history), "right": flags_as_text(right)},
        "history": history.rounded(),
    }


def best_scores(history: History) -> dict[str, float]:
    """Return the validation scores of the epoch whose weights were kept, and which it was."""
    best = history.best_epoch
    return {
        "validation_accuracy": history["validation_accuracy"][best],
        "validation_loss": history["validation_loss"][best],
        "best_epoch": best + 1,
    }


STUDY = Study(
    name="last_names",
    dataset="last-names",
    question="Which cell, how wide, how deep, which way, and how much noise?",
    configurations=unique([ELMAN, LSTM, GRU, *UNITS, *TREATED, *SHAPE, *DATA]),
    seeds=(0, 1, 2),
    run=run,
)
