import matplotlib
import numpy as np
import pytest

from rnncourse import figures, figures_foundations as foundations

CURVES = {"below 1": ([0, 10, 20], [1.0, 0.1, 0.01]), "above 1": ([0, 10, 20], [1.0, 4.0, 16.0])}
ARROWS = np.array([[3.0, 4.0], [0.2, 0.1]])
DRAWN = {
    "rolled_and_unrolled": foundations.rolled_and_unrolled,
    "network": lambda: foundations.network("bidirectional"),
    "matrices": lambda: foundations.matrices([("$x_t$", np.array([[1.0, 2.0]])), ("", "+"), ("$b$", np.array([[0.5]]))]),
    "gradient_paths": foundations.gradient_paths,
    "lstm_cell": foundations.lstm_cell,
    "lines": lambda: foundations.lines(CURVES, xlabel="steps back", ylabel="length", logarithmic=True, mark=(5, "here")),
    "clipping": lambda: foundations.clipping(ARROWS, np.clip(ARROWS, -1, 1), ARROWS / [[5.0], [1.0]], limit=1.0),
}
EXPECTED = {
    "rolled_and_unrolled": "all with the same weights W hh",
    "network": "one passes its state to the right, the other to the left",
    "matrices": "x_t = [[1.0, 2.0]]; b = [[0.5]]",
    "gradient_paths": "at every step one red arrow branches off",
    "lstm_cell": "multiplied by the forget gate",
    "lines": "below 1: 1 at 0, 0.1 at 10, 0.01 at 20; above 1: 1 at 0, 4 at 10, 16 at 20",
    "clipping": "(3.0, 4.0) becomes (1.0, 1.0) by value and (0.6, 0.8) by norm",
}


pytestmark = pytest.mark.usefixtures("book_style")


@pytest.mark.parametrize("kind", ["many-to-one", "many-to-many", "stacked", "bidirectional"])
def test_every_kind_of_net_says_what_it_is(kind):
    texts = {other: foundations.network(other).figure.alt_text for other in ("many-to-one", "many-to-many", "stacked", "bidirectional")}
    assert list(texts.values()).count(texts[kind]) == 1
