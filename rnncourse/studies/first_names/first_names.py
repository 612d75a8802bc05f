"""First names, chosen on validation data: padding, depth, cell and both
directions. No test name is read here.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rnncourse.datasets.names import GENDERS, LECTURE_ALPHABET, load_first_names
from rnncourse.preprocessing.encoding import Vocab, one_hot, pad
from rnncourse.preprocessing.inputs import check_texts
from rnncourse.preprocessing.splits import Split, split_by_group
from rnncourse.records.study import Study, unique
from rnncourse.training.recipe import Recipe

LECTURE = {
    "framework": "torch",
    "cell": "elman",
    "hidden_size": 64,
    "layers": 1,
    "bidirectional": False,
    "dropout": 0.0,
    "batch_size": 200,
    "learning_rate": 0.001,
    "epochs": 30,
    "padding": "END",
    "length": 15,
}
DEEP = {"layers": 2, "dropout": 0.2}
FASTER = LECTURE | {"learning_rate": 0.003, "epochs": 15}  # gets as far in half the epochs
MASKED = FASTER | {"padding": "mask"}
TWO_WAYS = MASKED | {"cell": "gru", "layers": 2, "dropout": 0.3, "bidirectional": True}

FRAMEWORKS = [LECTURE | {"framework": framework} for framework in ("keras", "torch")]
DEPTH = [LECTURE, LECTURE | DEEP]
PADDINGS = [
    FASTER | padding
    for padding in ({"padding": "END"}, {"length": 30}, {"padding": "front"}, {"padding": "mask"})
]
CELLS = [MASKED | {"cell": cell} for cell in ("elman", "lstm", "gru")] + [FASTER | {"cell": "gru"}]
KERAS = [MASKED | {"framework": "keras"}, MASKED | {"framework": "keras", "cell": "gru"}]
WIDER = [MASKED | {"hidden_size": 128}]


def encode_names(names: Iterable[str], *, padding: str = "END", length: int = 15) -> np.ndarray:
    """Turn names into one-hot vectors of the lecture's alphabet, shape (N,
    length, 56).

    `padding` says how a short name is filled up: with the symbol "END" at its
    end, with END at its "front", or with zero vectors, which the models skip
    ("mask"). Raises ValueError on a name longer than `length`.
    """
    check_texts(names, "names")
    vocab, sequences = Vocab(LECTURE_ALPHABET), []
    for name in names:
        symbols = list(name.title())  # "jo-ann" -> J, o, -, A, n, n
        fill = ["END"] * (length - len(symbols)) if padding != "mask" else []
        symbols = fill + symbols if padding == "front" else symbols + fill
        sequences.append(vocab.encode(symbols))
    return one_hot(pad(sequences, length), len(vocab))


def prepare(
    padding: str = "END", length: int = 15
) -> tuple[np.ndarray, np.ndarray, list[str], Split]:
    """Load and encode all names; return x (N, T, V), y (N,), the names of the
    classes and the split by name.
    """
    table = load_first_names()
    y = (table["gender"] == GENDERS[1]).to_numpy(np.int64)
    split = split_by_group(table["name"], table["gender"], seed=0)
    return encode_names(table["name"], padding=padding, length=length), y, list(GENDERS), split


def fit(configuration: dict, seed: int, x: np.ndarray, y: np.ndarray, split: Split):
    """Build and train the net of `configuration`; return the model, its history
    and `predict_logits(model, x)`.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import classifier_training, classifiers, training
    else:
        from rnncourse.in_torch import classifier_training, classifiers, training
    model = classifiers.recurrent_classifier(
        x.shape[2],
        configuration["hidden_size"],
        2,
        seed=seed,
        **{
            option: configuration[option]
            for option in ("cell", "layers", "bidirectional", "dropout")
        },
    )
    history = classifier_training.train_classifier(
        model,
        x[split.train],
        y[split.train],
        recipe=Recipe.of({"clip_norm": 1.0, "keep": "best"} | configuration),
        validation=(x[split.validation], y[split.validation]),
        seed=seed,
    )
    return model, history, training.predict


def log_odds(logits: np.ndarray) -> np.ndarray:
    """Return the logarithm of p(male) / p(female) for logits (N, 2), shape
    (N,).
    """
    return logits[:, 1] - logits[:, 0]


def run(configuration: dict, seed: int) -> dict:
    """Train one net and score it on the validation names, with the weights that
    it ends with: those of its best epoch.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.weights import weights_of
    else:
        from rnncourse.in_torch.weights import weights_of
    x, y, _, split = prepare(configuration["padding"], configuration["length"])
    model, history, _ = fit(configuration, seed, x, y, split)
    return {
        "metrics": {
            "validation_accuracy": history["validation_accuracy"][history.best_epoch],
            "validation_loss": history["validation_loss"][history.best_epoch],
            "best_epoch": history.best_epoch + 1,
        },
        "history": history.rounded(),
        "weights": weights_of(model),
    }


STUDY = Study(
    name="first_names",
    dataset="first-names",
    question="Padding or masking, how deep, which cell?",
    configurations=unique(FRAMEWORKS + DEPTH + PADDINGS + CELLS + KERAS + WIDER + [TWO_WAYS]),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    kept=(MASKED,),
)
