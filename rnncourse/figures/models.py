"""Diagrams of models that are put together from parts.

Data flow downwards. The shared encoder is blue wherever it appears, outputs are orange.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from rnncourse.figures.style import COLOURS, SMALL, WIDTH, describe

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


def one_classifier() -> Axes:
    """Draw a recurrent classifier layer by layer, with the shapes of what flows."""
    nodes = {
        "letters": Node(3.2, 6.1, "letters  (B, T)", "input", 3.6),
        "embedding": Node(3.2, 4.7, "embedding", width=3.2),
        "recurrent": Node(3.2, 3.1, "LSTM or GRU", width=3.2),
        "linear": Node(3.2, 1.5, "linear", "output", 3.2),
        "logits": Node(3.2, 0.2, "logits  (B, C)", "input", 3.6),
        "vectors": Node(8.2, 3.9, "vectors  (B, T, D)", "input", 3.6),
        "state": Node(8.2, 2.3, "last state  (B, H)", "input", 3.6),
    }
    flow = ("letters", "embedding", "recurrent", "linear", "logits")
    return diagram(
        nodes,
        list(zip(flow, flow[1:])),
        alt="Diagram of a classifier, from top to bottom: letters of shape (B, T) go through an "
        "embedding, which gives vectors of shape (B, T, D); an LSTM or a GRU, which gives its last "
        "state, of shape (B, H); and a linear layer, which gives logits of shape (B, C).",
    )


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
    axes.text(4.5, 4.8, "the same\nweights", ha="center", va="bottom", size=SMALL)
    return axes
