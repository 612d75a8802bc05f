import numpy as np
import pytest

from rnncourse import figures, figures_comparison
from rnncourse.figures_comparison import Candidate

RISING = np.r_[np.zeros(4), 1.0, 1.0, 1.0, 1.0]
CANDIDATES = {"small": Candidate([0.5, 0.7], 10, 2.0, "dense"), "large": Candidate([0.8, 1.0], 1000, 30.0, "recurrent"),
              "wide": Candidate([0.7, 0.7], 5000, 3.0, "dense")}
COUNTS = np.array([[8, 2], [1, 9]])
DRAWN = {
    "influence_by_step": lambda: figures_comparison.influence_by_step({"Elman": RISING, "dense": np.ones(8)}),
    "accuracy_and_cost": lambda: figures_comparison.accuracy_and_cost(CANDIDATES),
    "confusion_matrices": lambda: figures_comparison.confusion_matrices({"linear": COUNTS, "best": np.eye(2)}, ["SITTING", "LYING_DOWN"]),
    "accuracy_by_person": lambda: figures_comparison.accuracy_by_person({"linear": {3: 0.9, 4: 0.5}, "best": {3: 0.95, 4: 0.8}}),
}
EXPECTED = {
    "influence_by_step": "Elman: 0 % of the influence comes from the first half of the steps, 4 of 8 steps have more than a hundredth of the largest; "
                         "dense: 50 % of the influence",
    "accuracy_and_cost": "From the most accurate: large 0.900 (0.800 to 1.000) with 1000 parameters in 30.0 seconds; wide 0.700",
    "confusion_matrices": "linear: least found is SITTING, 80; the largest confusion is SITTING taken for LYING_DOWN, 20; best: least found is SITTING, 100",
    "accuracy_by_person": "the hardest first: person 4 0.50 linear, 0.80 best; person 3 0.90 linear, 0.95 best",
}


pytestmark = pytest.mark.usefixtures("book_style")


def test_models_of_one_family_share_a_colour_and_no_letter():
    means = [line for line in figures_comparison.accuracy_and_cost(CANDIDATES).get_lines() if line.get_marker() != "."]
    assert [line.get_marker() for line in means] == [rf"$\mathrm{{{letter}}}$" for letter in "ABC"]
    assert means[0].get_color() == means[2].get_color() != means[1].get_color()


def test_every_run_is_a_dot():
    dots = [line for line in figures_comparison.accuracy_and_cost(CANDIDATES).get_lines() if line.get_marker() == "."]
    assert [list(line.get_ydata()) for line in dots] == [[0.5, 0.7], [0.8, 1.0], [0.7, 0.7]]


def test_shares_below_five_hundredths_are_left_out():
    axes = figures_comparison.confusion_matrices({"linear": np.array([[96, 4], [5, 95]])}, ["a", "b"])
    assert [text.get_text() for text in axes.texts] == ["96", "5", "95"]


def test_the_hardest_person_stands_on_top():
    axes = figures_comparison.accuracy_by_person({"linear": {3: 0.9, 4: 0.5, 5: 0.7}})
    assert [label.get_text() for label in axes.get_yticklabels()] == ["4", "5", "3"]
    assert axes.yaxis_inverted()
