"""What the studies of text generators found, made ready for a page: names of nets, losses with their intervals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from rnncourse.evaluation import Estimate

CELL_NAMES = {"elman": "Elman", "lstm": "LSTM", "gru": "GRU"}


def net_name(run: Mapping) -> str:
    """Name the net of a record by what tells it from the others: cell, size, dropout, way of training, framework."""
    name = f"{CELL_NAMES[run['cell']]}, {run['hidden_size']} units"
    marks = {", dropout": run.get("dropout"), ", windows": run.get("way") == "windows", " (Keras)": run["framework"] == "keras"}
    return name + "".join(mark for mark, holds in marks.items() if holds)


def mean_loss(nats: ArrayLike, symbols: ArrayLike, *, seed: int = 0, resamples: int = 2000) -> Estimate:
    """Return nats per symbol over N texts, with the interval that comes of drawing whole texts again.

    `nats` (N,) are those spent on each text, or the differences between two models; `symbols` (N,) how many each text has.
    Raises ValueError where the two are not of one length.
    """
    nats, symbols = np.asarray(nats, dtype=float), np.asarray(symbols)
    if nats.shape != symbols.shape or nats.ndim != 1:
        raise ValueError(f"nats have shape {nats.shape} and symbols {symbols.shape}; give one number of each for every text")
    drawn = np.random.default_rng(seed).integers(len(nats), size=(resamples, len(nats)))
    means = nats[drawn].sum(axis=1) / symbols[drawn].sum(axis=1)
    return Estimate(float(nats.sum() / symbols.sum()), *map(float, np.quantile(means, (0.025, 0.975))))
