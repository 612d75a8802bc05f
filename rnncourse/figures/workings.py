"""How something works, step by step: matrices, clipping, stacked convolutions, chunks of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from rnncourse.figures.diagrams import BLUE, canvas
from rnncourse.figures.distributions import NAMES
from rnncourse.figures.style import COLOURS, SMALL, WIDTH, describe


def matrix_equation(parts: Sequence[tuple[str, np.ndarray | str]]) -> Axes:
    """Draw matrices with their numbers side by side, as (title, matrix); a string stands between
    them as it is.
    """
    widths = [0.5 if isinstance(m, str) else m.shape[1] for _, m in parts]
    height = max(m.shape[0] for _, m in parts if not isinstance(m, str))
    axes = canvas(sum(widths) + 0.3 * len(parts), height + 0.8)
    x = 0.15
    for (title, m), width in zip(parts, widths):
        if isinstance(m, str):
            axes.text(x + width / 2, height / 2, m, ha="center", va="center", size=12)
        else:
            bottom = (height - len(m)) / 2
            axes.imshow(
                m,
                extent=(x, x + width, bottom, bottom + len(m)),
                cmap="RdBu_r",
                vmin=-2,
                vmax=2,
                alpha=0.5,
            )
            for (i, j), number in np.ndenumerate(m):
                axes.text(
                    x + j + 0.5,
                    bottom + len(m) - i - 0.5,
                    f"{number:.2g}",
                    ha="center",
                    va="center",
                    size=SMALL,
                )
            axes.text(
                x + width / 2, bottom + len(m) + 0.3, title, ha="center", va="center", size=11
            )
        x += width + 0.3
    axes.set(xlim=(0, x), ylim=(0, height + 0.8))
    listed = "; ".join(
        f"{title.strip('$')} = {np.round(m, 2).tolist()}"
        for title, m in parts
        if not isinstance(m, str)
    )
    return describe(
        axes, f"Matrices with their numbers, as they are multiplied and added: {listed}."
    )


def clipping(
    gradients: np.ndarray, by_value: np.ndarray, by_norm: np.ndarray, *, limit: float
) -> Axes:
    """Draw gradients of two weights, shape (N, 2), before and after clipping by value and by
    norm.
    """
    figure, panels = plt.subplots(1, 2, figsize=(WIDTH, 3.1), sharey=True)
    reach = 1.1 * np.abs(gradients).max()
    angle = np.linspace(0, 2 * np.pi, 100)
    borders = {
        "by value": (limit * np.array([-1, 1, 1, -1, -1]), limit * np.array([-1, -1, 1, 1, -1])),
        "by norm": (limit * np.cos(angle), limit * np.sin(angle)),
    }
    for axes, (title, border), after in zip(panels, borders.items(), (by_value, by_norm)):
        axes.plot(*border, color="black", lw=0.8)
        for i, (before, now) in enumerate(zip(gradients, after)):
            axes.plot([0, before[0]], [0, before[1]], ":", color=COLOURS[i], lw=1.5)
            axes.annotate(
                "",
                now,
                (0, 0),
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": COLOURS[i],
                    "lw": 2,
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
            )
        axes.set(
            title=title,
            xlim=(-reach, reach),
            ylim=(-reach, reach),
            aspect="equal",
            xlabel="gradient of one weight",
        )
    panels[0].set_ylabel("of another")
    listed = "; ".join(
        f"({b[0]:.1f}, {b[1]:.1f}) becomes ({v[0]:.1f}, {v[1]:.1f}) by value and ({n[0]:.1f}, "
        f"{n[1]:.1f}) by norm"
        for b, v, n in zip(gradients, by_value, by_norm)
    )
    return describe(
        panels[0],
        "Two panels with the same gradients as arrows. By value, a square limits them and arrows "
        "change direction; by "
        f"norm, a circle limits them and arrows keep their direction. {listed}.",
    )


def stacked_convolutions(
    stacks: Mapping[str, Sequence[int]], *, kernel_size: int, steps: int
) -> Axes:
    """Draw stacks of causal convolutions, given by their dilations, and what the last output sees
    of the input.
    """
    figure, panels = plt.subplots(len(stacks), 1, figsize=(WIDTH, 2.1 * len(stacks)), squeeze=False)
    parts = []
    for axes, (title, dilations) in zip(panels[:, 0], stacks.items()):
        seen = {steps}
        for layer in range(len(dilations), 0, -1):
            reach = [k * dilations[layer - 1] for k in range(kernel_size)]
            for t in range(1, steps + 1):
                for s in (t - r for r in reach if t - r >= 1):
                    axes.plot(
                        [s, t],
                        [layer - 1, layer],
                        color=BLUE if t in seen else "0.8",
                        lw=1.6 if t in seen else 0.5,
                        zorder=2 if t in seen else 1,
                    )
            _dots(axes, layer, seen, steps)
            seen = {t - r for t in seen for r in reach if t - r >= 1}
        _dots(axes, 0, seen, steps)
        axes.set_title(title)
        axes.set_yticks(
            range(len(dilations) + 1),
            ["input", *(f"layer {i + 1}" for i in range(len(dilations)))],
        )
        axes.set_xticks(sorted({1, steps, *range(5, steps, 5)}))
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        parts.append(f"{title}: the last output sees {len(seen)} of {steps} inputs")
    axes.set(xlabel="step")
    return describe(
        panels[0, 0],
        f"Dots for the steps of every layer, joined by lines to the {kernel_size} steps below that "
        "each reads; the lines "
        f"that lead to the last output are blue. {'; '.join(parts)}.",
    )


def _dots(axes: Axes, layer: int, seen: set[int], steps: int) -> None:
    """One layer's steps: those that matter to the last output filled."""
    for t in range(1, steps + 1):
        axes.plot(
            t,
            layer,
            "o",
            ms=6,
            color=BLUE if t in seen else "0.6",
            fillstyle="full" if t in seen else "none",
            zorder=3,
        )


