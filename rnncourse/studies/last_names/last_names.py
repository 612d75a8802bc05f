"""Last names, chosen on validation data: hidden units, batch size, depth and cell. No test name is
read here.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.names import family, load_last_names
from rnncourse.preprocessing.encoding import Vocab, encode_texts, with_edges
from rnncourse.preprocessing.sampling import like_length_batches
from rnncourse.preprocessing.splits import Split, split_by_group
from rnncourse.records.study import Study, unique
from rnncourse.studies.labels import CELL_NAMES, FRAMEWORK_NAMES
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
DEEP = {"layers": 2, "dropout": 0.3}
GATED = {
    "learning_rate": 0.007,
    "epochs": 12,
}  # gated cells bear a higher rate, and get as far in fewer epochs


UNITS = [
    ELMAN | {"hidden_size": units, "batch_size": size}
    for units in (32, 64, 128)
    for size in (64, 128, 512)
]
DEPTH = [ELMAN, ELMAN | DEEP]
LSTM, GRU = (ELMAN | GATED | {"cell": cell} for cell in ("lstm", "gru"))
SHUFFLED = ELMAN | {"batches": "shuffled"}
IN_KERAS = [c | {"framework": "keras"} for c in (ELMAN, ELMAN | DEEP, GRU)]
BOTH_WAYS = (
    GRU | DEEP | {"hidden_size": 64, "bidirectional": True}
)  # 64 units each way: 128 numbers, as the others
SPLITS = [ELMAN | {"split": split} for split in ("row", "name", "family")]


def prepare(split: str) -> tuple[np.ndarray, np.ndarray, list[str], Split, Vocab]:
    """Load and encode all names; return x (N, T, V), y (N,), the class names, the split and the
    vocabulary.

    `split` says what must not stand in two parts: a "family" of names, a "name", or only a "row".
    """
    table = load_last_names()
    classes, y = np.unique(table["language"].to_numpy(str), return_inverse=True)
    texts = with_edges(table["name"])
    vocab = Vocab.from_texts(texts)
    groups = {"family": table["name"].map(family), "name": table["name"], "row": table.index}[split]
    parts = split_by_group(groups, table["language"], seed=0)
    return encode_texts(texts, vocab), y, classes.tolist(), parts, vocab


def title(configuration: dict) -> str:
    """Name the model of `configuration`, such as "two layers of GRU, both ways (PyTorch)"."""
    depth = "two layers of " if configuration["layers"] == 2 else ""
    ways = ", both ways" if configuration["bidirectional"] else ""
    framework = FRAMEWORK_NAMES[configuration["framework"]]
    return f"{depth}{CELL_NAMES[configuration['cell']]}{ways} ({framework})"


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
        options = {"batches": like_length_batches(x[split.train], recipe.batch_size)} | options
    history = classifier_training.train_classifier(
        model,
        x[split.train],
        y[split.train],
        recipe=recipe,
        validation=(x[split.validation], y[split.validation]),
        seed=seed,
        **options,
    )
    return model, history, training.predict


def run(configuration: dict, seed: int) -> dict:
    """Train one net and score it on the validation names."""
    x, y, classes, split, _ = prepare(configuration["split"])
    model, history, _ = fit(configuration, seed, x, y, classes, split)
    return {
        "metrics": {
            "validation_accuracy": history["validation_accuracy"][history.best_epoch],
            "validation_loss": history["validation_loss"][history.best_epoch],
            "best_epoch": history.best_epoch + 1,
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="last_names",
    dataset="last-names",
    question="How many units, which batch size, how deep, which cell?",
    configurations=unique(UNITS + DEPTH + [LSTM, GRU, SHUFFLED, BOTH_WAYS] + IN_KERAS + SPLITS),
    seeds=(0, 1, 2, 3, 4),
    run=run,
)
