"""The figures about sequences: the mappings between them, and what a convolution sees of them.

Like those of :mod:`rnncourse.figures`, they are narrow, transparent, drawn with dark ink, and write their own alt text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from rnncourse.figures import COLOURS, WIDTH, describe
from rnncourse.figures_foundations import BLUE, RED, _arrow, _box, _canvas

# For each mapping: its steps as (what is read, state, what is answered), and what the drawing shows.
MAPPINGS = {
    "one-to-one": (
        [("$x$", "$h$", r"$\hat y$")],
        "One input leads to one box and on to one output; there are no steps."),
    "one-to-many": (
        [("$x$", "$h_1$", r"$\hat y_1$"), (r"$\hat y_1$", "$h_2$", r"$\hat y_2$"), (r"$\hat y_2$", "$h_3$", r"$\hat y_3$")],
        "One input enters the first of three states; every state has an output, and each output is the input of the next step."),
    "many-to-one": (
        [("$x_1$", "$h_1$", ""), ("$x_2$", "$h_2$", ""), ("$x_3$", "$h_3$", r"$\hat y$")],
        "Three inputs enter three states, each state leads to the next, and only the last one has an output."),
    "many-to-many, aligned": (
        [("$x_1$", "$h_1$", r"$\hat y_1$"), ("$x_2$", "$h_2$", r"$\hat y_2$"), ("$x_3$", "$h_3$", r"$\hat y_3$")],
        "Three inputs enter three states, each state leads to the next, and each has an output: as many outputs as inputs."),
    "many-to-many, unaligned": (
        [("$x_1$", "$h_1$", ""), ("$x_2$", "$h_2$", ""), ("$x_3$", "$h_3$", ""), ("start", "$s_1$", r"$\hat y_1$"),
         (r"$\hat y_1$", "$s_2$", r"$\hat y_2$")],
        "Three inputs enter the three states of an encoder, which have no outputs. The last of them leads to the decoder, whose two states "
        "have an output each; the first output is the input of the second."),
}


def mapping(kind: str) -> Axes:
    """Draw a net for one kind of task, unrolled: one of the keys of MAPPINGS.

    What the net has answered itself and reads again is red, and so is a decoder.
    """
    steps, seen = MAPPINGS[kind]
    axes = _canvas(6.4, 2.6)
    places = 3.2 + 1.25 * (np.arange(len(steps)) - (len(steps) - 1) / 2)
    for i, (x, (below, state, above)) in enumerate(zip(places, steps)):
        own = below == "start" or "hat y" in below
        axes.text(x, 0.25, below, ha="center", va="center", size=13, color=RED if own else "black")
        _arrow(axes, (x, 0.5), (x, 1.0), colour=RED if own else "black")
        _box(axes, x, 1.3, state, colour=RED if state.startswith("$s") else BLUE)
        if i:
            _arrow(axes, (places[i - 1] + 0.4, 1.3), (x - 0.4, 1.3))
        if above:
            _arrow(axes, (x, 1.6), (x, 2.1))
            axes.text(x, 2.35, above, ha="center", va="center", size=13)
    return describe(axes, f"Diagram of a net, {kind}. {seen}")


def in_both_frameworks(curves: Mapping[str, Mapping[str, tuple[Sequence[float], Sequence[float]]]], *, xlabel: str,
                       ylabel: str) -> Axes:
    """Draw curves (x, y) by model and framework: a colour for each model, a kind of line for each framework."""
    _, axes = plt.subplots(figsize=(WIDTH, 3.6))
    parts = []
    for colour, (model, by_framework) in zip(COLOURS, curves.items()):
        for (framework, (x, y)), style in zip(by_framework.items(), ("o-", "s--")):
            axes.plot(x, y, style, color=colour, lw=2, ms=5, label=f"{model}, {framework}")
            parts.append(f"{model}, {framework}: {y[0]:.2f} at {x[0]:g}, {y[-1]:.2f} at {x[-1]:g}")
    axes.set(xlabel=xlabel, ylabel=ylabel, ylim=(0, 1.02))
    axes.set_xticks(sorted({place for by_framework in curves.values() for x, _ in by_framework.values() for place in x}))
    axes.legend(fontsize=9)
    return describe(axes, f"Line plot of {ylabel} against {xlabel}. {'; '.join(parts)}.")


def influence(panels: Mapping[str, tuple[np.ndarray, int]]) -> Axes:
    """Draw which input steps (columns) change which output steps (rows), one panel for each padding.

    Each panel has a boolean matrix (T_y, T_x) and the step, counted from 1, at which its first output stands. Inputs of
    the same or an earlier step are blue, later ones red.
    """
    figure, row = plt.subplots(1, len(panels), figsize=(WIDTH, WIDTH / len(panels) + 0.5), sharey=True)
    parts = []
    for axes, (title, (changes, first)) in zip(row, panels.items()):
        T = changes.shape[1]
        future = np.arange(1, T + 1) > np.arange(first, first + len(changes))[:, None]
        for colour, chosen in ((BLUE, changes & ~future), (RED, changes & future)):
            for t, s in np.argwhere(chosen):
                axes.add_patch(plt.Rectangle((s + 0.54, t + first - 0.46), 0.92, 0.92, facecolor=colour))
        axes.set(title=title, xlim=(0.5, T + 0.5), ylim=(T + 0.5, 0.5), aspect="equal", xlabel="input step")
        axes.set_xticks(range(1, T + 1, 2))
        axes.set_yticks(range(1, T + 1, 2))
        later = int((changes & future).any(axis=1).sum())
        parts.append(f"{title}: {len(changes)} outputs, {later if later else 'none'} of which see{'s' if later == 1 else ''} a later input")
    row[0].set_ylabel("output step")
    return describe(row[0], "Grids that mark which inputs change which outputs, blue for inputs of the same or an earlier step, red for "
                            f"later ones. {'; '.join(parts)}.")


def stacked_convolutions(stacks: Mapping[str, Sequence[int]], *, kernel_size: int, steps: int) -> Axes:
    """Draw stacks of causal convolutions, given by their dilations, and what the last output sees of the input."""
    figure, panels = plt.subplots(len(stacks), 1, figsize=(WIDTH, 2.1 * len(stacks)), squeeze=False)
    parts = []
    for axes, (title, dilations) in zip(panels[:, 0], stacks.items()):
        seen = {steps}
        for layer in range(len(dilations), 0, -1):
            reach = [k * dilations[layer - 1] for k in range(kernel_size)]
            for t in range(1, steps + 1):
                for s in (t - r for r in reach if t - r >= 1):
                    axes.plot([s, t], [layer - 1, layer], color=BLUE if t in seen else "0.8", lw=1.6 if t in seen else 0.5,
                              zorder=2 if t in seen else 1)
            _dots(axes, layer, seen, steps)
            seen = {t - r for t in seen for r in reach if t - r >= 1}
        _dots(axes, 0, seen, steps)
        axes.set_title(title, fontsize=11)
        axes.set_yticks(range(len(dilations) + 1), ["input", *(f"layer {i + 1}" for i in range(len(dilations)))], fontsize=10)
        axes.set_xticks(sorted({1, steps, *range(5, steps, 5)}))
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        parts.append(f"{title}: the last output sees {len(seen)} of {steps} inputs")
    axes.set(xlabel="step")
    return describe(panels[0, 0], f"Dots for the steps of every layer, joined by lines to the {kernel_size} steps below that each reads; the lines "
                                  f"that lead to the last output are blue. {'; '.join(parts)}.")


def _dots(axes: Axes, layer: int, seen: set[int], steps: int) -> None:
    """One layer's steps: those that matter to the last output filled."""
    for t in range(1, steps + 1):
        axes.plot(t, layer, "o", ms=6, color=BLUE if t in seen else "0.6", fillstyle="full" if t in seen else "none", zorder=3)
