"""The names that pages give to cells, frameworks, and the nets of studies of texts."""

from __future__ import annotations

from collections.abc import Mapping

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
