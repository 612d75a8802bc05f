import numpy as np
import pytest

from rnncourse import figures, figures_activity
from rnncourse.datasets.activity import RATE, UNITS

TIME = np.arange(128) / RATE
SHAKE = np.column_stack([np.sqrt(2) * np.sin(2 * np.pi * 25 * TIME / 2)] + [np.zeros(128)] * 6 + [np.ones(128), np.zeros(128)])
REST = np.column_stack([np.zeros(128)] * 6 + [np.zeros(128), np.zeros(128), -np.ones(128)])
HISTORY = {"train_loss": [2.0, 1.0, 0.5], "train_accuracy": [0.2, 0.6, 0.9], "validation_loss": [2.0, 1.5, 1.75], "validation_accuracy": [0.2, 0.7, 0.6]}
DRAWN = {
    "signals": lambda: figures_activity.signals({"SHAKING": SHAKE, "LYING": REST}, UNITS, rate=RATE),
    "overlapping_windows": lambda: figures_activity.overlapping_windows(np.sin(TIME), length=32, step=16, held_out=(0, 3), rate=RATE),
    "gradient_norm_histogram": lambda: figures_activity.gradient_norm_histogram(
        {"before": np.array([0.1, 0.2, 1.0, 4.0]), "after": np.array([0.01, 0.02])}, thresholds=(0.5,)),
    "learning_curves_by_run": lambda: figures_activity.learning_curves_by_run({"one layer": [HISTORY, HISTORY], "two layers": [HISTORY], "three": [HISTORY]}),
}
EXPECTED = {
    "signals": "SHAKING: body 1.00 g, rotation 0.00 rad/s, mean total acceleration +0.00, +1.00, +0.00 g; "
               "LYING: body 0.00 g, rotation 0.00 rad/s, mean total acceleration +0.00, +0.00, -1.00 g",
    "overlapping_windows": "7 windows cut from it, each overlapping the next by 50 %. 2 are held out; of their samples, training windows hold 50 %, 100 %",
    "gradient_norm_histogram": "before: median 0.6, largest 4; 50 % are above 0.5. after: median 0.015, largest 0.02; 0 % are above 0.5",
    "learning_curves_by_run": "one layer: training ends at 0.90, validation at 0.60, its worst step is -0.10",
}


pytestmark = pytest.mark.usefixtures("book_style")


def test_the_worst_step_of_a_loss_is_a_jump_upwards():
    axes = figures_activity.learning_curves_by_run({"one layer": [HISTORY]}, what="loss")
    assert "training ends at 0.50, validation at 1.75, its worst step is +0.25" in axes.figure.alt_text


def test_training_is_dashed_and_validation_solid():
    lines = figures_activity.learning_curves_by_run({"one layer": [HISTORY]}).get_lines()
    assert [line.get_linestyle() for line in lines] == ["--", "-"]


def test_panels_of_one_sensor_share_their_scale():
    figure = figures_activity.signals({"SHAKING": SHAKE, "LYING": REST}, UNITS, rate=RATE).figure
    scales = [panel.get_ylim() for panel in figure.axes]
    assert scales[:3] == scales[3:]


def test_every_threshold_is_a_line_in_every_panel():
    figure = figures_activity.gradient_norm_histogram({"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])}, thresholds=(0.5, 5.0)).figure
    assert [[line.get_xdata()[0] for line in panel.get_lines()] for panel in figure.axes] == [[0.5, 5.0]] * 2


def test_the_lowest_panel_of_each_column_has_its_epochs():
    figure = figures_activity.learning_curves_by_run({name: [HISTORY] for name in ("one", "two", "three")}).figure
    assert [panel.get_xlabel() for panel in figure.axes] == ["", "epoch", "epoch", ""]
    assert figure.axes[1].xaxis.get_tick_params()["labelbottom"]
