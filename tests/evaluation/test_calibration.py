"""Probabilities of two classes: bins, the expected calibration error, and the temperature that
repairs it.
"""

import numpy as np
import pytest
from scipy.special import expit

from rnncourse.evaluation.calibration import expected_calibration_error, reliability, temperature


def drawn(rng, rows=20000):
    """Log-odds, and classes drawn with just these odds."""
    log_odds = rng.normal(0, 2, rows)
    return (rng.random(rows) < expit(log_odds)).astype(int), log_odds


def test_bins_hold_counts_means_and_shares():
    found = reliability([0, 1, 1, 1], [0.1, 0.3, 0.9, 1.0], bins=2)
    np.testing.assert_allclose(found.count, [2, 2])
    np.testing.assert_allclose(found.probability, [0.2, 0.95])
    np.testing.assert_allclose(found.share, [0.5, 1.0])
    assert found.calibration_error == pytest.approx(0.5 * 0.3 + 0.5 * 0.05)


def test_bins_without_rows_are_left_out():
    assert reliability([0, 1], [0.05, 0.95]).count.tolist() == [1, 1]


def test_true_probabilities_have_almost_no_calibration_error_and_temperature_one():
    truth, log_odds = drawn(np.random.default_rng(0))
    assert expected_calibration_error(truth, expit(log_odds)) < 0.01
    assert temperature(truth, log_odds) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("factor", [0.5, 3.0])
def test_the_temperature_finds_by_how_much_log_odds_were_stretched(factor):
    truth, log_odds = drawn(np.random.default_rng(1))
    found = temperature(truth, factor * log_odds)
    assert found == pytest.approx(factor, rel=0.05)
    stretched, mended = expit(factor * log_odds), expit(factor * log_odds / found)
    assert expected_calibration_error(truth, mended) < 0.2 * expected_calibration_error(
        truth, stretched
    )


@pytest.mark.parametrize(
    ("truth", "probability", "why"),
    [
        ([0, 1], [0.5], "equally long"),
        ([], [], "not empty"),
        ([0, 2], [0.5, 0.5], "outside 0 … 1"),
        ([0, 1], [0.5, 1.5], "expected 0 to 1"),
        ([0, 1], [0.5, float("nan")], "expected 0 to 1"),
    ],
)
def test_what_is_no_probability_of_two_classes_is_refused(truth, probability, why):
    with pytest.raises(ValueError, match=why):
        reliability(truth, probability)
