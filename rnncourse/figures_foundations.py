"""The figures of the foundations: recurrent nets as diagrams, gradients against distance, clipping.

Like those of :mod:`rnncourse.figures`, they are narrow, transparent, drawn with dark ink, and write their own alt text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from rnncourse.figures import COLOURS, WIDTH, describe

BLUE, RED, GREEN, PINK = COLOURS[:4]


# -- parts of diagrams ------------------------------------------------------------------------------------------

def _canvas(width: float, height: float) -> Axes:
    """An empty drawing of the page's width, in units of its own."""
    _, axes = plt.subplots(figsize=(WIDTH, WIDTH * height / width))
    axes.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    axes.axis("off")
    return axes


def _box(axes: Axes, x: float, y: float, text: str, *, colour: str = "black", size: float = 12, width: float = 0.8,
         height: float = 0.6) -> None:
    axes.add_patch(plt.Rectangle((x - width / 2, y - height / 2), width, height, fill=False, edgecolor=colour, lw=1.5))
    axes.text(x, y, text, ha="center", va="center", size=size)


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], *, colour: str = "black", bend: float = 0.0,
           text: str = "", shift: tuple[float, float] = (0.0, 0.2)) -> None:
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 1.4, "shrinkA": 0, "shrinkB": 0,
                                              "connectionstyle": f"arc3,rad={bend}"})
    if text:
        axes.text((start[0] + end[0]) / 2 + shift[0], (start[1] + end[1]) / 2 + shift[1], text, ha="center", va="center", size=11,
                  color=colour)


def _path(axes: Axes, points: Sequence[tuple[float, float]], **options) -> None:
    """A line round corners that ends in an arrow."""
    axes.plot(*zip(*points[:-1]), color=options.get("colour", "black"), lw=1.4, solid_capstyle="butt")
    _arrow(axes, points[-2], points[-1], **options)


def _column(axes: Axes, x: float, t: str, *, output: bool = True, base: float = 0.4) -> None:
    """One step of an unrolled net: its input, its state and, if it has one, its output."""
    axes.text(x, base, f"$x_{t}$", ha="center", va="center", size=13)
    _arrow(axes, (x, base + 0.25), (x, base + 0.8))
    _box(axes, x, base + 1.1, f"$h_{t}$", colour=BLUE)
    if output:
        _arrow(axes, (x, base + 1.4), (x, base + 1.95))
        axes.text(x, base + 2.2, rf"$\hat y_{t}$", ha="center", va="center", size=13)


# -- diagrams ---------------------------------------------------------------------------------------------------

def rolled_and_unrolled() -> Axes:
    """Draw the same recurrent layer twice: with its loop, and laid out over four steps."""
    axes = _canvas(7.7, 2.9)
    _column(axes, 0.9, "t")
    _path(axes, [(1.3, 1.5), (1.75, 1.5), (1.75, 2.0), (0.05, 2.0), (0.05, 1.5), (0.5, 1.5)])
    axes.text(2.25, 1.5, "=", ha="center", va="center", size=20)
    axes.text(2.8, 1.5, "$h_0$", ha="center", va="center", size=13)
    for i in range(4):
        _column(axes, 3.75 + 1.15 * i, str(i + 1))
        _arrow(axes, (3.05 if i == 0 else 3.0 + 1.15 * i, 1.5), (3.35 + 1.15 * i, 1.5), text="$W_{hh}$" if i else "",
               shift=(0.0, 0.5))
    return describe(axes, "Diagram. Left, one cell: the input x t enters from below, the output leaves at the top, and an arrow leads from "
                          "the state h t back into the cell. Right, the same cell four times in a row: h 0 leads to h 1, h 2, h 3 and "
                          "h 4, all with the same weights W hh, and every step has its own input and its own output.")


def network(kind: str) -> Axes:
    """Draw a net unrolled over three steps: "many-to-one", "many-to-many", "stacked" or "bidirectional"."""
    axes = _canvas(6.4, {"stacked": 4.2, "bidirectional": 4.2}.get(kind, 2.9))
    places = [1.4, 3.2, 5.0]
    for i, x in enumerate(places):
        _column(axes, x, str(i + 1), output=kind == "many-to-many" or (kind == "many-to-one" and i == 2))
        if i:
            _arrow(axes, (places[i - 1] + 0.4, 1.5), (x - 0.4, 1.5))
    if kind == "stacked":
        for i, x in enumerate(places):
            _arrow(axes, (x, 1.8), (x, 2.5))
            _box(axes, x, 2.8, f"$h^{{(2)}}_{i + 1}$", colour=RED)
            if i:
                _arrow(axes, (places[i - 1] + 0.4, 2.8), (x - 0.4, 2.8))
        _arrow(axes, (5.0, 3.1), (5.0, 3.65))
        axes.text(5.0, 3.9, r"$\hat y$", ha="center", va="center", size=13)
    if kind == "bidirectional":
        for i, x in enumerate(places):
            _box(axes, x, 2.8, rf"$\overleftarrow{{h}}_{i + 1}$", colour=RED)
            _path(axes, [(x + 0.18, 0.4), (x + 0.62, 0.4), (x + 0.62, 2.15), (x + 0.2, 2.15), (x + 0.2, 2.5)])
            _path(axes, [(x - 0.2, 1.8), (x - 0.2, 2.15), (x - 0.62, 2.15), (x - 0.62, 3.65), (x - 0.25, 3.75)])
            _arrow(axes, (x, 3.1), (x, 3.55))
            axes.text(x, 3.85, rf"$\hat y_{i + 1}$", ha="center", va="center", size=13)
            if i:
                _arrow(axes, (x - 0.4, 2.8), (places[i - 1] + 0.4, 2.8))
    return describe(axes, "Diagram of a net over three steps. " + {
        "many-to-one": "The state passes from h 1 to h 2 to h 3, each reads its input, and only h 3 has an output.",
        "many-to-many": "The state passes from h 1 to h 2 to h 3, each reads its input, and each has an output.",
        "stacked": "Two rows: the states of the first row are the inputs of the second, and the last of those gives the output.",
        "bidirectional": "Two rows read the same inputs: one passes its state to the right, the other to the left, and every output "
                         "reads both.",
    }[kind])


