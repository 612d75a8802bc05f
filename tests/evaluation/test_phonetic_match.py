import itertools

import numpy as np
import pytest

from rnncourse.datasets.pronunciations import CONSONANTS, PHONEMES, VOWELS
from rnncourse.evaluation import articulation
from rnncourse.evaluation.articulation import similarity
from rnncourse.evaluation.edit_distance import edit_distance
from rnncourse.evaluation.phonetic_match import cosines, phonetic_match, weighted_distance

AIRMIX = ("EH", "R", "M", "IH", "K", "S")


def equal_or_not(a, b):
    return float(a == b)


def test_every_phoneme_of_the_dictionary_has_features_and_no_other():
    assert set(articulation.CONSONANTS) == set(CONSONANTS)
    assert set(articulation.VOWELS) == set(VOWELS)


def test_no_two_phonemes_have_the_same_features():
    for table in (articulation.CONSONANTS, articulation.VOWELS):
        assert len(set(table.values())) == len(table)


def test_similarity_is_symmetric_from_0_to_1_and_1_for_equals_alone():
    for a, b in itertools.combinations_with_replacement(PHONEMES, 2):
        assert similarity(a, b) == similarity(b, a)
        assert (similarity(a, b) == 1) == (a == b)
        assert 0 <= similarity(a, b) <= 1


def test_a_voice_counts_less_than_a_place_and_a_place_less_than_a_manner():
    assert similarity("P", "B") > similarity("P", "T") > similarity("P", "F")


def test_a_glide_is_half_the_vowel_that_it_is_near_and_other_consonants_are_no_vowel():
    assert similarity("Y", "IY") == similarity("ER", "R") == 0.5
    assert similarity("Y", "UW") == similarity("S", "IY") == 0


def test_equal_sounds_match_by_100_and_foreign_ones_by_0():
    assert phonetic_match(AIRMIX, AIRMIX) == 100
    assert phonetic_match(("P",), ("AA",)) == 0


def test_without_similarity_the_distance_is_the_plain_edit_distance():
    rng = np.random.default_rng(0)
    for _ in range(50):
        a, b = (rng.choice(PHONEMES[:4], size=rng.integers(1, 7)).tolist() for _ in "ab")
        assert weighted_distance(a, b, equal_or_not) == edit_distance(a, b)


def test_one_replaced_phoneme_costs_what_it_is_unlike_over_the_length():
    other = ("AA", *AIRMIX[1:])
    assert phonetic_match(AIRMIX, other) == pytest.approx(
        100 * (1 - (1 - similarity("EH", "AA")) / 6)
    )


def test_a_longer_sound_loses_what_it_has_too_much():
    assert phonetic_match(AIRMIX, AIRMIX[1:]) == pytest.approx(100 * 5 / 6)


def test_nothing_and_what_is_no_phoneme_are_refused():
    with pytest.raises(ValueError, match="no phoneme"):
        phonetic_match(AIRMIX, ())
    with pytest.raises(ValueError, match="'EH1' is not a phoneme"):
        phonetic_match(("EH1", "R"), AIRMIX)
    with pytest.raises(ValueError, match="'Q' is not a phoneme"):
        similarity("Q", "K")


def test_rows_in_one_direction_are_alike_and_rows_against_each_other_are_not():
    alike = cosines(np.array([[1.0, 0.0], [2.0, 0.0], [-1.0, 0.0], [1.0, 1.0]]), "abcd")
    assert alike("a", "b") == pytest.approx(1)
    assert alike("a", "c") == 0
    assert alike("a", "d") == pytest.approx(np.sqrt(0.5))


def test_an_embedding_has_a_row_for_each_symbol():
    with pytest.raises(ValueError, match="3 rows for 2 symbols"):
        cosines(np.ones((3, 4)), "ab")
