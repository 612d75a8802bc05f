"""Attention: where a decoder looks, as a diagram and as maps of weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from rnncourse.figures.diagrams import BLUE, ORANGE, arrow, box, canvas
from rnncourse.figures.style import SMALL, WIDTH, describe, listing

NARROWEST = 18  # points, of a cell with three digits
MARGIN = 60  # points of a panel that its map does not use


def looking_back(letters: str, sounds: Sequence[str]) -> Axes:
    """Draw an encoder and a decoder twice: with one vector between them, and with a look back at
    every state.
    """
    T_x, T_y = len(letters), len(sounds)
    axes = canvas(T_x + T_y + 1.2, 7.6)
    for base, title in ((4.1, "one vector for the whole word"), (0.2, "a look back at every step")):
        axes.text(0.1, base + 3.0, title, ha="left", va="center", size=11)
        for s, letter in enumerate(letters):
            axes.text(s + 0.6, base + 0.1, letter, ha="center", va="center", size=12)
            box(axes, s + 0.6, base + 0.9, f"$e_{s + 1}$", colour=BLUE, width=0.7)
            arrow(axes, (s + 0.6, base + 0.3), (s + 0.6, base + 0.6), colour=BLUE)
            if s:
                arrow(axes, (s - 0.05, base + 0.9), (s + 0.25, base + 0.9), colour=BLUE)
        for t, sound in enumerate(sounds):
            x = T_x + 1.4 + t
            box(axes, x, base + 0.9, f"$h_{t + 1}$", colour=ORANGE, width=0.7)
            arrow(axes, (x, base + 1.2), (x, base + 1.8), colour=ORANGE)
            axes.text(x, base + 2.05, sound, ha="center", va="center", size=12)
            before = x - 0.65 if t else T_x - 0.05
            arrow(axes, (before, base + 0.9), (x - 0.35, base + 0.9), colour=ORANGE)
    for s in range(T_x):  # of the second drawing, from the first sound
        end = (T_x + 1.15, 1.95)
        arrow(axes, (s + 0.6, 1.4), end, colour=BLUE, bend=-0.25)
    return describe(
        axes,
        f"Two drawings of an encoder that reads the letters {listing(list(letters))} into the "
        f"states e_1 to e_{T_x}, and a decoder that writes the sounds {listing(list(sounds))} from "
        f"the states h_1 to h_{T_y}. Above, one arrow leads from e_{T_x} to h_1. Below, {T_x} more "
        "arrows lead from all states of the encoder to the first sound.",
    )


def attention_maps(
    maps: Mapping[str, tuple[np.ndarray, Sequence[str], Sequence[str]]],
    *,
    asks: str = "sound",
    answers: str = "letter",
) -> Axes:
    """Draw attention's weights as cells, darker where they are larger, with the hundredths in them:
    by title, the weights (T_y, T_x), the words of the rows, and those of the columns.

    Maps stand side by side where there is room. Weights below five hundredths have no number.
    Raises ValueError if there are not as many words as rows and columns.
    """
    for title, (weights, rows, columns) in maps.items():
        if np.shape(weights) != (len(rows), len(columns)):
            raise ValueError(
                f"{title!r} has weights of shape {np.shape(weights)}, {len(rows)} words for rows "
                f"and {len(columns)} for columns; pass a word for each row and each column"
            )
    high, wide = zip(*(np.shape(weights) for weights, _, _ in maps.values()))
    if NARROWEST * sum(wide) + MARGIN * len(maps) <= 72 * WIDTH:
        shape, ratios, height = (1, len(maps)), {"width_ratios": wide}, 0.3 * max(high) + 1
    else:
        shape, ratios = (len(maps), 1), {"height_ratios": high}
        height = 0.3 * sum(high) + len(maps)
    _, panels = plt.subplots(*shape, figsize=(WIDTH, height), squeeze=False, gridspec_kw=ratios)
    for axes, (title, (weights, rows, columns)) in zip(panels.flat, maps.items()):
        axes.imshow(weights, cmap="binary", vmin=0, vmax=1, aspect="auto")
        for (t, s), weight in np.ndenumerate(weights):
            if weight >= 0.05:
                ink = {"color": "white" if weight > 0.5 else "black", "size": SMALL}
                axes.text(s, t, f"{100 * weight:.0f}", ha="center", va="center", **ink)
        axes.set_yticks(range(len(rows)), rows)
        axes.set_xticks(range(len(columns)), columns)
        axes.set(title=title, xlabel=answers)
    panels[0, 0].set_ylabel(asks)
    parts = [f"{title}: {_peaks(*each)}" for title, each in maps.items()]
    return describe(
        panels[0, 0],
        f"Cells with a row for each {asks} and a column for each {answers}, in hundredths of a "
        f"row. {'; '.join(parts)}.",
    )


def _peaks(weights: np.ndarray, rows: Sequence[str], columns: Sequence[str]) -> str:
    """Say where each row has its largest weight."""
    places = np.argmax(weights, axis=1)
    return ", ".join(
        f"{row} most at {columns[s]} (place {s + 1}), {100 * weights[t, s]:.0f}"
        for t, (row, s) in enumerate(zip(rows, places))
    )
