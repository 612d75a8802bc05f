"""What a trained net holds: each kind drawn once, what its alt text says, and its marks against its
data.
"""

import numpy as np
import pytest
from marks import heights, places, words

from rnncourse import figures

PLACES = np.array([[0.0, 1.0], [2.0, 3.0], [1.0, -1.0]])
MEANS = {"Irish": np.array([0.0, 0.0]), "Czech": np.array([4.0, 4.0])}
PATH = np.array([[0.5, 0.0], [3.0, 3.5]])
DRAWN = {
    "letter_map": lambda: figures.letter_map(PLACES, {"a": "vowels", "e": "vowels", " ": "others"}),
    "state_paths": lambda: figures.state_paths(MEANS, {"ov": ("ov", PATH)}),
    "letters_by_value": lambda: figures.letters_by_value(
        ["ab", "c"], [np.array([0.5, -1.0]), np.array([2.0])], what="one unit"
    ),
}
EXPECTED = {
    "letter_map": "Map of 3 letters",
    "state_paths": "It ends for ov near Czech",
    "letters_by_value": "ab: a +0.5 b -1.0; c: c +2.0",
}
MARKS = {
    "letter_map": lambda axes: (
        [text.get_position() for text in axes.texts],
        [tuple(place) for place in PLACES],
    ),
    "state_paths": lambda axes: (places(axes) + heights(axes), [[0.5, 3.0], [0.0, 3.5]]),
    "letters_by_value": lambda axes: (words(axes), ["a", "b", "c"]),
}
pytestmark = pytest.mark.usefixtures("book_style")


def test_a_space_is_drawn_as_a_sign():
    assert words(DRAWN["letter_map"]()) == ["a", "e", "␣"]


def test_the_ground_of_a_letter_tells_sign_and_size():
    above, below, beyond = DRAWN["letters_by_value"]().patches
    assert above.get_facecolor()[:3] == beyond.get_facecolor()[:3] != below.get_facecolor()[:3]
    assert above.get_alpha() < below.get_alpha() == beyond.get_alpha()
