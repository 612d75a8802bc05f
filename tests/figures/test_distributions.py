"""Distributions: each kind drawn once, what its alt text says, and its marks against its data."""

import numpy as np
import pytest
from marks import bars, heights, places, widths

from rnncourse import figures
from rnncourse.evaluation.calibration import reliability

NORMS = {"before": np.array([0.1, 0.2, 1.0, 4.0]), "after": np.array([0.01, 0.02])}
NEXT = {"temperature 1": np.array([0.2, 0.5, 0.3]), "greedy": np.array([0.0, 1.0, 0.0])}
RELIABILITY = reliability([0, 0, 1, 1], [0.1, 0.1, 0.1, 0.9])
DRAWN = {
    "class_counts": lambda: figures.class_counts(["a", "a", "b"]),
    "most_probable": lambda: figures.most_probable(NEXT, "a \n"),
    "last_letters": lambda: figures.last_letters(
        ["ada", "eva", "luca", "max"], np.array([0, 0, 1, 1])
    ),
    "reliability_diagram": lambda: figures.reliability_diagram({"GRU": RELIABILITY}),
    "class_lists": lambda: figures.class_lists(
        {"the test set": np.array([3, 4, 4, 5])}, size=5, observed=3
    ),
    "gradient_norm_histogram": lambda: figures.gradient_norm_histogram(NORMS, thresholds=(0.5,)),
    "numbers_by_layer": lambda: figures.numbers_by_layer(
        {"image": (28, 1), "code": (7, 128)}, middle="code"
    ),
}
EXPECTED = {
    "class_counts": "a has most, 2, and b fewest, 1",
    "most_probable": "of 3, a panel each. temperature 1: ␣ 0.50, ↵ 0.30 and a 0.20, 3 above a "
    "hundredth; greedy: ␣ 1.00, 1 above a hundredth",
    "last_letters": "a 3 names, 67 % female",
    "reliability_diagram": "GRU: of the names stated as 0.10 male 0.33 are, of those stated as "
    "0.90 1.00",
    "class_lists": "the test set: 4.0 right on average, mostly 3 to 5, at most 3 in 25.0 % of the "
    "lists",
    "gradient_norm_histogram": "before: median 0.6, largest 4; 50 % are above 0.5. after: median "
    "0.015, largest 0.02; 0 % are above 0.5",
    "numbers_by_layer": "image 784, 28 by 28 in 1; code 6272, 7 by 7 in 128",
}
MARKS = {
    "class_counts": lambda axes: (widths(axes), [1, 2]),
    "most_probable": lambda axes: (bars(axes), [0.5, 0.3, 0.2]),
    "last_letters": lambda axes: (
        bars(axes),
        [2, 0, -1, -1],
    ),  # female a and x, male a and x downwards
    "reliability_diagram": lambda axes: (heights(axes)[1], RELIABILITY.share.tolist()),
    "class_lists": lambda axes: (bars(axes), [0, 0, 0, 0.25, 0.5, 0.25]),
    "gradient_norm_histogram": lambda axes: (sum(bars(axes)), 2),  # the axes of the last panel
    "numbers_by_layer": lambda axes: (widths(axes), [784, 6272]),
}
pytestmark = pytest.mark.usefixtures("book_style")


def test_every_panel_has_its_own_most_probable_and_none_that_cannot_be():
    figure = figures.most_probable(NEXT | {"rare": np.array([0.7, 0.1, 0.2])}, "a \n", top=2).figure
    names = [[name.get_text() for name in axes.get_xticklabels()] for axes in figure.axes]
    assert names == [["␣", "↵"], ["␣"], ["a", "↵"]]
    assert [bars(axes) for axes in figure.axes] == [[0.5, 0.3], [1.0], [0.7, 0.2]]


def test_every_threshold_is_a_line_in_every_panel():
    figure = figures.gradient_norm_histogram(
        {"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])}, thresholds=(0.5, 5.0)
    ).figure
    assert [[x[0] for x in places(panel)] for panel in figure.axes] == [[0.5, 5.0]] * 2


def test_the_bars_of_image_and_code_differ_in_colour():
    axes = figures.numbers_by_layer({"image": (28, 1), "code": (7, 128)}, middle="code")
    assert axes.patches[0].get_facecolor() != axes.patches[1].get_facecolor()
