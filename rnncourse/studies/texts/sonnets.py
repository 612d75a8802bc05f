"""Generators of sonnets, chosen on held-out sonnets: cell, size, dropout, framework. No test sonnet
is read here.
"""

from __future__ import annotations

from rnncourse.datasets.texts import load_sonnets
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.preprocessing.splits import split_text
from rnncourse.records.study import Study
from rnncourse.studies.text_generators import fit

ELMAN = {
    "framework": "torch",
    "cell": "elman",
    "hidden_size": 256,
    "layers": 1,
    "dropout": 0.0,
    "streams": 16,
    "steps": 50,
    "epochs": 14,
    "learning_rate": 0.002,
}
GATED = ELMAN | {"dropout": 0.3, "epochs": 11, "learning_rate": 0.003}
CONFIGURATIONS = (
    ELMAN,
    ELMAN | {"dropout": 0.3},
    GATED | {"cell": "lstm"},
    GATED | {"cell": "gru"},
    GATED | {"cell": "gru", "hidden_size": 128},
    ELMAN | {"framework": "keras"},
    GATED | {"cell": "gru", "framework": "keras"},
)


def prepare() -> tuple[Vocab, dict]:
    """Load and encode the sonnets; return the vocabulary and the indices (N,) of "train",
    "validation" and "test".
    """
    text = load_sonnets()
    vocab = Vocab.from_texts(text)
    return vocab, {
        name: vocab.encode(part)
        for name, part in zip(("train", "validation", "test"), split_text(text))
    }


def run(configuration: dict, seed: int) -> dict:
    """Train one generator and note its loss on the validation sonnets, with its last weights."""
    vocab, parts = prepare()
    _, history = fit(configuration, seed, vocab, parts["train"], parts["validation"])
    return {
        "metrics": {
            "validation_loss": history["validation_loss"][-1],
            "best_loss": min(history["validation_loss"]),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="sonnets",
    dataset="sonnets",
    question="Which cell, how large, is least surprised by sonnets that it has not read?",
    configurations=CONFIGURATIONS,
    seeds=(0, 1, 2, 3, 4),
    run=run,
)
