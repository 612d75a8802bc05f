"""Figures that compare several models: what they see, what they cost, whom and what they get wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from rnncourse.figures import COLOURS, WIDTH, describe

TICKS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like a line and a nought


@dataclass(frozen=True)
class Candidate:
    """A model to compare: the accuracies of its runs, its parameters, the seconds of a training, and its family."""

    accuracies: Sequence[float]
    parameters: int
    seconds: float
    family: str

    @property
    def mean(self) -> float:
        """The mean accuracy of the runs."""
        return float(np.mean(self.accuracies))


def influence_by_step(influences: Mapping[str, np.ndarray]) -> Axes:
    """Draw by how much each step of the input moves the answer, one panel a model; each entry (T,) is divided by its largest."""
    figure, panels = plt.subplots(len(influences), 1, figsize=(WIDTH, 0.85 * len(influences) + 0.6), sharex=True, squeeze=False)
    parts = []
    for i, (axes, (name, influence)) in enumerate(zip(panels[:, 0], influences.items())):
        relative = influence / influence.max()
        axes.fill_between(np.arange(1, len(relative) + 1), relative, color=COLOURS[i % len(COLOURS)], lw=0)
        axes.set(ylim=(0, 1.05), yticks=[])
        axes.set_title(name, fontsize=10)
        half = len(relative) // 2
        parts.append(f"{name}: {100 * relative[:half].sum() / relative.sum():.0f} % of the influence comes from the first half of the steps, "
                     f"{int((relative > 0.01).sum())} of {len(relative)} steps have more than a hundredth of the largest")
    axes.set(xlabel="step of the window")
    figure.supylabel("influence", fontsize=11)
    return describe(panels[0, 0], f"Areas over the steps of a window, a panel for each of {len(influences)} models. {'; '.join(parts)}.")


def accuracy_and_cost(candidates: Mapping[str, Candidate], *, what: str = "accuracy") -> Axes:
    """Draw accuracy against parameters (above) and against seconds of training (below): a letter a model, a colour a family.

    The scale of accuracies is stretched towards 1 (a logit scale), where the better models crowd.
    """
    families = list(dict.fromkeys(candidate.family for candidate in candidates.values()))
    every = [accuracy for candidate in candidates.values() for accuracy in candidate.accuracies]
    lowest, highest = max(min(every), 0.02), min(max(every), 0.999)        # the scale has no room for 0 and 1
    figure, panels = plt.subplots(2, 1, figsize=(WIDTH, 8.4), sharey=True)
    for axes, cost in zip(panels, ("parameters", "seconds")):
        for letter, (name, candidate) in zip(LETTERS, candidates.items()):
            colour, place = COLOURS[families.index(candidate.family)], getattr(candidate, cost)
            beside = place * 1.07                                  # the dots stand beside the letter, not under it
            axes.plot([beside] * len(candidate.accuracies), candidate.accuracies, ".", color=colour, alpha=0.5, ms=4)
            axes.plot(place, candidate.mean, linestyle="", marker=rf"$\mathrm{{{letter}}}$", ms=8, color=colour, label=name)
        axes.set_yscale("logit", nonpositive="clip")
        axes.set(xscale="log", xlabel={"parameters": "parameters", "seconds": "seconds of training"}[cost])
        axes.set_yticks(TICKS, [f"{tick:g}" for tick in TICKS])
        axes.yaxis.set_minor_locator(plt.NullLocator())
        axes.set_ylim(0.9 * lowest, 1 - 0.7 * (1 - highest))
        axes.grid(lw=0.4)
    figure.supylabel(what, fontsize=11)
    figure.legend(*panels[0].get_legend_handles_labels(), fontsize=10, ncols=2, loc="outside lower center")
    ranked = sorted(candidates.items(), key=lambda item: -item[1].mean)
    listed = "; ".join(f"{name} {c.mean:.3f} ({min(c.accuracies):.3f} to {max(c.accuracies):.3f}) with {c.parameters} parameters in {c.seconds:.1f} seconds"
                       for name, c in ranked)
    return describe(panels[0], f"Two scatter plots of {what}, on logarithmic scales of parameters and of seconds of training. From the most accurate: {listed}.")


def confusion_matrices(matrices: Mapping[str, np.ndarray], classes: Sequence[str]) -> Axes:
    """Draw matrices of counts (C, C) one below the other, each row in hundredths of its true class; shares below five are left out."""
    side = 0.42 * len(classes) + 0.6
    figure, panels = plt.subplots(len(matrices), 1, figsize=(WIDTH, side * len(matrices) + 1.2), sharex=True, squeeze=False)
    parts = []
    for axes, (name, counts) in zip(panels[:, 0], matrices.items()):
        shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        axes.imshow(shares, cmap="binary", vmin=0, vmax=1, aspect="auto")
        for (i, j), share in np.ndenumerate(shares):
            if share >= 0.05:
                axes.text(j, i, f"{100 * share:.0f}", ha="center", va="center", fontsize=9, color="white" if share > 0.5 else "black")
        axes.set_yticks(range(len(classes)), [label.replace("_", "\n") for label in classes], fontsize=9)
        axes.set_title(name, fontsize=11)
        parts.append(f"{name}: {_worst_confusion(shares, classes)}")
    axes.set_xticks(range(len(classes)), [label.replace("_", "\n") for label in classes], rotation=90, fontsize=9)
    axes.set(xlabel="predicted")
    figure.supylabel("true", fontsize=11)
    return describe(panels[0, 0], f"Confusion matrices of {len(classes)} classes, each row in hundredths of its true class. {'; '.join(parts)}.")


def _worst_confusion(shares: np.ndarray, classes: Sequence[str]) -> str:
    """Say which class is found least, and which is taken most often for which."""
    off = shares - np.diag(shares.diagonal())
    true, taken = np.unravel_index(off.argmax(), off.shape)
    least = shares.diagonal().argmin()
    return (f"least found is {classes[least]}, {100 * shares[least, least]:.0f}; the largest confusion is {classes[true]} taken for "
            f"{classes[taken]}, {100 * off.max():.0f}")


def accuracy_by_person(accuracies: Mapping[str, Mapping[int, float]]) -> Axes:
    """Draw a row for each person, the hardest on top, and a mark for each model; all models have the same persons."""
    persons = sorted(next(iter(accuracies.values())), key=lambda who: np.mean([values[who] for values in accuracies.values()]))
    _, axes = plt.subplots(figsize=(WIDTH, 0.28 * len(persons) + 1.3))
    rows = np.arange(len(persons))
    table = np.array([[values[who] for who in persons] for values in accuracies.values()])       # (models, persons)
    axes.hlines(rows, table.min(axis=0), table.max(axis=0), color="0.7", lw=1)
    for i, (name, values) in enumerate(zip(accuracies, table)):
        axes.plot(values, rows, linestyle="", marker="os^DvP"[i], color=COLOURS[i], label=name)
    axes.set_yticks(rows, persons, fontsize=9)
    axes.set(xlabel="accuracy", ylabel="person", ylim=(len(persons) - 0.5, -0.5))
    axes.legend(fontsize=9, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(accuracies))
    listed = "; ".join(f"person {who} " + ", ".join(f"{value:.2f} {name}" for name, value in zip(accuracies, column)) for who, column in zip(persons, table.T))
    return describe(axes, f"Dot plot of accuracy for each person, the hardest first: {listed}.")
