"""Codes of the test letters: made on all other letters, with what the study of validation chose."""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.letters import load_letters
from rnncourse.records.study import Study
from rnncourse.studies.letters.autoencoders import (
    DENSE,
    LINEAR,
    PARTICIPANT,
    PIXELS,
    RANDOM,
    STACKED,
    evaluate,
    hold_out,
)

CHOSEN = (
    DENSE,
    DENSE | {"framework": "keras"},
    PARTICIPANT,
    STACKED,
    LINEAR | {"code_size": 32},
    RANDOM | {"code_size": 32},
    *PIXELS,
)


def run(configuration: dict, seed: int) -> dict:
    """Make one code on all training letters and record how each test letter is drawn and read."""
    letters = load_letters()
    train = np.flatnonzero(~letters.is_test)
    return evaluate(
        configuration, seed, letters, train, hold_out(letters, seed).test, per_image=True
    )


STUDY = Study(
    name="autoencoders_test",
    dataset="letters",
    question="How well does a short code serve letters of fonts that it has never seen?",
    configurations=CHOSEN,
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
