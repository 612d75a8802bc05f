"""Diagrams of the gated cells: the LSTM and the GRU, from the inside."""

from __future__ import annotations

from matplotlib.axes import Axes

from rnncourse.figures.diagrams import BLUE, GREEN, ORANGE, PINK, arrow, box, canvas, path
from rnncourse.figures.style import describe


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
        (2.4, r"$f_t$", ORANGE),
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


def gru_cell() -> Axes:
    """Draw the inside of a GRU: the state on top, one gate that keeps or overwrites it, and one
    that acts inside the candidate.
    """
    axes = canvas(8.0, 4.4)
    path(axes, [(0.7, 3.6), (2.0, 3.6), (2.2, 3.6)], colour=GREEN)
    path(axes, [(2.6, 3.6), (5.4, 3.6), (5.8, 3.6)], colour=GREEN)
    path(axes, [(6.2, 3.6), (7.2, 3.6), (7.4, 3.6)], colour=GREEN)
    for x, y, sign in ((2.4, 3.6, r"$\odot$"), (6.0, 3.6, "$+$"), (6.0, 2.4, r"$\odot$")):
        axes.text(x, y, sign, ha="center", va="center", size=16)
    for x, name, colour in (
        (2.4, r"$u_t$", ORANGE),
        (4.2, r"$r_t$", BLUE),
        (6.0, r"$\tilde h_t$", "black"),
    ):
        box(axes, x, 1.0, name, colour=colour)
        arrow(axes, (x, 0.3), (x, 0.7))
    arrow(axes, (2.4, 1.3), (2.4, 3.4))
    arrow(axes, (2.4, 2.4), (5.8, 2.4), text="$1 - u_t$", shift=(0.0, 0.25))
    arrow(axes, (4.6, 1.0), (5.6, 1.0), text=r"$\odot$", shift=(0.0, 0.25))
    arrow(axes, (6.0, 1.3), (6.0, 2.2))
    arrow(axes, (6.0, 2.6), (6.0, 3.4))
    path(axes, [(1.1, 0.3), (6.0, 0.3), (6.0, 0.7)])
    for x, y, name in (
        (0.3, 3.6, "$h_{t-1}$"),
        (7.7, 3.6, "$h_t$"),
        (0.5, 0.3, "$h_{t-1}, x_t$"),
    ):
        axes.text(x, y, name, ha="center", va="center", size=12)
    return describe(
        axes,
        "Diagram of a GRU. The state runs straight through at the top, from h t-1 to h t: it is "
        "multiplied by the update gate u t, then the product of the candidate and 1 - u t is "
        "added. The reset gate r t acts inside the candidate, on what comes from h t-1. Both "
        "gates and the candidate read x t and h t-1.",
    )
