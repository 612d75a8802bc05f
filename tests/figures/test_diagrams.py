"""Diagrams, models, workings: each kind drawn once, what its alt text says, what stands in it."""

import numpy as np
import pytest
from marks import words

from rnncourse import figures
from rnncourse.figures.models import Node

ARROWS = np.array([[3.0, 4.0], [0.2, 0.1]])
NODES = {"x": Node(1, 2, "input", "input"), "h": Node(1, 1, "encoder", "encoder")}


def boxes(axes):
    return len(axes.patches)


DRAWN = {
    "rolled_and_unrolled": figures.rolled_and_unrolled,
    "unrolled_net": lambda: figures.unrolled_net("bidirectional"),
    "matrix_equation": lambda: figures.matrix_equation(
        [("$x_t$", np.array([[1.0, 2.0]])), ("", "+"), ("$b$", np.array([[0.5]]))]
    ),
    "gradient_paths": figures.gradient_paths,
    "lstm_cell": figures.lstm_cell,
    "gru_cell": figures.gru_cell,
    "clipping": lambda: figures.clipping(
        ARROWS, np.clip(ARROWS, -1, 1), ARROWS / [[5.0], [1.0]], limit=1.0
    ),
    "stacked_convolutions": lambda: figures.stacked_convolutions(
        {"plain": (1, 1), "doubling": (1, 2)}, kernel_size=3, steps=9
    ),
    "reading_order": lambda: figures.reading_order(
        "abcdefghijkl", streams=2, steps=2, order=(0, 2, 1)
    ),
    "diagram": lambda: figures.diagram(NODES, [("x", "h")], alt="An input and an encoder."),
    "one_classifier": figures.one_classifier,
    "one_encoder": figures.one_encoder,
    "two_headed": figures.two_headed,
    "same_language": figures.same_language,
}
EXPECTED = {
    "rolled_and_unrolled": "all with the same weights W hh",
    "unrolled_net": "one passes its state to the right, the other to the left",
    "matrix_equation": "x_t = [[1.0, 2.0]]; b = [[0.5]]",
    "gradient_paths": "at every step one orange arrow branches off",
    "lstm_cell": "multiplied by the forget gate",
    "gru_cell": "the product of the candidate and 1 - u t is added",
    "clipping": "(3.0, 4.0) becomes (1.0, 1.0) by value and (0.6, 0.8) by norm",
    "stacked_convolutions": "plain: the last output sees 5 of 9 inputs; doubling: the last output "
    "sees 7 of 9 inputs",
    "reading_order": "'abcdef', 'ghijkl'. Each row is cut into 3 chunks of 2; they are read in the "
    "order 1, 3, 2",
    "diagram": "An input and an encoder",
    "one_classifier": "embedding, which gives vectors of shape (B, T, D)",
    "one_encoder": "the same blue box, the encoder, in each",
    "two_headed": "a fifth of that of the auxiliary output",
    "same_language": "Each name goes through a box called encoder",
}
MARKS = {
    "rolled_and_unrolled": lambda axes: (boxes(axes), 5),
    "unrolled_net": lambda axes: (boxes(axes), 6),
    "matrix_equation": lambda axes: (words(axes), ["1", "2", "$x_t$", "+", "0.5", "$b$"]),
    "gradient_paths": lambda axes: (boxes(axes), 4),
    "lstm_cell": lambda axes: (boxes(axes), 4),
    "gru_cell": lambda axes: (boxes(axes), 3),
    "clipping": lambda axes: (
        [list(line.get_xdata()) for line in axes.lines[1:]],
        [[0, 3.0], [0, 0.2]],
    ),
    "stacked_convolutions": lambda axes: (
        sum(line.get_fillstyle() == "full" and line.get_marker() == "o" for line in axes.lines),
        5 + 3 + 1,
    ),
    "reading_order": lambda axes: (
        "".join(word for word in words(axes) if word.isalpha()),
        "abcdefghijkl",
    ),
    "diagram": lambda axes: (boxes(axes), 1),
    "one_classifier": lambda axes: (boxes(axes), 3),
    "one_encoder": lambda axes: (words(axes).count("encoder"), 3),
    "two_headed": lambda axes: (boxes(axes), 6),
    "same_language": lambda axes: (words(axes).count("encoder"), 2),
}
pytestmark = pytest.mark.usefixtures("book_style")


@pytest.mark.parametrize(
    "kind, inputs, outputs",
    [
        ("one-to-one", 1, 1),
        ("one-to-many", 1, 3),
        ("many-to-one", 3, 1),
        ("many-to-many, aligned", 3, 3),
        ("many-to-many, unaligned", 3, 2),
        ("stacked", 3, 1),
        ("bidirectional", 3, 3),
    ],
)
def test_a_net_has_as_many_inputs_and_outputs_as_it_says(kind, inputs, outputs):
    axes = figures.unrolled_net(kind)
    assert f"a net, {kind}. " in axes.figure.alt_text
    texts = [(text.get_text(), text.get_position()[1]) for text in axes.texts]
    assert sum(text.startswith("$x") for text, _ in texts) == inputs
    assert sum("hat y" in text and height > 2 for text, height in texts) == outputs


def test_chunks_are_numbered_in_the_order_in_which_they_are_read():
    axes = DRAWN["reading_order"]()
    numbers = sorted(
        (text.get_position()[0], text.get_text())
        for text in axes.texts
        if text.get_text().isdigit()
    )
    assert [number for _, number in numbers] == ["1", "3", "2"]
