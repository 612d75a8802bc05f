"""A rule of scansion and the nets that learn from it, on the couplets of ghazals that no net has
seen. The net is the one that the study `poem_metres` chose, and no other.

What is right is the metre of an independent list, in the reference edition; else what the rule
says of the whole ghazal, in which all its hemistichs vote.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from rnncourse.baselines.scansion import label
from rnncourse.datasets.poems import COMMON, SURE, couplets_of, load_ghazals
from rnncourse.evaluation.lines import scores_of_sum
from rnncourse.preprocessing.splits import Split, split_by_group
from rnncourse.records.compact import flags_as_text, numbers_as_text
from rnncourse.records.study import Study, unique
from rnncourse.studies.poems.poem_metres import FEW, encode, fit

RULE = {"framework": "torch", "taught": None}  # no net: the rule reads single couplets
# What taught the net: the rule, of whole ghazals or of single couplets; or what is right.
BY_GHAZAL = FEW | {"taught": "ghazals", "margin": SURE, "wrong": 0.0}
BY_COUPLET = BY_GHAZAL | {"taught": "couplets"}
UNSURE = BY_GHAZAL | {"margin": 0.0}
BY_TRUTH = UNSURE | {"taught": "truth"}
WRONG = [BY_GHAZAL | {"wrong": share} for share in (0.1, 0.2, 0.4)]


def prepare() -> tuple[pd.DataFrame, Split]:
    """Return the couplets of all ghazals in the metres COMMON, as the rule has it, with what is
    right of them, "truth", and the ghazal's "margin"; and a split by ghazal.
    """
    ghazals = load_ghazals()
    ghazals["truth"] = ghazals["listed"].fillna(ghazals["metre"])
    ghazals = ghazals[ghazals["metre"].isin(COMMON) & ghazals["truth"].isin(COMMON)]
    columns = ghazals.set_index("ghazal")[["truth", "margin"]]
    table = couplets_of(ghazals).join(columns, on="poem")  # pyright: ignore
    split = split_by_group(table["poem"], table["metre"], seed=0, validation=0.1, test=0.2)
    return table, split


def read_by_rule(table: pd.DataFrame) -> np.ndarray:
    """Return which of the metres COMMON the rule finds in each couplet of `table` alone, (N,)."""
    pairs = zip(table["first"], table["second"])
    return np.array([label(pair, metres=COMMON)[0] for pair in pairs])


def taught(configuration: dict, table: pd.DataFrame) -> np.ndarray:
    """Return what the net of `configuration` is told of each couplet (N,). Of a share `wrong`, it
    is told another metre, drawn at random.
    """
    told = {
        "ghazals": lambda: table["metre"].to_numpy(str),
        "truth": lambda: table["truth"].to_numpy(str),
        "couplets": lambda: read_by_rule(table),
    }[configuration["taught"]]()
    rng = np.random.default_rng(0)
    for row in np.flatnonzero(rng.random(len(told)) < configuration["wrong"]):
        told[row] = rng.choice([metre for metre in COMMON if metre != told[row]])
    return told


def run(configuration: dict, seed: int) -> dict:
    """Let the rule read the test couplets, or a net that was taught as `configuration` says, and
    record what it answers, indices of the sorted metres; the record of the rule also tells of which
    ghazals the couplets are.
    """
    table, split = prepare()
    names = np.array(sorted(COMMON))
    truth = np.searchsorted(names, table["truth"].to_numpy(str))
    if configuration["taught"] is None:
        answers = np.searchsorted(names, read_by_rule(table.iloc[split.test]))
        poems = numbers_as_text(table["poem"].to_numpy()[split.test])
        return {"metrics": judged(answers, truth[split.test]) | {"poems": poems}, "history": {}}
    couplets = encode(table.assign(metre=taught(configuration, table)), "shared")
    sure = table["margin"].to_numpy() >= configuration["margin"]
    train, validation = (couplets.rows(r[sure[r]]) for r in (split.train, split.validation))
    trained = fit(configuration, seed, train, validation)
    log_p = trained.log_probabilities(couplets.rows(split.test))
    loss = scores_of_sum([log_p], truth[split.test])["loss"]
    return {
        "metrics": judged(log_p.argmax(axis=1), truth[split.test]) | {"loss": loss},
        "history": trained.history.rounded(),
    }


def judged(answers: np.ndarray, truth: np.ndarray) -> dict:
    """Return how often `answers` (N,) are the `truth` (N,), and for which couplets."""
    right = answers == truth
    return {
        "accuracy": float(right.mean()),
        "right": flags_as_text(right),
        "predicted": numbers_as_text(answers),
    }


STUDY = Study(
    name="poem_pupils_test",
    dataset="hafez-metres",
    question="Can a net read couplets better than the rule that taught it?",
    configurations=unique([RULE, BY_GHAZAL, BY_COUPLET, BY_TRUTH, UNSURE, *WRONG]),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
