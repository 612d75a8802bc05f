"""Generators of sonnets on the test sonnets: one of each cell, as the study `sonnets` chose them,
and no others.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from rnncourse.generation.sampling import sample
from rnncourse.records.study import Study
from rnncourse.studies.texts.sonnets import ELMAN, GATED, fit, prepare

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

    `surprise` has the nats spent on each test sonnet; the texts are drawn at temperature 1 and,
    `cool_text`, at 0.6.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.language_models import next_logits, stateful_twin
        from rnncourse.in_keras.text_training import text_loss
    else:
        from rnncourse.in_torch.language_models import next_logits
        from rnncourse.in_torch.text_training import text_loss
    vocab, parts = prepare()
    model, history = fit(configuration, seed, vocab, parts["train"], parts["validation"])
    listener = stateful_twin(model, 1) if configuration["framework"] == "keras" else model
    nats, characters = nll_by_sonnet(
        lambda indices: text_loss(listener, indices), vocab.decode(parts["test"]), parts["test"]
    )
    texts = [
        sample(
            next_logits(model),
            vocab,
            "\n",
            LENGTH,
            temperature=temperature,
            rng=np.random.default_rng(seed),
        )[0]
        for temperature in (1.0, 0.6)
    ]
    return {
        "metrics": {
            "test_loss": float(nats.sum() / characters.sum()),
            "surprise": nats.round(2).tolist(),
            "text": texts[0],
            "cool_text": texts[1],
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
