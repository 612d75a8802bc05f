"""Metres of couplets, chosen on validation data: dense and recurrent nets, deeper and deeper; how
a couplet is read; what a convolution below and padding do. No test couplet is read here.

Each row differs from another one in one thing alone. The rows of the summer school's table learn
from 20,000 couplets, so that six layers can be trained in minutes.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import log_softmax

from rnncourse.datasets.poems import load_couplets, split_couplets
from rnncourse.evaluation.lines import log_probabilities_of_sum, scores_of_sum
from rnncourse.preprocessing.encoding import Vocab, one_hot
from rnncourse.preprocessing.pairs import encode_sources, source_vocab
from rnncourse.preprocessing.splits import Split
from rnncourse.records.compact import flags_as_text
from rnncourse.records.study import Study, unique
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe

BETWEEN, FILLER = "#", "·"  # the halves of a couplet in one line; what fills up a short one
WHOLE = 104  # letters that every couplet is filled up to, where it is padded
# How a couplet is read: as one line; so, filled up at its end or in front; its halves by a net for
# each; its halves by one net that reads both.
READINGS = ("line", "filled behind", "filled in front", "two nets", "shared")

GRU = {
    "framework": "torch",
    "net": "recurrent",
    "cell": "gru",
    "hidden_size": 128,
    "layers": 1,
    "bidirectional": True,
    "filters": None,
    "dropout": 0.0,
    "reading": "shared",
    "couplets": None,
    "learning_rate": 0.004,
    "weight_decay": 0.0,
    "batch_size": 128,
    "epochs": 8,
}
CONVOLUTION = GRU | {"filters": 64}
BEST = CONVOLUTION | {"layers": 2, "learning_rate": 0.003, "dropout": 0.2}
# Widths with which nets of one to six layers have about as many weights, 150,000 each.
WIDTHS = {1: 138, 2: 77, 3: 59, 4: 49, 5: 43, 6: 39}
SUBSET = {"couplets": 20_000, "epochs": 8}
DEEPER = [GRU | SUBSET | {"layers": layers, "hidden_size": H} for layers, H in WIDTHS.items()]
FORWARDS = GRU | SUBSET | {"bidirectional": False, "hidden_size": 205}
DENSE = [
    GRU
    | SUBSET
    | {"net": "dense", "reading": "filled behind", "learning_rate": 0.003, "layers": layers}
    | {"hidden_size": H}
    for layers, H in {2: 38, 3: 38, 4: 37}.items()
]
READ = [FORWARDS | {"reading": reading} for reading in READINGS[:-1]]
TOO_FAST = FORWARDS | {"reading": "filled behind", "learning_rate": 0.05}


# Nets for the few couplets of the bundled edition: one way of reading, and the others.
FEW = CONVOLUTION | {
    "hidden_size": 64,
    "dropout": 0.4,
    "learning_rate": 0.003,
    "weight_decay": 0.05,
    "batch_size": 32,
    "epochs": 20,
}
SMALL = [FEW | {"reading": reading} for reading in reversed(READINGS)]
FEW_DEEPER = FEW | {"layers": 2}
SMALL += [FEW | {"bidirectional": False}, FEW | {"filters": None}, FEW_DEEPER]
# Nets that a page has time to train, in each edition.
LIVE = {
    "bundled": FEW | {"dropout": 0.2, "learning_rate": 0.008, "epochs": 4},
    "reference": CONVOLUTION | {"hidden_size": 64, "learning_rate": 0.008, "epochs": 2},
}
KERAS = [net | {"framework": "keras"} for net in (FEW, GRU, BEST, DEEPER[0], FORWARDS, *DENSE[:1])]


class Couplets(NamedTuple):
    """Couplets as a net reads them: parts, each lines (N, T) of indices padded with 0, and classes
    (N,); `names` of the classes.
    """

    parts: tuple[np.ndarray, ...]
    classes: np.ndarray
    names: tuple[str, ...]
    vocab: Vocab

    def rows(self, chosen: np.ndarray) -> Couplets:
        """Return the couplets of the chosen rows."""
        parts = tuple(part[chosen] for part in self.parts)
        return self._replace(parts=parts, classes=self.classes[chosen])


def joined(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Return the lines of all parts, each (N, T), below each other, filled up to one width."""
    widest = max(part.shape[1] for part in parts)
    filled = [np.pad(part, ((0, 0), (0, widest - part.shape[1]))) for part in parts]
    return np.concatenate(filled)


def encode(table: pd.DataFrame, reading: str) -> Couplets:
    """Turn couplets into what a net reads them as, one of READINGS."""
    names, classes = np.unique(table["metre"].to_numpy(str), return_inverse=True)
    letters = sorted(set().union(*table["first"], *table["second"]))
    vocab = source_vocab([*letters, BETWEEN, FILLER])
    whole = table["first"] + BETWEEN + table["second"]
    texts = {
        "line": [whole],
        "filled behind": [whole.str.pad(WHOLE, "right", FILLER)],
        "filled in front": [whole.str.pad(WHOLE, "left", FILLER)],
    }.get(reading, [table["first"], table["second"]])
    parts = tuple(encode_sources(part.tolist(), vocab) for part in texts)
    return Couplets(parts, classes, tuple(names.tolist()), vocab)


