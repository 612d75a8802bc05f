"""The country of a first name, chosen on validation data: the learning rate of each cell. No test
name is read here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rnncourse.datasets.names import family, load_first_names_by_country
from rnncourse.preprocessing.encoding import Vocab, encode_texts, with_edges
from rnncourse.preprocessing.sampling import like_length_batches
from rnncourse.preprocessing.splits import Split, split_by_group
from rnncourse.records.study import Study, unique
from rnncourse.training.recipe import Recipe

ELMAN = {
    "framework": "torch",
    "cell": "elman",
    "hidden_size": 96,
    "dropout": 0.3,
    "batch_size": 256,
    "epochs": 10,
    "learning_rate": 0.012,
}
GRU = ELMAN | {"cell": "gru"}
RATES = [net | {"learning_rate": rate} for net in (ELMAN, GRU) for rate in (0.006, 0.012)]


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


def fit(configuration: dict, seed: int, data: Sequence):
    """Build and train the net of `configuration` on what `prepare` returns; return its history, and
    `answer(rows)`, which returns logits.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import classifier_training, classifiers, training
    else:
        from rnncourse.in_torch import classifier_training, classifiers, training
    _, x, y, countries, split, _ = data
    model = classifiers.recurrent_classifier(
        x.shape[2],
        configuration["hidden_size"],
        len(countries),
        cell=configuration["cell"],
        dropout=configuration["dropout"],
        seed=seed,
    )
    recipe = Recipe.of({"schedule": "one-cycle", "clip_norm": 1.0, "keep": "best"} | configuration)
    history = classifier_training.train_classifier(
        model,
        x[split.train],
        y[split.train],
        recipe=recipe,
        validation=(x[split.validation], y[split.validation]),
        batches=like_length_batches(x[split.train], recipe.batch_size),  # pyright: ignore
        seed=seed,
    )
    return history, lambda rows: training.predict(model, x[rows])


def run(configuration: dict, seed: int) -> dict:
    """Train one net and score it on the validation names, each counted once."""
    names, _, y, countries, split, _ = data = prepare()
    history, answer = fit(configuration, seed, data)
    rows, lists = distinct(names, y, split.validation, len(countries))
    logits, best = answer(rows), history.best_epoch
    return {
        "metrics": {
            "in_a_list": float(in_a_list(lists, surest(logits, 1)).mean()),
            "in_a_list_of_three": float(in_a_list(lists, surest(logits, 3)).mean()),
            "validation_loss": history["validation_loss"][best],
            "best_epoch": best + 1,
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="home_country",
    dataset="first-names-by-country",
    question="Which cell, and at which rate, tells the country of a first name?",
    configurations=unique(RATES),
    seeds=(0,),
    run=run,
)
