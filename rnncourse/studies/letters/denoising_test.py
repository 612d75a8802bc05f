"""Denoising the test letters: trained on all others, with what the study of validation chose."""

from __future__ import annotations

import numpy as np

from rnncourse.baselines.image_filters import FILTERS
from rnncourse.datasets.letters import Letters, load_letters
from rnncourse.records.study import Study
from rnncourse.studies.letters.autoencoders import hold_out
from rnncourse.studies.letters.denoising import (
    CLASSICAL,
    CURVED,
    DENSE,
    HALF,
    HANDOUT,
    LONG,
    QUICK,
    SMALL,
    evaluate,
)

CHOSEN = (
    HANDOUT,
    QUICK,
    SMALL,
    LONG,
    HALF,
    DENSE,
    *(CLASSICAL | {"model": name} for name in (*FILTERS, *CURVED, "mean image", "nothing")),
)


def shown_rows(letters: Letters, test: np.ndarray) -> list[int]:
    """Pick one image of each letter for show, as places in the rows `test`: drawn by lot, before
    any was denoised.
    """
    rng = np.random.default_rng(0)
    return [
        int(rng.choice(np.flatnonzero(letters.labels[test] == label)))
        for label in np.unique(letters.labels[test])
    ]


def run(configuration: dict, seed: int) -> dict:
    """Make one denoiser from all training letters and record its errors on the test letters."""
    letters = load_letters()
    test = hold_out(letters, seed).test
    return evaluate(
        configuration,
        seed,
        letters.images[~letters.is_test],
        letters.images[test],
        shown_rows(letters, test),
    )


STUDY = Study(
    name="denoising_test",
    dataset="letters",
    question="How well are letters of fonts that were never seen freed of noise?",
    configurations=CHOSEN,
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
