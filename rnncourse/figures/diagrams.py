"""Diagrams: recurrent nets and models put together from parts, matrices with their numbers, ways
through a text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from rnncourse.figures.distributions import NAMES
from rnncourse.figures.style import COLOURS, WIDTH, describe

BLUE, RED, GREEN, PINK = COLOURS[:4]


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


def _column(axes: Axes, x: float, t: str, *, output: bool = True, base: float = 0.4) -> None:
    """One step of an unrolled net: its input, its state and, if it has one, its output."""
    axes.text(x, base, f"$x_{t}$", ha="center", va="center", size=13)
    arrow(axes, (x, base + 0.25), (x, base + 0.8))
    box(axes, x, base + 1.1, f"$h_{t}$", colour=BLUE)
    if output:
        arrow(axes, (x, base + 1.4), (x, base + 1.95))
        axes.text(x, base + 2.2, rf"$\hat y_{t}$", ha="center", va="center", size=13)


def rolled_and_unrolled() -> Axes:
    """Draw the same recurrent layer twice: with its loop, and laid out over four steps."""
    axes = canvas(7.7, 2.9)
    _column(axes, 0.9, "t")
    path(axes, [(1.3, 1.5), (1.75, 1.5), (1.75, 2.0), (0.05, 2.0), (0.05, 1.5), (0.5, 1.5)])
    axes.text(2.25, 1.5, "=", ha="center", va="center", size=20)
    axes.text(2.8, 1.5, "$h_0$", ha="center", va="center", size=13)
    for i in range(4):
        _column(axes, 3.75 + 1.15 * i, str(i + 1))
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


def unrolled_net(kind: str) -> Axes:
    """Draw a net unrolled over three steps: "many-to-one", "many-to-many", "stacked" or
    "bidirectional".
    """
    axes = canvas(6.4, {"stacked": 4.2, "bidirectional": 4.2}.get(kind, 2.9))
    places = [1.4, 3.2, 5.0]
    for i, x in enumerate(places):
        _column(
            axes, x, str(i + 1), output=kind == "many-to-many" or (kind == "many-to-one" and i == 2)
        )
        if i:
            arrow(axes, (places[i - 1] + 0.4, 1.5), (x - 0.4, 1.5))
    if kind == "stacked":
        for i, x in enumerate(places):
            arrow(axes, (x, 1.8), (x, 2.5))
            box(axes, x, 2.8, f"$h^{{(2)}}_{i + 1}$", colour=RED)
            if i:
                arrow(axes, (places[i - 1] + 0.4, 2.8), (x - 0.4, 2.8))
        arrow(axes, (5.0, 3.1), (5.0, 3.65))
        axes.text(5.0, 3.9, r"$\hat y$", ha="center", va="center", size=13)
    if kind == "bidirectional":
        for i, x in enumerate(places):
            box(axes, x, 2.8, rf"$\overleftarrow{{h}}_{i + 1}$", colour=RED)
            path(
                axes,
                [
                    (x + 0.18, 0.4),
                    (x + 0.62, 0.4),
                    (x + 0.62, 2.15),
                    (x + 0.2, 2.15),
                    (x + 0.2, 2.5),
                ],
            )
            path(
                axes,
                [
                    (x - 0.2, 1.8),
                    (x - 0.2, 2.15),
                    (x - 0.62, 2.15),
                    (x - 0.62, 3.65),
                    (x - 0.25, 3.75),
                ],
            )
            arrow(axes, (x, 3.1), (x, 3.55))
            axes.text(x, 3.85, rf"$\hat y_{i + 1}$", ha="center", va="center", size=13)
            if i:
                arrow(axes, (x - 0.4, 2.8), (places[i - 1] + 0.4, 2.8))
    return describe(
        axes,
        "Diagram of a net over three steps. "
        + {
            "many-to-one": "The state passes from h 1 to h 2 to h 3, each reads its input, and "
            "only h 3 has an output.",
            "many-to-many": "The state passes from h 1 to h 2 to h 3, each reads its input, and "
            "each has an output.",
            "stacked": "Two rows: the states of the first row are the inputs of the second, and "
            "the last of those gives the output.",
            "bidirectional": "Two rows read the same inputs: one passes its state to the right, "
            "the other to the left, and every output "
            "reads both.",
        }[kind],
    )


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
                    size=9,
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


def gradient_paths() -> Axes:
    """Draw an unrolled net with the loss at its end, and the way of the gradient back to each use
    of the weights.
    """
    axes = canvas(7.4, 3.4)
    places = [0.9 + 1.6 * i for i in range(4)]
    for i, x in enumerate(places):
        _column(axes, x, str(i + 1), output=False, base=0.9)
        if i:
            arrow(axes, (places[i - 1] + 0.4, 2.1), (x - 0.4, 2.1))
            arrow(
                axes,
                (x - 0.4, 1.9),
                (places[i - 1] + 0.4, 1.9),
                colour=RED,
                text=f"$J_{i + 1}$",
                shift=(0.0, -0.28),
            )
        arrow(axes, (x + 0.25, 1.7), (x + 0.25, 0.45), colour=RED)
        axes.text(x + 0.25, 0.25, f"$s={i + 1}$", ha="center", va="center", size=10, color=RED)
    arrow(axes, (places[3] + 0.4, 2.1), (6.6, 2.1))
    axes.text(6.85, 2.0, "$L$", ha="center", va="center", size=14)
    arrow(axes, (6.6, 1.9), (places[3] + 0.4, 1.9), colour=RED)
    return describe(
        axes,
        "Diagram of a net over four steps with the loss L after the last. Black arrows lead "
        "forward from h 1 to h 4 and to L; "
        "red arrows lead back from L to h 4, h 3, h 2 and h 1, through the Jacobians J 4, J 3 and "
        "J 2, and at every "
        "step one red arrow branches off to the weights: the terms s = 4, 3, 2 and 1 of the sum.",
    )


def lstm_cell() -> Axes:
    """Draw the inside of an LSTM: the memory on top, the gates that act on it below."""
    axes = canvas(8.0, 4.4)
    path(axes, [(0.6, 3.6), (2.0, 3.6), (2.2, 3.6)], colour=GREEN)
    path(axes, [(2.6, 3.6), (4.0, 3.6), (4.2, 3.6)], colour=GREEN)
    path(axes, [(4.6, 3.6), (7.2, 3.6), (7.4, 3.6)], colour=GREEN)
    for x, y, sign in (
        (2.4, 3.6, r"$\odot$"),
        (4.4, 3.6, "$+$"),
        (4.4, 2.7, r"$\odot$"),
        (6.6, 1.9, r"$\odot$"),
    ):
        axes.text(x, y, sign, ha="center", va="center", size=16)
    for x, name, colour in (
        (2.4, r"$f_t$", RED),
        (3.6, r"$i_t$", BLUE),
        (5.2, r"$\tilde c_t$", "black"),
        (6.6, r"$o_t$", PINK),
    ):
        box(axes, x, 1.0, name, colour=colour)
        arrow(axes, (x, 0.3), (x, 0.7))
    arrow(axes, (2.4, 1.3), (2.4, 3.4))
    path(axes, [(3.6, 1.3), (3.6, 2.7), (4.2, 2.7)])
    path(axes, [(5.2, 1.3), (5.2, 2.7), (4.6, 2.7)])
    arrow(axes, (4.4, 2.9), (4.4, 3.4))
    arrow(axes, (6.6, 1.3), (6.6, 1.7))
    arrow(axes, (6.6, 3.6), (6.6, 2.1), text="tanh", shift=(-0.42, 0.0))
    path(axes, [(6.8, 1.9), (7.2, 1.9), (7.4, 1.9)])
    path(axes, [(1.1, 0.3), (6.6, 0.3), (6.6, 0.7)])
    for x, y, name in (
        (0.25, 3.6, "$c_{t-1}$"),
        (7.7, 3.6, "$c_t$"),
        (7.7, 1.9, "$h_t$"),
        (0.5, 0.3, "$h_{t-1}, x_t$"),
    ):
        axes.text(x, y, name, ha="center", va="center", size=12)
    return describe(
        axes,
        "Diagram of an LSTM. The memory runs straight through at the top, from c t-1 to c t: it is "
        "multiplied by the forget "
        "gate, then the product of the input gate and the candidate is added. Below, the output "
        "gate multiplies the tanh of "
        "the memory, which gives h t. All three gates and the candidate read x t and h t-1.",
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


INKS = {"input": "black", "layer": "black", "encoder": COLOURS[0], "output": COLOURS[1]}


class Node(NamedTuple):
    """A box of a diagram: its centre, its text, what it is (a key of INKS), and its width."""

    x: float
    y: float
    text: str
    kind: str = "layer"
    width: float = 2.0


def diagram(nodes: Mapping[str, Node], arrows: Sequence[tuple[str, str]], *, alt: str) -> Axes:
    """Draw nodes and the arrows between them, one unit of the coordinates about a third of an
    inch.
    """
    right = max(node.x + node.width / 2 for node in nodes.values()) + 0.1
    top = max(node.y for node in nodes.values()) + 0.5
    _, axes = plt.subplots(figsize=(WIDTH, WIDTH * top / right))
    axes.set(xlim=(0, right), ylim=(0, top), aspect="equal")
    axes.axis("off")
    for node in nodes.values():
        if node.kind != "input":
            axes.add_patch(
                plt.Rectangle(
                    (node.x - node.width / 2, node.y - 0.35),
                    node.width,
                    0.7,
                    fill=False,
                    edgecolor=INKS[node.kind],
                    lw=1.6,
                )
            )
        axes.text(node.x, node.y, node.text, ha="center", va="center", size=12)
    for source, target in arrows:
        start, end = nodes[source], nodes[target]
        reach = max(end.width / 2 - 0.25, 0)  # arrows that come from the side end inside the box
        x = end.x + np.clip(start.x - end.x, -reach, reach)
        axes.annotate(
            "",
            (x, end.y + 0.35),
            (start.x, start.y - 0.35),
            arrowprops={
                "arrowstyle": "-|>",
                "color": "black",
                "lw": 1.3,
                "shrinkA": 1,
                "shrinkB": 0,
            },
        )
    return describe(axes, alt)


def one_encoder() -> Axes:
    """Draw the three models of the chapter side by side: one head, two heads, two names."""
    nodes = {
        "a": Node(1.3, 5.2, "name", "input"),
        "e1": Node(1.3, 3.9, "encoder", "encoder"),
        "o1": Node(1.3, 1.3, "language", "output"),
        "b": Node(4.1, 5.2, "name", "input"),
        "f": Node(6.0, 5.2, "features", "input"),
        "e2": Node(4.1, 3.9, "encoder", "encoder"),
        "d": Node(6.0, 2.6, "dense", width=1.5),
        "o2": Node(6.0, 1.3, "language", "output", 2.0),
        "g": Node(3.9, 1.3, "group", "output", 1.6),
        "n1": Node(8.5, 5.2, "name", "input"),
        "n2": Node(10.8, 5.2, "name", "input"),
        "e3": Node(9.65, 3.9, "encoder", "encoder", 3.4),
        "c": Node(9.65, 2.6, "compare", width=2.0),
        "o3": Node(9.65, 1.3, "the same?", "output", 2.4),
    }
    arrows = [
        ("a", "e1"),
        ("e1", "o1"),
        ("b", "e2"),
        ("e2", "g"),
        ("e2", "d"),
        ("f", "d"),
        ("d", "o2"),
        ("n1", "e3"),
        ("n2", "e3"),
        ("e3", "c"),
        ("c", "o3"),
    ]
    return diagram(
        nodes,
        arrows,
        alt="Three diagrams side by side, with the same blue box, the encoder, in each. Left: a "
        "name goes through "
        "the encoder to one output, the language. Middle: the encoder's state leads to an output "
        "for the "
        "group and, together with features of the name, through dense layers to the output for the "
        "language. Right: two names go through one encoder, and a comparison leads to one output, "
        "the "
        "same or not.",
    )


def two_headed() -> Axes:
    """Draw the model with two inputs and two outputs, layer by layer, with the shapes of what
    flows.
    """
    nodes = {
        "letters": Node(2.6, 8.4, "letters  (B, T)", "input", 3.4),
        "features": Node(7.2, 8.4, "features  (B, F)", "input", 3.4),
        "embedding": Node(2.6, 7.1, "embedding", "encoder", 3.0),
        "lstm": Node(2.6, 5.8, "LSTM", "encoder", 3.0),
        "join": Node(6.2, 4.5, "concatenate  (B, H + F)", width=5.2),
        "dense": Node(6.2, 3.2, "3 dense layers, relu", width=4.6),
        "main": Node(6.2, 1.7, "main output  (B, C)", "output", 4.4),
        "auxiliary": Node(1.85, 1.7, "auxiliary  (B, A)", "output", 3.5),
    }
    arrows = [
        ("letters", "embedding"),
        ("embedding", "lstm"),
        ("lstm", "join"),
        ("lstm", "auxiliary"),
        ("features", "join"),
        ("join", "dense"),
        ("dense", "main"),
    ]
    axes = diagram(
        nodes,
        arrows,
        alt="Diagram of the model. Letters go through an embedding and an LSTM, drawn in blue. "
        "From the LSTM's last "
        "state one arrow leads straight to the auxiliary output; another leads to a concatenation "
        "with "
        "the features, which goes through three dense layers to the main output. Below, the loss "
        "is that "
        "of the main output plus a fifth of that of the auxiliary output.",
    )
    axes.text(
        4.2, 0.5, "loss = 0.2 · auxiliary loss + 1 · main loss", ha="center", va="center", size=12
    )
    return axes


def same_language() -> Axes:
    """Draw the net that compares two names with one encoder."""
    nodes = {
        "a": Node(2.2, 6.1, "first name's letters", "input", 3.8),
        "b": Node(6.8, 6.1, "second name's letters", "input", 3.8),
        "ea": Node(2.2, 4.7, "encoder", "encoder", 2.6),
        "eb": Node(6.8, 4.7, "encoder", "encoder", 2.6),
        "c": Node(4.5, 3.1, "|a − b|", width=2.4),
        "m": Node(4.5, 1.7, "dense, one logit", width=3.6),
        "o": Node(4.5, 0.4, "the same language?", "input", 4.6),
    }
    axes = diagram(
        nodes,
        [("a", "ea"), ("b", "eb"), ("ea", "c"), ("eb", "c"), ("c", "m"), ("m", "o")],
        alt="Diagram of a net with two arms. Each name goes through a box called encoder; a dashed "
        "line between the two boxes says: "
        "the same weights. Their states a and b are combined to the absolute difference, and a "
        "dense layer turns that into "
        "one logit: the same language or not.",
    )
    axes.plot([3.5, 5.5], [4.7, 4.7], "--", color=INKS["encoder"], lw=1.4)
    axes.text(4.5, 4.95, "the same weights", ha="center", va="center", size=9)
    return axes


# For each mapping: its steps as (what is read, state, what is answered), and what the drawing
# shows.
MAPPINGS = {
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
        [("$x_1$", "$h_1$", ""), ("$x_2$", "$h_2$", ""), ("$x_3$", "$h_3$", r"$\hat y$")],
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
            ("$x_1$", "$h_1$", ""),
            ("$x_2$", "$h_2$", ""),
            ("$x_3$", "$h_3$", ""),
            ("start", "$s_1$", r"$\hat y_1$"),
            (r"$\hat y_1$", "$s_2$", r"$\hat y_2$"),
        ],
        "Three inputs enter the three states of an encoder, which have no outputs. The last of "
        "them leads to the decoder, whose two states "
        "have an output each; the first output is the input of the second.",
    ),
}


def mapping(kind: str) -> Axes:
    """Draw a net for one kind of task, unrolled: one of the keys of MAPPINGS.

    What the net has answered itself and reads again is red, and so is a decoder.
    """
    steps, seen = MAPPINGS[kind]
    axes = canvas(6.4, 2.6)
    places = 3.2 + 1.25 * (np.arange(len(steps)) - (len(steps) - 1) / 2)
    for i, (x, (below, state, above)) in enumerate(zip(places, steps)):
        own = below == "start" or "hat y" in below
        axes.text(x, 0.25, below, ha="center", va="center", size=13, color=RED if own else "black")
        arrow(axes, (x, 0.5), (x, 1.0), colour=RED if own else "black")
        box(axes, x, 1.3, state, colour=RED if state.startswith("$s") else BLUE)
        if i:
            arrow(axes, (places[i - 1] + 0.4, 1.3), (x - 0.4, 1.3))
        if above:
            arrow(axes, (x, 1.6), (x, 2.1))
            axes.text(x, 2.35, above, ha="center", va="center", size=13)
    return describe(axes, f"Diagram of a net, {kind}. {seen}")


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
        axes.set_title(title, fontsize=11)
        axes.set_yticks(
            range(len(dilations) + 1),
            ["input", *(f"layer {i + 1}" for i in range(len(dilations)))],
            fontsize=10,
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
    _, axes = plt.subplots(figsize=(WIDTH, 0.42 * streams + 0.9))
    for b in range(streams):
        row = text[b * chunks * steps : (b + 1) * chunks * steps]
        for t, symbol in enumerate(row):
            colour = COLOURS[t // steps % len(COLOURS)]
            axes.add_patch(
                plt.Rectangle((t, b), 1, 0.8, facecolor="none", edgecolor=colour, lw=1.2)
            )
            axes.text(
                t + 0.5, b + 0.4, NAMES.get(symbol, symbol), ha="center", va="center", fontsize=9
            )
    for place, chunk in enumerate(order):
        axes.text(
            (chunk + 0.5) * steps,
            streams + 0.15,
            f"{place + 1}",
            ha="center",
            va="center",
            fontsize=10,
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
                "connectionstyle": f"arc3,rad={-0.5 if after > before else 0.4}",
            },
        )
    axes.set(xlim=(-0.1, chunks * steps + 0.1), ylim=(streams + 0.5, -1.0))
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
