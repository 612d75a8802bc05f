"""The style of all figures, and how one gets its alt text.

Figures are narrow, so that their letters stay readable on a phone, and drawn with dark ink. In the
book they are transparent, and the page inverts them in the dark theme; elsewhere they stand on
white, for what shows a notebook in the dark inverts nothing. Colours are those of Okabe and Ito,
which colour-blind readers can tell apart.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from functools import partial

import matplotlib.pyplot as plt
from IPython import get_ipython
from matplotlib.axes import Axes
from matplotlib.figure import Figure

COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"]

IN_BOOK = "RNNCOURSE_IN_BOOK"  # stands in the environment while the book is built
MIME_TYPES = {"svg": "image/svg+xml", "pdf": "application/pdf"}
WIDTH = 5.6  # inches

STYLE = {
    "axes.prop_cycle": plt.cycler(color=COLOURS),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "figure.figsize": (WIDTH, 3.2),
    "figure.constrained_layout.use": True,
    "font.size": 11,
    "legend.frameon": False,
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
    figure.savefig(file, format=kind, metadata=no_date[kind], bbox_inches="tight")
    data = file.getvalue().decode("utf8") if kind == "svg" else file.getvalue()
    return data, {"alt": getattr(figure, "alt_text", "")}


def listing(items: Sequence[str]) -> str:
    """Join words as a sentence does: a, b and c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


MARKS = "os^DvP"
