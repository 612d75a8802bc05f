"""The style of all figures, and how one gets its alt text.

Figures are narrow, so that their letters stay readable on a phone, and drawn with dark ink. In the
book they are transparent, and the page inverts them in the dark theme; elsewhere they stand on
white, for what shows a notebook in the dark inverts nothing. Colours are those of Okabe and Ito,
which colour-blind readers can tell apart.
"""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import matplotlib.pyplot as plt
from IPython import get_ipython
from matplotlib.axes import Axes
from matplotlib.figure import Figure

COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"]
MARKS = "os^DvP"
DASHES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 2))]
FIXED = ["Keras", "PyTorch", "Elman", "LSTM", "GRU", "n-grams"]  # their colours are those above

IN_BOOK = "RNNCOURSE_IN_BOOK"  # stands in the environment while the book is built
MIME_TYPES = {"svg": "image/svg+xml", "pdf": "application/pdf"}
WIDTH = 5.6  # inches, of a saved figure too; a phone shows it 355 pixels wide
SMALL = 10.5  # points, the smallest type: 9 pixels on a phone
PAD = 3 / 72  # inches of paper about a figure, as much as the layout leaves inside it

STYLE = {
    "axes.prop_cycle": plt.cycler(color=COLOURS),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "figure.figsize": (WIDTH, 3.2),
    "figure.constrained_layout.use": True,
    "figure.labelsize": 11,
    "font.size": 11,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "legend.handlelength": 3.2,  # long enough to tell dashes apart
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "savefig.transparent": True,  # in the book
    "svg.hashsalt": "rnncourse",  # the same figure gives the same bytes
}


def use_book_style() -> None:
    """Set the style of all figures, and let notebooks show them as SVG with alt text.

    Only while the book is built they are transparent, and come as PDF too, for print.
    """
    in_book, shell = IN_BOOK in os.environ, get_ipython()
    if shell is not None:  # a notebook
        shell.run_line_magic(
            "matplotlib", "inline"
        )  # now: done at the first figure, it would undo what follows
        formatters = shell.display_formatter.formatters
        formatters["image/png"].pop(Figure, None)
        for kind in ("svg", "pdf") if in_book else ("svg",):
            formatters[MIME_TYPES[kind]].for_type(Figure, partial(render, kind=kind))
    plt.style.use(["default", STYLE | {"savefig.transparent": in_book}])


def describe(axes: Axes, text: str) -> Axes:
    """Give the figure of `axes` its alt text: what is seen, for a reader who cannot see it."""
    axes.figure.alt_text = text
    return axes


def render(figure: Figure, kind: str) -> tuple[str | bytes, dict]:
    """Return the figure's bytes and the output metadata that carries its alt text."""
    file, no_date = io.BytesIO(), {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    figure.savefig(file, format=kind, metadata=no_date[kind], bbox_inches="tight", pad_inches=PAD)
    data = file.getvalue().decode("utf8") if kind == "svg" else file.getvalue()
    return data, {"alt": getattr(figure, "alt_text", "")}


def listing(items: Sequence[str]) -> str:
    """Join words as a sentence does: a, b and c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def looks(names: Iterable[str]) -> dict[str, Any]:
    """Return how to draw each name: its colour, marker, filling and dashes, as `Axes.plot` takes
    them.

    A framework, a cell and the n-grams have the same colour in the whole book, also where words
    follow: "GRU" and "GRU, 64 units". Other names take what is left, in their order. Names of one
    colour differ in marker and dashes.
    """
    families = {name: _family(name) for name in names}
    free = [i for i in range(6) if FIXED[i] not in families.values()] or list(range(6))
    drawn, used, others = {}, Counter(), 0
    for i, (name, family) in enumerate(families.items()):
        colour = FIXED.index(family) if family else free[others % len(free)]
        others += family is None
        drawn[name] = {
            "color": COLOURS[colour],
            "marker": MARKS[(colour + used[colour]) % 6],
            "fillstyle": "none" if used[colour] % 2 else "full",
            "linestyle": DASHES[(i + i // 6) % 6],
        }
        used[colour] += 1
    return drawn


def _family(name: str) -> str | None:
    """Which of FIXED a name belongs to."""
    if name.endswith("gram") or name.startswith("n-grams"):
        return "n-grams"
    return next((fixed for fixed in FIXED if name.startswith(fixed)), None)
