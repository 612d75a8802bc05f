"""The errors of images."""

import numpy as np
import pytest

from rnncourse.evaluation.images import psnr, squared_error


def test_errors_are_means_over_the_pixels_of_an_image():
    images = np.zeros((2, 2, 2), dtype=np.float32)
    drawn = images.copy()
    drawn[1, 0, 0] = 1
    assert squared_error(images, drawn).tolist() == [0, 0.25] and psnr(0.01) == pytest.approx(20)
