"""Generators of sonnets on the test sonnets: one of each cell, as the study `sonnets` chose them,
and no others.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from rnncourse.records.compact import numbers_as_text
from rnncourse.records.study import Study
from rnncourse.studies.text_generators import fit, log_probabilities, two_texts
from rnncourse.studies.texts.sonnets import ELMAN, GATED, prepare

CHOSEN = (
    ELMAN,
    GATED | {"cell": "lstm"},
    GATED | {"cell": "gru"},
    GATED | {"cell": "gru", "framework": "keras"},
)
LENGTH = 3000  # characters of each text that is written


def nll_by_sonnet(
    loss: Callable[[np.ndarray], float], text: str, indices: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the nats (S,) that a model spends on each of S sonnets, having read those before, and
    their characters (S,).

    `loss` maps indices (N,) to the mean loss of each symbol after the first; `indices` are those of
    `text`.
    """
    ends = np.array([border.end() for border in re.finditer("\n\n", text)] + [len(text)]) - 1
    totals = [loss(indices[: end + 1]) * end for end in ends]
    return np.diff(totals, prepend=0.0), np.diff(ends, prepend=0)


def run(configuration: dict, seed: int) -> dict:
    """Train one generator; note its loss on the test sonnets, read after the training, and two
    texts that it writes.

    `surprise` has the nats spent on each test sonnet, `log_p` the log-probability of every test
    symbol but the first, as text; the texts are drawn at temperature 1 and, `cool_text`, at 0.6.
    """
    vocab, parts = prepare()
    model, history = fit(configuration, seed, vocab, parts["train"], parts["validation"])
    log_p = log_probabilities(configuration, model, parts["test"])
    nats, characters = nll_by_sonnet(
        lambda read: -float(log_p[: len(read) - 1].mean()),
        vocab.decode(parts["test"]),
        parts["test"],
    )
    return {
        "metrics": {
            "test_loss": float(nats.sum() / characters.sum()),
            "surprise": nats.round(2).tolist(),
            "log_p": numbers_as_text(log_p),
            **two_texts(configuration, seed, model, vocab, LENGTH),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="sonnets_test",
    dataset="sonnets",
    question="How surprised is each generator by sonnets that nobody looked at?",
    configurations=CHOSEN,
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
