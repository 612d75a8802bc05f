"""Dot plots that hold models, treatments, classes or persons against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from rnncourse.evaluation.bootstrap import Estimate
from rnncourse.evaluation.comparison import Comparison
from rnncourse.figures.guides import draw_levels, finish_rows, legend_above, named_rows
from rnncourse.figures.style import COLOURS, SMALL, WIDTH, describe, looks


def estimates(
    rows: Mapping[str, Estimate],
    *,
    what: str,
    spread: Mapping[str, Sequence[float]] | None = None,
    levels: Mapping[str, float] | None = None,
    lowest_first: bool = False,
) -> Axes:
    """Draw one value per row with its interval, the highest on top, or the lowest, as of a loss;
    `spread` adds a small dot for each seed of a row, and `levels` lines to compare with.
    """
    ranked = sorted(rows.items(), key=lambda row: row[1].value if lowest_first else -row[1].value)
    axes = named_rows([name for name, _ in ranked], what=what)
    for i, (name, estimate) in enumerate(ranked):
        axes.plot([estimate.low, estimate.high], [i, i], "-", color=COLOURS[0], lw=2)
        axes.plot(estimate.value, i, "o", color=COLOURS[0])
        seeds = (spread or {}).get(name, [])
        axes.plot(seeds, np.full(len(seeds), i + 0.2), ".", color=COLOURS[1], ms=5)
    also = finish_rows(axes, len(ranked), levels or {})
    listed = "; ".join(
        f"{name} {e.value:.3f}, from {e.low:.3f} to {e.high:.3f}" for name, e in ranked
    )
    return describe(axes, f"Dot plot of {what} with 95 % intervals: {listed}.{also}")


def differences(rows: Mapping[str, Comparison], *, what: str) -> Axes:
    """Draw a row per comparison: a small dot for each group, the mean with its interval where there
    is one, and the verdict in words; a line in each row marks zero.

    `what` says of what it is the difference, and in which unit.
    """
    axes = named_rows(list(rows), what=what, height=0.95)
    beside = axes.get_yaxis_transform()
    for i, found in enumerate(rows.values()):
        axes.text(0.01, i + 0.36, found.verdict, transform=beside, va="center", size=SMALL)
        axes.plot([0, 0], [i - 0.16, i + 0.2], "-", color="black", lw=0.8)  # not through words
        dots = np.full(found.groups, i + 0.12)
        axes.plot(found.by_group, dots, ".", color=COLOURS[1], ms=5, alpha=0.5)
        if found.low is not None and found.high is not None:
            axes.plot([found.low, found.high], [i - 0.04] * 2, "-", color=COLOURS[0], lw=2)
        axes.plot(found.estimate, i - 0.04, "o", color=COLOURS[0])
    listed = "; ".join(f"{name} {found}" for name, found in rows.items())
    return describe(
        axes,
        f"Dot plot of {what}, a line at zero, a dot per group and the mean, with its 95 % interval "
        f"where there is one: {listed}.",
    )


def scatter(
    runs: pd.DataFrame, x: str, y: str, *, by: str, dial: str, labels: Mapping[str, str]
) -> Axes:
    """Draw measure `y` against measure `x`, a mark and colour for each value of `by`: the mean of
    its runs, with their standard deviations as bars.

    Where the runs of one value differ in `dial`, a number that may be missing, a line joins its
    settings, and the numbers stand beside them; `labels` gives the axis texts.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 4.2))
    parts, groups = [], runs.groupby(by, sort=False)
    for (value, group), look in zip(groups, looks(runs[by].unique()).values()):
        found = group.groupby(dial, dropna=False)[[x, y]].agg(["mean", "std"])
        means, stds = found.xs("mean", axis=1, level=1), found.xs("std", axis=1, level=1)
        axes.errorbar(means[x], means[y], stds[y], stds[x], **look, label=value, elinewidth=0.8)
        for setting, row in means.iterrows():
            number = f"{setting:g}" if len(means) > 1 else ""
            axes.annotate(number, (row[x], row[y]), (5, 4), textcoords="offset points", size=SMALL)
            parts.append(f"{value} {number}".strip() + f": {row[x]:.3f} and {row[y]:.3f}")
    axes.set(xlabel=labels[x], ylabel=labels[y])
    legend_above(axes)
    return describe(
        axes,
        f"Scatter plot of {labels[y]} against {labels[x]}, means with the standard deviations as "
        f"bars, lines between settings of the same method. {labels[x].capitalize()} and "
        f"{labels[y]}: {'; '.join(parts)}.",
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


def accuracy_and_cost(
    candidates: Mapping[str, Candidate],
    *,
    what: str = "accuracy",
    levels: Mapping[str, float] | None = None,
) -> Axes:
    """Draw accuracy against parameters (left) and against seconds of training (right): a letter a
    model, at its mean, on a line from its worst run to its best; a colour a family.

    The scale of accuracies is stretched towards 1 (a logit scale), where the better models crowd.
    """
    colours = looks(candidate.family for candidate in candidates.values())
    every = [accuracy for candidate in candidates.values() for accuracy in candidate.accuracies]
    lowest, highest = max(min(every), 0.02), min(max(every), 0.999)  # a logit knows no 0 and no 1
    figure, panels = plt.subplots(1, 2, figsize=(WIDTH, 5.6), sharey=True)
    for axes, cost in zip(panels, ("parameters", "seconds")):
        for letter, (name, candidate) in zip(LETTERS, candidates.items()):
            style = {"color": colours[candidate.family]["color"], "label": name}
            place, runs = getattr(candidate, cost), candidate.accuracies
            axes.plot([place] * len(runs), runs, "-", color=style["color"], alpha=0.4, lw=1)
            axes.plot(place, candidate.mean, ls="", marker=f"$\\mathrm{{{letter}}}$", ms=8, **style)
        axes.set_yscale("logit", nonpositive="clip")
        axes.set(xscale="log", xlabel={"seconds": "seconds of training"}.get(cost, cost))
        axes.set_yticks(ACCURACY_TICKS, [f"{tick:g}" for tick in ACCURACY_TICKS])
        axes.yaxis.set_minor_locator(plt.NullLocator())
        axes.set_ylim(0.9 * lowest, 1 - 0.7 * (1 - highest))
        axes.grid(lw=0.4)
    also = [draw_levels(axes, levels or {}) for axes in panels][0]
    panels[0].set_ylabel(what)
    legend_above(panels[0])
    ranked = sorted(candidates.items(), key=lambda item: -item[1].mean)
    listed = "; ".join(
        f"{name} {c.mean:.3f} ({min(c.accuracies):.3f} to {max(c.accuracies):.3f}) with "
        f"{c.parameters} parameters in {c.seconds:.1f} seconds"
        for name, c in ranked
    )
    return describe(
        panels[0],
        f"Two scatter plots of {what}, on logarithmic scales of parameters and of seconds of "
        f"training. From the most accurate: {listed}.{also}",
    )


def dots_by_seed(
    values: Mapping[str, Sequence[float]], *, what: str, chance: float | None = None
) -> Axes:
    """Draw a row per kind of training: a dot per seed, a line at their mean, and, where it is
    given, a dashed line at chance, however far off.
    """
    axes = named_rows(list(values), what=what)
    for i, (points, look) in enumerate(zip(values.values(), looks(values).values())):
        axes.plot(points, np.full(len(points), i + 0.1), **look | {"linestyle": ""}, alpha=0.7)
        axes.plot([np.mean(points)] * 2, [i - 0.1, i + 0.3], "-", color="black", lw=2)
    levels = {} if chance is None else {"chance": chance}
    axes.update_datalim([(level, 0) for level in levels.values()])
    axes.autoscale_view()
    also = finish_rows(axes, len(values), levels)
    listed = "; ".join(
        f"{name} {np.mean(points):.2f}, from {min(points):.2f} to {max(points):.2f}"
        for name, points in values.items()
    )
    return describe(
        axes, f"Dot plot of {what}, a dot per seed and a line at the mean. {listed}.{also}"
    )


def marks_by_row(
    values: pd.DataFrame,
    *,
    what: str,
    row: str,
    number: str = ".2f",
    levels: Mapping[str, float] | None = None,
) -> Axes:
    """Draw `what` as a mark for each column of `values`, in a line for each of its rows, the first
    on top; the marks of a row stand a little apart, so that none hides another.

    `row` says what a row is: a language, a person. The names of rows stand beside them.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 0.3 * len(values) + 1.3))
    places = np.arange(len(values))
    axes.hlines(places, values.min(axis=1), values.max(axis=1), color="0.7", lw=1)
    apart = np.linspace(-0.14, 0.14, len(values.columns))
    for shift, (name, look) in zip(apart, looks(values.columns).items()):
        axes.plot(values[name], places + shift, **look | {"linestyle": ""}, ms=5, label=name)
    axes.set_yticks(places, values.index)
    axes.set(xlabel=what, ylabel=row, ylim=(len(values) - 0.5, -0.5))
    axes.xaxis.set_major_locator(MaxNLocator(6))
    also = draw_levels(axes, levels or {}, of="x")
    legend_above(axes)
    listed = "; ".join(
        f"{name} " + ", ".join(f"{value:{number}} {column}" for column, value in marks.items())
        for name, marks in values.iterrows()
    )
    return describe(axes, f"Dot plot of {what} for each {row}: {listed}.{also}")
