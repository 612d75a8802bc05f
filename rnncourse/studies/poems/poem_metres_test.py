"""Metres of couplets, the test set: the nets that the study `poem_metres` chose on validation
data, and no others.
"""

from __future__ import annotations

import numpy as np

from rnncourse.evaluation.lines import scores_of_sum
from rnncourse.records.compact import numbers_as_text
from rnncourse.records.study import Study
from rnncourse.studies.poems.poem_metres import (
    BEST,
    FEW,
    FEW_DEEPER,
    GRU,
    QUICK,
    Couplets,
    fit,
    prepare,
    scores,
)

CHOSEN = (FEW, FEW_DEEPER, GRU, BEST, *(net | {"framework": "keras"} for net in (FEW, GRU, BEST)))
SHARES = (0.125, 0.25, 0.375, 0.5, 0.75)  # of a hemistich's letters, left out at its end


def without_end(couplets: Couplets, share: float) -> Couplets:
    """Return `couplets` without the last `share` of each hemistich's letters, rounded down."""
    parts = []
    for part in couplets.parts:
        lengths = (part != 0).sum(axis=1)
        kept = lengths - np.floor(share * lengths).astype(int)
        parts.append(np.where(np.arange(part.shape[1]) < kept[:, None], part, 0))
    return couplets._replace(parts=tuple(parts))


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record what it answers on the test couplets, indices of the sorted metres;
    how often it is right about their `first` hemistichs alone, and where their end is missing.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.weights import weights_of
    else:
        from rnncourse.in_torch.weights import weights_of
    _, couplets, split = prepare(configuration)
    validation, test = couplets.rows(split.validation), couplets.rows(split.test)
    trained = fit(configuration, seed, couplets.rows(split.train), validation)
    log_p = trained.log_probabilities(test)
    checked = scores(trained, validation)
    first = trained.log_probabilities(test._replace(parts=test.parts[:1]))
    cut = [trained.log_probabilities(without_end(test, share)) for share in SHARES]
    return {
        "metrics": {
            "validation_accuracy": checked["accuracy"],
            "validation_loss": checked["loss"],
            **scores(trained, test),
            "first": scores_of_sum([first], test.classes)["accuracy"],
            "without_end": [scores_of_sum([part], test.classes)["accuracy"] for part in cut],
            "predicted": numbers_as_text(log_p.argmax(axis=1)),
            "best_epoch": trained.history.best_epoch + 1,
        },
        "history": trained.history.rounded(),
        "weights": weights_of(trained.nets[0]),
    }


STUDY = Study(
    name="poem_metres_test",
    dataset="poem-metres",
    question="How often do the chosen nets tell the metre of new couplets?",
    configurations=(*CHOSEN, BEST | QUICK),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
    quick=QUICK,
    kept=(FEW,),
)
