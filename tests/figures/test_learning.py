"""Learning curves: one figure of every kind of history, what its alt text says, and its marks."""

import numpy as np
import pytest
from marks import heights, places

from rnncourse import figures
from rnncourse.training.history import History

CLASSIFIER = History(
    train_loss=[1.0, 0.5],
    train_accuracy=[0.4, 0.8],
    validation_loss=[1.1, 0.9],
    validation_accuracy=[0.3, 0.6],
    seconds=[1.0, 2.0],
)
TEXT = History(train_loss=[3.0, 2.0], validation_loss=[2.5, 2.25], seconds=[1.0, 2.0])
IMAGES = History(train_loss=[0.2, 0.1], validation_loss=[0.15, 0.05], seconds=[0.5, 1.0])
RECORD = {  # the curves of a record are a plain dictionary
    "train_loss": [2.0, 1.0, 0.5],
    "train_accuracy": [0.2, 0.6, 0.9],
    "validation_loss": [2.0, 1.5, 1.75],
    "validation_accuracy": [0.2, 0.7, 0.6],
}
TWO_SEEDS = [
    {"validation_loss": [2.5, 2.0], "seconds": [1.0, 2.0]},
    {"validation_loss": [2.5, 1.8], "seconds": [1.0, 4.0]},
]
DRAWN = {
    "learning_curves": lambda: figures.learning_curves({"Keras": CLASSIFIER, "PyTorch": RECORD})
}
EXPECTED = {
    "learning_curves": "Keras: training loss goes from 1 to 0.5, validation loss goes from 1.1 to "
    "0.9, validation has no step back and training accuracy goes from 0.4 to 0.8, "
    "validation accuracy goes from 0.3 to 0.6"
}
MARKS = {
    "learning_curves": lambda axes: (
        [line for panel in axes.figure.axes for line in heights(panel)],
        [
            *([1.0, 0.5], [1.1, 0.9], [0.9]),  # the best epoch is a dot
            *(RECORD["train_loss"], RECORD["validation_loss"], [1.5]),
            *([0.4, 0.8], [0.3, 0.6], [0.6]),
            *(RECORD["train_accuracy"], RECORD["validation_accuracy"], [0.7]),
        ],
    )
}
pytestmark = pytest.mark.usefixtures("book_style")


VARIANTS = {
    "a panel for each run": lambda: figures.learning_curves(
        {"one": [RECORD, RECORD], "two": [RECORD], "three": [RECORD]}, of=["accuracy"], by_run=True
    ),
    "one curve, and a level": lambda: figures.learning_curves(
        {"Keras": IMAGES}, of=["loss"], levels={"the median filter": 0.04}
    ),
    "seconds": lambda: figures.learning_curves(
        {"streams": TWO_SEEDS}, of=["loss"], parts=["validation"], against="seconds"
    ),
}


def alt(axes):
    return axes.figure.alt_text


def legend(axes):
    return [text.get_text() for text in axes.figure.legends[0].get_texts()]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_is_told_and_transparent(variant):
    figure = VARIANTS[variant]().figure
    svg, metadata = figures.render(figure, "svg")
    assert metadata["alt"].startswith("Learning curves: ") and metadata["alt"].endswith(".")
    assert "fill: #ffffff" not in svg and figure.get_figwidth() <= figures.WIDTH


def test_epochs_are_counted_from_1_and_the_dot_stands_at_the_best_of_them():
    axes = figures.learning_curves({"Keras": RECORD})
    for panel in axes.figure.axes:
        assert places(panel) == [[1, 2, 3], [1, 2, 3], [2]]
    assert axes.figure.axes[-1].get_xlabel() == "epoch" and "against the epoch" in alt(axes)


def test_training_is_dashed_and_validation_solid_and_a_run_has_its_colour():
    lines = figures.learning_curves({"a": RECORD, "b": RECORD}, of=["loss"]).get_lines()
    styles = [line.get_linestyle() for line in lines if len(line.get_xdata()) > 1]
    assert styles == ["--", "-", "--", "-"]
    colours = [line.get_color() for line in lines]
    assert len(set(colours[:3])) == len(set(colours[3:])) == 1 and len(set(colours)) == 2


