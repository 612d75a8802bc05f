"""Generators of company names on the test names: the handout's net, the same on streams, and the
best that the study `startup_names` chose, and no others.
"""

from __future__ import annotations

import numpy as np

from rnncourse.generation.company_names import negative_log_likelihood, write_names
from rnncourse.records.compact import numbers_as_text
from rnncourse.records.study import Study
from rnncourse.studies.texts.startup_names import BEST, STREAMS, WINDOWS, fit, listener, prepare

CHOSEN = (WINDOWS, STREAMS, BEST)
COUNT = 400  # names that each net writes


def run(configuration: dict, seed: int) -> dict:
    """Train one generator; note its surprise by the test names, read after the training, and names
    that it writes.

    `log_p` has the log-probability of each character of each test name and of its line break, one
    name after the other, as text.
    """
    vocab, parts, before = prepare()
    model, history = fit(configuration, seed, vocab, parts)
    nats = negative_log_likelihood(
        listener(configuration, model, len(parts["test"])), vocab, parts["test"], before=before
    )
    names = write_names(
        listener(configuration, model, COUNT),
        vocab,
        COUNT,
        before=before,
        rng=np.random.default_rng(seed),
    )
    return {
        "metrics": {
            "test_loss": float(np.nanmean(nats)),
            "log_p": numbers_as_text(-nats[np.isfinite(nats)]),
            "names": names,
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="startup_names_test",
    dataset="company-names",
    question="How surprised is each generator by company names that nobody looked at?",
    configurations=CHOSEN,
    seeds=(0, 1, 2),
    run=run,
    reads_test=True,
)
