"""Learning curves: how a training went, from its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from rnncourse.figures.guides import draw_levels, legend_above
from rnncourse.figures.style import COLOURS, WIDTH, describe, looks

Curves = Mapping[str, Sequence[float]]  # a History, or one that a record keeps
STYLES = {"train": "--", "validation": "-"}
WORDS = {"train": "training", "validation": "validation"}


def learning_curves(
    runs: Mapping[str, Curves | Sequence[Curves]],
    *,
    of: Sequence[str] = ("loss", "accuracy"),
    parts: Sequence[str] = ("train", "validation"),
    against: str = "epoch",
    labels: Mapping[str, str] | None = None,
    levels: Mapping[str, float] | None = None,
    by_run: bool = False,
) -> Axes:
    """Draw training (dashed) and validation (solid) curves: a panel for each of the curves `of`,
    and a colour for each entry of `runs`, which is one history or a list of them, one of each seed.

    A dot marks the lowest validation loss of a single history. The x axis counts epochs, or
    "seconds" of training on a logarithmic scale. With `by_run` the first curve alone is drawn, in a
    panel for each entry, a colour for each seed. `labels` gives the axis texts of curves that are
    not in nats; `levels` are lines to compare with, of the last of the curves drawn.
    """
    listed = {name: [run] if isinstance(run, Mapping) else list(run) for name, run in runs.items()}
    labels = {"loss": "loss (nats)"} | dict(labels or {})
    draw = _panel_for_each_run if by_run else _panel_for_each_curve
    axes, also = draw(listed, list(of), parts, against, labels, levels or {})
    told = "; ".join(
        f"{name}: {' and '.join(_told(run, what, parts, against) for what in of)}"
        for name, run in listed.items()
    )
    x = "seconds of training on a logarithmic scale" if against == "seconds" else "the epoch"
    lines = {"train": "dashed lines for training", "validation": "solid lines for validation"}
    shown = ", ".join(lines[part] for part in parts)
    return describe(
        axes, f"Learning curves: {' and '.join(of)} against {x}, {shown}. {told}.{also}"
    )


def _panel_for_each_curve(runs, of, parts, against, labels, levels) -> tuple[Axes, str]:
    """A panel above the other for each of the curves `of`, all runs in each."""
    height = 3.8 if len(of) == 1 else 2.5 * len(of) + 0.3
    _, panels = plt.subplots(len(of), 1, figsize=(WIDTH, height), sharex=True, squeeze=False)
    drawn = looks(runs)
    for axes, what in zip(panels[:, 0], of):
        for name, histories in runs.items():
            colour = drawn[name]["color"]
            for part in parts:
                label = name if len(parts) == 1 else f"{name}, {WORDS[part]}"
                _draw(axes, histories, f"{part}_{what}", against, label, [colour] * len(histories))
            if len(histories) == 1 and against == "epoch" and "validation" in parts:
                best = int(np.argmin(histories[0]["validation_loss"]))
                axes.plot(best + 1, histories[0][f"validation_{what}"][best], "o", color=colour)
        axes.set_ylabel(labels.get(what, what))
    _label_x(panels[-1, 0], against)
    also = draw_levels(panels[-1, 0], levels)
    legend_above(panels[-1, 0])
    return panels[0, 0], also


def _panel_for_each_run(runs, of, parts, against, labels, levels) -> tuple[Axes, str]:
    """A panel for each run, two in a row."""
    rows = -(-len(runs) // 2)
    figure, panels = plt.subplots(
        rows, 2, figsize=(WIDTH, 2 * rows + 0.6), sharex=True, sharey=True, squeeze=False
    )
    for axes, (name, histories) in zip(panels.flat, runs.items()):
        for part in parts:
            _draw(axes, histories, f"{part}_{of[0]}", against, None, COLOURS, lw=1.2)
        axes.set_title(name)
    also = [draw_levels(axes, levels) for axes in panels.flat[: len(runs)]][-1]
    for axes in panels.flat[len(runs) :]:
        axes.set_visible(False)
    for axes in panels.flat[max(0, len(runs) - 2) : len(runs)]:  # the lowest of each column
        axes.tick_params(labelbottom=True)
        _label_x(axes, against)
    figure.supylabel(labels.get(of[0], of[0]))
    handles = [Line2D([], [], color="black", ls=STYLES[p], label=WORDS[p]) for p in parts]
    legend_above(panels[0, 0], handles + panels[0, 0].get_legend_handles_labels()[0])
    return panels[0, 0], also


def _draw(axes, histories, curve, against, label, colours, lw=1.5) -> None:
    """One curve of every history, with one entry in the legend."""
    style = STYLES[curve.partition("_")[0]]
    for i, (history, colour) in enumerate(zip(histories, colours)):
        y = history[curve]
        x = history["seconds"] if against == "seconds" else range(1, len(y) + 1)
        axes.plot(x, y, style, color=colour, lw=lw, label=None if i else label)


def _label_x(axes: Axes, against: str) -> None:
    if against == "seconds":
        axes.set(xscale="log", xlabel="seconds of training")
    else:
        axes.set_xlabel("epoch")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def _told(histories, what, parts, against) -> str:
    """Where the curves of one run begin and end, means over its histories, and the worst step of
    the validation curve: a jump of the loss, a fall of anything else.
    """
    ends = []
    for part in parts:
        curves = [history[f"{part}_{what}"] for history in histories]
        first, last = (np.mean([curve[i] for curve in curves]) for i in (0, -1))
        ends.append(f"{WORDS[part]} {what} goes from {first:.3g} to {last:.3g}")
    if "validation" in parts:
        sign = 1 if what.endswith("loss") else -1
        curves = [history[f"validation_{what}"] for history in histories]
        worst = max(float(np.max(sign * np.diff(curve), initial=0)) for curve in curves)
        ends.append(
            f"the worst step of validation is {sign * worst:+.2g}"
            if worst
            else "validation has no step back"
        )
    if against == "seconds":
        seconds = np.mean([history["seconds"][-1] for history in histories])
        ends.append(f"it takes {seconds:.3g} seconds")
    return ", ".join(ends)
