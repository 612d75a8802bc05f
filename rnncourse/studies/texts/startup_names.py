"""Generators of company names, chosen on held-out names: way of training, cell, size, framework. No
test name is read here.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.texts import load_company_names
from rnncourse.generation.company_names import as_text, negative_log_likelihood, split_names
from rnncourse.generation.sampling import NextLogits, Windowed
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.records.compact import numbers_as_text
from rnncourse.records.study import Study
from rnncourse.studies import text_generators as generators

SIZES = {
    "train": 18000,
    "validation": 2000,
    "test": 2000,
}  # names; the same in both editions, and few enough for many trainings

# The handout's many-to-one training (windows of 10, skip 3), and streams in its place.
WINDOWS = {
    "framework": "torch",
    "cell": "elman",
    "hidden_size": 64,
    "window": 10,
    "skip": 3,
    "batch_size": 128,
    "epochs": 4,
    "learning_rate": 0.001,
}
STREAMS = {
    "framework": "torch",
    "cell": "elman",
    "hidden_size": 64,
    "streams": 32,
    "steps": 50,
    "epochs": 6,
    "learning_rate": 0.004,
}
# A net that has learnt: its settings are the best of some single trainings.
BEST = {
    "framework": "torch",
    "cell": "lstm",
    "hidden_size": 192,
    "dropout": 0.3,
    "streams": 32,
    "steps": 50,
    "epochs": 10,
    "learning_rate": 0.008,
    "schedule": "one-cycle",
}
# The best net with one change.
CHANGES = {
    "recurrent dropout": {"recurrent_dropout": 0.25},
    "constant rate": {"schedule": "constant"},
    "no dropout": {"dropout": 0.0},
    "GRU": {"cell": "gru"},
}
CONFIGURATIONS = (
    WINDOWS,
    STREAMS,
    STREAMS | {"cell": "gru"},
    STREAMS | {"cell": "lstm"},
    BEST,
    *(BEST | change for change in CHANGES.values()),
)


def prepare() -> tuple[Vocab, dict[str, list[str]], str]:
    """Return the alphabet of all names, the parts "train", "validation" and "test", and what a
    model reads before a name.
    """
    names = load_company_names()
    parts = split_names(names, **SIZES, seed=0)
    return Vocab.from_texts(as_text(names)), parts, as_text(parts["train"][-5:])


def fit(configuration: dict, seed: int, vocab: Vocab, parts: dict[str, list[str]]):
    """Build and train the generator of `configuration`; return the model and its history."""
    train, validation = (vocab.encode(as_text(parts[part])) for part in ("train", "validation"))
    return generators.fit(configuration, seed, vocab, train, validation)


def listener(configuration: dict, model, count: int) -> NextLogits:
    """Make the callable for `count` texts at once: a net that was trained on windows reads windows,
    another carries its state.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import language_models
    else:
        from rnncourse.in_torch import language_models
    if "window" in configuration:
        return Windowed(language_models.window_logits(model), configuration["window"])
    return (
        language_models.next_logits(model, count)
        if configuration["framework"] == "keras"
        else language_models.next_logits(model)
    )


def run(configuration: dict, seed: int) -> dict:
    """Train one generator and note its surprise by a symbol of the validation names, each name read
    alone; `surprise` has the nats spent on each name with its line break, as text.
    """
    vocab, parts, before = prepare()
    model, history = fit(configuration, seed, vocab, parts)
    nats = negative_log_likelihood(
        listener(configuration, model, len(parts["validation"])),
        vocab,
        parts["validation"],
        before=before,
    )
    return {
        "metrics": {
            "validation_loss": float(np.nanmean(nats)),
            "surprise": numbers_as_text(np.nansum(nats, axis=1)),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="startup_names",
    dataset="company-names",
    question="Which training, which cell, is least surprised by company names that it has not "
    "read?",
    configurations=CONFIGURATIONS,
    seeds=(0, 1),
    run=run,
)
