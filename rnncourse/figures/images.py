"""Images in rows, and on a map of their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from rnncourse.evaluation.images import squared_error
from rnncourse.figures.style import COLOURS, SMALL, WIDTH, describe

TEN_COLOURS = [*COLOURS, "#000000", "#882255", "#332288", "#777711"]  # of ten letters on one map


def examples(images: np.ndarray, classes: Sequence[str]) -> Axes:
    """Draw a row of example images for each class, ink in black; images (C, N, H, W)."""
    _, axes = plt.subplots(figsize=(WIDTH, WIDTH * images.shape[0] / images.shape[1]))
    axes.imshow(
        np.concatenate([np.concatenate(list(row), axis=1) for row in images]),
        cmap="binary",
        vmin=0,
        vmax=1,
    )
    axes.set_axis_off()
    shades = images.mean(axis=(2, 3))
    return describe(
        axes,
        f"Grid of images: for each of the letters {', '.join(classes)} a row of {images.shape[1]} "
        "examples in different fonts. On average "
        f"{100 * images.mean():.0f} % of an image is ink, from {100 * shades.min():.0f} % to "
        f"{100 * shades.max():.0f} % in single ones.",
    )


def rows_of_images(
    rows: Mapping[str, np.ndarray],
    *,
    labels: Sequence[str],
    compare_with: str | None = None,
    unlike: Sequence[str] = (),
) -> Axes:
    """Draw images in rows, one below the other: the same inputs above what became of them, ink in
    black.

    The values of `rows` have shape (N, H, W), `labels` are the letters of the N columns. The alt
    text tells the error of each row against row `compare_with`, by default the first; not of rows
    that are `unlike` it, such as codes.
    """
    count = len(labels)
    figure, panels = plt.subplots(
        len(rows), 1, figsize=(WIDTH, len(rows) * (WIDTH / count + 0.3)), squeeze=False
    )
    original = rows[compare_with or next(iter(rows))]
    parts = []
    for axes, (name, images) in zip(panels[:, 0], rows.items()):
        axes.imshow(np.concatenate(list(images), axis=1), cmap="binary", vmin=0, vmax=1)
        axes.set_title(name)
        axes.set_axis_off()
        parts.append(
            name
            if images is original or name in unlike
            else f"{name}, mean squared error {squared_error(original, images).mean():.3f}"
        )
    return describe(
        panels[0, 0],
        f"{len(rows)} rows of {count} images of the letters {', '.join(labels)}, one below the "
        f"other: {'; '.join(parts)}.",
    )


def latent_map(
    places: np.ndarray, labels: np.ndarray, classes: Sequence[str], *, what: str
) -> Axes:
    """Draw each image as its letter at `places` (N, 2); `labels` (N,) are indices of `classes`.

    The alt text tells in how many cases the nearest other place has the same letter.
    """
    _, axes = plt.subplots(figsize=(WIDTH, WIDTH))
    for place, label in zip(places, labels):
        axes.text(
            *place,
            classes[label],
            color=TEN_COLOURS[label % 10],
            size=SMALL,
            ha="center",
            va="center",
            fontweight="bold",
        )
    low, high = places.min(axis=0), places.max(axis=0)
    margin = 0.04 * (high - low)
    axes.set(
        xlim=(low[0] - margin[0], high[0] + margin[0]),
        ylim=(low[1] - margin[1], high[1] + margin[1]),
        xticks=[],
        yticks=[],
    )
    distance = np.square(places[:, None] - places[None]).sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    share = (labels[distance.argmin(axis=1)] == labels).mean()
    return describe(
        axes,
        f"Map of {len(places)} images by {what}, each drawn as its letter; of {100 * share:.0f} % "
        "the nearest neighbour on the map is the same letter.",
    )
