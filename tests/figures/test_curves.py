"""Curves: each kind drawn once, what its alt text says, and its marks against its data."""

import numpy as np
import pandas as pd
import pytest
from marks import heights, places

from rnncourse import figures
from rnncourse.training.history import History, ReconstructionHistory, TextHistory

CLASSIFIER = History([1.0, 0.5], [0.4, 0.8], [1.1, 0.9], [0.3, 0.6], 2.0)
TEXT = TextHistory([3.0, 2.0], [2.5, 2.25], [1.0, 2.0])
IMAGES = ReconstructionHistory([0.2, 0.1], [0.15, 0.05], 1.0)
RECORD = {
    "train_loss": [2.0, 1.0, 0.5],
    "train_accuracy": [0.2, 0.6, 0.9],
    "validation_loss": [2.0, 1.5, 1.75],
    "validation_accuracy": [0.2, 0.7, 0.6],
}
RUNS = pd.DataFrame(
    {"units": [8, 8, 16, 16], "accuracy": [0.5, 0.6, 0.7, 0.8], "batch": [32, 32, 32, 64]}
)
LABELS = {"units": "units", "accuracy": "accuracy", "batch": "batch size"}
CURVES = {"below 1": ([0, 10, 20], [1.0, 0.1, 0.01]), "above 1": ([0, 10, 20], [1.0, 4.0, 16.0])}
ANSWERS = {"ro": np.array([[0.3, 0.6, 0.1], [0.8, 0.1, 0.1]])}
TWO_RUNS = [((1.0, 2.0), (2.5, 2.0)), ((1.0, 4.0), (2.5, 1.8))]
DRAWN = {
    "learning_curves": lambda: figures.learning_curves(
        {"Keras": CLASSIFIER, "PyTorch": CLASSIFIER}
    ),
    "learning_curves_by_run": lambda: figures.learning_curves_by_run(
        {"one": [RECORD, RECORD], "two": [RECORD], "three": [RECORD]}
    ),
    "loss_curves": lambda: figures.loss_curves(
        {"Keras": IMAGES}, levels={"the median filter": 0.04}
    ),
    "text_curves": lambda: figures.text_curves({"PyTorch": TEXT}, level=("5-gram", 1.75)),
    "loss_against_seconds": lambda: figures.loss_against_seconds({"streams": TWO_RUNS}),
    "sweep": lambda: figures.sweep(RUNS, "units", "accuracy", by="batch", labels=LABELS),
    "lines": lambda: figures.lines(
        CURVES, xlabel="steps back", ylabel="length", log_y=True, mark=(5, "here")
    ),
    "probabilities_by_letter": lambda: figures.probabilities_by_letter(
        ANSWERS, ["Italian", "Irish", "Czech"]
    ),
}
EXPECTED = {
    "learning_curves": "for Keras, validation loss falls from 1.10 to 0.90 (epoch 2)",
    "learning_curves_by_run": "one: training ends at 0.90, validation at 0.60, its worst step is "
    "-0.10",
    "loss_curves": "for Keras, validation goes from 0.150 to 0.050 and training from 0.200 to "
    "0.100",
    "text_curves": "validation loss goes from 2.50 to 2.25 and training loss from 3.00 to 2.00; a "
    "dotted line at 1.75: 5-gram",
    "loss_against_seconds": "streams: lowest loss 1.90 within 3 seconds, means of 2 runs",
    "sweep": "batch size 32: 0.550 at 8, 0.700 at 16; batch size 64: 0.800 at 16",
    "lines": "below 1: 1 at 0, 0.1 at 10, 0.01 at 20; above 1: 1 at 0, 4 at 10, 16 at 20. A line "
    "at 5 says: here",
    "probabilities_by_letter": "for ro: r Irish 0.60, o Italian 0.80",
}
MARKS = {
    "learning_curves": lambda axes: (
        heights(axes)[:3],
        [[1.0, 0.5], [1.1, 0.9], [0.9]],
    ),  # the best epoch is a dot
    "learning_curves_by_run": lambda axes: (
        heights(axes)[::2],
        [RECORD["train_accuracy"], RECORD["validation_accuracy"]],
    ),
    "loss_curves": lambda axes: (heights(axes)[:2], [[0.2, 0.1], [0.15, 0.05]]),
    "text_curves": lambda axes: (heights(axes), [[3.0, 2.0], [2.5, 2.25], [1.75, 1.75]]),
    "loss_against_seconds": lambda axes: (
        list(zip(places(axes), heights(axes))),
        [([1, 2], [2.5, 2.0]), ([1, 4], [2.5, 1.8])],
    ),
    "sweep": lambda axes: (heights(axes), [[0.5, 0.6, 0.7], [0.55, 0.7], [0.8], [0.8]]),
    "lines": lambda axes: (heights(axes)[:2], [[1.0, 0.1, 0.01], [1.0, 4.0, 16.0]]),
    "probabilities_by_letter": lambda axes: (heights(axes)[1:], [[0.3, 0.8], [0.6, 0.1]]),
}
pytestmark = pytest.mark.usefixtures("book_style")


