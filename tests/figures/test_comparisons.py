"""Comparisons: each kind drawn once, what its alt text says, and its marks against its data."""

import numpy as np
import pandas as pd
import pytest
from marks import heights, places, words

from rnncourse import figures
from rnncourse.evaluation.bootstrap import Estimate
from rnncourse.evaluation.comparison import compare
from rnncourse.figures.comparisons import Candidate

CANDIDATES = {
    "small": Candidate([0.5, 0.7], 10, 2.0, "dense"),
    "large": Candidate([0.8, 1.0], 1000, 30.0, "recurrent"),
    "wide": Candidate([0.7, 0.7], 5000, 3.0, "dense"),
}
BY_PERSON = pd.DataFrame({"linear": [0.5, 0.9], "best": [0.8, 0.95]}, index=[4, 3])
TREATED = pd.DataFrame(
    {
        "treatment": ["none", "none", "weights", "weights"],
        "strength": [np.nan, np.nan, 0.5, 1],
        "accuracy": [0.7, 0.9, 0.6, 0.5],
        "recall": [0.5, 0.5, 0.6, 0.7],
    }
)
JUDGED = {
    "GRU against LSTM": compare([3, 4, 5, 4, 3], np.zeros(5), None),
    "three persons": compare([1, 2, 3], np.zeros(3), None),
}
DRAWN = {
    "accuracy_and_cost": lambda: figures.accuracy_and_cost(CANDIDATES),
    "estimates": lambda: figures.estimates(
        {"GRU": Estimate(0.7, 0.6, 0.8)}, what="accuracy", spread={"GRU": [0.69, 0.71]}
    ),
    "differences": lambda: figures.differences(JUDGED, what="difference in points"),
    "marks_by_row": lambda: figures.marks_by_row(BY_PERSON, what="accuracy", row="person"),
    "scatter": lambda: figures.scatter(
        TREATED,
        "accuracy",
        "recall",
        by="treatment",
        dial="strength",
        labels={"accuracy": "accuracy", "recall": "recall"},
    ),
    "dots_by_seed": lambda: figures.dots_by_seed(
        {"one head": [0.5, 0.7], "two heads": [0.8]}, what="accuracy", chance=0.25
    ),
}
EXPECTED = {
    "accuracy_and_cost": "From the most accurate: large 0.900 (0.800 to 1.000) with 1000 "
    "parameters in 30.0 seconds; wide 0.700",
    "estimates": "GRU 0.700, from 0.600 to 0.800",
    "differences": "difference in points, a line at zero, a dot per group and the mean, with its "
    "95 % interval where there is one: GRU against LSTM 3.800 [2.761, 4.839], ahead; three persons "
    "2.000, not judged: fewer than 5 groups (3).",
    "marks_by_row": "accuracy for each person: 4 0.50 linear, 0.80 best; 3 0.90 linear, 0.95 best",
    "scatter": "Accuracy and recall: none: 0.800 and 0.500; weights 0.5: 0.600 and 0.600; weights "
    "1: 0.500 and 0.700",
    "dots_by_seed": "one head 0.60, from 0.50 to 0.70; two heads 0.80, from 0.80 to 0.80. A dashed "
    "line marks chance, 0.25",
}
MARKS = {
    "accuracy_and_cost": lambda axes: (
        heights(axes)[:2],
        [[0.5, 0.7], [0.6]],
    ),  # runs, then their mean
    "estimates": lambda axes: (places(axes), [[0.6, 0.8], [0.7], [0.69, 0.71]]),
    "differences": lambda axes: (
        places(axes),
        [
            [0, 0],
            [3, 4, 5, 4, 3],
            [JUDGED["GRU against LSTM"].low, JUDGED["GRU against LSTM"].high],
            [3.8],
            [0, 0],
            [1, 2, 3],  # and no interval
            [2],
        ],
    ),
    "marks_by_row": lambda axes: (places(axes), [[0.5, 0.9], [0.8, 0.95]]),
    "scatter": lambda axes: (
        list(zip(places(axes), heights(axes))),
        [([0.8], [0.5]), ([0.6, 0.5], [0.6, 0.7])],
    ),
    "dots_by_seed": lambda axes: (places(axes)[::2], [[0.5, 0.7], [0.8]]),
}
pytestmark = pytest.mark.usefixtures("book_style")


def test_models_of_one_family_share_a_colour_and_no_letter():
    means = figures.accuracy_and_cost(CANDIDATES).get_lines()[1::2]
    assert [line.get_marker() for line in means] == [rf"$\mathrm{{{letter}}}$" for letter in "ABC"]
    assert means[0].get_color() == means[2].get_color() != means[1].get_color()


def test_a_line_leads_from_the_worst_run_to_the_best():
    runs = figures.accuracy_and_cost(CANDIDATES).get_lines()[::2]
    assert [list(line.get_ydata()) for line in runs] == [[0.5, 0.7], [0.8, 1.0], [0.7, 0.7]]


TWO = {"low": Estimate(0.6, 0.5, 0.7), "high": Estimate(0.8, 0.7, 0.9)}


@pytest.mark.parametrize("lowest_first, order", [(False, ["high", "low"]), (True, ["low", "high"])])
def test_the_best_row_stands_on_top(lowest_first, order):
    axes = figures.estimates(TWO, what="score", lowest_first=lowest_first)
    assert words(axes) == order


def test_a_level_that_is_near_is_a_line_and_one_far_off_an_arrow():
    axes = figures.estimates(TWO, what="score", levels={"majority": 0.4, "chance": 0.02})
    assert words(axes)[2:] == ["majority 0.40", "← chance 0.02"]
    assert axes.figure.alt_text.endswith(
        " A dashed line marks majority, 0.4. Outside, where an arrow points, lies chance, 0.02."
    )
    assert 0.3 < axes.get_xlim()[0] < 0.4


def test_the_settings_of_a_dial_are_joined_and_named():
    assert words(DRAWN["scatter"]()) == ["0.5", "1"]


def test_marks_of_a_row_do_not_hide_each_other():
    same = BY_PERSON.assign(best=BY_PERSON["linear"])
    first, second = heights(figures.marks_by_row(same, what="accuracy", row="person"))
    assert first[0] < 0 < second[0]


def test_the_first_row_stands_on_top_and_lines_join_the_marks_of_a_row():
    axes = figures.marks_by_row(BY_PERSON, what="accuracy", row="person")
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "4",
        "3",
    ] and axes.yaxis_inverted()
    np.testing.assert_allclose(
        [segment[:, 0] for segment in axes.collections[0].get_segments()], [[0.5, 0.8], [0.9, 0.95]]
    )


def test_the_verdict_stands_in_its_row():
    assert words(figures.differences(JUDGED, what="difference in points")) == [
        "GRU against LSTM",
        "three persons",
        "ahead",
        "not judged: fewer than 5 groups (3)",
    ]
