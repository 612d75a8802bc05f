"""Texts in parts: what is said of each part is added."""

import numpy as np
import pytest

from rnncourse.evaluation.lines import log_probabilities_of_sum, scores_of_sum


@pytest.fixture
def parts():
    rng = np.random.default_rng(0)
    return [np.log(rng.dirichlet([1, 1, 1], 20)) for _ in range(2)]


def test_probabilities_are_multiplied_and_add_up_to_one_again(parts):
    p = np.exp(parts[0]) * np.exp(parts[1])
    p /= p.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(np.exp(log_probabilities_of_sum(parts)), p)


def test_one_part_stays_what_it_is(parts):
    np.testing.assert_allclose(log_probabilities_of_sum(parts[:1]), parts[0])


def test_scores_are_those_of_the_sum(parts):
    log_p = log_probabilities_of_sum(parts)
    classes = log_p.argmax(axis=1)
    classes[:5] = (classes[:5] + 1) % 3
    found = scores_of_sum(parts, classes)
    assert found["accuracy"] == 0.75
    assert found["loss"] == pytest.approx(-log_p[range(20), classes].mean())
