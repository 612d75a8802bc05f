"""Curves: scores against sizes and strengths, probabilities against letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from rnncourse.figures.guides import draw_levels, legend_above
from rnncourse.figures.style import SMALL, WIDTH, describe, looks


def probabilities_by_letter(
    answers: Mapping[str, np.ndarray], classes: Sequence[str], *, floor: float = 0.2
) -> Axes:
    """Draw what a net answers after each letter of a name: one panel a name, one line for each
    class that reaches `floor`, and a thin one at one half. A class looks alike in all panels.

    The values of `answers` have shape (T, C), one row of probabilities for each letter of the name.
    """
    shown = {name: np.flatnonzero(p.max(axis=0) >= floor).tolist() for name, p in answers.items()}
    drawn = looks(classes[c] for indices in shown.values() for c in indices)
    figure, panels = plt.subplots(
        len(answers), 1, figsize=(WIDTH, 1.5 * len(answers) + 0.25 * len(drawn) / 3), squeeze=False
    )
    parts, handles = [], {}
    for axes, (name, probabilities) in zip(panels[:, 0], answers.items()):
        axes.axhline(0.5, color="black", lw=0.8)
        for c in shown[name]:
            look = drawn[classes[c]] | {"ms": 4, "label": classes[c]}
            handles[classes[c]] = axes.plot(probabilities[:, c], **look)[0]
        axes.set_xticks(range(len(name)), list(name))
        axes.set(ylim=(-0.05, 1.05), yticks=[0, 0.5, 1])
        leaders = [f"{classes[int(p.argmax())]} {p.max():.2f}" for p in probabilities]
        parts.append(
            f"{name}: " + ", ".join(f"{letter} {leader}" for letter, leader in zip(name, leaders))
        )
    figure.supylabel("probability")
    legend_above(axes, list(handles.values()))
    return describe(
        axes,
        "Lines of the probability of each class after each letter. The highest after each letter "
        f"is, for {'; for '.join(parts)}.",
    )


ERROR_TICKS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
APART = 0.03  # of the distance between two places, so that dots of one place are seen as such


def sweep(
    runs: pd.DataFrame,
    x: str,
    y: str,
    *,
    by: str,
    labels: Mapping[str, str],
    spacing: str = "even",
    log_y: bool = False,
    levels: Mapping[str, float] | None = None,
) -> Axes:
    """Draw `y` against `x` for each value of `by`: every run as a small mark, the mean over seeds
    as a line.

    `runs` has one row per run; `labels` gives the axis texts of `x` and `y`, and that of `by` where
    its values need a word before them. The places on the x axis are "even", "linear", or "log2": a
    doubling is as long as any other. `levels` are lines to compare with.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 3.8))
    places, groups = sorted(runs[x].unique()), list(runs.groupby(by, sort=by in labels))
    drawn = looks(f"{labels.get(by, '')} {value}".strip() for value, _ in groups)
    parts = []
    for i, ((name, look), (_, group)) in enumerate(zip(drawn.items(), groups)):
        shift = APART * (i - (len(groups) - 1) / 2)
        place = {at: j + shift if spacing == "even" else at for j, at in enumerate(places)}
        means = {at: np.mean(group[y][group[x] == at]) for at in sorted(group[x].unique())}
        dots = look | {"linestyle": "", "ms": 3, "alpha": 0.5}
        axes.plot([place[at] for at in group[x]], group[y], **dots)
        axes.plot([place[at] for at in means], list(means.values()), **look, ms=6, label=name)
        parts.append(f"{name}: " + ", ".join(f"{mean:.3f} at {at:g}" for at, mean in means.items()))
    if spacing == "log2":
        axes.set_xscale("log", base=2)
    ticks = range(len(places)) if spacing == "even" else places
    axes.set_xticks(ticks, [f"{at:g}" for at in places])
    if log_y:
        axes.set_yscale("log")
        low, high = axes.get_ylim()
        axes.set_yticks(
            ticks := [tick for tick in ERROR_TICKS if low <= tick <= high],
            [f"{tick:g}" for tick in ticks],
        )
    axes.minorticks_off()
    axes.set(xlabel=labels[x], ylabel=labels[y])
    also = draw_levels(axes, levels or {})
    legend_above(axes)
    what = f"Lines of {labels[y]}{', on a logarithmic scale,' if log_y else ''} against {labels[x]}"
    return describe(
        axes, f"{what}, a dot for each run and a line through the means. {'; '.join(parts)}.{also}"
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
    levels: Mapping[str, float] | None = None,
    number: str = ".2g",
) -> Axes:
    """Draw named curves (x, y), with a sign at every point if `dots`; `mark` is a place on the x
    axis, with what it says, `levels` are lines across to compare with.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 3.8))
    for (name, look), (x, y) in zip(looks(curves).items(), curves.values()):
        axes.plot(x, y, **look | ({} if dots else {"marker": ""}), ms=5, lw=2, label=name)
    if mark:
        axes.axvline(mark[0], color="black", lw=0.8)
        axes.annotate(
            mark[1],
            (mark[0], 1),
            (0, 2),
            xycoords=axes.get_xaxis_transform(),
            textcoords="offset points",
            va="bottom",
            ha="center",
            size=SMALL,
        )
    axes.set(
        xlabel=xlabel,
        ylabel=ylabel,
        xscale="log" if log_x else "linear",
        yscale="log" if log_y else "linear",
    )
    also = draw_levels(axes, levels or {})
    if len(curves) > 1 or levels:
        legend_above(axes)
    listed = "; ".join(
        f"{name}: {y[0]:{number}} at {x[0]:g}, {y[len(y) // 2]:{number}} at {x[len(x) // 2]:g}, "
        f"{y[-1]:{number}} at {x[-1]:g}"
        for name, (x, y) in curves.items()
    )
    logarithmic = {0: "", 1: " on a logarithmic scale", 2: " on logarithmic scales"}
    marked = f" A line at {mark[0]:g} says: {mark[1]}." if mark else ""
    return describe(
        axes,
        f"Line plot of {ylabel} against {xlabel}{logarithmic[log_x + log_y]}. {listed}.{marked}"
        f"{also}",
    )


def lines_in_panels(
    panels: Mapping[str, Mapping[str, Sequence[float]]], *, xlabel: str, log_y: bool = False
) -> Axes:
    """Draw named curves against 1, 2, 3 …, in a panel for each label of the y axis, one above the
    other; a name looks the same in all of them.
    """
    _, all_axes = plt.subplots(
        len(panels), 1, figsize=(WIDTH, 2.3 * len(panels)), sharex=True, squeeze=False
    )
    drawn = looks(dict.fromkeys(name for curves in panels.values() for name in curves))
    parts = []
    for axes, (ylabel, curves) in zip(all_axes[:, 0], panels.items()):
        for name, y in curves.items():
            axes.plot(range(1, len(y) + 1), y, **drawn[name] | {"marker": ""}, lw=1.5, label=name)
        axes.set(ylabel=ylabel, yscale="log" if log_y else "linear")
        told = "; ".join(
            f"{name} from {y[0]:.2g} to {y[-1]:.2g}, at most {max(y):.2g}"
            for name, y in curves.items()
        )
        parts.append(f"{ylabel}: {told}")
    axes.set_xlabel(xlabel)
    legend_above(axes)
    scale = ", on logarithmic scales" if log_y else ""
    return describe(axes, f"Panels of lines against {xlabel}{scale}. {'. '.join(parts)}.")
