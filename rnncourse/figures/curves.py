"""Curves: losses and accuracies against epochs, seconds and sizes, probabilities against
letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from rnncourse.figures.style import COLOURS, MARKS, WIDTH, describe
from rnncourse.training.history import History, ReconstructionHistory, TextHistory


def learning_curves(histories: Mapping[str, History]) -> Axes:
    """Draw training (dashed) and validation (solid) loss and accuracy against the epoch, one colour
    per run.
    """
    figure, (loss, accuracy) = plt.subplots(2, 1, figsize=(WIDTH, 5), sharex=True)
    for colour, (name, history) in zip(COLOURS, histories.items()):
        epochs = np.arange(1, len(history.train_loss) + 1)
        for axes, train, validation in (
            (loss, history.train_loss, history.validation_loss),
            (accuracy, history.train_accuracy, history.validation_accuracy),
        ):
            axes.plot(epochs, train, "--", color=colour, label=f"{name}, training")
            axes.plot(epochs, validation, "-", color=colour, label=f"{name}, validation")
            best = history.best_epoch
            axes.plot(epochs[best], validation[best], "o", color=colour)
    loss.set(ylabel="loss (nats)")
    accuracy.set(ylabel="accuracy", xlabel="epoch")
    loss.legend(fontsize=9)
    ends = [
        f"for {name}, validation loss falls from {h.validation_loss[0]:.2f} to "
        f"{min(h.validation_loss):.2f} (epoch "
        f"{h.best_epoch + 1}) while training loss goes from {h.train_loss[0]:.2f} to "
        f"{h.train_loss[-1]:.2f}"
        for name, h in histories.items()
    ]
    return describe(
        loss, "Two line plots of loss and accuracy against the epoch: " + "; ".join(ends) + "."
    )


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


def learning_curves_by_run(
    runs: Mapping[str, Sequence[Mapping[str, Sequence[float]]]], *, what: str = "accuracy"
) -> Axes:
    """Draw one panel for each configuration of `runs`: training (dashed) and validation (solid)
    `what` of every seed.

    The values are histories as the ledger keeps them; `what` is "accuracy" or "loss" (nats).
    """
    rows = -(-len(runs) // 2)
    figure, panels = plt.subplots(
        rows, 2, figsize=(WIDTH, 2 * rows + 0.4), sharex=True, sharey=True, squeeze=False
    )
    parts = []
    for axes, (name, histories) in zip(panels.flat, runs.items()):
        for colour, part, style in zip(COLOURS, ("train", "validation"), ("--", "-")):
            curves = [history[f"{part}_{what}"] for history in histories]
            for i, curve in enumerate(curves):
                axes.plot(
                    range(1, len(curve) + 1),
                    curve,
                    style,
                    color=colour,
                    lw=1,
                    label=None if i else part.replace("train", "training"),
                )
        axes.set_title(name, fontsize=10)
        parts.append(f"{name}: {_ends(histories, what)}")
    for axes in panels.flat[len(runs) :]:
        axes.set_visible(False)
    for axes in panels.flat[max(0, len(runs) - 2) : len(runs)]:  # the lowest of each column
        axes.set_xlabel("epoch")
        axes.tick_params(labelbottom=True)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    figure.supylabel(f"{what} (nats)" if what == "loss" else what, fontsize=11)
    panels.flat[len(runs) - 1].legend(fontsize=9)
    return describe(
        panels[0, 0],
        f"Learning curves, a panel for each of {len(runs)} settings and a line for each seed. "
        f"{'; '.join(parts)}.",
    )


def _ends(histories: Sequence[Mapping], what: str) -> str:
    """Where the curves end, and the deepest fall (of a loss: the highest jump) of a validation
    curve within one epoch.
    """
    train, validation = (
        np.mean([history[f"{part}_{what}"][-1] for history in histories])
        for part in ("train", "validation")
    )
    sign = 1 if what == "loss" else -1
    worst = max(
        float(np.max(sign * np.diff(history[f"validation_{what}"]), initial=0))
        for history in histories
    )
    return (
        f"training ends at {train:.2f}, validation at {validation:.2f}, its worst step is "
        f"{sign * worst:+.2f}"
    )


ERROR_TICKS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


DASHES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 2))]


def loss_curves(
    histories: Mapping[str, ReconstructionHistory], *, levels: Mapping[str, float] | None = None
) -> Axes:
    """Draw training (dashed) and validation (solid) loss against the epoch, one colour per run;
    `levels` are lines to compare with.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 3.8))
    parts = []
    for colour, (name, history) in zip(COLOURS, histories.items()):
        epochs = range(1, len(history.train_loss) + 1)
        axes.plot(epochs, history.train_loss, "--", color=colour, label=f"{name}, training")
        axes.plot(
            epochs, history.validation_loss, "o-", ms=4, color=colour, label=f"{name}, validation"
        )
        parts.append(
            f"for {name}, validation goes from {history.validation_loss[0]:.3f} to "
            f"{history.validation_loss[-1]:.3f} and training "
            f"from {history.train_loss[0]:.3f} to {history.train_loss[-1]:.3f}"
        )
    for name, value in (levels or {}).items():
        axes.axhline(value, color="black", ls=":", lw=1)
        axes.annotate(
            name,
            (1, value),
            (0, 2),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="bottom",
            fontsize=9,
        )
        parts.append(f"a dotted line marks {name}, {value:.3f}")
    axes.set(xlabel="epoch", ylabel="mean squared error")
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(fontsize=9, ncols=2, loc="lower center", bbox_to_anchor=(0.45, 1.0))
    return describe(
        axes, f"Line plot of the mean squared error against the epoch: {'; '.join(parts)}."
    )


