"""How does a net for last names get better with more names? Validation data only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rnncourse.datasets.names import family, load_last_names
from rnncourse.preprocessing.splits import Split
from rnncourse.records.study import Study
from rnncourse.studies.last_names.last_names import FROM_BOTH_ENDS, best_scores, fit, prepare

# A net that has fewer names to learn goes through them more often.
SHARES = {1 / 16: 64, 1 / 4: 32}


def with_share(split: Split, families: np.ndarray, share: float) -> Split:
    """Return the split with only a share of the families (N,) that it trains on, the same ones and
    more for a larger share.
    """
    known = np.random.default_rng(0).permutation(np.unique(families[split.train]))
    taken = known[: round(share * len(known))]
    return replace(split, train=split.train[np.isin(families[split.train], taken)])


def run(configuration: dict, seed: int) -> dict:
    """Train one net on a share of the families and score it on all validation names."""
    x, y, classes, split, _ = prepare(configuration["split"], configuration["names"])
    families = load_last_names()["name"].map(family).to_numpy(str)
    split = with_share(split, families, configuration["share"])
    _, history, _ = fit(configuration, seed, x, y, classes, split)
    return {
        "metrics": {**best_scores(history), "names": len(split.train)},
        "history": history.rounded(),
    }


STUDY = Study(
    name="last_names_growth",
    dataset="last-names",
    question="How does a net get better with more names?",
    configurations=tuple(
        FROM_BOTH_ENDS | {"share": share, "epochs": epochs} for share, epochs in SHARES.items()
    ),
    seeds=(0, 1, 2),
    run=run,
)
