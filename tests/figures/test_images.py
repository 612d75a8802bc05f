"""Images: each kind drawn once, what its alt text says, and its marks against its data."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from marks import pixels, words

from rnncourse import figures

EXAMPLES = np.zeros((2, 3, 28, 28))
EXAMPLES[1] = 0.5
CLEAN = np.zeros((3, 28, 28))
PLACES = np.array([[0, 0], [0, 1], [5, 5], [5, 6.0]])
DRAWN = {
    "examples": lambda: figures.examples(EXAMPLES, "AB"),
    "rows_of_images": lambda: figures.rows_of_images(
        {"inputs": CLEAN, "drawn": CLEAN + 0.5}, labels="ABC"
    ),
    "latent_map": lambda: figures.latent_map(
        PLACES, np.array([0, 0, 1, 0]), "AB", what="two numbers"
    ),
}
EXPECTED = {
    "examples": "a row of 3 examples in different fonts. On average 25 % of an image is ink, from "
    "0 % to 50 % in single ones",
    "rows_of_images": "2 rows of 3 images of the letters A, B, C, one below the other: inputs; "
    "drawn, mean squared error 0.250",
    "latent_map": "4 images by two numbers, each drawn as its letter; of 50 %",
}
MARKS = {
    "examples": lambda axes: (
        pixels(axes),
        np.vstack([np.zeros((28, 84)), np.full((28, 84), 0.5)]).tolist(),
    ),
    "rows_of_images": lambda axes: (pixels(axes), np.zeros((28, 84)).tolist()),
    "latent_map": lambda axes: (
        [(*text.get_position(), text.get_text()) for text in axes.texts],
        [(0, 0, "A"), (0, 1, "A"), (5, 5, "B"), (5, 6, "A")],
    ),
}
pytestmark = pytest.mark.usefixtures("book_style")


def test_a_row_unlike_the_first_has_no_error():
    rows = {"letter": np.zeros((1, 4, 4)), "code": np.ones((1, 4, 4)), "drawn": np.ones((1, 4, 4))}
    figures.rows_of_images(rows, labels="A", unlike=["code"])
    assert plt.gcf().alt_text.endswith("letter; code; drawn, mean squared error 1.000.")


def test_rows_can_be_compared_with_another_row():
    axes = figures.rows_of_images(
        {"noisy": CLEAN + 1, "clean": CLEAN}, labels="ABC", compare_with="clean"
    )
    assert "noisy, mean squared error 1.000" in axes.figure.alt_text and words(axes) == []
