"""The learning rate of each cell and way of padding for first names, chosen on validation data,
with one seed. No test name is read here.
"""

from __future__ import annotations

from rnncourse.records.study import Study
from rnncourse.studies.first_names.first_names import (
    END,
    GRU,
    LSTM,
    MASKED,
    best_scores,
    fit,
    prepare,
)

RATES = [
    (END, (0.001, 0.003, 0.01, 0.03)),
    (MASKED, (0.003, 0.01, 0.03, 0.1)),
    (LSTM, (0.003, 0.01, 0.03, 0.1)),
    (GRU, (0.003, 0.01, 0.03, 0.1)),
]


def run(configuration: dict, seed: int) -> dict:
    """Train one net and score it on the validation names."""
    x, y, _, split = prepare(configuration["padding"], configuration["length"])
    _, history, _ = fit(configuration, seed, x, y, split)
    return {"metrics": best_scores(history), "history": history.rounded()}


STUDY = Study(
    name="first_names_rates",
    dataset="first-names",
    question="Which learning rate does each cell bear, with END and without?",
    configurations=tuple(net | {"learning_rate": rate} for net, rates in RATES for rate in rates),
    seeds=(0,),
    run=run,
)
