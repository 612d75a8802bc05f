"""Dot plots that hold models, treatments, classes or persons against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from rnncourse.evaluation.bootstrap import Estimate
from rnncourse.evaluation.comparison import Comparison
from rnncourse.figures.style import COLOURS, MARKS, WIDTH, describe


def estimates(
    rows: Mapping[str, Estimate], *, what: str, spread: Mapping[str, Sequence[float]] | None = None
) -> Axes:
    """Draw one value per row with its interval; `spread` adds a small dot for each seed of a
    row.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 0.55 * len(rows) + 0.8))
    for i, (name, estimate) in enumerate(rows.items()):
        axes.text(
            0.01, i - 0.3, name, transform=axes.get_yaxis_transform(), va="center"
        )  # above its row
        axes.plot([estimate.low, estimate.high], [i, i], "-", color=COLOURS[0], lw=2)
        axes.plot(estimate.value, i, "o", color=COLOURS[0])
        seeds = (spread or {}).get(name, [])
        axes.plot(seeds, np.full(len(seeds), i + 0.2), ".", color=COLOURS[1], ms=5)
    axes.set(xlabel=what, yticks=[], ylim=(len(rows) - 0.5, -0.6))
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", lw=0.4)
    listed = "; ".join(
        f"{name} {e.value:.3f}, from {e.low:.3f} to {e.high:.3f}" for name, e in rows.items()
    )
    return describe(axes, f"Dot plot of {what} with 95 % intervals: {listed}.")


def differences(rows: Mapping[str, Comparison], *, what: str) -> Axes:
    """Draw a row per comparison: a small dot for each group, the mean with its interval where there
    is one, and the verdict in words; a line in each row marks zero.

    `what` says of what it is the difference, and in which unit.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 0.95 * len(rows) + 0.8))
    beside = axes.get_yaxis_transform()
    for i, (name, found) in enumerate(rows.items()):
        axes.text(0.01, i - 0.32, name, transform=beside, va="center")
        axes.text(0.01, i + 0.32, found.verdict, transform=beside, va="center", fontsize=9)
        axes.plot([0, 0], [i - 0.2, i + 0.2], "-", color="black", lw=0.8)  # and not through words
        dots = np.full(found.groups, i + 0.08)
        axes.plot(found.by_group, dots, ".", color=COLOURS[1], ms=5, alpha=0.5)
        if found.low is not None and found.high is not None:
            axes.plot([found.low, found.high], [i - 0.08] * 2, "-", color=COLOURS[0], lw=2)
        axes.plot(found.estimate, i - 0.08, "o", color=COLOURS[0])
    axes.set(xlabel=what, yticks=[], ylim=(len(rows) - 0.5, -0.6))
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", lw=0.4)
    listed = "; ".join(f"{name} {found}" for name, found in rows.items())
    return describe(
        axes,
        f"Dot plot of {what}, a line at zero, a dot per group and the mean, with its 95 % interval "
        f"where there is one: {listed}.",
    )


def scatter(runs: pd.DataFrame, x: str, y: str, *, by: str, labels: Mapping[str, str]) -> Axes:
    """Draw measure `y` of every run against measure `x`, one mark and colour for each value of
    `by`; `labels` gives the axis texts.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 4.2))
    groups = sorted(runs.groupby(by), key=lambda group: group[1][y].mean())
    for i, (value, group) in enumerate(groups):
        axes.plot(
            group[x],
            group[y],
            linestyle="",
            marker=MARKS[i % 6],
            ms=5,
            color=COLOURS[i % len(COLOURS)],
            fillstyle="full" if i < 6 else "none",
            label=value,
        )
    axes.set(xlabel=labels[x], ylabel=labels[y])
    axes.legend(fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=3)
    listed = "; ".join(
        f"{value}: {labels[x]} {group[x].mean():.3f}, {labels[y]} {group[y].mean():.3f}"
        for value, group in groups
    )
    return describe(
        axes,
        f"Scatter plot of {labels[y]} against {labels[x]}, one mark for each run. Means, from the "
        f"lowest {labels[y]}: {listed}.",
    )


ACCURACY_TICKS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)


LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like a line and a nought


@dataclass(frozen=True)
class Candidate:
    """A model to compare: the accuracies of its runs, its parameters, the seconds of a training,
    and its family.
    """

    accuracies: Sequence[float]
    parameters: int
    seconds: float
    family: str

    @property
    def mean(self) -> float:
        """The mean accuracy of the runs."""
        return float(np.mean(self.accuracies))


