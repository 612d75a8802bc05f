"""Signals and what a net does with them, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from rnncourse.figures.diagrams import BLUE, ORANGE
from rnncourse.figures.guides import legend_above
from rnncourse.figures.style import COLOURS, WIDTH, describe, looks

SENSORS = {
    "body acceleration": slice(0, 3),
    "rotation": slice(3, 6),
    "total acceleration": slice(6, 9),
}


def sensor_signals(windows: Mapping[str, np.ndarray], units: Sequence[str], *, rate: float) -> Axes:
    """Draw windows (T, 9), one row each: what the body does, how it turns, and total acceleration,
    along three axes.

    `units` belong to the nine channels, `rate` is the samples per second. Panels of a column share
    their scale.
    """
    figure, panels = plt.subplots(
        len(windows),
        3,
        figsize=(WIDTH, 0.95 * len(windows) + 1.2),
        sharex=True,
        sharey="col",
        squeeze=False,
    )
    parts = []
    for row, (name, window) in zip(panels, windows.items()):
        seconds = np.arange(len(window)) / rate
        for axes, channels in zip(row, SENSORS.values()):
            for axis, colour, values in zip("xyz", COLOURS, window[:, channels].T):
                axes.plot(seconds, values, color=colour, lw=1.2, label=axis)
        row[0].set_title(name)
        body, turn, total = (window[:, channels] for channels in SENSORS.values())
        rest = total.mean(axis=0)
        parts.append(
            f"{name}: body {_strength(body):.2f} {units[0]}, rotation {_strength(turn):.2f} "
            f"{units[3]}, "
            f"mean total acceleration {rest[0]:+.2f}, {rest[1]:+.2f}, {rest[2]:+.2f} {units[6]}"
        )
    for i, (sensor, channels) in enumerate(SENSORS.items()):
        panels[0, i].annotate(
            f"{sensor.replace(' ', chr(10))} ({units[channels.start]})",
            (0, 1.45),
            xycoords="axes fraction",
        )
        panels[-1, i].set_xlabel("seconds")
    legend_above(panels[0, 0])
    return describe(
        panels[0, 0],
        f"Lines along three axes over {len(seconds) / rate:.1f} seconds, a row for each activity. "
        "Strength of the movement "
        f"(root mean square about its mean) and direction of gravity: {'; '.join(parts)}.",
    )


def _strength(values: np.ndarray) -> float:
    """The root mean square of values (T, 3) about their mean, over the three axes."""
    return float(np.sqrt(values.var(axis=0).sum()))


def overlapping_windows(
    signal: np.ndarray, *, length: int, step: int, held_out: Sequence[int], rate: float
) -> Axes:
    """Draw a signal (T,) and, below it, the windows that are cut from it; those in `held_out` in
    another colour.

    The part of a held-out window that a training window holds too is hatched.
    """
    starts = np.arange(0, len(signal) - length + 1, step)
    training = [i for i in range(len(starts)) if i not in held_out]
    _, (above, below) = plt.subplots(
        2,
        1,
        figsize=(WIDTH, 0.28 * len(starts) + 2.2),
        sharex=True,
        height_ratios=(1.2, 0.28 * len(starts)),
    )
    above.plot(np.arange(len(signal)) / rate, signal, color="black", lw=0.8)
    above.set(yticks=[])
    seen = np.zeros(len(signal), dtype=bool)
    for i in training:
        seen[starts[i] : starts[i] + length] = True
    for i, start in enumerate(starts):
        below.barh(
            i,
            length / rate,
            left=start / rate,
            height=0.7,
            color=COLOURS[1] if i in held_out else COLOURS[0],
        )
    for i in held_out:
        below.barh(
            i,
            length / rate * seen[starts[i] : starts[i] + length].mean(),
            left=_first(seen, starts[i]) / rate,
            height=0.7,
            fill=False,
            hatch="////",
            edgecolor="white",
            lw=0,
        )
    below.set(yticks=[], xlabel="seconds", ylim=(len(starts) - 0.4, -0.6))
    below.spines["left"].set_visible(False)
    above.spines["left"].set_visible(False)
    handles = [
        Patch(color=COLOURS[0], label="training"),
        Patch(color=COLOURS[1], label="held out"),
        Patch(fc=COLOURS[1], hatch="////", ec="white", lw=0, label="held out, but seen"),
    ]
    legend_above(above, handles)
    shares = ", ".join(
        f"{100 * seen[starts[i] : starts[i] + length].mean():.0f} %" for i in held_out
    )
    return describe(
        above,
        f"A signal and below it {len(starts)} windows cut from it, each overlapping the next by "
        f"{100 * (1 - step / length):.0f} %. "
        f"{len(held_out)} are held out; of their samples, training windows hold {shares}.",
    )


def _first(seen: np.ndarray, start: int) -> int:
    """The first sample from `start` on that is seen."""
    return int(start + seen[start:].argmax())


def influence_by_step(influences: Mapping[str, np.ndarray]) -> Axes:
    """Draw by how much each step of the input moves the answer, one panel a model; each entry (T,)
    is divided by its largest.
    """
    figure, panels = plt.subplots(
        len(influences),
        1,
        figsize=(WIDTH, 0.85 * len(influences) + 0.6),
        sharex=True,
        squeeze=False,
    )
    parts = []
    drawn = looks(influences)
    for axes, (name, influence) in zip(panels[:, 0], influences.items()):
        relative = influence / influence.max()
        steps = np.arange(1, len(relative) + 1)
        axes.fill_between(steps, relative, color=drawn[name]["color"], lw=0)
        axes.set(ylim=(0, 1.05), yticks=[])
        axes.set_title(name)
        half = len(relative) // 2
        parts.append(
            f"{name}: {100 * relative[:half].sum() / relative.sum():.0f} % of the influence comes "
            "from the first half of the steps, "
            f"{int((relative > 0.01).sum())} of {len(relative)} steps have more than a hundredth "
            "of the largest"
        )
    axes.set(xlabel="step of the window")
    figure.supylabel("influence")
    return describe(
        panels[0, 0],
        f"Areas over the steps of a window, a panel for each of {len(influences)} models. "
        f"{'; '.join(parts)}.",
    )


def influence(panels: Mapping[str, tuple[np.ndarray, int]]) -> Axes:
    """Draw which input steps (columns) change which output steps (rows), one panel for each
    padding.

    Each panel has a boolean matrix (T_y, T_x) and the step, counted from 1, at which its first
    output stands. Inputs of the same or an earlier step are blue, later ones orange.
    """
    figure, row = plt.subplots(
        1, len(panels), figsize=(WIDTH, WIDTH / len(panels) + 0.5), sharey=True
    )
    parts = []
    for axes, (title, (changes, first)) in zip(row, panels.items()):
        T = changes.shape[1]
        future = np.arange(1, T + 1) > np.arange(first, first + len(changes))[:, None]
        for colour, chosen in ((BLUE, changes & ~future), (ORANGE, changes & future)):
            for t, s in np.argwhere(chosen):
                axes.add_patch(
                    plt.Rectangle((s + 0.54, t + first - 0.46), 0.92, 0.92, facecolor=colour)
                )
        axes.set(
            title=title,
            xlim=(0.5, T + 0.5),
            ylim=(T + 0.5, 0.5),
            aspect="equal",
            xlabel="input step",
        )
        axes.set_xticks(range(1, T + 1, 2))
        axes.set_yticks(range(1, T + 1, 2))
        later = int((changes & future).any(axis=1).sum())
        parts.append(
            f"{title}: {len(changes)} outputs, {later if later else 'none'} of which "
            f"see{'s' if later == 1 else ''} a later input"
        )
    row[0].set_ylabel("output step")
    return describe(
        row[0],
        "Grids that mark which inputs change which outputs, blue for inputs of the same or an "
        "earlier step, orange for "
        f"later ones. {'; '.join(parts)}.",
    )
