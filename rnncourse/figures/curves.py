"""Curves: scores against sizes and strengths, probabilities against letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from rnncourse.figures.style import COLOURS, MARKS, WIDTH, describe


def probabilities_by_letter(
    answers: Mapping[str, np.ndarray], classes: Sequence[str], *, floor: float = 0.2
) -> Axes:
    """Draw what a net answers after each letter of a name: one panel a name, one line for each
    class that reaches `floor`, and a thin one at one half.

    The values of `answers` have shape (T, C), one row of probabilities for each letter of the name.
    """
    shown = {name: np.flatnonzero(p.max(axis=0) >= floor).tolist() for name, p in answers.items()}
    height = max(1.2, 0.2 * max(map(len, shown.values())) + 0.3)  # of a panel and of its legend
    figure, panels = plt.subplots(
        len(answers), 1, figsize=(WIDTH, height * len(answers) + 0.2), squeeze=False
    )
    parts = []
    for axes, (name, probabilities) in zip(panels[:, 0], answers.items()):
        axes.axhline(0.5, color="black", lw=0.8)
        for i, c in enumerate(sorted(shown[name], key=lambda c: -probabilities[-1, c])):
            style = {"color": COLOURS[i % 6], "linestyle": DASHES[i // 6], "marker": "o", "ms": 3}
            axes.plot(probabilities[:, c], **style, label=classes[c])
        axes.set_xticks(range(len(name)), list(name))
        axes.set(ylim=(-0.03, 1.03), yticks=[0, 0.5, 1])
        axes.legend(fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))
        leaders = [f"{classes[int(p.argmax())]} {p.max():.2f}" for p in probabilities]
        parts.append(
            f"{name}: " + ", ".join(f"{letter} {leader}" for letter, leader in zip(name, leaders))
        )
    figure.supylabel("probability", fontsize=11)
    return describe(
        axes,
        "Lines of the probability of each class after each letter. The highest after each letter "
        f"is, for {'; for '.join(parts)}.",
    )


ERROR_TICKS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


DASHES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 2))]


def sweep(
    runs: pd.DataFrame,
    x: str,
    y: str,
    *,
    by: str,
    labels: Mapping[str, str],
    spacing: str = "even",
    log_y: bool = False,
) -> Axes:
    """Draw `y` against `x` for each value of `by`: every run as a dot, the mean over seeds as a
    line.

    `runs` has one row per run; `labels` gives the axis texts of `x` and `y`, and that of `by` where
    its values need a word before them. The places on the x axis are "even", "linear", or "log2": a
    doubling is as long as any other.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 3.8))
    levels, groups = sorted(runs[x].unique()), list(runs.groupby(by, sort=by in labels))
    parts = []
    for i, (value, group) in enumerate(groups):
        shift = 0.08 * (i - (len(groups) - 1) / 2)
        place = {level: j + shift if spacing == "even" else level for j, level in enumerate(levels)}
        name, means = f"{labels.get(by, '')} {value}".strip(), group.groupby(x)[y].mean()
        axes.plot(
            [place[level] for level in group[x]], group[y], ".", color=COLOURS[i % 6], alpha=0.6
        )
        line = {
            "linestyle": DASHES[i % 6],
            "marker": MARKS[i % 6],
            "ms": 4,
            "color": COLOURS[i % 6],
        }
        axes.plot([place[level] for level in means.index], means, **line, label=name)
        parts.append(
            f"{name}: " + ", ".join(f"{mean:.3f} at {level:g}" for level, mean in means.items())
        )
    if spacing == "log2":
        axes.set_xscale("log", base=2)
    axes.set_xticks(
        range(len(levels)) if spacing == "even" else levels, [f"{level:g}" for level in levels]
    )
    if log_y:
        axes.set_yscale("log")
        low, high = axes.get_ylim()
        axes.set_yticks(
            ticks := [tick for tick in ERROR_TICKS if low <= tick <= high],
            [f"{tick:g}" for tick in ticks],
        )
    axes.minorticks_off()
    axes.set(xlabel=labels[x], ylabel=labels[y])
    axes.legend(fontsize=9, ncols=2, loc="lower center", bbox_to_anchor=(0.45, 1.0))
    what = f"Lines of {labels[y]}{', on a logarithmic scale,' if log_y else ''} against {labels[x]}"
    return describe(
        axes, f"{what}, a dot for each run and a line through the means. {'; '.join(parts)}."
    )


def lines(
    curves: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    *,
    xlabel: str,
    ylabel: str,
    log_x: bool = False,
    log_y: bool = False,
    dots: bool = False,
    mark: tuple[float, str] | None = None,
    number: str = ".2g",
) -> Axes:
    """Draw named curves (x, y), with a sign at every point if `dots`; `mark` is a place on the x
    axis, with what it says.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 3.6))
    for i, (name, (x, y)) in enumerate(curves.items()):
        sign = {"marker": MARKS[i % 6], "ms": 4} if dots else {}
        axes.plot(x, y, linestyle=DASHES[i % 6], color=COLOURS[i % 6], lw=2, label=name, **sign)
    if mark:
        axes.axvline(mark[0], color="black", lw=0.8)
        axes.text(
            mark[0],
            1.0,
            " " + mark[1],
            transform=axes.get_xaxis_transform(),
            va="bottom",
            ha="center",
            size=9,
        )
    axes.set(
        xlabel=xlabel,
        ylabel=ylabel,
        xscale="log" if log_x else "linear",
        yscale="log" if log_y else "linear",
    )
    axes.legend(fontsize=9)
    listed = "; ".join(
        f"{name}: {y[0]:{number}} at {x[0]:g}, {y[len(y) // 2]:{number}} at {x[len(x) // 2]:g}, "
        f"{y[-1]:{number}} at {x[-1]:g}"
        for name, (x, y) in curves.items()
    )
    scale = (
        " on logarithmic scales"
        if log_x and log_y
        else " on a logarithmic scale"
        if log_x or log_y
        else ""
    )
    marked = f" A line at {mark[0]:g} says: {mark[1]}." if mark else ""
    return describe(axes, f"Line plot of {ylabel} against {xlabel}{scale}. {listed}.{marked}")


def lines_in_panels(
    panels: Mapping[str, Mapping[str, Sequence[float]]], *, xlabel: str, log_y: bool = False
) -> Axes:
    """Draw named curves against 1, 2, 3 …, in a panel for each label of the y axis, one above the
    other; a name has one colour in all of them.
    """
    _, all_axes = plt.subplots(
        len(panels), 1, figsize=(WIDTH, 2.3 * len(panels)), sharex=True, squeeze=False
    )
    parts = []
    for axes, (ylabel, curves) in zip(all_axes[:, 0], panels.items()):
        for i, (name, y) in enumerate(curves.items()):
            places = range(1, len(y) + 1)
            axes.plot(places, y, linestyle=DASHES[i % 6], color=COLOURS[i % 6], lw=1.5, label=name)
        axes.set(ylabel=ylabel, yscale="log" if log_y else "linear")
        told = "; ".join(
            f"{name} from {y[0]:.2g} to {y[-1]:.2g}, at most {max(y):.2g}"
            for name, y in curves.items()
        )
        parts.append(f"{ylabel}: {told}")
    axes.set_xlabel(xlabel)
    all_axes[0, 0].legend(fontsize=9, ncols=3, loc="lower center", bbox_to_anchor=(0.45, 1.0))
    scale = ", on logarithmic scales" if log_y else ""
    return describe(axes, f"Panels of lines against {xlabel}{scale}. {'. '.join(parts)}.")
