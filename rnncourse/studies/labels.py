"""The names that pages give to cells, frameworks, nets of studies of texts and codes of letters;
the runs of one net.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from rnncourse.records.study import Study
from rnncourse.studies.letters.autoencoders import DENSE, PARTICIPANT

CELL_NAMES = {"elman": "Elman", "lstm": "LSTM", "gru": "GRU"}
FRAMEWORK_NAMES = {"keras": "Keras", "torch": "PyTorch"}


def net_name(run: Mapping) -> str:
    """Name the net of a record by what tells it from the others: cell, size, dropout, framework."""
    name = f"{CELL_NAMES[run['cell']]}, {run['hidden_size']} units"
    marks = {
        ", dropout": run.get("dropout"),
        " (Keras)": run["framework"] == "keras",
    }
    return name + "".join(mark for mark, holds in marks.items() if holds)


def runs_of(study: Study, runs: pd.DataFrame, configuration: Mapping) -> pd.DataFrame:
    """Pick the runs of one configuration of `study`, in the order of their seeds: those that say
    what it says, and say nothing that only other configurations do.
    """
    options = sorted({option for other in study.configurations for option in other})
    said = runs.reindex(columns=options)
    fits = [
        said[option].isna()
        if (wanted := configuration.get(option)) is None
        else said[option].map(lambda value, wanted=wanted: value == wanted)
        for option in options
    ]
    return runs.loc[np.all(fits, axis=0)].sort_values(by="seed")


def code_name(run: Mapping) -> str:
    """Name the code of a record of the studies of autoencoders by what tells it from the others."""
    if run["model"] != DENSE["model"]:
        return run["model"]
    if run["epochs"] == PARTICIPANT["epochs"]:
        return "participant's setting (Keras)"
    marks = {
        ", ReLU code": run["activation"] == "relu",
        ", cross-entropy": run["loss"] != DENSE["loss"],
        ", slow": run["learning_rate"] == PARTICIPANT["learning_rate"],
        " (Keras)": run["framework"] == "keras",
    }
    name = "stacked autoencoder" if len(run["hidden_sizes"]) else "dense autoencoder"
    return name + "".join(mark for mark, holds in marks.items() if holds)
