"""Neighbours and lines among codes, and the line that parts them."""

import numpy as np

from rnncourse.evaluation.codes import between, linear_probe, nearest


def test_the_nearest_codes_are_those_at_the_least_distance():
    rng = np.random.default_rng(0)
    codes, queries = rng.normal(size=(50, 4)), rng.normal(size=(6, 4))
    distances = np.linalg.norm(queries[:, None] - codes[None], axis=2)
    assert np.array_equal(nearest(codes, queries, 5), np.argsort(distances, axis=1)[:, :5])
    assert nearest(codes, codes, 1)[:, 0].tolist() == list(range(50))


def test_a_line_goes_from_the_first_code_to_the_last_in_equal_steps():
    line = between(np.array([0.0, 4.0]), np.array([2.0, 0.0]), 5)
    assert line[0].tolist() == [0, 4] and line[-1].tolist() == [2, 0]
    np.testing.assert_allclose(np.diff(line, axis=0), np.tile([0.5, -1.0], (4, 1)), rtol=1e-6)


def test_a_linear_svm_tells_apart_what_a_line_can_part():
    codes = np.random.default_rng(1).normal(size=(200, 2))
    labels = (codes @ [1.0, 2.0] > 0).astype(int)
    probe = linear_probe(codes[:150], labels[:150], codes[150:], c=1.0)
    assert (probe.predicted == labels[150:]).mean() > 0.95 and probe.seconds > 0
