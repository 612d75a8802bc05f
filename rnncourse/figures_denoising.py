"""The figures of the chapter on denoising."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from rnncourse.figures import COLOURS, WIDTH, describe
from rnncourse.reconstruction import ReconstructionHistory

MARKS = "os^DvP"
TICKS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
DASHES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 2))]


def error_by_level(errors: Mapping[str, Mapping[float, Sequence[float]]], *, what: str, level: str) -> Axes:
    """Draw the error of each denoiser against the level of the noise: a small dot for each run, a line through the means."""
    _, axes = plt.subplots(figsize=(WIDTH, 4.2))
    parts = []
    for i, (name, by_level) in enumerate(errors.items()):
        levels = sorted(by_level)
        means = [float(np.mean(by_level[value])) for value in levels]
        for value in levels:
            axes.plot(np.full(len(by_level[value]), value), by_level[value], ".", color=COLOURS[i % 6], ms=4, alpha=0.6)
        axes.plot(levels, means, ls=DASHES[i % 6], color=COLOURS[i % 6], marker=MARKS[i % 6], label=name)
        parts.append(f"{name}: " + ", ".join(f"{mean:.3f} at {value:g}" for value, mean in zip(levels, means)))
    axes.set_yscale("log")
    low, high = axes.get_ylim()
    axes.set_yticks(ticks := [tick for tick in TICKS if low <= tick <= high], [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.set_xticks(sorted({value for by_level in errors.values() for value in by_level}))
    axes.set(xlabel=level, ylabel=what)
    axes.legend(fontsize=9, ncols=2, loc="lower center", bbox_to_anchor=(0.45, 1.0))
    return describe(axes, f"Lines of {what}, on a logarithmic scale, against the {level}, a dot for each run. {'; '.join(parts)}.")


def loss_curves(histories: Mapping[str, ReconstructionHistory], *, levels: Mapping[str, float] | None = None) -> Axes:
    """Draw training (dashed) and validation (solid) loss against the epoch, one colour per run; `levels` are lines to compare with."""
    _, axes = plt.subplots(figsize=(WIDTH, 3.8))
    parts = []
    for colour, (name, history) in zip(COLOURS, histories.items()):
        epochs = range(1, len(history.train_loss) + 1)
        axes.plot(epochs, history.train_loss, "--", color=colour, label=f"{name}, training")
        axes.plot(epochs, history.validation_loss, "o-", ms=4, color=colour, label=f"{name}, validation")
        parts.append(f"for {name}, validation goes from {history.validation_loss[0]:.3f} to {history.validation_loss[-1]:.3f} and training "
                     f"from {history.train_loss[0]:.3f} to {history.train_loss[-1]:.3f}")
    for name, value in (levels or {}).items():
        axes.axhline(value, color="black", ls=":", lw=1)
        axes.annotate(name, (1, value), (0, 2), xycoords=("axes fraction", "data"), textcoords="offset points", ha="right", va="bottom", fontsize=9)
        parts.append(f"a dotted line marks {name}, {value:.3f}")
    axes.set(xlabel="epoch", ylabel="mean squared error")
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(fontsize=9, ncols=2, loc="lower center", bbox_to_anchor=(0.45, 1.0))
    return describe(axes, f"Line plot of the mean squared error against the epoch: {'; '.join(parts)}.")


def numbers_by_layer(layers: Mapping[str, tuple[int, int]], *, middle: str) -> Axes:
    """Draw a bar for what each layer hands on, as long as it has numbers, the input on top.

    `layers` maps a name to (side of its maps, number of maps); `middle` names the one that is the code.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 0.36 * len(layers) + 0.9))
    rows = np.arange(len(layers))
    counts = [side * side * maps for side, maps in layers.values()]
    colours = [COLOURS[1] if name == middle else COLOURS[0] for name in layers]
    axes.barh(rows, counts, color=colours)
    for row, count, (side, maps) in zip(rows, counts, layers.values()):
        axes.annotate(f"{side} × {side} × {maps} = {count}", (count, row), (4, 0), textcoords="offset points", va="center", fontsize=9)
    axes.axvline(counts[0], color="black", ls="--", lw=1)
    axes.set_yticks(rows, layers, fontsize=9)
    axes.invert_yaxis()
    axes.set(xlabel="numbers for one image", xlim=(0, 1.5 * max(counts)))
    listed = "; ".join(f"{name} {count}, {side} by {side} in {maps}" for name, count, (side, maps) in zip(layers, counts, layers.values()))
    return describe(axes, f"Bar chart of the numbers that each layer hands on; a dashed line marks the {counts[0]} of the image. From top to bottom: {listed}. "
                          f"The code is {middle}.")


def by_level_of_training(errors: pd.DataFrame, *, what: str) -> Axes:
    """Draw a table of errors as cells, darker where more is left: a row for what the net was trained on, a column for what it was given."""
    _, axes = plt.subplots(figsize=(WIDTH, 0.6 * len(errors) + 1.2))
    values = errors.to_numpy(dtype=float)
    best = values.argmin(axis=0)
    axes.imshow(np.log(values), cmap="Greys", aspect="auto", alpha=0.5)
    for row, column in np.ndindex(*values.shape):
        axes.text(column, row, f"{values[row, column]:.3f}", ha="center", va="center", fontsize=10, fontweight="bold" if best[column] == row else "normal")
    axes.set_xticks(range(errors.shape[1]), errors.columns, fontsize=9)
    axes.set_yticks(range(errors.shape[0]), errors.index, fontsize=9)
    axes.set(xlabel=f"{what} on noise of", ylabel="trained on")
    listed = "; ".join(f"trained on {row}: " + ", ".join(f"{errors.loc[row, column]:.3f} on {column}" for column in errors) for row in errors.index)
    return describe(axes, f"Table of the {what} with a row for each training, darker cells for larger errors, the least of a column in bold. {listed}.")
