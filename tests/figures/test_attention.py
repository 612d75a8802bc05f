"""Attention: each kind drawn once, what its alt text says, and its marks against its data."""

import numpy as np
import pytest
from marks import pixels, words

from rnncourse import figures

WEIGHTS = np.array([[0.48, 0.48, 0.04], [0.02, 0.03, 0.95]])
SHE = (WEIGHTS, ["SH", "IY"], list("she"))
DRAWN = {
    "attention_maps": lambda: figures.attention_maps({"she": SHE}),
    "looking_back": lambda: figures.looking_back("she", ["SH", "IY"]),
}
EXPECTED = {
    "attention_maps": "she: SH most at s (place 1), 48, IY most at e (place 3), 95.",
    "looking_back": "Below, 3 more arrows lead from all states of the encoder to the first sound",
}
MARKS = {
    "attention_maps": lambda axes: (pixels(axes), WEIGHTS.tolist()),
    "looking_back": lambda axes: (len(axes.patches), 2 * (3 + 2)),
}
pytestmark = pytest.mark.usefixtures("book_style")


def test_weights_below_five_hundredths_have_no_number():
    assert words(figures.attention_maps({"she": SHE})) == ["48", "48", "95"]


@pytest.mark.parametrize("copies, rows", [(1, 1), (3, 1), (8, 8)])
def test_maps_stand_side_by_side_where_there_is_room(copies, rows):
    axes = figures.attention_maps({f"{i}": SHE for i in range(copies)})
    assert axes.get_gridspec().nrows == rows and len(axes.figure.axes) == copies


def test_a_row_without_a_word_is_refused():
    with pytest.raises(ValueError, match=r"'she' has weights of shape \(2, 3\), 1 words for rows"):
        figures.attention_maps({"she": (WEIGHTS, ["SH"], list("she"))})
