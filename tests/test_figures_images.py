"""Figures of images and codes: what their alt texts say is what the data say."""

import numpy as np
import pandas as pd
import pytest

from rnncourse import figures_images

pytestmark = pytest.mark.usefixtures("book_style")


def images(count, seed=0):
    return np.random.default_rng(seed).uniform(size=(count, 28, 28))


def alt(axes):
    axes.figure.canvas.draw()
    return axes.figure.alt_text


def test_examples_tell_how_much_is_ink():
    made = np.zeros((2, 3, 28, 28))
    made[1] = 0.5
    text = alt(figures_images.examples(made, "AB"))
    assert "for each of the letters A, B a row of 3 examples" in text and "25 % of an image is ink, from 0 % to 50 % in single ones" in text


def test_rows_tell_their_error_against_the_first():
    clean = np.zeros((3, 28, 28))
    text = alt(figures_images.rows_of_images({"inputs": clean, "drawn": clean + 0.5}, labels="ABC"))
    assert "2 rows of 3 images of the letters A, B, C" in text and "drawn, mean squared error 0.250" in text and "inputs, mean" not in text


def test_rows_can_be_compared_with_another_row():
    clean = np.zeros((3, 28, 28))
    text = alt(figures_images.rows_of_images({"noisy": clean + 1, "clean": clean}, labels="ABC", compare_with="clean"))
    assert "noisy, mean squared error 1.000" in text


def test_lines_by_size_tell_the_means():
    runs = pd.DataFrame({"size": [2, 2, 4], "error": [0.1, 0.3, 0.05], "kind": ["net"] * 3})
    axes = figures_images.error_by_size(runs, x="size", y="error", by="kind", labels={"size": "numbers in the code", "error": "error"})
    assert "net: 0.200 at 2, 0.050 at 4" in alt(axes)
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["2", "4"]


def test_a_map_tells_how_often_a_neighbour_is_the_same_letter():
    places = np.array([[0, 0], [0, 1], [5, 5], [5, 6.0]])
    assert "of 100 %" in alt(figures_images.latent_map(places, np.array([0, 0, 1, 1]), "AB", what="two numbers"))
    assert "of 50 %" in alt(figures_images.latent_map(places, np.array([0, 0, 1, 0]), "AB", what="two numbers"))


def test_bits_and_errors_are_told_by_curve():
    text = alt(figures_images.bits_and_errors({"JPEG": [(900, 0.01), (300, 0.05)]}, whole=6272))
    assert "dashed line at 6272 bits" in text and "JPEG: error 0.0500 at 300 bits, error 0.0100 at 900 bits" in text


def test_the_best_denoiser_of_every_noise_is_named():
    errors = pd.DataFrame({"net": [0.01, 0.2], "median": [0.02, 0.1]}, index=["gaussian, 0.4", "blur, 1"])
    text = alt(figures_images.error_by_noise(errors, what="mean squared error"))
    assert "net under gaussian, 0.4, median under blur, 1" in text and "gaussian, 0.4 0.010 net, 0.020 median" in text
