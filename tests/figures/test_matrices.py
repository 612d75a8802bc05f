"""Matrices: each kind drawn once, what its alt text says, and its marks against its data."""

import numpy as np
import pandas as pd
import pytest
from marks import pixels, words

from rnncourse import figures
from rnncourse.preprocessing.encoding import Vocab, encode_texts

VOCAB = Vocab("abc")
ONE_HOT = encode_texts(["cab"], VOCAB, 4)[0]
COUNTS = np.array([[8, 2], [1, 9]])
ERRORS = pd.DataFrame({"0.2": [0.01, 0.04], "0.8": [0.2, 0.1]}, index=["0.2", "0.8"])
SHARES = pd.DataFrame([[1, 0.6], [0.05, 1]], index=["Finland", "Iceland"]).set_axis(
    ["Finland", "Iceland"], axis=1
)
DRAWN = {
    "one_hot_vectors": lambda: figures.one_hot_vectors("cab", ONE_HOT, VOCAB.symbols),
    "confusion_matrices": lambda: figures.confusion_matrices(
        {"linear": COUNTS, "best": np.eye(2)}, ["SITTING", "LYING_DOWN"]
    ),
    "shared_items": lambda: figures.shared_items(SHARES, what="names"),
    "by_level_of_training": lambda: figures.by_level_of_training(ERRORS, what="error"),
}
EXPECTED = {
    "one_hot_vectors": "4 steps of 'cab' and a column for each of 3 symbols",
    "confusion_matrices": "linear: least found is SITTING, 80, and best LYING_DOWN, 90; the "
    "largest confusion is SITTING taken for LYING_DOWN, 20; best: least",
    "shared_items": "Finland in Iceland 60; Iceland in Finland 5.",
    "by_level_of_training": "trained on 0.8: 0.040 on 0.2, 0.100 on 0.8",
}
MARKS = {
    "one_hot_vectors": lambda axes: (pixels(axes), ONE_HOT.tolist()),
    "confusion_matrices": lambda axes: (pixels(axes), [[0.8, 0.2], [0.1, 0.9]]),
    "shared_items": lambda axes: (pixels(axes), [[0, 0.6], [0.05, 0]]),
    "by_level_of_training": lambda axes: (pixels(axes), np.log(ERRORS).to_numpy().tolist()),
}
pytestmark = pytest.mark.usefixtures("book_style")


def test_shares_below_five_hundredths_are_left_out():
    axes = figures.confusion_matrices({"linear": np.array([[96, 4], [5, 95]])}, ["a", "b"])
    assert words(axes) == ["96", "5", "95"]


def test_what_a_list_shares_with_itself_and_shares_below_a_tenth_are_left_out():
    assert words(figures.shared_items(SHARES, what="names")) == ["60"]


def test_the_least_error_of_a_column_is_bold():
    axes = figures.by_level_of_training(ERRORS, what="error")
    assert [cell.get_text() for cell in axes.texts if cell.get_fontweight() == "bold"] == [
        "0.010",
        "0.100",
    ]


def test_every_panel_holds_its_own_matrix():
    figure = figures.confusion_matrices({"linear": COUNTS, "best": np.eye(2)}, ["a", "b"]).figure
    assert [pixels(panel) for panel in figure.axes] == [[[0.8, 0.2], [0.1, 0.9]], [[1, 0], [0, 1]]]
