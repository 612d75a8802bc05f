"""Bars and histograms: how often, how probable, how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullFormatter

from rnncourse.evaluation.calibration import Reliability
from rnncourse.figures.guides import legend_above
from rnncourse.figures.style import COLOURS, SMALL, WIDTH, describe, listing, looks


def class_counts(labels: Sequence[str], *, what: str = "names") -> Axes:
    """Draw how many rows each class has, the largest on top."""
    counts = pd.Series(labels).value_counts().sort_values()
    _, axes = plt.subplots(figsize=(WIDTH, 0.24 * len(counts) + 0.8))
    bars = axes.barh(counts.index, counts)
    axes.bar_label(bars, padding=3, fontsize=SMALL)
    axes.set(xlabel=what)
    axes.margins(y=0.01)
    return describe(
        axes,
        f"Bar chart of the number of {what} in {len(counts)} classes: {counts.index[-1]} has most, "
        f"{counts.iloc[-1]}, and {counts.index[0]} fewest, {counts.iloc[0]}.",
    )


NAMES = {" ": "␣", "\n": "↵"}  # what is seen of symbols that cannot be


def most_probable(
    distributions: Mapping[str, np.ndarray], classes: Sequence[str], *, top: int = 5
) -> Axes:
    """Draw the `top` classes or symbols, one panel a text or setting; the values of `distributions`
    have shape (C,).

    What has probability 0 is left out.
    """
    figure, panels = plt.subplots(
        len(distributions),
        1,
        figsize=(WIDTH, 1.4 * len(distributions) + 0.3),
        sharey=True,
        squeeze=False,
    )
    parts = []
    for axes, (title, p) in zip(panels[:, 0], distributions.items()):
        best = [int(i) for i in np.argsort(-p, kind="stable")[:top] if p[i] > 0]
        names = [NAMES.get(classes[i], classes[i]) for i in best]
        axes.bar(range(len(best)), p[best])
        axes.set_xticks(range(len(best)), names)
        axes.set_xlim(-0.6, top - 0.4)
        axes.set_title(title)
        first = [f"{name} {p[i]:.2f}" for name, i in zip(names[:3], best)]
        parts.append(f"{title}: {listing(first)}, {int((p > 0.01).sum())} above a hundredth")
    figure.supylabel("probability")
    return describe(
        panels[0, 0],
        f"Bar charts of the {top} most probable of {len(classes)}, a panel each. "
        f"{'; '.join(parts)}.",
    )


def last_letters(names: Sequence[str], is_male: np.ndarray) -> Axes:
    """Draw for each last letter how many names of each gender end in it."""
    table = pd.crosstab(
        pd.Series([name[-1] for name in names], name="letter"), np.asarray(is_male, dtype=bool)
    )
    _, axes = plt.subplots()
    for i, (gender, sign) in enumerate(((False, 1), (True, -1))):
        axes.bar(
            table.index,
            sign * table[gender],
            color=COLOURS[i],
            label="male" if gender else "female",
        )
    axes.axhline(0, color="black", lw=0.8)
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    axes.set(xlabel="last letter", ylabel="names")
    legend_above(axes)
    share = table[False] / table.sum(axis=1)
    most = table.sum(axis=1).nlargest(5).index
    listed = ", ".join(
        f"{letter} {table.loc[letter].sum()} names, {100 * share[letter]:.0f} % female"
        for letter in most
    )
    return describe(
        axes,
        "Bar chart of names by last letter, female upwards and male downwards. The most frequent: "
        f"{listed}.",
    )


def reliability_diagram(curves: Mapping[str, Reliability]) -> Axes:
    """Draw the share of class 1 against its stated probability, a line for each model; the diagonal
    is what was promised.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 4.2))
    axes.plot([0, 1], [0, 1], color="black", lw=0.8)
    for (name, found), look in zip(curves.items(), looks(curves).values()):
        axes.plot(found.probability, found.share, **look, label=name)
    axes.set(
        xlabel="stated probability of male", ylabel="share of male names", xlim=(0, 1), ylim=(0, 1)
    )
    legend_above(axes)
    listed = "; ".join(
        f"{name}: of the names stated as {found.probability[0]:.2f} male {found.share[0]:.2f} are, "
        "of those stated as "
        f"{found.probability[-1]:.2f} {found.share[-1]:.2f}, expected calibration error "
        f"{found.calibration_error:.3f}"
        for name, found in curves.items()
    )
    return describe(
        axes,
        "Reliability diagram: the share of male names against the stated probability, with the "
        f"diagonal. {listed}.",
    )