def matrices(parts: Sequence[tuple[str, np.ndarray | str]]) -> Axes:
    """Draw matrices with their numbers side by side, as (title, matrix); a string stands between them as it is."""
    widths = [0.5 if isinstance(m, str) else m.shape[1] for _, m in parts]
    height = max(m.shape[0] for _, m in parts if not isinstance(m, str))
    axes = _canvas(sum(widths) + 0.3 * len(parts), height + 0.8)
    x = 0.15
    for (title, m), width in zip(parts, widths):
        if isinstance(m, str):
            axes.text(x + width / 2, height / 2, m, ha="center", va="center", size=12)
        else:
            bottom = (height - len(m)) / 2
            axes.imshow(m, extent=(x, x + width, bottom, bottom + len(m)), cmap="RdBu_r", vmin=-2, vmax=2, alpha=0.5)
            for (i, j), number in np.ndenumerate(m):
                axes.text(x + j + 0.5, bottom + len(m) - i - 0.5, f"{number:.2g}", ha="center", va="center", size=9)
            axes.text(x + width / 2, bottom + len(m) + 0.3, title, ha="center", va="center", size=11)
        x += width + 0.3
    axes.set(xlim=(0, x), ylim=(0, height + 0.8))
    listed = "; ".join(f"{title.strip('$')} = {np.round(m, 2).tolist()}" for title, m in parts if not isinstance(m, str))
    return describe(axes, f"Matrices with their numbers, as they are multiplied and added: {listed}.")


def gradient_paths() -> Axes:
    """Draw an unrolled net with the loss at its end, and the way of the gradient back to each use of the weights."""
    axes = _canvas(7.4, 3.4)
    places = [0.9 + 1.6 * i for i in range(4)]
    for i, x in enumerate(places):
        _column(axes, x, str(i + 1), output=False, base=0.9)
        if i:
            _arrow(axes, (places[i - 1] + 0.4, 2.1), (x - 0.4, 2.1))
            _arrow(axes, (x - 0.4, 1.9), (places[i - 1] + 0.4, 1.9), colour=RED, text=f"$J_{i + 1}$", shift=(0.0, -0.28))
        _arrow(axes, (x + 0.25, 1.7), (x + 0.25, 0.45), colour=RED)
        axes.text(x + 0.25, 0.25, f"$s={i + 1}$", ha="center", va="center", size=10, color=RED)
    _arrow(axes, (places[3] + 0.4, 2.1), (6.6, 2.1))
    axes.text(6.85, 2.0, "$L$", ha="center", va="center", size=14)
    _arrow(axes, (6.6, 1.9), (places[3] + 0.4, 1.9), colour=RED)
    return describe(axes, "Diagram of a net over four steps with the loss L after the last. Black arrows lead forward from h 1 to h 4 and to L; "
                          "red arrows lead back from L to h 4, h 3, h 2 and h 1, through the Jacobians J 4, J 3 and J 2, and at every "
                          "step one red arrow branches off to the weights: the terms s = 4, 3, 2 and 1 of the sum.")