def accuracy_and_cost(candidates: Mapping[str, Candidate], *, what: str = "accuracy") -> Axes:
    """Draw accuracy against parameters (above) and against seconds of training (below): a letter a
    model, a colour a family.

    The scale of accuracies is stretched towards 1 (a logit scale), where the better models crowd.
    """
    families = list(dict.fromkeys(candidate.family for candidate in candidates.values()))
    every = [accuracy for candidate in candidates.values() for accuracy in candidate.accuracies]
    lowest, highest = (
        max(min(every), 0.02),
        min(max(every), 0.999),
    )  # the scale has no room for 0 and 1
    figure, panels = plt.subplots(2, 1, figsize=(WIDTH, 8.4), sharey=True)
    for axes, cost in zip(panels, ("parameters", "seconds")):
        for letter, (name, candidate) in zip(LETTERS, candidates.items()):
            colour, place = COLOURS[families.index(candidate.family)], getattr(candidate, cost)
            beside = place * 1.07  # the dots stand beside the letter, not under it
            axes.plot(
                [beside] * len(candidate.accuracies),
                candidate.accuracies,
                ".",
                color=colour,
                alpha=0.5,
                ms=4,
            )
            axes.plot(
                place,
                candidate.mean,
                linestyle="",
                marker=rf"$\mathrm{{{letter}}}$",
                ms=8,
                color=colour,
                label=name,
            )
        axes.set_yscale("logit", nonpositive="clip")
        axes.set(
            xscale="log",
            xlabel={"parameters": "parameters", "seconds": "seconds of training"}[cost],
        )
        axes.set_yticks(ACCURACY_TICKS, [f"{tick:g}" for tick in ACCURACY_TICKS])
        axes.yaxis.set_minor_locator(plt.NullLocator())
        axes.set_ylim(0.9 * lowest, 1 - 0.7 * (1 - highest))
        axes.grid(lw=0.4)
    figure.supylabel(what, fontsize=11)
    figure.legend(
        *panels[0].get_legend_handles_labels(), fontsize=10, ncols=2, loc="outside lower center"
    )
    ranked = sorted(candidates.items(), key=lambda item: -item[1].mean)
    listed = "; ".join(
        f"{name} {c.mean:.3f} ({min(c.accuracies):.3f} to {max(c.accuracies):.3f}) with "
        f"{c.parameters} parameters in {c.seconds:.1f} seconds"
        for name, c in ranked
    )
    return describe(
        panels[0],
        f"Two scatter plots of {what}, on logarithmic scales of parameters and of seconds of "
        f"training. From the most accurate: {listed}.",
    )


def dots_by_seed(values: Mapping[str, Sequence[float]], *, what: str, chance: float) -> Axes:
    """Draw a row per kind of training: a dot per seed, a line at their mean, and a dashed line at
    chance.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 0.6 * len(values) + 0.9))
    for i, (name, points) in enumerate(values.items()):
        axes.text(
            0.99, i - 0.32, name, transform=axes.get_yaxis_transform(), ha="right", va="center"
        )
        axes.plot(points, np.full(len(points), i), "o", color=COLOURS[i % len(COLOURS)], alpha=0.7)
        axes.plot([np.mean(points)] * 2, [i - 0.2, i + 0.2], "-", color="black", lw=2)
    axes.axvline(chance, color="black", lw=0.8, ls="--")
    axes.set(xlabel=what, yticks=[], ylim=(len(values) - 0.5, -0.6))
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", lw=0.4)
    listed = "; ".join(
        f"{name} {np.mean(points):.2f}, from {min(points):.2f} to {max(points):.2f}"
        for name, points in values.items()
    )
    return describe(
        axes,
        f"Dot plot of {what}, a dot per seed and a line at the mean. {listed}. A dashed line marks "
        f"chance, {chance:.2f}.",
    )


def marks_by_row(values: pd.DataFrame, *, what: str, row: str, number: str = ".2f") -> Axes:
    """Draw `what` as a mark for each column of `values`, in a line for each of its rows, the first
    on top.

    `row` says what a row is: a language, a person. The names of rows stand beside them.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 0.3 * len(values) + 1.3))
    places = np.arange(len(values))
    axes.hlines(places, values.min(axis=1), values.max(axis=1), color="0.7", lw=1)
    for i, name in enumerate(values):
        axes.plot(
            values[name],
            places,
            linestyle="",
            marker=MARKS[i % 6],
            color=COLOURS[i % 6],
            label=name,
        )
    axes.set_yticks(places, values.index, fontsize=9)
    axes.set(xlabel=what, ylabel=row, ylim=(len(values) - 0.5, -0.5))
    axes.legend(
        fontsize=9,
        loc="lower center",
        bbox_to_anchor=(0.4, 1.0),
        ncols=2 if len(values.columns) > 3 else 3,
    )
    listed = "; ".join(
        f"{name} " + ", ".join(f"{value:{number}} {column}" for column, value in marks.items())
        for name, marks in values.iterrows()
    )
    return describe(axes, f"Dot plot of {what} for each {row}: {listed}.")