def prepare(configuration: dict) -> tuple[pd.DataFrame, Couplets, Split]:
    """Load, encode and share out the couplets of `configuration`; where it asks for fewer, the
    first ones of a shuffled training part.
    """
    table = load_couplets()
    split = split_couplets(table)
    if configuration["couplets"] and configuration["couplets"] < len(split.train):
        shuffled = np.random.default_rng(0).permutation(split.train)
        fewer = np.sort(shuffled[: configuration["couplets"]])
        split = Split(fewer, split.validation, split.test)
    return table, encode(table, configuration["reading"]), split


def recipe_of(configuration: dict) -> Recipe:
    """Return how the net of `configuration` is trained."""
    return Recipe.of({"schedule": "one-cycle", "clip_norm": 1.0, "keep": "best"} | configuration)


def build(configuration: dict, couplets: Couplets, *, seed: int):
    """Build the net of `configuration` for lines as `couplets` has them."""
    H = configuration["hidden_size"]
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import signal_classifiers
        from rnncourse.in_keras.poems.line_readers import line_reader
    else:
        from rnncourse.in_torch import signal_classifiers
        from rnncourse.in_torch.poems.line_readers import line_reader
    if configuration["net"] == "dense":
        return signal_classifiers.dense(
            couplets.parts[0].shape[1],
            len(couplets.vocab),
            len(couplets.names),
            hidden_sizes=(H,) * configuration["layers"],
            dropout=configuration["dropout"],
            seed=seed,
        )
    options = ("cell", "layers", "bidirectional", "filters", "dropout")
    return line_reader(
        len(couplets.vocab),
        H,
        len(couplets.names),
        seed=seed,
        **{option: configuration[option] for option in options},
    )


class Trained(NamedTuple):
    """Nets that read couplets: one for all parts, or one for each; how they were trained; and
    `answer(net, lines)`, log-probabilities (N, C) for lines (N, T).
    """

    nets: list
    history: History
    answer: Callable

    def log_probabilities(self, couplets: Couplets) -> np.ndarray:
        """Return the log-probability (nats) of each metre (N, C) for each couplet."""
        pairs = zip(itertools.cycle(self.nets), couplets.parts)
        return log_probabilities_of_sum([self.answer(net, part) for net, part in pairs])


def fit(configuration: dict, seed: int, train: Couplets, validation: Couplets) -> Trained:
    """Build and train the net of `configuration`, or one for each half; the history is that of the
    last.
    """
    if configuration["net"] == "dense":
        return fit_dense(configuration, seed, train, validation)
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.poems import line_training
    else:
        from rnncourse.in_torch.poems import line_training
    tasks = [(joined(train.parts), np.tile(train.classes, len(train.parts)), validation.parts)]
    if configuration["reading"] == "two nets":
        pairs = zip(train.parts, validation.parts)
        tasks = [(lines, train.classes, (watched,)) for lines, watched in pairs]
    nets, history = [], None
    for lines, classes, watched in tasks:
        nets.append(build(configuration, train, seed=seed))
        history = line_training.train_on_lines(
            nets[-1],
            lines,
            classes,
            recipe=recipe_of(configuration),
            validation=(watched, validation.classes),
            seed=seed,
        )
    return Trained(nets, history, line_training.log_probabilities)  # pyright: ignore


def fit_dense(configuration: dict, seed: int, train: Couplets, validation: Couplets) -> Trained:
    """Build and train the dense net of `configuration` on one-hot letters of whole couplets."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import classifier_training, training
    else:
        from rnncourse.in_torch import classifier_training, training
    net = build(configuration, train, seed=seed)
    x, watched = (one_hot(part.parts[0], len(part.vocab)) for part in (train, validation))
    history = classifier_training.train_classifier(
        net,
        x,
        train.classes,
        recipe=recipe_of(configuration),
        validation=(watched, validation.classes),
        seed=seed,
    )
    return Trained(
        [net],
        history,
        lambda net, lines: log_softmax(
            training.predict(net, one_hot(lines, len(train.vocab))), axis=1
        ),
    )


def run(configuration: dict, seed: int) -> dict:
    """Train one net, or one for each half, and record about which validation couplets it is
    right.
    """
    _, couplets, split = prepare(configuration)
    train, validation = couplets.rows(split.train), couplets.rows(split.validation)
    trained = fit(configuration, seed, train, validation)
    return {
        "metrics": scores(trained, validation) | {"best_epoch": trained.history.best_epoch + 1},
        "history": trained.history.rounded(),
    }


def scores(trained: Trained, couplets: Couplets) -> dict:
    """Return the "accuracy" and the "loss" (nats) on `couplets`, and about which it is "right"."""
    log_p = trained.log_probabilities(couplets)
    right = log_p.argmax(axis=1) == couplets.classes
    return scores_of_sum([log_p], couplets.classes) | {"right": flags_as_text(right)}


# A run on all couplets takes minutes. This short one is recorded too, so that a test can make it
# again; it answers no question.
QUICK = {"couplets": 1000, "epochs": 1}

STUDY = Study(
    name="poem_metres",
    dataset="poem-metres",
    question="Which net tells the metre of a couplet, and how should it read?",
    configurations=unique([GRU, CONVOLUTION, BEST, *SMALL, *DEEPER, FORWARDS, *DENSE, *READ])
    + (TOO_FAST, *KERAS, BEST | QUICK),
    seeds=(0, 1, 2),
    run=run,
    quick=QUICK,
)