def test_a_panel_has_the_words_of_its_curve():
    axes = figures.learning_curves({"Keras": RECORD})
    assert [panel.get_ylabel() for panel in axes.figure.axes] == ["loss (nats)", "accuracy"]
    other = figures.learning_curves(
        {"Keras": IMAGES}, of=["loss"], labels={"loss": "squared error"}
    )
    assert other.get_ylabel() == "squared error" and len(other.figure.axes) == 1


def test_a_level_is_a_dotted_line_and_is_told():
    axes = VARIANTS["one curve, and a level"]()
    np.testing.assert_allclose(heights(axes)[-1], [0.04, 0.04])
    assert (
        axes.get_lines()[-1].get_linestyle() == ":"
        and legend(axes)[-1] == "the median filter, 0.04"
    )
    assert alt(axes).endswith("A dotted line marks the median filter, 0.04.")
    assert (
        "Keras: training loss goes from 0.2 to 0.1, validation loss goes from 0.15 to 0.05"
        in alt(axes)
    )


def test_curves_stand_at_the_seconds_where_they_are_asked_for():
    axes = figures.learning_curves({"PyTorch": TEXT}, of=["loss"], against="seconds")
    assert places(axes) == [[1.0, 2.0]] * 2  # and no dot
    assert axes.get_xlabel() == "seconds of training" and axes.get_xscale() == "log"
    assert "loss against seconds of training on a logarithmic scale" in alt(axes)
    assert "it takes 2 seconds" in alt(axes)


def test_runs_of_several_seeds_share_a_colour_and_an_entry_of_the_legend():
    axes = VARIANTS["seconds"]()
    assert list(zip(places(axes), heights(axes))) == [([1, 2], [2.5, 2.0]), ([1, 4], [2.5, 1.8])]
    assert len({line.get_color() for line in axes.get_lines()}) == 1
    assert legend(axes) == ["streams"]
    assert "streams: validation loss goes from 2.5 to 1.9" in alt(axes)  # means of both
    assert "it takes 3 seconds" in alt(axes) and "training loss" not in alt(axes)


def test_a_dot_would_not_know_which_of_several_seeds_it_is_of():
    axes = figures.learning_curves({"a": [RECORD, RECORD]}, of=["loss"])
    assert heights(axes) == [RECORD["train_loss"]] * 2 + [RECORD["validation_loss"]] * 2


def test_a_panel_for_each_run_shows_the_first_curve_of_all_its_seeds():
    axes = figures.learning_curves(
        {"one": [RECORD, RECORD], "two": [RECORD], "three": RECORD}, of=["accuracy"], by_run=True
    )
    panels = [panel for panel in axes.figure.axes if panel.get_visible()]
    curves = [RECORD["train_accuracy"], RECORD["validation_accuracy"]]
    assert heights(panels[0])[::2] == heights(panels[1]) == heights(panels[2]) == curves
    assert [panel.get_title("left") for panel in panels] == ["one", "two", "three"]
    assert [line.get_linestyle() for line in panels[1].get_lines()] == ["--", "-"]
    assert len({line.get_color() for line in panels[0].get_lines()}) == 2  # a colour a seed
    assert legend(axes) == ["training", "validation"]
    assert (
        "one: training accuracy goes from 0.2 to 0.9, validation accuracy goes from 0.2 to 0.6, "
        "the worst step of validation is -0.1" in alt(axes)
    )


def test_the_worst_step_of_a_loss_is_a_jump_upwards():
    axes = figures.learning_curves({"one layer": [RECORD]}, of=["loss"], by_run=True)
    assert (
        "training loss goes from 2 to 0.5, validation loss goes from 2 to 1.75, the worst step of "
        "validation is +0.25" in alt(axes)
    )


def test_the_lowest_panel_of_each_column_has_its_epochs():
    axes = figures.learning_curves(
        {name: [RECORD] for name in ("one", "two", "three")}, of=["accuracy"], by_run=True
    )
    panels = axes.figure.axes
    assert [panel.get_xlabel() for panel in panels] == ["", "epoch", "epoch", ""]
    assert panels[1].xaxis.get_tick_params()["labelbottom"] and not panels[3].get_visible()


def test_a_curve_that_a_history_lacks_is_named():
    with pytest.raises(KeyError, match="no curve 'train_accuracy', but train_loss"):
        figures.learning_curves({"text": TEXT})