def class_lists(correct: Mapping[str, np.ndarray], *, size: int, observed: int) -> Axes:
    """Draw how many of `size` names were right in each of many drawn lists, one histogram a kind; a
    line marks `observed`.
    """
    _, panels = plt.subplots(
        len(correct), 1, figsize=(WIDTH, 1.3 * len(correct) + 0.5), sharex=True, squeeze=False
    )
    told = []
    for colour, axes, (kind, counts) in zip(COLOURS, panels[:, 0], correct.items()):
        axes.bar(
            np.arange(size + 1),
            np.bincount(counts, minlength=size + 1) / len(counts),
            width=0.9,
            color=colour,
        )
        axes.axvline(observed, color="black", lw=1)
        axes.set_title(kind)
        axes.set(yticks=[])
        low, high = np.percentile(counts, [2.5, 97.5])
        told.append(
            f"{kind}: {counts.mean():.1f} right on average, mostly {low:.0f} to {high:.0f}, at "
            f"most {observed} in "
            f"{100 * np.mean(counts <= observed):.1f} % of the lists"
        )
    start = min(np.min(counts) for counts in correct.values())
    axes.set(
        xlabel=f"right answers in a list of {size} names", xlim=(min(start, observed) - 1, size + 1)
    )
    return describe(
        axes,
        f"Histograms of the number of right answers in lists of {size} names, with a line at "
        f"{observed}. {'; '.join(told)}.",
    )


def gradient_norm_histogram(
    norms: Mapping[str, np.ndarray],
    *,
    thresholds: Sequence[float],
    what: str = "norm of the gradient",
) -> Axes:
    """Draw how often each size of gradient occurs, one histogram for each entry of `norms`
    (batches,), with thresholds as lines.
    """
    everything = np.concatenate(list(norms.values()))
    edges = np.geomspace(
        min(everything.min(), *thresholds) / 1.2, max(everything.max(), *thresholds) * 1.2, 31
    )
    figure, panels = plt.subplots(
        len(norms), 1, figsize=(WIDTH, 1.4 * len(norms) + 0.6), sharex=True, squeeze=False
    )
    parts = []
    for colour, axes, (name, values) in zip(COLOURS, panels[:, 0], norms.items()):
        axes.hist(values, bins=edges, color=colour)
        for threshold in thresholds:
            axes.axvline(threshold, color="black", lw=1, ls="--")
        axes.set_title(name)
        above = ", ".join(
            f"{100 * np.mean(values > threshold):.0f} % are above {threshold:g}"
            for threshold in thresholds
        )
        parts.append(f"{name}: median {np.median(values):.2g}, largest {values.max():.2g}; {above}")
    axes.set(xscale="log", xlabel=what)
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter(NullFormatter())
    figure.supylabel("batches")
    return describe(
        axes,
        f"Histograms of the {what}, on a logarithmic scale, with dashed lines at "
        f"{', '.join(f'{t:g}' for t in thresholds)}. "
        f"{'. '.join(parts)}.",
    )


def numbers_by_layer(layers: Mapping[str, tuple[int, int]], *, middle: str) -> Axes:
    """Draw a bar for what each layer hands on, as long as it has numbers, the input on top.

    `layers` maps a name to (side of its maps, number of maps); `middle` names the one that is the
    code.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 0.36 * len(layers) + 0.9))
    rows = np.arange(len(layers))
    counts = [side * side * maps for side, maps in layers.values()]
    colours = [COLOURS[1] if name == middle else COLOURS[0] for name in layers]
    axes.barh(rows, counts, color=colours)
    for row, count, (side, maps) in zip(rows, counts, layers.values()):
        axes.annotate(
            f"{side} × {side} × {maps} = {count}",
            (count, row),
            (4, 0),
            textcoords="offset points",
            va="center",
            size=SMALL,
        )
    axes.axvline(counts[0], color="black", ls="--", lw=1)
    axes.set_yticks(rows, layers)
    axes.invert_yaxis()
    axes.set(xlabel="numbers for one image", xlim=(0, 1.5 * max(counts)))
    listed = "; ".join(
        f"{name} {count}, {side} by {side} in {maps}"
        for name, count, (side, maps) in zip(layers, counts, layers.values())
    )
    return describe(
        axes,
        f"Bar chart of the numbers that each layer hands on; a dashed line marks the {counts[0]} "
        f"of the image. From top to bottom: {listed}. "
        f"The code is {middle}.",
    )
