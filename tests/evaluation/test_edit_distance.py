"""Edit distance: by hand, by a library, and what errors of whole lists of words follow from it."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from rnncourse.evaluation.edit_distance import edit_distance, error_rates, nearest_errors

SEQUENCES = st.lists(st.sampled_from(["K", "AE", "T", "S"]), max_size=12)


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [
        ("", "", 0),
        ("", "cat", 3),
        ("cat", "", 3),
        ("kitten", "sitting", 3),
        ("flaw", "lawn", 2),
        (("K", "AE", "T"), ("K", "AE", "T", "S"), 1),
        (("TH",), ("T", "H"), 2),  # a phoneme is one symbol, whatever its name
    ],
)
def test_known_distances(a, b, edits):
    assert edit_distance(a, b) == edits


@given(SEQUENCES, SEQUENCES)
def test_a_library_finds_the_same_distance(a, b):
    assert edit_distance(a, b) == Levenshtein.distance(a, b)


def test_a_library_finds_the_same_distance_of_long_random_sequences():
    rng = np.random.default_rng(0)
    for a, b in rng.integers(4, size=(20, 2, 60)).tolist():
        assert edit_distance(a, b[:50]) == Levenshtein.distance(a, b[:50]) > 10


def test_the_nearest_of_several_right_answers_counts_and_of_equally_near_ones_the_shortest():
    edits, lengths = nearest_errors(["cat", "abc", "ab"], [["dog", "cats"], ["abc"], ["abc", "a"]])
    assert edits.tolist() == [1, 0, 1] and lengths.tolist() == [4, 3, 1]


def test_rates_count_edits_for_each_right_symbol_and_words_that_are_wrong():
    rates = error_rates(["cat", "abc", "x"], [["cats"], ["abc"], ["abc"]])
    assert rates == {"symbol_error_rate": 4 / 10, "word_error_rate": 2 / 3}


def test_an_answer_that_says_nothing_is_all_wrong():
    assert error_rates([()], [[("K", "AE", "T")]])["symbol_error_rate"] == 1


def test_seven_thousand_words_take_less_than_two_seconds():
    rng = np.random.default_rng(0)
    written, right = rng.integers(39, size=(2, 7000, 7)).tolist()
    before = time.process_time()
    error_rates(written, [[one] for one in right])
    assert time.process_time() - before < 2


def test_nothing_to_score_is_refused():
    with pytest.raises(ValueError, match="no answer to score"):
        error_rates([], [])


def test_lists_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="zip"):
        nearest_errors(["cat"], [])


def test_a_word_without_a_right_answer_is_refused():
    with pytest.raises(ValueError):
        nearest_errors(["cat"], [[]])
