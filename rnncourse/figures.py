"""The figures of the book: each function draws one kind, returns its Axes, and writes its own alt text.

Figures are narrow, so that their letters stay readable on a phone, and transparent with dark ink; the page inverts
them in the dark theme. Colours are those of Okabe and Ito, which colour-blind readers can tell apart.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython import get_ipython
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rnncourse.evaluation import Estimate
from rnncourse.history import History

COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"]
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
    "savefig.transparent": True,
    "svg.hashsalt": "rnncourse",  # the same figure gives the same bytes
}


def use_book_style() -> None:
    """Set the style of all figures, and let notebooks show them as SVG (and PDF for the printed book) with alt text."""
    plt.rcParams.update(STYLE)
    shell = get_ipython()
    if shell is None:  # plain Python
        return
    shell.run_line_magic("matplotlib", "inline")  # now: done at the first figure, it would undo what follows
    formatters = shell.display_formatter.formatters
    formatters["image/png"].pop(Figure, None)
    formatters["image/svg+xml"].for_type(Figure, lambda figure: _render(figure, "svg"))
    formatters["application/pdf"].for_type(Figure, lambda figure: _render(figure, "pdf"))


def describe(axes: Axes, text: str) -> Axes:
    """Give the figure of `axes` its alt text: what is seen, for a reader who cannot see it."""
    axes.figure.alt_text = text
    return axes


def _render(figure: Figure, kind: str) -> tuple[str | bytes, dict]:
    """Return the figure's bytes and the output metadata that carries its alt text."""
    file, no_date = io.BytesIO(), {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    figure.savefig(file, format=kind, metadata=no_date[kind], bbox_inches="tight")
    data = file.getvalue().decode("utf8") if kind == "svg" else file.getvalue()
    return data, {"alt": getattr(figure, "alt_text", "")}


def _listing(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def class_counts(labels: Sequence[str], *, what: str = "names") -> Axes:
    """Draw how many rows each class has, the largest on top."""
    counts = pd.Series(labels).value_counts().sort_values()
    _, axes = plt.subplots(figsize=(WIDTH, 0.24 * len(counts) + 0.8))
    bars = axes.barh(counts.index, counts)
    axes.bar_label(bars, padding=3, fontsize=9)
    axes.set(xlabel=what)
    axes.margins(y=0.01)
    return describe(axes, f"Bar chart of the number of {what} in {len(counts)} classes: {counts.index[-1]} has most, "
                          f"{counts.iloc[-1]}, and {counts.index[0]} fewest, {counts.iloc[0]}.")


def one_hot_vectors(text: str, vectors: np.ndarray, symbols: Sequence[str]) -> Axes:
    """Draw the one-hot vectors of `text`, shape (T, V), one row per character; black is 1."""
    _, axes = plt.subplots(figsize=(WIDTH, 0.3 * len(vectors) + 0.6))
    axes.imshow(vectors, cmap="binary", aspect="auto")
    axes.set_xticks(range(len(symbols)), ["␣" if s == " " else s for s in symbols], fontsize=9)
    axes.set_yticks(range(len(vectors)), text.ljust(len(vectors)))
    axes.set(xlabel="symbol of the alphabet")
    axes.hlines(np.arange(len(vectors) - 1) + 0.5, -0.5, len(symbols) - 0.5, color="0.8", lw=0.5)
    return describe(axes, f"Grid with a row for each of the {len(vectors)} steps of '{text}' and a column for each of "
                          f"{len(symbols)} symbols; each letter's row has one black cell, in the column of that letter, "
                          "and the rows after the name's end have none.")


def learning_curves(histories: Mapping[str, History]) -> Axes:
    """Draw training (dashed) and validation (solid) loss and accuracy against the epoch, one colour per run."""
    figure, (loss, accuracy) = plt.subplots(2, 1, figsize=(WIDTH, 5), sharex=True)
    for colour, (name, history) in zip(COLOURS, histories.items()):
        epochs = np.arange(1, len(history.train_loss) + 1)
        for axes, train, validation in ((loss, history.train_loss, history.validation_loss),
                                        (accuracy, history.train_accuracy, history.validation_accuracy)):
            axes.plot(epochs, train, "--", color=colour, label=f"{name}, training")
            axes.plot(epochs, validation, "-", color=colour, label=f"{name}, validation")
            best = history.best_epoch
            axes.plot(epochs[best], validation[best], "o", color=colour)
    loss.set(ylabel="loss (nats)")
    accuracy.set(ylabel="accuracy", xlabel="epoch")
    loss.legend(fontsize=9)
    ends = [f"for {name}, validation loss falls from {h.validation_loss[0]:.2f} to {min(h.validation_loss):.2f} (epoch "
            f"{h.best_epoch + 1}) while training loss goes from {h.train_loss[0]:.2f} to {h.train_loss[-1]:.2f}"
            for name, h in histories.items()]
    return describe(loss, "Two line plots of loss and accuracy against the epoch: " + "; ".join(ends) + ".")


def sweep(runs: pd.DataFrame, x: str, y: str, *, by: str, labels: Mapping[str, str]) -> Axes:
    """Draw `y` against `x` for each value of `by`: every run as a dot, the mean over seeds as a line.

    `runs` has one row per run; `labels` gives the axis texts of the three columns.
    """
    _, axes = plt.subplots()
    levels = sorted(runs[x].unique())
    place = {level: i for i, level in enumerate(levels)}
    parts = []
    groups = list(runs.groupby(by))
    for i, (value, group) in enumerate(groups):
        shift = 0.08 * (i - (len(groups) - 1) / 2)
        means = group.groupby(x)[y].mean()
        axes.plot([place[level] + shift for level in group[x]], group[y], ".", color=COLOURS[i], alpha=0.6)
        axes.plot([place[level] + shift for level in means.index], means, "-", color=COLOURS[i],
                  label=f"{labels[by]} {value}")
        parts.append(f"{labels[by]} {value}: " + ", ".join(f"{mean:.3f} at {level}" for level, mean in means.items()))
    axes.set_xticks(range(len(levels)), levels)
    axes.set(xlabel=labels[x], ylabel=labels[y])
    axes.legend(fontsize=9)
    return describe(axes, f"Line plot of {labels[y]} against {labels[x]}, a dot for each seed and a line through the "
                          f"means. {'; '.join(parts)}.")


def estimates(rows: Mapping[str, Estimate], *, what: str, spread: Mapping[str, Sequence[float]] | None = None) -> Axes:
    """Draw one value per row with its interval; `spread` adds a small dot for each seed of a row."""
    _, axes = plt.subplots(figsize=(WIDTH, 0.55 * len(rows) + 0.8))
    for i, (name, estimate) in enumerate(rows.items()):
        axes.text(0.01, i - 0.3, name, transform=axes.get_yaxis_transform(), va="center")   # above its row
        axes.plot([estimate.low, estimate.high], [i, i], "-", color=COLOURS[0], lw=2)
        axes.plot(estimate.value, i, "o", color=COLOURS[0])
        seeds = (spread or {}).get(name, [])
        axes.plot(seeds, np.full(len(seeds), i + 0.2), ".", color=COLOURS[1], ms=5)
    axes.set(xlabel=what, yticks=[], ylim=(len(rows) - 0.5, -0.6))
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", lw=0.4)
    listed = "; ".join(f"{name} {e.value:.3f}, from {e.low:.3f} to {e.high:.3f}" for name, e in rows.items())
    return describe(axes, f"Dot plot of {what} with 95 % intervals: {listed}.")


def confusion_matrix(counts: np.ndarray, classes: Sequence[str]) -> Axes:
    """Draw the share of each true class (row) that was predicted as each class (column), shape (C, C)."""
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    _, axes = plt.subplots(figsize=(WIDTH, WIDTH))
    axes.imshow(shares, cmap="binary", vmin=0, vmax=1)
    for (i, j), share in np.ndenumerate(shares):
        if share >= 0.05:
            axes.text(j, i, f"{100 * share:.0f}", ha="center", va="center", fontsize=9, color="white" if share > 0.5 else "black")
    axes.set_xticks(range(len(classes)), classes, rotation=90, fontsize=9)
    axes.set_yticks(range(len(classes)), classes, fontsize=9)
    axes.set(xlabel="predicted", ylabel="true")
    off = shares - np.diag(shares.diagonal())
    worst = np.unravel_index(off.argmax(), off.shape)
    return describe(axes, f"Confusion matrix of {len(classes)} classes, each row in per cent of the true class. The diagonal runs "
                          f"from {100 * shares.diagonal().min():.0f} ({classes[shares.diagonal().argmin()]}) to "
                          f"{100 * shares.diagonal().max():.0f} ({classes[shares.diagonal().argmax()]}); the largest confusion is "
                          f"{classes[worst[0]]} taken for {classes[worst[1]]}, {100 * off.max():.0f}.")


def class_probabilities(probabilities: Mapping[str, np.ndarray], classes: Sequence[str], *, top: int = 5) -> Axes:
    """Draw the `top` classes for each text, one panel a text; probabilities have shape (C,)."""
    figure, panels = plt.subplots(len(probabilities), 1, figsize=(WIDTH, 1.5 * len(probabilities) + 0.3), sharex=True,
                                  squeeze=False)
    parts = []
    for axes, (text, p) in zip(panels[:, 0], probabilities.items()):
        best = np.argsort(p)[::-1][:top]
        axes.barh([classes[i] for i in best], p[best])
        axes.invert_yaxis()
        axes.set_title(text, fontsize=11)
        parts.append(f"{text}: {_listing([f'{classes[i]} {p[i]:.2f}' for i in best[:3]])}")
    axes.set(xlim=(0, 1), xlabel="probability")
    return describe(axes, f"Bar charts of the {top} most probable classes. {'; '.join(parts)}.")


def probabilities_by_letter(answers: Mapping[str, np.ndarray], classes: Sequence[str], *, floor: float = 0.2) -> Axes:
    """Draw what a net answers after each letter of a name: one panel a name, one line for each class that reaches `floor`.

    The values of `answers` have shape (T, C), one row of probabilities for each letter of the name.
    """
    _, panels = plt.subplots(len(answers), 1, figsize=(WIDTH, 1.9 * len(answers)), squeeze=False)
    parts = []
    for axes, (name, probabilities) in zip(panels[:, 0], answers.items()):
        shown = np.flatnonzero(probabilities.max(axis=0) >= floor)
        shown = shown[np.argsort(-probabilities[-1, shown])]
        for i, c in enumerate(shown[:len(COLOURS)]):
            axes.plot(probabilities[:, c], "o-", ms=3, color=COLOURS[i], label=classes[c])
        axes.set_xticks(range(len(name)), list(name))
        axes.set(ylim=(0, 1.02), ylabel="probability")
        axes.legend(fontsize=9, loc="center left", bbox_to_anchor=(1.0, 0.5))
        leaders = [classes[c] for c in probabilities.argmax(axis=1)]
        parts.append(f"{name}: " + ", ".join(f"{letter} {leader}" for letter, leader in zip(name, leaders)))
    return describe(axes, "Lines of the probability of each language after each letter. The most probable language after each letter is, for "
                          + "; for ".join(parts) + ".")


def recall_by_class(counts: Sequence[int], recalls: Mapping[str, np.ndarray], classes: Sequence[str]) -> Axes:
    """Draw the recall of each class, one row a class from rare to frequent, one mark for each model of `recalls` (each of shape (C,)).

    `counts` (C,) are the rows of each class in training; they stand behind its name.
    """
    order = np.argsort(counts)[::-1]
    _, axes = plt.subplots(figsize=(WIDTH, 0.3 * len(classes) + 1))
    values = np.array(list(recalls.values()))                                # (models, C)
    rows = np.arange(len(classes))
    axes.hlines(rows, values.min(axis=0)[order], values.max(axis=0)[order], color="0.7", lw=1)
    for i, (name, recall) in enumerate(recalls.items()):
        axes.plot(recall[order], rows, "os^D"[i], color=COLOURS[i], label=name)
    axes.set_yticks(rows, [f"{classes[c]} ({counts[c]})" for c in order], fontsize=9)
    axes.set(xlabel="recall", xlim=(-0.02, 1.02))
    axes.legend(fontsize=9, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(recalls))
    listed = "; ".join(f"{classes[c]} ({counts[c]} names) " + ", ".join(f"{recall[c]:.2f} {name}" for name, recall in recalls.items())
                       for c in order)
    return describe(axes, f"Dot plot of the recall of each language, the most frequent first: {listed}.")


def trade(runs: pd.DataFrame, x: str, y: str, *, by: str, labels: Mapping[str, str]) -> Axes:
    """Draw measure `y` of every run against measure `x`, one mark and colour for each value of `by`; `labels` gives the axis texts."""
    _, axes = plt.subplots(figsize=(WIDTH, 4.2))
    groups = sorted(runs.groupby(by), key=lambda group: group[1][y].mean())
    for i, (value, group) in enumerate(groups):
        axes.plot(group[x], group[y], linestyle="", marker="os^DvP"[i % 6], ms=5, color=COLOURS[i % len(COLOURS)],
                  fillstyle="full" if i < 6 else "none", label=value)
    axes.set(xlabel=labels[x], ylabel=labels[y])
    axes.legend(fontsize=9, loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=3)
    listed = "; ".join(f"{value}: {labels[x]} {group[x].mean():.3f}, {labels[y]} {group[y].mean():.3f}" for value, group in groups)
    return describe(axes, f"Scatter plot of {labels[y]} against {labels[x]}, one mark for each run. Means, from the lowest {labels[y]}: {listed}.")