def text_curves(
    histories: Mapping[str, TextHistory],
    *,
    against: str = "epoch",
    level: tuple[str, float] | None = None,
) -> Axes:
    """Draw training (dashed) and validation (solid) loss against the "epoch" or the "seconds" of
    training, one colour per run.

    `level` adds a horizontal line with a name.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 3.6))
    parts = []
    for colour, (name, history) in zip(COLOURS, histories.items()):
        x = history.seconds if against == "seconds" else np.arange(1, len(history.train_loss) + 1)
        axes.plot(x, history.train_loss, "--", color=colour, label=f"{name}, training")
        axes.plot(x, history.validation_loss, "o-", ms=3, color=colour, label=f"{name}, validation")
        parts.append(
            f"for {name}, validation loss goes from {history.validation_loss[0]:.2f} to "
            f"{history.validation_loss[-1]:.2f} and training loss "
            f"from {history.train_loss[0]:.2f} to {history.train_loss[-1]:.2f}"
        )
    _draw_level(axes, level, parts)
    axes.set(
        xlabel="seconds of training" if against == "seconds" else "epoch",
        ylabel="loss (nats per character)",
    )
    if against == "epoch":
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(fontsize=9)
    return describe(axes, f"Line plot of loss against {axes.get_xlabel()}: {'; '.join(parts)}.")


def loss_against_seconds(
    curves: Mapping[str, Sequence[tuple[Sequence[float], Sequence[float]]]],
    *,
    level: tuple[str, float] | None = None,
) -> Axes:
    """Draw validation loss against seconds of training on a logarithmic scale, a colour for each
    entry and a line for each of its runs.

    A run is a pair (seconds, losses); `level` adds a horizontal line with a name.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 3.8))
    parts = []
    for colour, style, (name, runs) in zip(COLOURS, ("-", "--", "-", "--"), curves.items()):
        for i, (seconds, losses) in enumerate(runs):
            axes.plot(
                seconds,
                losses,
                style,
                color=colour,
                lw=1,
                marker=".",
                ms=3,
                label=None if i else name,
            )
        ends = np.array([(seconds[-1], min(losses)) for seconds, losses in runs]).mean(axis=0)
        parts.append(
            f"{name}: lowest loss {ends[1]:.2f} within {ends[0]:.0f} seconds, means of {len(runs)} "
            "runs"
        )
    _draw_level(axes, level, parts)
    axes.set(
        xscale="log", xlabel="seconds of training", ylabel="validation loss (nats per character)"
    )
    axes.legend(fontsize=9)
    return describe(
        axes,
        "Line plot of validation loss against seconds of training on a logarithmic scale. "
        f"{'; '.join(parts)}.",
    )


def _draw_level(axes: Axes, level: tuple[str, float] | None, parts: list[str]) -> None:
    """Draw a horizontal line with its name, and add it to what is told."""
    if level is not None:
        name, value = level
        axes.axhline(value, color="black", lw=1, ls=":", label=name)
        parts.append(f"a dotted line at {value:.2f}: {name}")


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
