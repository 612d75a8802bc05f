"""A trap, reproduced: rows of rare classes are repeated before the split, so that copies stand on
both sides of it.

Five languages, as in the practical work of 2024, and no test name: of the names that
`class_imbalance` trains and selects on, a fifth is held out here, once as former participants did
it, and once by family. The balanced accuracy of the scored names does not depend on their mix, so
that what is left between the orders is memory.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.names import family, load_last_names
from rnncourse.evaluation import classification
from rnncourse.preprocessing import sampling
from rnncourse.preprocessing.splits import Split, split_by_group, split_by_row
from rnncourse.records.study import Study
from rnncourse.studies.last_names.class_imbalance import oversampled
from rnncourse.studies.last_names.last_names import GRU, best_scores, fit, prepare

NET = GRU | {"hidden_size": 64, "learning_rate": 0.01, "epochs": 12}
LANGUAGES = ("English", "French", "German", "Italian", "Spanish")
ORDERS = ("before the split", "after the split", "never")


def five_languages() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x (N, T, V), y (N,) in 0 … 4 and the families (N,) of the five languages' names,
    without the test names.
    """
    x, y, classes, split, _ = prepare("family")
    rows = np.setdiff1d(np.arange(len(y)), split.test)
    rows = rows[np.isin(y[rows], [classes.index(language) for language in LANGUAGES])]
    _, five = np.unique(y[rows], return_inverse=True)
    return x[rows], five, load_last_names()["name"].map(family).to_numpy(str)[rows]


def arrange(order: str, y: np.ndarray, families: np.ndarray, *, seed: int) -> Split:
    """Return the split in which the rare classes are repeated in `order`, one of ORDERS; its `test`
    rows are those to be scored.
    """
    if order == "before the split":
        rows = sampling.oversample(y, len(LANGUAGES), rng=np.random.default_rng(seed))
        parts = split_by_row(y[rows], seed=seed, validation=0.1, test=0.2)
        return Split(rows[parts.train], rows[parts.validation], rows[parts.test])
    split = split_by_group(families, y, seed=seed, validation=0.1, test=0.2)
    return oversampled(split, y, len(LANGUAGES), seed=seed) if order == "after the split" else split


def run(configuration: dict, seed: int) -> dict:
    """Train one net and score it on the rows that its split holds out."""
    x, y, families = five_languages()
    split = arrange(configuration["oversampled"], y, families, seed=seed)
    model, history, predict_logits = fit(configuration, seed, x, y, list(LANGUAGES), split)
    predicted = predict_logits(model, x[split.test]).argmax(axis=1)
    counts = classification.confusion(y[split.test], predicted, len(LANGUAGES))
    return {
        "metrics": {
            "accuracy": round(float(classification.accuracy(counts)), 4),
            "balanced_accuracy": round(float(classification.recall(counts).mean()), 4),
            "best_epoch": best_scores(history)["best_epoch"],
            "also_in_training": round(float(np.isin(split.test, split.train).mean()), 4),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="leaky_oversampling",
    dataset="last-names",
    question="How good does a net look when rows were repeated before the split?",
    configurations=tuple(NET | {"oversampled": order} for order in ORDERS),
    seeds=(0, 1),
    run=run,
)