def reading_order(text: str, *, streams: int, steps: int, order: Sequence[int]) -> Axes:
    """Draw how a text is cut into `streams` rows and chunks of `steps` symbols, and in which
    `order` the chunks are read.

    Arrows show where the state of the first row goes from one chunk to the next.
    """
    chunks = len(order)
    air = 0.3 + 0.4 * np.abs(np.diff(order)).max()  # for the arrows, in rows
    _, axes = plt.subplots(figsize=(WIDTH, 0.42 * (streams + 0.5 + air)))
    for b in range(streams):
        row = text[b * chunks * steps : (b + 1) * chunks * steps]
        for t, symbol in enumerate(row):
            colour = COLOURS[t // steps % len(COLOURS)]
            axes.add_patch(
                plt.Rectangle((t, b), 1, 0.8, facecolor="none", edgecolor=colour, lw=1.2)
            )
            axes.text(
                t + 0.5, b + 0.4, NAMES.get(symbol, symbol), ha="center", va="center", size=SMALL
            )
    for place, chunk in enumerate(order):
        axes.text(
            (chunk + 0.5) * steps,
            streams + 0.15,
            f"{place + 1}",
            ha="center",
            va="center",
            size=SMALL,
            color=COLOURS[chunk % len(COLOURS)],
        )
    for before, after in zip(order, order[1:]):
        axes.annotate(
            "",
            ((after + 0.12) * steps, -0.05),
            ((before + 0.88) * steps, -0.05),
            arrowprops={
                "arrowstyle": "-|>",
                "lw": 1.3,
                "color": "black",
                "connectionstyle": f"arc3,rad={-0.3 if after > before else 0.3}",
            },
        )
    axes.set(xlim=(-0.1, chunks * steps + 0.1), ylim=(streams + 0.5, -air))
    axes.axis("off")
    read = ", ".join(str(chunk + 1) for chunk in order)
    rows = [text[b * chunks * steps : (b + 1) * chunks * steps] for b in range(streams)]
    return describe(
        axes,
        f"A text in {streams} rows of boxes, one symbol a box: "
        f"{', '.join(map(repr, rows))}. "
        f"Each row is cut into {chunks} chunks of {steps}; they are read in the order {read}, and "
        "arrows take the state from one to the next.",
    )
