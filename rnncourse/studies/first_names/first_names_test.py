"""First names, the test set: the lecture's net, and what the study `first_names` chose on
validation data, and no other.
"""

from __future__ import annotations

import numpy as np

from rnncourse.records.study import Study
from rnncourse.studies.first_names.first_names import (
    BEST,
    GRU,
    KERAS,
    LECTURE,
    MASKED,
    fit,
    log_odds,
    prepare,
)

CHOSEN = (LECTURE, LECTURE | KERAS, MASKED, MASKED | KERAS, GRU, BEST, BEST | KERAS)


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record its log-odds of "male" for each validation name and each test
    name.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.weights import weights_of
    else:
        from rnncourse.in_torch.weights import weights_of
    x, y, _, split = prepare(configuration["padding"], configuration["length"])
    model, history, predict_logits = fit(configuration, seed, x, y, split)
    odds = {
        part: np.round(log_odds(predict_logits(model, x[rows])).astype(float), 2).tolist()
        for part, rows in (("validation", split.validation), ("test", split.test))
    }
    return {
        "metrics": {f"{part}_log_odds": values for part, values in odds.items()},
        "history": history.rounded(),
        "weights": weights_of(model),
    }


STUDY = Study(
    name="first_names_test",
    dataset="first-names",
    question="How often are the chosen models right about new first names?",
    configurations=CHOSEN,
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
    kept=(MASKED, GRU),
)
