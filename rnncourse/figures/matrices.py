"""Tables drawn as cells: one-hot vectors, confusion matrices, what lists share, errors by training
and test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from rnncourse.figures.style import SMALL, WIDTH, describe

NARROWEST = 17  # points, of a cell with two digits


def one_hot_vectors(text: str, vectors: np.ndarray, symbols: Sequence[str]) -> Axes:
    """Draw the one-hot vectors of `text`, shape (T, V), one row per character; black is 1."""
    _, axes = plt.subplots(figsize=(WIDTH, 0.3 * len(vectors) + 0.6))
    axes.imshow(vectors, cmap="binary", aspect="auto")
    axes.set_xticks(range(len(symbols)), ["␣" if s == " " else s for s in symbols])
    axes.set_yticks(range(len(vectors)), text.ljust(len(vectors)))
    axes.set(xlabel="symbol of the alphabet")
    axes.hlines(np.arange(len(vectors) - 1) + 0.5, -0.5, len(symbols) - 0.5, color="0.8", lw=0.5)
    return describe(
        axes,
        f"Grid with a row for each of the {len(vectors)} steps of '{text}' and a column for each "
        "of "
        f"{len(symbols)} symbols; each letter's row has one black cell, in the column of that "
        "letter, "
        "and the rows after the name's end have none.",
    )


def confusion_matrices(matrices: Mapping[str, np.ndarray], classes: Sequence[str]) -> Axes:
    """Draw matrices of counts (C, C), side by side where there is room, each row in hundredths of
    its true class, of which the number stands behind the name.

    Shares below five are left out, but for the diagonal, the share that was found.
    """
    C, names = len(classes), [name.replace("_", "\n") for name in classes]
    totals = next(iter(matrices.values())).sum(axis=1)
    rows = [f"{name} ({total:.0f})" for name, total in zip(names, totals)]
    letters = max(len(line) for row in rows for line in row.split("\n"))
    beside = max(1, min(len(matrices), int((72 * WIDTH - 6.5 * letters - 20) / (NARROWEST * C))))
    lines = -(-len(matrices) // beside)
    row = 0.42 if any("\n" in name for name in names) else 0.26
    figure, panels = plt.subplots(
        lines,
        beside,
        figsize=(WIDTH, (row * C + 0.3) * lines + 0.1 * max(map(len, classes)) + 0.4),
        sharex=True,
        sharey=True,
        squeeze=False,
    )
    parts = []
    for axes, (name, counts) in zip(panels.flat, matrices.items()):
        shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        axes.imshow(shares, cmap="binary", vmin=0, vmax=1, aspect="auto")
        for (i, j), share in np.ndenumerate(shares):
            if share >= 0.05 or i == j:
                ink = {"color": "white" if share > 0.5 else "black", "size": SMALL}
                axes.text(j, i, f"{100 * share:.0f}", ha="center", va="center", **ink)
        axes.set_title(name)
        parts.append(f"{name}: {_extremes(shares, classes)}")
    panels[0, 0].set_yticks(range(C), rows)
    for axes in panels.flat[len(matrices) - beside : len(matrices)]:  # the lowest of each column
        axes.set_xticks(range(C), [name.replace("_", " ") for name in classes], rotation=90)
        axes.tick_params(labelbottom=True)
    for axes in panels.flat[len(matrices) :]:
        axes.set_visible(False)
    figure.supxlabel("predicted")
    figure.supylabel("true (and how many)")
    of_each = ", ".join(f"{name} {total:.0f}" for name, total in zip(classes, totals))
    return describe(
        panels[0, 0],
        f"Confusion of {C} classes, each row in hundredths of its true class. "
        f"{'; '.join(parts)}. So many there are of each: {of_each}.",
    )


def _extremes(shares: np.ndarray, classes: Sequence[str]) -> str:
    """Say which class is found least and which best, and which is taken most often for which."""
    found, off = shares.diagonal(), shares - np.diag(shares.diagonal())
    least, best = int(found.argmin()), int(found.argmax())
    true, taken = divmod(int(off.argmax()), len(classes))
    return (
        f"least found is {classes[least]}, {100 * found[least]:.0f}, and best {classes[best]}, "
        f"{100 * found[best]:.0f}; the largest confusion is {classes[true]} taken for "
        f"{classes[taken]}, {100 * off.max():.0f}"
    )


def shared_items(shares: pd.DataFrame, *, what: str) -> Axes:
    """Draw which share of each row's list stands in each column's list too (C, C), in hundredths.

    Shares below ten are left out, and so is the diagonal, which is a list with itself.
    """
    others = shares.to_numpy(dtype=float) * ~np.eye(len(shares), dtype=bool)
    _, axes = plt.subplots(figsize=(WIDTH, 0.26 * len(shares) + 1.6))
    axes.imshow(others, cmap="binary", vmin=0, vmax=1, aspect="auto")
    for (i, j), share in np.ndenumerate(others):
        if share >= 0.1:
            ink = {"color": "white" if share > 0.5 else "black", "size": SMALL}
            axes.text(j, i, f"{100 * share:.0f}", ha="center", va="center", **ink)
    axes.set_yticks(range(len(shares)), shares.index)
    axes.set_xticks(range(len(shares)), shares.columns, rotation=90)
    axes.set(xlabel="stand in the list of", ylabel=f"of 100 {what} of")
    largest = "; ".join(
        f"{row} in {shares.columns[others[i].argmax()]} {100 * others[i].max():.0f}"
        for i, row in enumerate(shares.index)
    )
    return describe(
        axes,
        f"Table of how many of 100 {what} of one list stand in another. The most of each: "
        f"{largest}.",
    )


def by_level_of_training(errors: pd.DataFrame, *, what: str) -> Axes:
    """Draw a table of errors as cells, darker where more is left: a row for what the net was
    trained on, a column for what it was given.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 0.6 * len(errors) + 1.2))
    values = errors.to_numpy(dtype=float)
    best = values.argmin(axis=0)
    axes.imshow(np.log(values), cmap="Greys", aspect="auto", alpha=0.5)
    for row, column in np.ndindex(*values.shape):
        axes.text(
            column,
            row,
            f"{values[row, column]:.3f}",
            ha="center",
            va="center",
            size=11,
            fontweight="bold" if best[column] == row else "normal",
        )
    axes.set_xticks(range(errors.shape[1]), errors.columns)
    axes.set_yticks(range(errors.shape[0]), errors.index)
    axes.set(xlabel=f"{what} on noise of", ylabel="trained on")
    listed = "; ".join(
        f"trained on {row}: "
        + ", ".join(f"{errors.loc[row, column]:.3f} on {column}" for column in errors)
        for row in errors.index
    )
    return describe(
        axes,
        f"Table of the {what} with a row for each training, darker cells for larger errors, the "
        f"least of a column in bold. {listed}.",
    )
