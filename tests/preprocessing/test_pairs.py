import numpy as np
import pytest

from rnncourse.preprocessing.pairs import (
    decode_targets,
    encode_sources,
    encode_targets,
    one_length_batches,
    source_vocab,
    target_vocab,
)

LETTERS = source_vocab("abc")
PHONEMES = target_vocab(["K", "AE", "B"])


def test_zero_is_padding_and_symbols_count_from_one():
    assert encode_sources(["ab", "cab"], LETTERS).tolist() == [[1, 2, 0], [3, 1, 2]]


def test_targets_stand_between_start_and_end():
    assert encode_targets([("K", "AE", "B"), ("B",)], PHONEMES).tolist() == [
        [1, 3, 4, 5, 2],
        [1, 5, 2, 0, 0],
    ]


def test_targets_come_back_and_what_stands_behind_their_end_is_left_out():
    words = [("K", "AE", "B"), ("B",), ("AE", "K")]
    assert decode_targets(encode_targets(words, PHONEMES), PHONEMES) == words
    assert decode_targets([[3, 2, 4, 4], [4, 4, 4, 4]], PHONEMES) == [("K",), ("AE",) * 4]


def test_an_empty_word_is_refused():
    with pytest.raises(ValueError, match="length 0"):
        encode_sources(["ab", ""], LETTERS)


def test_a_letter_outside_the_alphabet_is_refused():
    with pytest.raises(ValueError, match="'z'"):
        encode_sources(["az"], LETTERS)


def test_batches_have_one_length_and_hold_every_row_once():
    sources = encode_sources(["a", "bc", "ab", "cab", "b", "aa", "cc"], LETTERS)
    batches = one_length_batches(sources, 2)(np.random.default_rng(0))
    assert sorted(np.concatenate(batches).tolist()) == list(range(7))
    for rows in batches:
        assert 1 <= len(rows) <= 2
        assert len(set((sources[rows] != 0).sum(axis=1).tolist())) == 1


def test_every_epoch_has_as_many_batches_in_another_order():
    sources = encode_sources(["a", "bc", "ab", "cab"] * 20, LETTERS)
    draw, rng = one_length_batches(sources, 8), np.random.default_rng(0)
    first, second = ([rows.tolist() for rows in draw(rng)] for _ in range(2))
    assert len(first) == len(second)
    assert first != second


def test_batches_of_no_size_are_refused():
    with pytest.raises(ValueError, match="batch_size is None"):
        one_length_batches(np.ones((2, 2), np.int64), None)
