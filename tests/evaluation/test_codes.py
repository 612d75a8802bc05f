"""Neighbours and lines among codes; texts of one length and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.evaluation.codes import between, linear_probe, nearest
from rnncourse.preprocessing.encoding import FILL, alphabet_of, filled_one_hot, texts_of


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


@given(st.lists(st.text("abcxyz", max_size=9), min_size=1, max_size=5))
def test_texts_survive_the_way_to_vectors_and_back(texts):
    alphabet = alphabet_of([*texts, "a"])
    x = filled_one_hot(texts, alphabet, 10)
    assert x.shape == (len(texts), 10, len(alphabet)) and (x.sum(axis=2) == 1).all()
    assert texts_of(x, alphabet) == texts


def test_what_stands_after_the_end_does_not_count():
    assert texts_of(
        filled_one_hot(["ab"], "\nab", 5) + 2 * np.eye(3)[[1, 2, 0, 1, 1]][None], "\nab"
    ) == ["ab"]
    assert alphabet_of(["ba", "c"])[0] == FILL


def test_a_text_that_leaves_no_room_for_its_end_is_refused():
    with pytest.raises(ValueError, match="'abcd' has 4 characters, expected fewer than steps=4"):
        filled_one_hot(["abc", "abcd"], "\nabcd", 4)


def test_a_character_outside_the_alphabet_is_refused():
    with pytest.raises(ValueError, match="'xß' holds 'ß', which is not in the alphabet"):
        filled_one_hot(["xß"], "\nx", 5)
