"""The figures of text generators: what may come next, how a text is cut up, and how soon a training gets how far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from rnncourse.figures import COLOURS, WIDTH, describe
from rnncourse.text_history import TextHistory

NAMES = {" ": "␣", "\n": "↵"}  # what is seen of symbols that cannot be


def next_symbols(distributions: Mapping[str, np.ndarray], symbols: Sequence[str], *, top: int = 14) -> Axes:
    """Draw the probabilities (V,) of the next symbol, a panel for each setting; the `top` symbols of the first, in its order."""
    figure, panels = plt.subplots(len(distributions), 1, figsize=(WIDTH, 1.25 * len(distributions) + 0.5), sharex=True, sharey=True, squeeze=False)
    order = np.argsort(-next(iter(distributions.values())), kind="stable")[:top]
    names = [NAMES.get(symbols[i], symbols[i]) for i in order]
    parts = []
    for axes, (setting, p) in zip(panels[:, 0], distributions.items()):
        axes.bar(range(len(order)), p[order])
        axes.set_title(setting, fontsize=10)
        parts.append(f"{setting}: {', '.join(f'{name} {p[i]:.2f}' for name, i in list(zip(names, order))[:3])}, "
                     f"{int((p > 0.01).sum())} symbols above a hundredth")
    panels[-1, 0].set_xticks(range(len(order)), names)
    figure.supylabel("probability", fontsize=11)
    return describe(panels[0, 0], f"Bar charts of the probability of the next symbol, a panel for each of {len(distributions)} settings. {'; '.join(parts)}.")


def reading_order(text: str, *, streams: int, steps: int, order: Sequence[int]) -> Axes:
    """Draw how a text is cut into `streams` rows and chunks of `steps` symbols, and in which `order` the chunks are read.

    Arrows show where the state of the first row goes from one chunk to the next.
    """
    chunks = len(order)
    _, axes = plt.subplots(figsize=(WIDTH, 0.42 * streams + 0.9))
    for b in range(streams):
        row = text[b * chunks * steps:(b + 1) * chunks * steps]
        for t, symbol in enumerate(row):
            colour = COLOURS[t // steps % len(COLOURS)]
            axes.add_patch(plt.Rectangle((t, b), 1, 0.8, facecolor="none", edgecolor=colour, lw=1.2))
            axes.text(t + 0.5, b + 0.4, NAMES.get(symbol, symbol), ha="center", va="center", fontsize=9)
    for place, chunk in enumerate(order):
        axes.text((chunk + 0.5) * steps, streams + 0.15, f"{place + 1}", ha="center", va="center", fontsize=10, color=COLOURS[chunk % len(COLOURS)])
    for before, after in zip(order, order[1:]):
        axes.annotate("", ((after + 0.12) * steps, -0.05), ((before + 0.88) * steps, -0.05),
                      arrowprops={"arrowstyle": "-|>", "lw": 1.3, "connectionstyle": f"arc3,rad={-0.5 if after > before else 0.4}"})
    axes.set(xlim=(-0.1, chunks * steps + 0.1), ylim=(streams + 0.5, -1.0))
    axes.axis("off")
    read = ", ".join(str(chunk + 1) for chunk in order)
    return describe(axes, f"A text in {streams} rows of boxes, one symbol a box: {', '.join(repr(text[b * chunks * steps:(b + 1) * chunks * steps]) for b in range(streams))}. "
                          f"Each row is cut into {chunks} chunks of {steps}; they are read in the order {read}, and arrows take the state from one to the next.")


def text_curves(histories: Mapping[str, TextHistory], *, against: str = "epoch", level: tuple[str, float] | None = None) -> Axes:
    """Draw training (dashed) and validation (solid) loss against the "epoch" or the "seconds" of training, one colour per run.

    `level` adds a horizontal line with a name.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 3.6))
    parts = []
    for colour, (name, history) in zip(COLOURS, histories.items()):
        x = history.seconds if against == "seconds" else np.arange(1, len(history.train_loss) + 1)
        axes.plot(x, history.train_loss, "--", color=colour, label=f"{name}, training")
        axes.plot(x, history.validation_loss, "o-", ms=3, color=colour, label=f"{name}, validation")
        parts.append(f"for {name}, validation loss goes from {history.validation_loss[0]:.2f} to {history.validation_loss[-1]:.2f} and training loss "
                     f"from {history.train_loss[0]:.2f} to {history.train_loss[-1]:.2f}")
    _draw_level(axes, level, parts)
    axes.set(xlabel="seconds of training" if against == "seconds" else "epoch", ylabel="loss (nats per character)")
    if against == "epoch":
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(fontsize=9)
    return describe(axes, f"Line plot of loss against {axes.get_xlabel()}: {'; '.join(parts)}.")


def loss_against_seconds(curves: Mapping[str, Sequence[tuple[Sequence[float], Sequence[float]]]], *, level: tuple[str, float] | None = None) -> Axes:
    """Draw validation loss against seconds of training on a logarithmic scale, a colour for each entry and a line for each of its runs.

    A run is a pair (seconds, losses); `level` adds a horizontal line with a name.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 3.8))
    parts = []
    for colour, style, (name, runs) in zip(COLOURS, ("-", "--", "-", "--"), curves.items()):
        for i, (seconds, losses) in enumerate(runs):
            axes.plot(seconds, losses, style, color=colour, lw=1, marker=".", ms=3, label=None if i else name)
        ends = np.array([(seconds[-1], min(losses)) for seconds, losses in runs]).mean(axis=0)
        parts.append(f"{name}: lowest loss {ends[1]:.2f} within {ends[0]:.0f} seconds, means of {len(runs)} runs")
    _draw_level(axes, level, parts)
    axes.set(xscale="log", xlabel="seconds of training", ylabel="validation loss (nats per character)")
    axes.legend(fontsize=9)
    return describe(axes, f"Line plot of validation loss against seconds of training on a logarithmic scale. {'; '.join(parts)}.")


def _draw_level(axes: Axes, level: tuple[str, float] | None, parts: list[str]) -> None:
    """Draw a horizontal line with its name, and add it to what is told."""
    if level is not None:
        name, value = level
        axes.axhline(value, color="black", lw=1, ls=":", label=name)
        parts.append(f"a dotted line at {value:.2f}: {name}")
