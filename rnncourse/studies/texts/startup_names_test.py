"""Generators of company names on the test names: one of each kind, as the study `startup_names`
chose them, and no others.
"""

from __future__ import annotations

import numpy as np

from rnncourse.generation.company_names import negative_log_likelihood, write_names
from rnncourse.records.study import Study
from rnncourse.studies.texts.startup_names import LARGE, STREAMS, WINDOWS, fit, listener, prepare

CHOSEN = (WINDOWS, STREAMS, STREAMS | {"cell": "gru"}, LARGE)
COUNT = 400  # names that each net writes, at each temperature


def run(configuration: dict, seed: int) -> dict:
    """Train one generator; note its surprise by the test names, read after the training, and names
    that it writes.

    `surprise` has the nats spent on each test name with its line break; `names` are drawn at
    temperature 1, `cool_names` at 0.6.
    """
    vocab, parts, before = prepare()
    model, history = fit(configuration, seed, vocab, parts)
    nats = negative_log_likelihood(
        listener(configuration, model, len(parts["test"])), vocab, parts["test"], before=before
    )
    written = [
        write_names(
            listener(configuration, model, COUNT),
            vocab,
            COUNT,
            before=before,
            temperature=temperature,
            rng=np.random.default_rng(seed),
        )
        for temperature in (1.0, 0.6)
    ]
    return {
        "metrics": {
            "test_loss": float(np.nanmean(nats)),
            "surprise": np.nansum(nats, axis=1).round(2).tolist(),
            "names": written[0],
            "cool_names": written[1],
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="startup_names_test",
    dataset="company-names",
    question="How surprised is each generator by company names that nobody looked at?",
    configurations=CHOSEN,
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
