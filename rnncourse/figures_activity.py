"""The figures of the chapters on activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from rnncourse.figures import COLOURS, WIDTH, describe

SENSORS = {"body acceleration": slice(0, 3), "rotation": slice(3, 6), "total acceleration": slice(6, 9)}


def signals(windows: Mapping[str, np.ndarray], units: Sequence[str], *, rate: float) -> Axes:
    """Draw windows (T, 9), one row each: what the body does, how it turns, and total acceleration, along three axes.

    `units` belong to the nine channels, `rate` is the samples per second. Panels of a column share their scale.
    """
    figure, panels = plt.subplots(len(windows), 3, figsize=(WIDTH, 0.95 * len(windows) + 1.2), sharex=True, sharey="col", squeeze=False)
    parts = []
    for row, (name, window) in zip(panels, windows.items()):
        seconds = np.arange(len(window)) / rate
        for axes, channels in zip(row, SENSORS.values()):
            for axis, colour, values in zip("xyz", COLOURS, window[:, channels].T):
                axes.plot(seconds, values, color=colour, lw=1.2, label=axis)
            axes.tick_params(labelsize=9)
        row[0].set_title(name, fontsize=10)
        body, turn, total = (window[:, channels] for channels in SENSORS.values())
        rest = total.mean(axis=0)
        parts.append(f"{name}: body {_strength(body):.2f} {units[0]}, rotation {_strength(turn):.2f} {units[3]}, "
                     f"mean total acceleration {rest[0]:+.2f}, {rest[1]:+.2f}, {rest[2]:+.2f} {units[6]}")
    for i, (sensor, channels) in enumerate(SENSORS.items()):
        panels[0, i].annotate(f"{sensor.replace(' ', chr(10))} ({units[channels.start]})", (0, 1.45), xycoords="axes fraction", fontsize=10)
        panels[-1, i].set_xlabel("seconds", fontsize=10)
    figure.legend(*panels[0, 0].get_legend_handles_labels(), fontsize=10, ncols=3, loc="outside upper right")
    return describe(panels[0, 0], f"Lines along three axes over {len(seconds) / rate:.1f} seconds, a row for each activity. Strength of the movement "
                                  f"(root mean square about its mean) and direction of gravity: {'; '.join(parts)}.")


def _strength(values: np.ndarray) -> float:
    """The root mean square of values (T, 3) about their mean, over the three axes."""
    return float(np.sqrt(values.var(axis=0).sum()))


def overlapping_windows(signal: np.ndarray, *, length: int, step: int, held_out: Sequence[int], rate: float) -> Axes:
    """Draw a signal (T,) and, below it, the windows that are cut from it; those in `held_out` in another colour.

    The part of a held-out window that a training window holds too is hatched.
    """
    starts = np.arange(0, len(signal) - length + 1, step)
    training = [i for i in range(len(starts)) if i not in held_out]
    _, (above, below) = plt.subplots(2, 1, figsize=(WIDTH, 0.28 * len(starts) + 2.2), sharex=True, height_ratios=(1.2, 0.28 * len(starts)))
    above.plot(np.arange(len(signal)) / rate, signal, color="black", lw=0.8)
    above.set(yticks=[])
    seen = np.zeros(len(signal), dtype=bool)
    for i in training:
        seen[starts[i]:starts[i] + length] = True
    for i, start in enumerate(starts):
        below.barh(i, length / rate, left=start / rate, height=0.7, color=COLOURS[1] if i in held_out else COLOURS[0])
    for i in held_out:
        below.barh(i, length / rate * seen[starts[i]:starts[i] + length].mean(), left=_first(seen, starts[i]) / rate, height=0.7,
                   fill=False, hatch="////", edgecolor="white", lw=0)
    below.set(yticks=[], xlabel="seconds", ylim=(len(starts) - 0.4, -0.6))
    below.spines["left"].set_visible(False)
    above.spines["left"].set_visible(False)
    handles = [plt.Rectangle((0, 0), 1, 1, color=colour) for colour in COLOURS[:2]]
    handles.append(plt.Rectangle((0, 0), 1, 1, facecolor=COLOURS[1], hatch="////", edgecolor="white", lw=0))
    above.legend(handles, ["training", "held out", "held out, but seen"], fontsize=9, ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1.0), handlelength=1.5)
    shares = ", ".join(f"{100 * seen[starts[i]:starts[i] + length].mean():.0f} %" for i in held_out)
    return describe(above, f"A signal and below it {len(starts)} windows cut from it, each overlapping the next by {100 * (1 - step / length):.0f} %. "
                           f"{len(held_out)} are held out; of their samples, training windows hold {shares}.")


def _first(seen: np.ndarray, start: int) -> int:
    """The first sample from `start` on that is seen."""
    return int(start + seen[start:].argmax())


def gradient_norm_histogram(norms: Mapping[str, np.ndarray], *, thresholds: Sequence[float], what: str = "norm of the gradient") -> Axes:
    """Draw how often each size of gradient occurs, one histogram for each entry of `norms` (batches,), with thresholds as lines."""
    everything = np.concatenate(list(norms.values()))
    edges = np.geomspace(min(everything.min(), *thresholds) / 1.2, max(everything.max(), *thresholds) * 1.2, 31)
    figure, panels = plt.subplots(len(norms), 1, figsize=(WIDTH, 1.4 * len(norms) + 0.6), sharex=True, squeeze=False)
    parts = []
    for colour, axes, (name, values) in zip(COLOURS, panels[:, 0], norms.items()):
        axes.hist(values, bins=edges, color=colour)
        for threshold in thresholds:
            axes.axvline(threshold, color="black", lw=1, ls="--")
        axes.set_title(name, fontsize=10)
        above = ", ".join(f"{100 * np.mean(values > threshold):.0f} % are above {threshold:g}" for threshold in thresholds)
        parts.append(f"{name}: median {np.median(values):.2g}, largest {values.max():.2g}; {above}")
    axes.set(xscale="log", xlabel=what)
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter(NullFormatter())
    figure.supylabel("batches", fontsize=11)
    return describe(axes, f"Histograms of the {what}, on a logarithmic scale, with dashed lines at {', '.join(f'{t:g}' for t in thresholds)}. "
                          f"{'. '.join(parts)}.")


def learning_curves_by_run(runs: Mapping[str, Sequence[Mapping[str, Sequence[float]]]], *, what: str = "accuracy") -> Axes:
    """Draw one panel for each configuration of `runs`: training (dashed) and validation (solid) `what` of every seed.

    The values are histories as the ledger keeps them; `what` is "accuracy" or "loss" (nats).
    """
    rows = -(-len(runs) // 2)
    figure, panels = plt.subplots(rows, 2, figsize=(WIDTH, 2 * rows + 0.4), sharex=True, sharey=True, squeeze=False)
    parts = []
    for axes, (name, histories) in zip(panels.flat, runs.items()):
        for colour, part, style in zip(COLOURS, ("train", "validation"), ("--", "-")):
            curves = [history[f"{part}_{what}"] for history in histories]
            for i, curve in enumerate(curves):
                axes.plot(range(1, len(curve) + 1), curve, style, color=colour, lw=1, label=None if i else part.replace("train", "training"))
        axes.set_title(name, fontsize=10)
        parts.append(f"{name}: {_ends(histories, what)}")
    for axes in panels.flat[len(runs):]:
        axes.set_visible(False)
    for axes in panels.flat[max(0, len(runs) - 2):len(runs)]:     # the lowest of each column
        axes.set_xlabel("epoch")
        axes.tick_params(labelbottom=True)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    figure.supylabel(f"{what} (nats)" if what == "loss" else what, fontsize=11)
    panels.flat[len(runs) - 1].legend(fontsize=9)
    return describe(panels[0, 0], f"Learning curves, a panel for each of {len(runs)} settings and a line for each seed. {'; '.join(parts)}.")


def _ends(histories: Sequence[Mapping], what: str) -> str:
    """Where the curves end, and the deepest fall (of a loss: the highest jump) of a validation curve within one epoch."""
    train, validation = (np.mean([history[f"{part}_{what}"][-1] for history in histories]) for part in ("train", "validation"))
    sign = 1 if what == "loss" else -1
    worst = max(float(np.max(sign * np.diff(history[f"validation_{what}"]), initial=0)) for history in histories)
    return f"training ends at {train:.2f}, validation at {validation:.2f}, its worst step is {sign * worst:+.2f}"
