import numpy as np
import pytest

from rnncourse import figures, figures_text
from rnncourse.text_history import TextHistory

HISTORY = TextHistory([3.0, 2.0], [2.5, 2.25], [1.0, 2.0])
DRAWN = {
    "next_symbols": lambda: figures_text.next_symbols({"temperature 1": np.array([0.2, 0.5, 0.3]), "greedy": np.array([0.0, 1.0, 0.0])}, "a \n"),
    "reading_order": lambda: figures_text.reading_order("abcdefghijkl", streams=2, steps=2, order=(0, 2, 1)),
    "text_curves": lambda: figures_text.text_curves({"PyTorch": HISTORY}, level=("5-gram", 1.75)),
    "loss_against_seconds": lambda: figures_text.loss_against_seconds({"streams": [((1.0, 2.0), (2.5, 2.0)), ((1.0, 4.0), (2.5, 1.8))]}),
}
EXPECTED = {
    "next_symbols": "temperature 1: ␣ 0.50, ↵ 0.30, a 0.20, 3 symbols above a hundredth; greedy: ␣ 1.00, ↵ 0.00, a 0.00, 1 symbols",
    "reading_order": "'abcdef', 'ghijkl'. Each row is cut into 3 chunks of 2; they are read in the order 1, 3, 2",
    "text_curves": "for PyTorch, validation loss goes from 2.50 to 2.25 and training loss from 3.00 to 2.00; a dotted line at 1.75: 5-gram",
    "loss_against_seconds": "streams: lowest loss 1.90 within 3 seconds, means of 2 runs",
}

pytestmark = pytest.mark.usefixtures("book_style")


def test_symbols_keep_the_order_of_the_first_setting():
    figure = DRAWN["next_symbols"]().figure
    assert [label.get_text() for label in figure.axes[-1].get_xticklabels()] == ["␣", "↵", "a"]
    assert [[bar.get_height() for bar in axes.patches] for axes in figure.axes] == [[0.5, 0.3, 0.2], [1.0, 0.0, 0.0]]


def test_chunks_are_numbered_in_the_order_in_which_they_are_read():
    axes = DRAWN["reading_order"]()
    numbers = sorted((text.get_position()[0], text.get_text()) for text in axes.texts if text.get_text().isdigit())
    assert [number for _, number in numbers] == ["1", "3", "2"]


def test_curves_stand_at_the_seconds_where_they_are_asked_for():
    axes = figures_text.text_curves({"PyTorch": HISTORY}, against="seconds")
    assert [list(line.get_xdata()) for line in axes.get_lines()] == [[1.0, 2.0]] * 2
    assert axes.get_xlabel() == "seconds of training"
