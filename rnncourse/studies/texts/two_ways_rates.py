"""The learning rate of each way of training in the study `two_ways`, chosen on held-out sonnets
from the same rates, with one seed. No test sonnet is read here.
"""

from __future__ import annotations

from rnncourse.records.study import Study
from rnncourse.studies.text_generators import fit
from rnncourse.studies.texts.sonnets import prepare
from rnncourse.studies.texts.two_ways import OWN, TWO_WAYS, of_way

RATES = (0.001, 0.002, 0.004, 0.008)


def run(configuration: dict, seed: int) -> dict:
    """Train one net and note its losses on the validation sonnets."""
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
    name="two_ways_rates",
    dataset="sonnets",
    question="Which learning rate does each way of training bear?",
    configurations=tuple(
        of_way(TWO_WAYS | {f"{way}_rate": rate}, way) for way in OWN for rate in RATES
    ),
    seeds=(0,),
    run=run,
)