def test_the_worst_step_of_a_loss_is_a_jump_upwards():
    axes = figures.learning_curves_by_run({"one layer": [RECORD]}, what="loss")
    assert (
        "training ends at 0.50, validation at 1.75, its worst step is +0.25" in axes.figure.alt_text
    )


def test_training_is_dashed_and_validation_solid():
    lines = figures.learning_curves_by_run({"one layer": [RECORD]}).get_lines()
    assert [line.get_linestyle() for line in lines] == ["--", "-"]


def test_the_lowest_panel_of_each_column_has_its_epochs():
    figure = figures.learning_curves_by_run(
        {name: [RECORD] for name in ("one", "two", "three")}
    ).figure
    assert [panel.get_xlabel() for panel in figure.axes] == ["", "epoch", "epoch", ""]
    assert figure.axes[1].xaxis.get_tick_params()["labelbottom"]


def test_every_class_that_the_alt_text_names_is_drawn_and_two_of_one_colour_differ_in_dashes():
    answers = np.eye(8)  # after each of eight letters another class is certain
    lines = figures.probabilities_by_letter({"kowalska": answers}, "abcdefgh").get_lines()[1:]
    assert len({(line.get_color(), line.get_linestyle()) for line in lines}) == 8


def test_curves_stand_at_the_seconds_where_they_are_asked_for():
    axes = figures.text_curves({"PyTorch": TEXT}, against="seconds")
    assert places(axes) == [[1.0, 2.0]] * 2 and axes.get_xlabel() == "seconds of training"


def test_a_sweep_over_sizes_stands_at_equal_doublings():
    runs = pd.DataFrame(
        {"size": [2, 2, 4, 8], "error": [0.1, 0.3, 0.05, 0.04], "kind": ["net"] * 4}
    )
    axes = figures.sweep(
        runs,
        "size",
        "error",
        by="kind",
        labels={"size": "numbers", "error": "error"},
        spacing="log2",
    )
    assert places(axes)[1] == [2, 4, 8] and axes.get_xscale() == "log"
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["2", "4", "8"]
    assert "net: 0.200 at 2, 0.050 at 4" in axes.figure.alt_text


def test_a_sweep_on_a_logarithmic_scale_says_so_and_has_round_ticks():
    runs = pd.DataFrame({"level": [0.2, 0.2, 0.8], "error": [0.01, 0.03, 0.1], "kind": ["net"] * 3})
    axes = figures.sweep(
        runs,
        "level",
        "error",
        by="kind",
        labels={"level": "level", "error": "error"},
        spacing="linear",
        log_y=True,
    )
    axes.figure.canvas.draw()
    assert places(axes)[0] == [0.2, 0.2, 0.8] and "on a logarithmic scale" in axes.figure.alt_text
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["0.01", "0.02", "0.05", "0.1"]
