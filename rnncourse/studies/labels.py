"""The names that pages give to cells, frameworks, and the nets of studies of texts; the runs of one
net.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from rnncourse.records.study import Study

CELL_NAMES = {"elman": "Elman", "lstm": "LSTM", "gru": "GRU"}
FRAMEWORK_NAMES = {"keras": "Keras", "torch": "PyTorch"}


def net_name(run: Mapping) -> str:
    """Name the net of a record by what tells it from the others: cell, size, dropout, way of
    training, framework.
    """
    name = f"{CELL_NAMES[run['cell']]}, {run['hidden_size']} units"
    marks = {
        ", dropout": run.get("dropout"),
        ", windows": run.get("way") == "windows",
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
        said[option] == configuration[option] if option in configuration else said[option].isna()
        for option in options
    ]
    return runs.loc[np.all(fits, axis=0)].sort_values(by="seed")
