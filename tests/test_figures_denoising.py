"""Figures of the chapter on denoising: what their alt texts say is what the data say."""

import numpy as np
import pandas as pd
import pytest

from rnncourse import figures_denoising
from rnncourse.reconstruction import ReconstructionHistory

pytestmark = pytest.mark.usefixtures("book_style")


def alt(axes):
    axes.figure.canvas.draw()
    return axes.figure.alt_text


def test_lines_by_level_tell_the_means_and_have_a_dot_for_each_run():
    axes = figures_denoising.error_by_level({"net": {0.2: [0.01, 0.03], 0.8: [0.1]}, "median filter": {0.2: [0.05]}}, what="error", level="level of the noise")
    text = alt(axes)
    assert "net: 0.020 at 0.2, 0.100 at 0.8; median filter: 0.050 at 0.2" in text and axes.get_yscale() == "log"
    dots = [line for line in axes.lines if line.get_marker() == "."]
    assert sum(len(line.get_ydata()) for line in dots) == 4
    np.testing.assert_allclose(axes.get_xticks(), [0.2, 0.8])
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["0.01", "0.02", "0.05", "0.1"]


def test_curves_tell_where_they_begin_and_end_and_the_levels_beside_them():
    history = ReconstructionHistory([0.2, 0.1], [0.15, 0.05], 1.0)
    text = alt(figures_denoising.loss_curves({"Keras": history}, levels={"the median filter": 0.04}))
    assert "for Keras, validation goes from 0.150 to 0.050 and training from 0.200 to 0.100" in text
    assert "a dotted line marks the median filter, 0.040" in text


def test_bars_are_as_long_as_the_layers_have_numbers():
    axes = figures_denoising.numbers_by_layer({"image": (28, 1), "code": (7, 128)}, middle="code")
    assert "image 784, 28 by 28 in 1; code 6272, 7 by 7 in 128" in alt(axes) and "dashed line marks the 784" in alt(axes)
    assert [bar.get_width() for bar in axes.patches] == [784, 6272]
    assert axes.patches[0].get_facecolor() != axes.patches[1].get_facecolor()


def test_the_least_error_of_a_column_is_bold():
    errors = pd.DataFrame({"0.2": [0.01, 0.04], "0.8": [0.2, 0.1]}, index=["0.2", "0.8"])
    axes = figures_denoising.by_level_of_training(errors, what="error")
    assert "trained on 0.8: 0.040 on 0.2, 0.100 on 0.8" in alt(axes)
    assert [cell.get_text() for cell in axes.texts if cell.get_fontweight() == "bold"] == ["0.010", "0.100"]
