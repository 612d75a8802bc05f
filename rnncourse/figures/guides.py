"""What guides the eye in all kinds of figures: legends, lines to compare with, rows with names.

A legend stands above the axes, never on what is drawn. A line to compare with, chance or the
largest class, is thin and named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from rnncourse.figures.style import SMALL, WIDTH


def legend_above(axes: Axes, handles: Sequence[Artist] | None = None) -> None:
    """Put the legend of `axes`, or of `handles`, above the figure, in as few rows as there is room
    for.
    """
    handles = axes.get_legend_handles_labels()[0] if handles is None else list(handles)
    for rows in range(1, len(handles) + 1):
        legend = axes.figure.legend(
            handles=handles,
            ncols=-(-len(handles) // rows),
            loc="outside upper left",
            columnspacing=1.2,
        )
        if legend.get_window_extent().width <= axes.figure.bbox.width or rows == len(handles):
            break
        legend.remove()


def named_rows(names: Sequence[str], *, what: str, height: float = 0.55) -> Axes:
    """Start a dot plot of `what`: row i, the first on top, lies at y = i, its name above it."""
    _, axes = plt.subplots(figsize=(WIDTH, height * len(names) + 0.8))
    for i, name in enumerate(names):
        axes.text(
            0.01, i - 0.34, name, transform=axes.get_yaxis_transform(), va="center", size=SMALL
        )
    axes.set(xlabel=what, yticks=[], ylim=(len(names) - 0.5, -0.6))
    axes.spines["left"].set_visible(False)
    return axes


def finish_rows(axes: Axes, rows: int, levels: Mapping[str, float]) -> str:
    """Draw a grid into the rows, below their names, and the `levels` to compare with; return what
    the alt text says of them.

    A level far off, by more than half the width, would press the dots together: it is named at the
    edge, with an arrow.
    """
    low, high = _reach(axes.get_xlim(), levels)
    axes.set_xlim(low, high)
    for tick in axes.get_xticks()[(axes.get_xticks() >= low) & (axes.get_xticks() <= high)]:
        _segments(axes, tick, rows, color="0.85", lw=0.6, zorder=0)
    for i, (name, x) in enumerate(levels.items()):
        place, side, words = x, "center", f"{name} {x:.2f}"
        if x < low:
            place, side, words = low, "left", f"← {words}"
        elif x > high:
            place, side, words = high, "right", f"{words} →"
        else:
            _segments(axes, x, rows, color="black", lw=1, ls="--")
        axes.annotate(
            words,
            (place, 1),
            (0, 2 + 13 * i),
            xycoords=axes.get_xaxis_transform(),
            textcoords="offset points",
            ha=side,
            va="bottom",
            size=SMALL,
        )
    return _told(levels, low, high, "dashed")


def draw_levels(axes: Axes, levels: Mapping[str, float], *, of: str = "y") -> str:
    """Draw lines at `levels` of the x or the y axis, each with an entry in the legend; return what
    the alt text says of them. What lies too far off, as in `finish_rows`, is only named.
    """
    get, limit, line, signs = {
        "x": (axes.get_xlim, axes.set_xlim, axes.axvline, (r"\leftarrow", r"\rightarrow")),
        "y": (axes.get_ylim, axes.set_ylim, axes.axhline, (r"\downarrow", r"\uparrow")),
    }[of]
    low, high = _reach(get(), levels)
    limit(low, high)
    for name, at in levels.items():
        label = f"{name}, {at:.3g}"
        if low <= at <= high:
            line(at, lw=1, ls=":", color="black", label=label)
        else:
            sign = f"${signs[int(at > high)]}$"
            axes.plot([], [], ls="", marker=sign, color="black", label=label)
    return _told(levels, low, high, "dotted")


def _told(levels: Mapping[str, float], low: float, high: float, kind: str) -> str:
    """Say which levels are lines, and which lie outside of what is drawn."""
    return "".join(
        f" A {kind} line marks {name}, {at:.3g}."
        if low <= at <= high
        else f" Outside, where an arrow points, lies {name}, {at:.3g}."
        for name, at in levels.items()
    )


def _reach(limits: tuple[float, float], levels: Mapping[str, float]) -> tuple[float, float]:
    """The limits of an axis, wide enough for the levels that are near."""
    low, high = limits
    far = (high - low) / 2
    near = [at for at in levels.values() if low - far < at < high + far]
    air = [min(far, abs(at)) / 10 for at in near]  # a logarithmic axis stays above 0
    return (
        min([low, *(at - more for at, more in zip(near, air))]),
        max([high, *(at + more for at, more in zip(near, air))]),
    )


def _segments(axes: Axes, x: float, rows: int, **style) -> None:
    """An upright line at `x`, in the lower part of every row: it leaves out the rows' names."""
    places = np.arange(rows)
    axes.vlines(np.full(rows, x), places - 0.16, places + 0.4, **style)
