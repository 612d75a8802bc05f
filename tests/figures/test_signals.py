"""Signals: each kind drawn once, what its alt text says, and its marks against its data."""

import matplotlib
import numpy as np
import pytest
from marks import heights

from rnncourse import figures
from rnncourse.datasets.activity import RATE, UNITS

TIME = np.arange(128) / RATE
SHAKE = np.column_stack(
    [np.sqrt(2) * np.sin(2 * np.pi * 25 * TIME / 2)]
    + [np.zeros(128)] * 6
    + [np.ones(128), np.zeros(128)]
)
REST = np.column_stack([np.zeros(128)] * 6 + [np.zeros(128), np.zeros(128), -np.ones(128)])
RISING = np.r_[np.zeros(4), 1.0, 1.0, 1.0, 1.0]
SAME = (np.eye(4, dtype=bool) | np.eye(4, k=1, dtype=bool) | np.eye(4, k=-1, dtype=bool), 1)
CAUSAL = (np.eye(4, dtype=bool) | np.eye(4, k=-1, dtype=bool), 1)
VALID = (CAUSAL[0][1:], 2)
DRAWN = {
    "sensor_signals": lambda: figures.sensor_signals(
        {"SHAKING": SHAKE, "LYING": REST}, UNITS, rate=RATE
    ),
    "overlapping_windows": lambda: figures.overlapping_windows(
        np.sin(TIME), length=32, step=16, held_out=(0, 3), rate=RATE
    ),
    "influence_by_step": lambda: figures.influence_by_step({"Elman": RISING, "dense": np.ones(8)}),
    "influence": lambda: figures.influence({"valid": VALID, "same": SAME, "causal": CAUSAL}),
}
EXPECTED = {
    "sensor_signals": "SHAKING: body 1.00 g, rotation 0.00 rad/s, mean total acceleration +0.00, "
    "+1.00, +0.00 g; "
    "LYING: body 0.00 g, rotation 0.00 rad/s, mean total acceleration +0.00, +0.00, -1.00 g",
    "overlapping_windows": "7 windows cut from it, each overlapping the next by 50 %. 2 are held "
    "out; of their samples, training windows hold 50 %, 100 %",
    "influence_by_step": "Elman: 0 % of the influence comes from the first half of the steps, 4 of "
    "8 steps have more than a hundredth of the largest; "
    "dense: 50 % of the influence",
    "influence": "valid: 3 outputs, none of which see a later input; same: 4 outputs, 3 of which "
    "see a later input; causal: 4 outputs, none",
}
MARKS = {
    "sensor_signals": lambda axes: (heights(axes), SHAKE[:, :3].T.tolist()),
    "overlapping_windows": lambda axes: (heights(axes)[0], np.sin(TIME).tolist()),
    "influence_by_step": lambda axes: (
        [axes.collections[0].get_paths()[0].get_extents().y1],
        [1.0],
    ),
    "influence": lambda axes: (len(axes.patches), int(VALID[0].sum())),
}
pytestmark = pytest.mark.usefixtures("book_style")


def test_panels_of_one_sensor_share_their_scale():
    figure = figures.sensor_signals({"SHAKING": SHAKE, "LYING": REST}, UNITS, rate=RATE).figure
    scales = [panel.get_ylim() for panel in figure.axes]
    assert scales[:3] == scales[3:]


def test_only_inputs_from_the_future_are_orange():
    axes = figures.influence({"same": SAME, "causal": CAUSAL})
    same, causal = axes.figure.axes
    red = matplotlib.colors.to_rgba(figures.ORANGE)
    assert sum(patch.get_facecolor() == red for patch in same.patches) == 3
    assert len(causal.patches) == 7 and all(
        patch.get_facecolor() != red for patch in causal.patches
    )
