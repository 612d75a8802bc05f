"""The learning rate of each cell for last names, chosen on validation data, with one seed. No test
name is read here.
"""

from __future__ import annotations

from rnncourse.records.study import Study
from rnncourse.studies.last_names.last_names import GRU, best_scores, fit, prepare

RATES = {
    "elman": (0.0007, 0.002, 0.006, 0.02),
    "lstm": (0.003, 0.01, 0.03),
    "gru": (0.002, 0.006, 0.02),
}


def run(configuration: dict, seed: int) -> dict:
    """Train one net and score it on the validation names."""
    x, y, classes, split, _ = prepare(configuration["split"], configuration["names"])
    _, history, _ = fit(configuration, seed, x, y, classes, split)
    return {"metrics": best_scores(history), "history": history.rounded()}


STUDY = Study(
    name="last_names_rates",
    dataset="last-names",
    question="Which learning rate does each cell bear?",
    configurations=tuple(
        GRU | {"cell": cell, "learning_rate": rate}
        for cell, rates in RATES.items()
        for rate in rates
    ),
    seeds=(0,),
    run=run,
)
