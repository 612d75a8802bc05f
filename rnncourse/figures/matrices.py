"""Tables drawn as cells: one-hot vectors, confusion matrices, errors by training and test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from rnncourse.figures.style import WIDTH, describe


def one_hot_vectors(text: str, vectors: np.ndarray, symbols: Sequence[str]) -> Axes:
    """Draw the one-hot vectors of `text`, shape (T, V), one row per character; black is 1."""
    _, axes = plt.subplots(figsize=(WIDTH, 0.3 * len(vectors) + 0.6))
    axes.imshow(vectors, cmap="binary", aspect="auto")
    axes.set_xticks(range(len(symbols)), ["␣" if s == " " else s for s in symbols], fontsize=9)
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
    """Draw matrices of counts (C, C) one below the other, each row in hundredths of its true class;
    shares below five are left out.
    """
    labels = [name.replace("_", "\n") for name in classes]
    row = 0.42 if any("\n" in label for label in labels) else 0.26
    figure, panels = plt.subplots(
        len(matrices),
        1,
        figsize=(WIDTH, (row * len(classes) + 0.6) * len(matrices) + 1.2),
        sharex=True,
        squeeze=False,
    )
    parts = []
    for axes, (name, counts) in zip(panels[:, 0], matrices.items()):
        shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        axes.imshow(shares, cmap="binary", vmin=0, vmax=1, aspect="auto")
        for (i, j), share in np.ndenumerate(shares):
            if share >= 0.05:
                axes.text(
                    j,
                    i,
                    f"{100 * share:.0f}",
                    ha="center",
                    va="center",
                    fontsize=9,
                    color="white" if share > 0.5 else "black",
                )
        axes.set_yticks(range(len(classes)), labels, fontsize=9)
        axes.set_title(name, fontsize=11)
        parts.append(f"{name}: {_extremes(shares, classes)}")
    axes.set_xticks(range(len(classes)), labels, rotation=90, fontsize=9)
    axes.set(xlabel="predicted")
    figure.supylabel("true", fontsize=11)
    return describe(
        panels[0, 0],
        f"Confusion of {len(classes)} classes, each row in hundredths of its true class. "
        f"{'; '.join(parts)}.",
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
            fontsize=10,
            fontweight="bold" if best[column] == row else "normal",
        )
    axes.set_xticks(range(errors.shape[1]), errors.columns, fontsize=9)
    axes.set_yticks(range(errors.shape[0]), errors.index, fontsize=9)
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
