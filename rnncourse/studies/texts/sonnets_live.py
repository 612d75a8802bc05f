"""Generators of sonnets that a page can run: as good as 256 units in 8 bits get, and a small one.

They are trained as those of the study `sonnets`, but the learning rate falls along half a cosine,
and half of what the memory hands on is dropped out. No test sonnet is read.
"""

from __future__ import annotations

from rnncourse.records.study import Study
from rnncourse.studies.text_generators import kept_run
from rnncourse.studies.texts.sonnets import prepare

NET = {
    "framework": "torch",
    "cell": "gru",
    "hidden_size": 256,
    "layers": 1,
    "dropout": 0.5,
    "streams": 16,
    "steps": 50,
    "epochs": 20,
    "learning_rate": 0.004,
    "schedule": "cosine",
}
SMALL = NET | {"hidden_size": 64, "dropout": 0.2, "learning_rate": 0.008}


def run(configuration: dict, seed: int) -> dict:
    """Train one generator; note its loss on the validation sonnets, with its last weights."""
    vocab, parts = prepare()
    return kept_run(configuration, seed, vocab, parts["train"], parts["validation"])


STUDY = Study(
    name="sonnets_live",
    dataset="sonnets",
    question="How good is a generator of sonnets that a page can load?",
    configurations=(NET, SMALL),
    seeds=(0,),
    run=run,
    kept=(NET, SMALL),
)
