"""Diagrams of recurrent nets, and the boxes and arrows that they are drawn with."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from rnncourse.figures.style import COLOURS, SMALL, WIDTH, describe

BLUE, ORANGE, GREEN, PINK = COLOURS[:4]


def canvas(width: float, height: float) -> Axes:
    """An empty drawing of the page's width, in units of its own."""
    _, axes = plt.subplots(figsize=(WIDTH, WIDTH * height / width))
    axes.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    axes.axis("off")
    return axes


def box(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    *,
    colour: str = "black",
    size: float = 12,
    width: float = 0.8,
    height: float = 0.6,
) -> None:
    """Draw a box round a text, with its centre at x, y."""
    axes.add_patch(
        plt.Rectangle(
            (x - width / 2, y - height / 2), width, height, fill=False, edgecolor=colour, lw=1.5
        )
    )
    axes.text(x, y, text, ha="center", va="center", size=size)


def arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    colour: str = "black",
    bend: float = 0.0,
    text: str = "",
    shift: tuple[float, float] = (0.0, 0.2),
) -> None:
    """Draw an arrow from `start` to `end`, with a text beside it."""
    axes.annotate(
        "",
        end,
        start,
        arrowprops={
            "arrowstyle": "-|>",
            "color": colour,
            "lw": 1.4,
            "shrinkA": 0,
            "shrinkB": 0,
            "connectionstyle": f"arc3,rad={bend}",
        },
    )
    if text:
        axes.text(
            (start[0] + end[0]) / 2 + shift[0],
            (start[1] + end[1]) / 2 + shift[1],
            text,
            ha="center",
            va="center",
            size=11,
            color=colour,
        )


def path(axes: Axes, points: Sequence[tuple[float, float]], **options) -> None:
    """A line round corners that ends in an arrow."""
    axes.plot(
        *zip(*points[:-1]), color=options.get("colour", "black"), lw=1.4, solid_capstyle="butt"
    )
    arrow(axes, points[-2], points[-1], **options)


def _column(axes: Axes, x: float, below: str, state: str, above: str, *, base: float = 0.4) -> None:
    """One step of an unrolled net: its input, its state and, unless that is empty, its output."""
    own = below == "start" or "hat y" in below
    axes.text(x, base, below, ha="center", va="center", size=13, color=ORANGE if own else "black")
    arrow(axes, (x, base + 0.25), (x, base + 0.8), colour=ORANGE if own else "black")
    box(axes, x, base + 1.1, state, colour=ORANGE if state.startswith("$s") else BLUE)
    if above:
        arrow(axes, (x, base + 1.4), (x, base + 1.95))
        axes.text(x, base + 2.2, above, ha="center", va="center", size=13)


def rolled_and_unrolled() -> Axes:
    """Draw the same recurrent layer twice: with its loop, and laid out over four steps."""
    axes = canvas(7.7, 2.9)
    _column(axes, 0.9, "$x_t$", "$h_t$", r"$\hat y_t$")
    path(axes, [(1.3, 1.5), (1.75, 1.5), (1.75, 2.0), (0.05, 2.0), (0.05, 1.5), (0.5, 1.5)])
    axes.text(2.25, 1.5, "=", ha="center", va="center", size=20)
    axes.text(2.8, 1.5, "$h_0$", ha="center", va="center", size=13)
    for i in range(4):
        _column(axes, 3.75 + 1.15 * i, f"$x_{i + 1}$", f"$h_{i + 1}$", rf"$\hat y_{i + 1}$")
        arrow(
            axes,
            (3.05 if i == 0 else 3.0 + 1.15 * i, 1.5),
            (3.35 + 1.15 * i, 1.5),
            text="$W_{hh}$" if i else "",
            shift=(0.0, 0.5),
        )
    return describe(
        axes,
        "Diagram. Left, one cell: the input x t enters from below, the output leaves at the top, "
        "and an arrow leads from "
        "the state h t back into the cell. Right, the same cell four times in a row: h 0 leads to "
        "h 1, h 2, h 3 and "
        "h 4, all with the same weights W hh, and every step has its own input and its own output.",
    )


# Steps as (what is read, state, what is answered).
SILENT = [("$x_1$", "$h_1$", ""), ("$x_2$", "$h_2$", ""), ("$x_3$", "$h_3$", "")]
# For each kind of net: the steps of its first layer, and what the drawing shows.
NETS = {
    "one-to-one": (
        [("$x$", "$h$", r"$\hat y$")],
        "One input leads to one box and on to one output; there are no steps.",
    ),
    "one-to-many": (
        [
            ("$x$", "$h_1$", r"$\hat y_1$"),
            (r"$\hat y_1$", "$h_2$", r"$\hat y_2$"),
            (r"$\hat y_2$", "$h_3$", r"$\hat y_3$"),
        ],
        "One input enters the first of three states; every state has an output, and each output is "
        "the input of the next step.",
    ),
    "many-to-one": (
        [*SILENT[:2], ("$x_3$", "$h_3$", r"$\hat y$")],
        "Three inputs enter three states, each state leads to the next, and only the last one has "
        "an output.",
    ),
    "many-to-many, aligned": (
        [
            ("$x_1$", "$h_1$", r"$\hat y_1$"),
            ("$x_2$", "$h_2$", r"$\hat y_2$"),
            ("$x_3$", "$h_3$", r"$\hat y_3$"),
        ],
        "Three inputs enter three states, each state leads to the next, and each has an output: as "
        "many outputs as inputs.",
    ),
    "many-to-many, unaligned": (
        [
            *SILENT,
            ("start", "$s_1$", r"$\hat y_1$"),
            (r"$\hat y_1$", "$s_2$", r"$\hat y_2$"),
        ],
        "Three inputs enter the three states of an encoder, which have no outputs. The last of "
        "them leads to the decoder, whose two states have an output each; the first output is the "
        "input of the second.",
    ),
    "stacked": (
        SILENT,
        "Two rows of three states: those of the first row are the inputs of the second, and the "
        "last of those gives the output.",
    ),
    "bidirectional": (
        SILENT,
        "Two rows of three states read the same inputs: one passes its state to the right, the "
        "other to the left, and every output reads both.",
    ),
}


