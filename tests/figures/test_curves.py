"""Curves: each kind drawn once, what its alt text says, and its marks against its data."""

import numpy as np
import pandas as pd
import pytest
from marks import heights, places

from rnncourse import figures

RUNS = pd.DataFrame(
    {"units": [8, 8, 16, 16], "accuracy": [0.5, 0.6, 0.7, 0.8], "batch": [32, 32, 32, 64]}
)
LABELS = {"units": "units", "accuracy": "accuracy", "batch": "batch size"}
CURVES = {"below 1": ([0, 10, 20], [1.0, 0.1, 0.01]), "above 1": ([0, 10, 20], [1.0, 4.0, 16.0])}
ANSWERS = {"ro": np.array([[0.3, 0.6, 0.1], [0.8, 0.1, 0.1]])}
DRAWN = {
    "sweep": lambda: figures.sweep(RUNS, "units", "accuracy", by="batch", labels=LABELS),
    "lines": lambda: figures.lines(
        CURVES, xlabel="steps back", ylabel="length", log_y=True, mark=(5, "here")
    ),
    "lines_in_panels": lambda: figures.lines_in_panels(
        {"loss": {"plain": [2, 3, 1], "clipped": [2, 1, 1]}, "norm": {"plain": [1, 9]}},
        xlabel="step",
    ),
    "probabilities_by_letter": lambda: figures.probabilities_by_letter(
        ANSWERS, ["Italian", "Irish", "Czech"]
    ),
}
EXPECTED = {
    "sweep": "batch size 32: 0.550 at 8, 0.700 at 16; batch size 64: 0.800 at 16",
    "lines": "below 1: 1 at 0, 0.1 at 10, 0.01 at 20; above 1: 1 at 0, 4 at 10, 16 at 20. A line "
    "at 5 says: here",
    "lines_in_panels": "loss: plain from 2 to 1, at most 3; clipped from 2 to 1, at most 2. norm: "
    "plain from 1 to 9, at most 9",
    "probabilities_by_letter": "for ro: r Irish 0.60, o Italian 0.80",
}
MARKS = {
    "sweep": lambda axes: (heights(axes), [[0.5, 0.6, 0.7], [0.55, 0.7], [0.8], [0.8]]),
    "lines": lambda axes: (heights(axes)[:2], [[1.0, 0.1, 0.01], [1.0, 4.0, 16.0]]),
    "lines_in_panels": lambda axes: (
        [line for panel in axes.figure.axes for line in heights(panel)],
        [[2, 3, 1], [2, 1, 1], [1, 9]],
    ),
    "probabilities_by_letter": lambda axes: (heights(axes)[1:], [[0.3, 0.8], [0.6, 0.1]]),
}
pytestmark = pytest.mark.usefixtures("book_style")


def test_a_level_far_off_is_named_in_the_legend_alone():
    axes = figures.sweep(
        RUNS, "units", "accuracy", by="batch", labels=LABELS, levels={"near": 0.4, "far": 0.01}
    )
    assert [line.get_label() for line in axes.lines[-2:]] == ["near, 0.4", "far, 0.01"]
    assert axes.get_ylim()[0] > 0.3 and "an arrow points, lies far, 0.01." in axes.figure.alt_text


def test_a_class_looks_alike_in_all_panels():
    answers = {"ab": np.array([[0.9, 0.1], [0.2, 0.8]]), "b": np.array([[0.1, 0.9]])}
    panels = figures.probabilities_by_letter(answers, ["x", "y"]).figure.axes
    colours = [{line.get_label(): line.get_color() for line in axes.lines} for axes in panels]
    assert colours[0]["y"] == colours[1]["y"] != colours[0]["x"]


def test_every_class_that_the_alt_text_names_is_drawn_and_two_of_one_colour_differ_in_dashes():
    answers = np.eye(8)  # after each of eight letters another class is certain
    lines = figures.probabilities_by_letter({"kowalska": answers}, "abcdefgh").get_lines()[1:]
    assert len({(line.get_color(), line.get_linestyle()) for line in lines}) == 8


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
