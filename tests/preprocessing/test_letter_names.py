import string

import numpy as np
import pytest

from rnncourse.preprocessing.letter_names import LETTER_NAMES, spelled_letters

MIX = ("mix", ("M", "IH", "K", "S"))


def test_every_letter_has_a_name():
    assert list(LETTER_NAMES) == list(string.ascii_lowercase)


def test_a_letter_stands_before_a_word_and_its_name_before_the_phonemes():
    for word, phonemes in spelled_letters([MIX], 50, rng=np.random.default_rng(0)):
        assert word[1:] == "mix"
        assert phonemes == (*LETTER_NAMES[word[0]], *MIX[1])


def test_all_letters_are_drawn_and_no_word_becomes_too_long():
    words = [MIX, ("incomprehens", ("IH",))]
    found = spelled_letters(words, 400, rng=np.random.default_rng(0))
    assert {word[0] for word, _ in found} == set(string.ascii_lowercase)
    assert {word[1:] for word, _ in found} == {"mix"}


def test_the_same_seed_gives_the_same_words():
    first, second = (spelled_letters([MIX], 9, rng=np.random.default_rng(3)) for _ in range(2))
    assert first == second


def test_none_are_added_for_a_count_of_0():
    assert spelled_letters([MIX], 0, rng=np.random.default_rng(0)) == []


@pytest.mark.parametrize(("words", "count"), [([MIX], -1), ([], 3), ([("a" * 12, ("EY",))], 3)])
def test_what_cannot_be_drawn_is_refused(words, count):
    with pytest.raises(ValueError, match=f"count is {count}"):
        spelled_letters(words, count, rng=np.random.default_rng(0))
