import numpy as np
import pytest

from rnncourse import figures, figures_names
from rnncourse.evaluation import reliability

DRAWN = {
    "last_letters": lambda: figures_names.last_letters(["ada", "eva", "luca", "max"], np.array([0, 0, 1, 1])),
    "reliability_diagram": lambda: figures_names.reliability_diagram({"GRU": reliability([0, 0, 1, 1], [0.1, 0.1, 0.1, 0.9])}),
    "letter_by_letter": lambda: figures_names.letter_by_letter({"Eva": np.array([0.4, 0.3, 0.1])}),
    "class_lists": lambda: figures_names.class_lists({"the test set": np.array([3, 4, 4, 5])}, size=5, observed=3),
}
EXPECTED = {
    "last_letters": "a 3 names, 67 % female",
    "reliability_diagram": "GRU: of the names stated as 0.10 male 0.33 are, of those stated as 0.90 1.00",
    "letter_by_letter": "Eva: E 0.40, v 0.30, a 0.10",
    "class_lists": "the test set: 4.0 right on average, mostly 3 to 5, at most 3 in 25.0 % of the lists",
}


pytestmark = pytest.mark.usefixtures("book_style")
