"""The country of a first name, chosen on validation data: the learning rate of each cell, and what
the study of last names found to help. No test name is read here.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.names import family, load_first_names_by_country
from rnncourse.preprocessing.encoding import Vocab, encode_texts, with_edges
from rnncourse.preprocessing.splits import Split, split_by_group
from rnncourse.records.study import Study, unique
from rnncourse.studies.last_names.last_names import BOTH_WAYS, REGULARISED, best_scores, fit

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
    "batch_size": 256,
    "batches": "like length",
    "epochs": 24,
}
ELMAN = GRU | {"cell": "elman", "learning_rate": 0.006}
BEST = GRU | REGULARISED | BOTH_WAYS
RATES = {"elman": (0.002, 0.006, 0.018), "gru": (0.002, 0.006, 0.018)}
TRIED = [
    GRU | {"cell": cell, "learning_rate": rate} for cell, rates in RATES.items() for rate in rates
]


def prepare() -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str], Split, Vocab]:
    """Return the names (N,), one-hot vectors (N, T, V), y (N,), the countries, the split and the
    vocabulary.

    A name has a row for each country whose list holds it. Families of names are not split.
    """
    table = load_first_names_by_country()
    countries, y = np.unique(table["country"].to_numpy(str), return_inverse=True)
    texts = with_edges(table["name"])
    vocab = Vocab.from_texts(texts)
    split = split_by_group(table["name"].map(family), table["country"], seed=0)
    names = table["name"].to_numpy(str)
    return names, encode_texts(texts, vocab), y, countries.tolist(), split, vocab


def distinct(
    names: np.ndarray, y: np.ndarray, rows: np.ndarray, class_count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Take each name of some rows (M,) once: return a row of each (K,), and whether each country's
    list holds it (K, C).
    """
    _, first, member = np.unique(names[rows], return_index=True, return_inverse=True)
    lists = np.zeros((len(first), class_count), dtype=bool)
    lists[member, y[rows]] = True
    return rows[first], lists


def in_a_list(lists: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Tell of K names whether one of the answers (K,) or (K, k) is a country whose list holds the
    name; `lists` has shape (K, C). Returns (K,), bool.
    """
    answers = np.reshape(answers, (len(lists), -1))
    return np.take_along_axis(lists, answers, axis=1).max(axis=1)


def surest(logits: np.ndarray, k: int) -> np.ndarray:
    """Return the k classes with the highest logits (N, C), the highest first, shape (N, k)."""
    return np.argsort(-logits, axis=1, kind="stable")[:, :k]


def run(configuration: dict, seed: int) -> dict:
    """Train one net and score it on the validation names, each counted once."""
    names, x, y, countries, split, _ = prepare()
    model, history, predict_logits = fit(configuration, seed, x, y, countries, split)
    rows, lists = distinct(names, y, split.validation, len(countries))
    logits = predict_logits(model, x[rows])
    return {
        "metrics": {
            "in_a_list": float(in_a_list(lists, surest(logits, 1)).mean()),
            "in_a_list_of_three": float(in_a_list(lists, surest(logits, 3)).mean()),
            **best_scores(history),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="home_country",
    dataset="first-names-by-country",
    question="Which cell, and at which rate, tells the country of a first name?",
    configurations=unique([*TRIED, GRU | REGULARISED, BEST]),
    seeds=(0,),
    run=run,
)