def lstm_cell() -> Axes:
    """Draw the inside of an LSTM: the memory on top, the gates that act on it below."""
    axes = _canvas(8.0, 4.4)
    _path(axes, [(0.6, 3.6), (2.0, 3.6), (2.2, 3.6)], colour=GREEN)
    _path(axes, [(2.6, 3.6), (4.0, 3.6), (4.2, 3.6)], colour=GREEN)
    _path(axes, [(4.6, 3.6), (7.2, 3.6), (7.4, 3.6)], colour=GREEN)
    for x, y, sign in ((2.4, 3.6, r"$\odot$"), (4.4, 3.6, "$+$"), (4.4, 2.7, r"$\odot$"), (6.6, 1.9, r"$\odot$")):
        axes.text(x, y, sign, ha="center", va="center", size=16)
    for x, name, colour in ((2.4, r"$f_t$", RED), (3.6, r"$i_t$", BLUE), (5.2, r"$\tilde c_t$", "black"), (6.6, r"$o_t$", PINK)):
        _box(axes, x, 1.0, name, colour=colour)
        _arrow(axes, (x, 0.3), (x, 0.7))
    _arrow(axes, (2.4, 1.3), (2.4, 3.4))
    _path(axes, [(3.6, 1.3), (3.6, 2.7), (4.2, 2.7)])
    _path(axes, [(5.2, 1.3), (5.2, 2.7), (4.6, 2.7)])
    _arrow(axes, (4.4, 2.9), (4.4, 3.4))
    _arrow(axes, (6.6, 1.3), (6.6, 1.7))
    _arrow(axes, (6.6, 3.6), (6.6, 2.1), text="tanh", shift=(-0.42, 0.0))
    _path(axes, [(6.8, 1.9), (7.2, 1.9), (7.4, 1.9)])
    _path(axes, [(1.1, 0.3), (6.6, 0.3), (6.6, 0.7)])
    for x, y, name in ((0.25, 3.6, "$c_{t-1}$"), (7.7, 3.6, "$c_t$"), (7.7, 1.9, "$h_t$"), (0.5, 0.3, "$h_{t-1}, x_t$")):
        axes.text(x, y, name, ha="center", va="center", size=12)
    return describe(axes, "Diagram of an LSTM. The memory runs straight through at the top, from c t-1 to c t: it is multiplied by the forget "
                          "gate, then the product of the input gate and the candidate is added. Below, the output gate multiplies the tanh of "
                          "the memory, which gives h t. All three gates and the candidate read x t and h t-1.")


# -- measurements -----------------------------------------------------------------------------------------------

def lines(curves: Mapping[str, tuple[Sequence[float], Sequence[float]]], *, xlabel: str, ylabel: str, logarithmic: bool = False,
          mark: tuple[float, str] | None = None, number: str = ".2g") -> Axes:
    """Draw named curves (x, y), labelled at their ends; `mark` is a place on the x axis, with what it says."""
    _, axes = plt.subplots(figsize=(WIDTH, 3.6))
    dashes = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1))]
    for i, (name, (x, y)) in enumerate(curves.items()):
        axes.plot(x, y, linestyle=dashes[i % len(dashes)], color=COLOURS[i % len(COLOURS)], lw=2, label=name)
    if mark:
        axes.axvline(mark[0], color="black", lw=0.8)
        axes.text(mark[0], 1.0, " " + mark[1], transform=axes.get_xaxis_transform(), va="bottom", ha="center", size=9)
    if logarithmic:
        axes.set_yscale("log")
    axes.set(xlabel=xlabel, ylabel=ylabel)
    axes.legend(fontsize=9)
    listed = "; ".join(f"{name}: {y[0]:{number}} at {x[0]:g}, {y[len(y) // 2]:{number}} at {x[len(x) // 2]:g}, "
                       f"{y[-1]:{number}} at {x[-1]:g}" for name, (x, y) in curves.items())
    return describe(axes, f"Line plot of {ylabel} against {xlabel}{' on a logarithmic scale' if logarithmic else ''}. {listed}.")


def clipping(gradients: np.ndarray, by_value: np.ndarray, by_norm: np.ndarray, *, limit: float) -> Axes:
    """Draw gradients of two weights, shape (N, 2), before and after clipping by value and by norm."""
    figure, panels = plt.subplots(1, 2, figsize=(WIDTH, 3.1), sharey=True)
    reach = 1.1 * np.abs(gradients).max()
    angle = np.linspace(0, 2 * np.pi, 100)
    borders = {"by value": (limit * np.array([-1, 1, 1, -1, -1]), limit * np.array([-1, -1, 1, 1, -1])),
               "by norm": (limit * np.cos(angle), limit * np.sin(angle))}
    for axes, (title, border), after in zip(panels, borders.items(), (by_value, by_norm)):
        axes.plot(*border, color="black", lw=0.8)
        for i, (before, now) in enumerate(zip(gradients, after)):
            axes.plot([0, before[0]], [0, before[1]], ":", color=COLOURS[i], lw=1.5)
            axes.annotate("", now, (0, 0), arrowprops={"arrowstyle": "-|>", "color": COLOURS[i], "lw": 2, "shrinkA": 0, "shrinkB": 0})
        axes.set(title=title, xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xlabel="gradient of one weight")
    panels[0].set_ylabel("of another")
    listed = "; ".join(f"({b[0]:.1f}, {b[1]:.1f}) becomes ({v[0]:.1f}, {v[1]:.1f}) by value and ({n[0]:.1f}, {n[1]:.1f}) by norm"
                       for b, v, n in zip(gradients, by_value, by_norm))
    return describe(panels[0], "Two panels with the same gradients as arrows. By value, a square limits them and arrows change direction; by "
                               f"norm, a circle limits them and arrows keep their direction. {listed}.")
