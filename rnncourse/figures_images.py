"""The figures of the chapters on images and their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from rnncourse.figures import COLOURS, WIDTH, describe
from rnncourse.reconstruction import squared_error

MARKS = "os^DvP"


def examples(images: np.ndarray, classes: Sequence[str]) -> Axes:
    """Draw a row of example images for each class, ink in black; images (C, N, H, W)."""
    _, axes = plt.subplots(figsize=(WIDTH, WIDTH * images.shape[0] / images.shape[1]))
    axes.imshow(np.concatenate([np.concatenate(list(row), axis=1) for row in images]), cmap="binary", vmin=0, vmax=1)
    axes.set_axis_off()
    shades = images.mean(axis=(2, 3))
    return describe(axes, f"Grid of images: for each of the letters {', '.join(classes)} a row of {images.shape[1]} examples in different fonts. On average "
                          f"{100 * images.mean():.0f} % of an image is ink, from {100 * shades.min():.0f} % to {100 * shades.max():.0f} % in single ones.")


def rows_of_images(rows: Mapping[str, np.ndarray], *, labels: Sequence[str], compare_with: str | None = None) -> Axes:
    """Draw images in rows, one below the other: the same inputs above what became of them, ink in black.

    The values of `rows` have shape (N, H, W), `labels` are the letters of the N columns. The alt text tells the error of each row against row
    `compare_with`, by default the first.
    """
    count = len(labels)
    figure, panels = plt.subplots(len(rows), 1, figsize=(WIDTH, len(rows) * (WIDTH / count + 0.3)), squeeze=False)
    original = rows[compare_with or next(iter(rows))]
    parts = []
    for axes, (name, images) in zip(panels[:, 0], rows.items()):
        axes.imshow(np.concatenate(list(images), axis=1), cmap="binary", vmin=0, vmax=1)
        axes.set_title(name, fontsize=10)
        axes.set_axis_off()
        parts.append(name if images is original else f"{name}, mean squared error {squared_error(original, images).mean():.3f}")
    return describe(panels[0, 0], f"{len(rows)} rows of {count} images of the letters {', '.join(labels)}, one below the other: {'; '.join(parts)}.")


def error_by_size(runs: pd.DataFrame, *, x: str, y: str, by: str, labels: Mapping[str, str]) -> Axes:
    """Draw `y` against `x` on a scale of doublings, for each value of `by`: each run a mark, a line through the means.

    `runs` has one row per run; `labels` gives the axis texts of x and y.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 3.8))
    parts = []
    for i, (name, group) in enumerate(runs.groupby(by, sort=False)):
        means = group.groupby(x)[y].mean()
        axes.plot(group[x], group[y], MARKS[i % 6], color=COLOURS[i % 6], ms=4, alpha=0.6)
        axes.plot(means.index, means, "-", color=COLOURS[i % 6], marker=MARKS[i % 6], label=name)
        parts.append(f"{name}: " + ", ".join(f"{mean:.3f} at {size}" for size, mean in means.items()))
    sizes = sorted(runs[x].unique())
    axes.set_xscale("log", base=2)
    axes.set_xticks(sizes, [f"{size:g}" for size in sizes])
    axes.minorticks_off()
    axes.set(xlabel=labels[x], ylabel=labels[y])
    axes.legend(fontsize=9)
    return describe(axes, f"Lines of {labels[y]} against {labels[x]}, a mark for each run. {'; '.join(parts)}.")


def latent_map(places: np.ndarray, labels: np.ndarray, classes: Sequence[str], *, what: str) -> Axes:
    """Draw each image as its letter at `places` (N, 2); `labels` (N,) are indices of `classes`.

    The alt text tells in how many cases the nearest other place has the same letter.
    """
    _, axes = plt.subplots(figsize=(WIDTH, WIDTH))
    for place, label in zip(places, labels):
        axes.text(*place, classes[label], color=COLOURS[label % 6], fontsize=9, ha="center", va="center", fontweight="bold" if label < 6 else "normal")
    low, high = places.min(axis=0), places.max(axis=0)
    margin = 0.04 * (high - low)
    axes.set(xlim=(low[0] - margin[0], high[0] + margin[0]), ylim=(low[1] - margin[1], high[1] + margin[1]), xticks=[], yticks=[])
    distance = np.square(places[:, None] - places[None]).sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    share = (labels[distance.argmin(axis=1)] == labels).mean()
    return describe(axes, f"Map of {len(places)} images by {what}, each drawn as its letter; of {100 * share:.0f} % the nearest neighbour on the map is the same letter.")


def bits_and_errors(curves: Mapping[str, Sequence[tuple[float, float]]], *, whole: float) -> Axes:
    """Draw the error of each way to pack an image against its bits; `curves` holds (bits, error) pairs, `whole` the bits unpacked."""
    _, axes = plt.subplots(figsize=(WIDTH, 3.8))
    parts = []
    for i, (name, pairs) in enumerate(curves.items()):
        bits, errors = np.array(sorted(pairs)).T
        axes.plot(bits, errors, "-", color=COLOURS[i % 6], marker=MARKS[i % 6], ms=4, label=name)
        parts.append(f"{name}: " + ", ".join(f"error {error:.4f} at {round(bit)} bits" for bit, error in zip(bits[::max(1, len(bits) // 3)], errors[::max(1, len(bits) // 3)])))
    axes.axvline(whole, color="black", ls="--", lw=1)
    axes.set(xscale="log", xlabel="bits of an image", ylabel="mean squared error")
    axes.legend(fontsize=9)
    return describe(axes, f"Lines of the error against the bits of a packed image; a dashed line at {round(whole)} bits marks the image as it is. {'; '.join(parts)}.")


def error_by_noise(errors: pd.DataFrame, *, what: str) -> Axes:
    """Draw the error that each denoiser leaves under each noise: a row for each noise, a mark for each denoiser.

    `errors` has a row for each noise and a column for each denoiser.
    """
    _, axes = plt.subplots(figsize=(WIDTH, 0.42 * len(errors) + 1.4))
    rows = np.arange(len(errors))
    axes.hlines(rows, errors.min(axis=1), errors.max(axis=1), color="0.7", lw=1)
    for i, name in enumerate(errors):
        axes.plot(errors[name], rows, MARKS[i % 6], color=COLOURS[i % 6], label=name)
    axes.set_yticks(rows, errors.index, fontsize=9)
    axes.invert_yaxis()
    axes.set(xlabel=what)
    axes.legend(fontsize=9, loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2)
    best = errors.idxmin(axis=1)
    listed = "; ".join(f"{noise} " + ", ".join(f"{value:.3f} {name}" for name, value in row.items()) for noise, row in errors.iterrows())
    return describe(axes, f"Dot plot of {what} by noise and denoiser: {listed}. Least is left by " + ", ".join(f"{best[noise]} under {noise}" for noise in errors.index) + ".")