def unrolled_net(kind: str) -> Axes:
    """Draw a net, unrolled: one of the keys of NETS.

    What the net has answered itself and reads again is orange, and so are a decoder and a second
    layer.
    """
    steps, seen = NETS[kind]
    second = {"stacked": _second_layer, "bidirectional": _way_back}.get(kind)
    axes = canvas(6.4, 4.2 if second else 2.9)
    gap = min(1.8, 6 / len(steps))
    places = 3.2 + gap * (np.arange(len(steps)) - (len(steps) - 1) / 2)
    for i, (x, step) in enumerate(zip(places, steps)):
        _column(axes, x, *step)
        if i:
            arrow(axes, (places[i - 1] + 0.4, 1.5), (x - 0.4, 1.5))
    if second:
        second(axes, places)
    return describe(axes, f"Diagram of a net, {kind}. {seen}")


def _second_layer(axes: Axes, places: np.ndarray) -> None:
    """A layer that reads the states of the first, and whose last state has an output."""
    for i, x in enumerate(places):
        arrow(axes, (x, 1.8), (x, 2.5))
        box(axes, x, 2.8, f"$h^{{(2)}}_{i + 1}$", colour=ORANGE)
        if i:
            arrow(axes, (places[i - 1] + 0.4, 2.8), (x - 0.4, 2.8))
    arrow(axes, (places[-1], 3.1), (places[-1], 3.65))
    axes.text(places[-1], 3.9, r"$\hat y$", ha="center", va="center", size=13)


def _way_back(axes: Axes, places: np.ndarray) -> None:
    """A layer that reads the same inputs from right to left, and outputs that read both."""
    for i, x in enumerate(places):
        box(axes, x, 2.8, rf"$\overleftarrow{{h}}_{i + 1}$", colour=ORANGE)
        right, left = x + 0.62, x - 0.62
        path(axes, [(x + 0.18, 0.4), (right, 0.4), (right, 2.15), (x + 0.2, 2.15), (x + 0.2, 2.5)])
        path(axes, [(x - 0.2, 1.8), (x - 0.2, 2.15), (left, 2.15), (left, 3.65), (x - 0.25, 3.75)])
        arrow(axes, (x, 3.1), (x, 3.55))
        axes.text(x, 3.85, rf"$\hat y_{i + 1}$", ha="center", va="center", size=13)
        if i:
            arrow(axes, (x - 0.4, 2.8), (places[i - 1] + 0.4, 2.8))


def gradient_paths() -> Axes:
    """Draw an unrolled net with the loss at its end, and the way of the gradient back to each use
    of the weights.
    """
    axes = canvas(7.4, 3.4)
    places = [0.9 + 1.6 * i for i in range(4)]
    for i, x in enumerate(places):
        _column(axes, x, f"$x_{i + 1}$", f"$h_{i + 1}$", "", base=0.9)
        if i:
            arrow(axes, (places[i - 1] + 0.4, 2.1), (x - 0.4, 2.1))
            arrow(
                axes,
                (x - 0.4, 1.9),
                (places[i - 1] + 0.4, 1.9),
                colour=ORANGE,
                text=f"$J_{i + 1}$",
                shift=(0.0, -0.28),
            )
        arrow(axes, (x + 0.25, 1.7), (x + 0.25, 0.45), colour=ORANGE)
        axes.text(
            x + 0.25, 0.25, f"$s={i + 1}$", ha="center", va="center", size=SMALL, color=ORANGE
        )
    arrow(axes, (places[3] + 0.4, 2.1), (6.6, 2.1))
    axes.text(6.85, 2.0, "$L$", ha="center", va="center", size=14)
    arrow(axes, (6.6, 1.9), (places[3] + 0.4, 1.9), colour=ORANGE)
    return describe(
        axes,
        "Diagram of a net over four steps with the loss L after the last. Black arrows lead "
        "forward from h 1 to h 4 and to L; "
        "orange arrows lead back from L to h 4, h 3, h 2 and h 1, through the Jacobians J 4, J 3 "
        "and J 2, and at every step "
        "one orange arrow branches off to the weights: the terms s = 4, 3, 2 and 1 of the sum.",
    )
