"""What a trained net holds: vectors of letters, states on a plane, single units over letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from rnncourse.figures.guides import legend_above
from rnncourse.figures.style import COLOURS, SMALL, WIDTH, describe, listing


def letter_map(places: np.ndarray, groups: Mapping[str, str]) -> Axes:
    """Draw letters at their `places` (V, 2), in the colour of the group that each belongs to.

    `groups` has one entry per letter, in the order of the rows of `places`.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 3.9))
    kinds = list(dict.fromkeys(groups.values()))
    ink = {kind: COLOURS[i] for i, kind in enumerate(kinds)}
    for (x, y), (letter, kind) in zip(places, groups.items()):
        shown = "␣" if letter == " " else letter
        axes.text(x, y, shown, color=ink[kind], ha="center", va="center", size=13, weight="bold")
    for kind in kinds:
        axes.plot([], [], "s", color=ink[kind], label=kind)
    axes.set(xlim=_room(places[:, 0]), ylim=_room(places[:, 1]))
    axes.set(xlabel="first principal component", ylabel="second")
    legend_above(axes)
    listed = "; ".join(
        f"{kind}, mean {places[[k == kind for k in groups.values()]].mean(axis=0).round(1)}"
        for kind in kinds
    )
    return describe(axes, f"Map of {len(groups)} letters, each at its vector. {listed}.")


def _room(values: np.ndarray) -> tuple[float, float]:
    """The ends of an axis that shows all `values` with room for a letter."""
    room = 0.08 * np.ptp(values)
    return values.min() - room, values.max() + room


def state_paths(
    means: Mapping[str, np.ndarray], paths: Mapping[str, tuple[str, np.ndarray]]
) -> Axes:
    """Draw the way of the state on a plane, letter by letter, among the mean last states of
    classes.

    `means` gives the place (2,) of each class; `paths` gives, for each title, the letters that were
    read and the places (T, 2) after each of them.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 4.4))
    for name, (x, y) in means.items():
        axes.text(x, y, name, color="0.35", ha="center", va="center", size=SMALL)
    for i, (title, (letters, places)) in enumerate(paths.items()):
        axes.plot(*places.T, "-o", color=COLOURS[i], ms=4, lw=1.4, label=title)
        for letter, (x, y) in zip(letters, places):
            axes.annotate(
                letter, (x, y), (4, 4), textcoords="offset points", color=COLOURS[i], size=12
            )
    every = np.vstack([*means.values(), *(places for _, places in paths.values())])
    axes.set(xlim=_room(every[:, 0]), ylim=_room(every[:, 1]))
    axes.set(xlabel="first direction", ylabel="second")
    legend_above(axes)
    ends = [f"{title} near {_nearest(places[-1], means)}" for title, (_, places) in paths.items()]
    return describe(
        axes,
        f"A plane with the names of {len(means)} languages at their mean last states, and the way "
        f"of the state through it, letter by letter. It ends for {listing(ends)}.",
    )


def _nearest(place: np.ndarray, means: Mapping[str, np.ndarray]) -> str:
    """The class whose mean is nearest."""
    return min(means, key=lambda name: np.linalg.norm(means[name] - place))


def letters_by_value(texts: Sequence[str], values: Sequence[np.ndarray], *, what: str) -> Axes:
    """Draw each text as a row of letters, on orange where the value (T,) of a letter is positive
    and on blue where it is negative, the stronger the larger.
    """
    longest = max(map(len, texts))
    _, axes = plt.subplots(figsize=(WIDTH, 0.42 * len(texts) + 0.3))
    for row, (text, value) in enumerate(zip(texts, values)):
        for column, (letter, v) in enumerate(zip(text, value)):
            axes.add_patch(
                Rectangle(
                    (column - 0.5, row - 0.45),
                    1,
                    0.9,
                    color=COLOURS[1] if v > 0 else COLOURS[0],
                    alpha=0.75 * min(abs(float(v)), 1),
                    lw=0,
                )
            )
            axes.text(column, row, letter, ha="center", va="center", size=12)
    axes.set(xlim=(-0.6, longest - 0.4), ylim=(len(texts) - 0.4, -0.6))
    axes.axis("off")
    listed = "; ".join(
        f"{text}: " + " ".join(f"{letter} {v:+.1f}" for letter, v in zip(text, value))
        for text, value in zip(texts, values)
    )
    return describe(
        axes,
        f"Names, each letter on a ground that tells {what}: orange above 0, blue below. {listed}.",
    )
