"""First names, chosen on validation data: padding, start, cell, depth, direction, noise. No test
name is read here.

The learning rate of each cell and way of padding comes from the study `first_names_rates`. Each row
differs from another one in one thing alone. The rows were made with the bundled edition; what they
chose is used for both.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rnncourse.datasets.names import GENDERS, LECTURE_ALPHABET, load_first_names
from rnncourse.preprocessing.encoding import Vocab, one_hot, pad
from rnncourse.preprocessing.inputs import check_texts
from rnncourse.preprocessing.splits import Split, split_by_group
from rnncourse.records.compact import flags_as_text
from rnncourse.records.study import Study, unique
from rnncourse.training.history import History
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
DEEP = {"layers": 2, "dropout": 0.2}  # the lecture's second net
KERAS = {"framework": "keras"}

END = LECTURE | {
    "letter_dropout": 0.0,
    "start": "the framework's",
    "learning_rate": 0.01,
    "schedule": "one-cycle",
}
MASKED = END | {"padding": "mask", "learning_rate": 0.03}
LSTM = MASKED | {"cell": "lstm"}
GRU = MASKED | {"cell": "gru"}

PADDINGS = [
    END,
    END | {"length": 30},
    END | {"padding": "front"},
    MASKED,
    GRU | {"padding": "END"},
]
ORTHOGONAL = {"start": "orthogonal"}
STARTS = [LECTURE | ORTHOGONAL]
BOTH_WAYS = {"bidirectional": True}
NOISE = {"dropout": 0.4, "letter_dropout": 0.1}
TREATED = [
    GRU | BOTH_WAYS,
    GRU | {"layers": 2},
    GRU | NOISE,
    GRU | NOISE | BOTH_WAYS,
]
BEST = GRU | NOISE | BOTH_WAYS


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


def build(configuration: dict, *, seed: int):
    """Build the net of `configuration`, without what hides letters."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.classifiers import recurrent_classifier
    else:
        from rnncourse.in_torch.classifiers import recurrent_classifier
    options = ("cell", "layers", "bidirectional", "dropout")
    model = recurrent_classifier(
        len(LECTURE_ALPHABET),
        configuration["hidden_size"],
        len(GENDERS),
        seed=seed,
        **{option: configuration[option] for option in options},
    )
    if configuration.get("start") == "orthogonal":
        begin_orthogonal(model.recurrent, seed)
    return model


def begin_orthogonal(layer, seed: int) -> None:
    """Give an Elman layer of PyTorch the kind of weights that Keras begins
    with: PyTorch's own start is uniform, small numbers.
    """
    from torch import nn

    from rnncourse.in_torch.cells import weights_from

    with weights_from(seed):
        nn.init.xavier_uniform_(layer.weight_ih_l0)
        nn.init.orthogonal_(layer.weight_hh_l0)
    nn.init.zeros_(layer.bias_ih_l0)
    nn.init.zeros_(layer.bias_hh_l0)


def fit(configuration: dict, seed: int, x: np.ndarray, y: np.ndarray, split: Split):
    """Build and train the net of `configuration`; return the model, its history
    and `predict_logits(model, x)`.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import classifier_training, classifiers, training
    else:
        from rnncourse.in_torch import classifier_training, classifiers, training
    trained = model = build(configuration, seed=seed)
    rate = configuration.get("letter_dropout", 0.0)
    if rate:
        trained = classifiers.with_letter_dropout(model, rate)
    history = classifier_training.train_classifier(
        trained,
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


def best_scores(history: History) -> dict[str, float]:
    """Return the validation scores of the epoch whose weights were kept, and
    which it was.
    """
    best = history.best_epoch
    return {
        "validation_accuracy": history["validation_accuracy"][best],
        "validation_loss": history["validation_loss"][best],
        "best_epoch": best + 1,
    }


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record about which validation names it is right."""
    x, y, _, split = prepare(configuration["padding"], configuration["length"])
    model, history, predict_logits = fit(configuration, seed, x, y, split)
    right = (log_odds(predict_logits(model, x[split.validation])) > 0) == y[split.validation]
    return {
        "metrics": {**best_scores(history), "right": flags_as_text(right)},
        "history": history.rounded(),
    }


STUDY = Study(
    name="first_names",
    dataset="first-names",
    question="Padding or masking, which start, which cell, how deep, which way, how much noise?",
    configurations=unique(
        [
            GRU,
            *TREATED,
            MASKED,
            LSTM,
            *PADDINGS,
            LECTURE,
            *STARTS,
            LECTURE | DEEP,
        ]
    ),
    seeds=(0, 1),
    run=run,
)
