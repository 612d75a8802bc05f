"""The figures of the chapter on first names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from rnncourse.evaluation import Reliability
from rnncourse.figures import COLOURS, WIDTH, describe


def last_letters(names: Sequence[str], is_male: np.ndarray) -> Axes:
    """Draw for each last letter how many names of each gender end in it."""
    table = pd.crosstab(pd.Series([name[-1] for name in names], name="letter"), np.asarray(is_male, dtype=bool))
    _, axes = plt.subplots()
    for i, (gender, sign) in enumerate(((False, 1), (True, -1))):
        axes.bar(table.index, sign * table[gender], color=COLOURS[i], label="male" if gender else "female")
    axes.axhline(0, color="black", lw=0.8)
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    axes.set(xlabel="last letter", ylabel="names")
    axes.tick_params(axis="x", labelsize=9)
    axes.legend(fontsize=9)
    share = table[False] / table.sum(axis=1)
    most = table.sum(axis=1).nlargest(5).index
    listed = ", ".join(f"{letter} {table.loc[letter].sum()} names, {100 * share[letter]:.0f} % female" for letter in most)
    return describe(axes, f"Bar chart of names by last letter, female upwards and male downwards. The most frequent: {listed}.")


def reliability_diagram(curves: Mapping[str, Reliability]) -> Axes:
    """Draw the share of class 1 against its stated probability, a line for each model; the diagonal is what was promised."""
    _, axes = plt.subplots(figsize=(WIDTH, 4.2))
    axes.plot([0, 1], [0, 1], color="black", lw=0.8)
    for colour, mark, (name, found) in zip(COLOURS, "os^D", curves.items()):
        axes.plot(found.probability, found.share, "-", marker=mark, color=colour, lw=1.5, label=name)
    axes.set(xlabel="stated probability of male", ylabel="share of male names", xlim=(0, 1), ylim=(0, 1))
    axes.legend(fontsize=9)
    listed = "; ".join(f"{name}: of the names stated as {found.probability[0]:.2f} male {found.share[0]:.2f} are, of those stated as "
                       f"{found.probability[-1]:.2f} {found.share[-1]:.2f}, expected calibration error {found.calibration_error:.3f}"
                       for name, found in curves.items())
    return describe(axes, f"Reliability diagram: the share of male names against the stated probability, with the diagonal. {listed}.")


def letter_by_letter(probabilities: Mapping[str, np.ndarray]) -> Axes:
    """Draw the probability of male after each letter, one panel a name; values have shape (letters,)."""
    _, panels = plt.subplots(len(probabilities), 1, figsize=(WIDTH, 1.15 * len(probabilities) + 0.4), sharey=True, squeeze=False)
    told = []
    for axes, (name, p) in zip(panels[:, 0], probabilities.items()):
        axes.axhline(0.5, color="black", lw=0.8)
        axes.plot(range(len(p)), p, "-o", color=COLOURS[0])
        axes.set_xticks(range(len(p)), list(name))
        axes.set(ylim=(-0.05, 1.05), yticks=[0, 0.5, 1])
        told.append(f"{name}: " + ", ".join(f"{letter} {value:.2f}" for letter, value in zip(name, p)))
    panels[len(panels) // 2, 0].set_ylabel("probability of male")
    return describe(panels[0, 0], f"One panel for each name, with the probability of male after each letter. {'; '.join(told)}.")


def class_lists(correct: Mapping[str, np.ndarray], *, size: int, observed: int) -> Axes:
    """Draw how many of `size` names were right in each of many drawn lists, one histogram a kind; a line marks `observed`."""
    _, panels = plt.subplots(len(correct), 1, figsize=(WIDTH, 1.3 * len(correct) + 0.5), sharex=True, squeeze=False)
    told = []
    for colour, axes, (kind, counts) in zip(COLOURS, panels[:, 0], correct.items()):
        axes.bar(np.arange(size + 1), np.bincount(counts, minlength=size + 1) / len(counts), width=0.9, color=colour)
        axes.axvline(observed, color="black", lw=1)
        axes.set_title(kind, fontsize=10)
        axes.set(yticks=[])
        low, high = np.percentile(counts, [2.5, 97.5])
        told.append(f"{kind}: {counts.mean():.1f} right on average, mostly {low:.0f} to {high:.0f}, at most {observed} in "
                    f"{100 * np.mean(counts <= observed):.1f} % of the lists")
    start = min(np.min(counts) for counts in correct.values())
    axes.set(xlabel=f"right answers in a list of {size} names", xlim=(min(start, observed) - 1, size + 1))
    return describe(axes, f"Histograms of the number of right answers in lists of {size} names, with a line at {observed}. {'; '.join(told)}.")
