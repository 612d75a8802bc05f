import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.preprocessing.encoding import (
    FILL,
    PAD,
    Vocab,
    alphabet_of,
    encode_texts,
    filled_one_hot,
    from_one_hot,
    one_hot,
    pad,
    texts_of,
)

TEXTS = st.text(alphabet="abcdefghij '-", min_size=1, max_size=12)


@given(st.lists(TEXTS, min_size=1))
def test_decoding_undoes_encoding(texts):
    vocab = Vocab.from_texts(texts)
    assert [vocab.decode(vocab.encode(text)) for text in texts] == texts


@given(st.lists(TEXTS, min_size=1))
def test_one_hot_vectors_turn_back_into_the_same_texts(texts):
    vocab = Vocab.from_texts(texts)
    vectors = encode_texts(texts, vocab)
    assert vectors.shape == (len(texts), max(map(len, texts)), len(vocab))
    assert [vocab.decode(row) for row in from_one_hot(vectors)] == texts


@given(st.lists(TEXTS, min_size=1))
def test_every_step_has_one_1_and_padding_has_none(texts):
    vectors = encode_texts(texts, Vocab.from_texts(texts))
    assert vectors.dtype == np.float32
    for text, rows in zip(texts, vectors):
        assert rows.sum(axis=1).tolist() == [1] * len(text) + [0] * (len(rows) - len(text))


def test_the_alphabet_does_not_depend_on_the_order_of_the_texts():
    assert (
        Vocab.from_texts(["beta", "alpha"]).symbols == Vocab.from_texts(["alpha", "beta"]).symbols
    )


def test_an_unknown_character_is_refused_by_name():
    with pytest.raises(ValueError, match="'ß' is not in the vocabulary \"abc\""):
        Vocab("abc").encode("aß")


def test_a_vocabulary_without_symbols_is_refused():
    with pytest.raises(ValueError, match="needs a symbol, got none"):
        Vocab.from_texts([])


def test_a_symbol_listed_twice_is_refused():
    with pytest.raises(ValueError, match="'a' stands twice"):
        Vocab("aba")


@pytest.mark.parametrize("index", [3, -2])
def test_an_index_outside_the_vocabulary_is_refused(index):
    with pytest.raises(ValueError, match=f"{index}"):
        one_hot(np.array([0, index]), 3)
    with pytest.raises(ValueError, match=f"{index}"):
        Vocab("abc").decode([index])


def test_scores_are_not_mistaken_for_one_hot_vectors():
    with pytest.raises(ValueError, match="argmax"):
        from_one_hot(np.array([[0.2, 0.8]]))
    with pytest.raises(ValueError, match="argmax"):
        from_one_hot(np.array([[1, 1]]))


def test_padding_never_cuts_a_sequence():
    with pytest.raises(ValueError, match="length 3 does not fit length=2"):
        pad([np.arange(3)], length=2)


def test_an_empty_text_is_refused():
    with pytest.raises(ValueError, match="length 0"):
        encode_texts(["ab", ""], Vocab("ab"))


def test_padding_stands_at_the_end():
    assert pad([np.array([1]), np.array([0, 1])], length=3).tolist() == [[1, PAD, PAD], [0, 1, PAD]]


@pytest.mark.parametrize(
    "encode",
    [
        lambda texts: encode_texts(texts, Vocab("abn")),
        lambda texts: filled_one_hot(texts, "abn\n", steps=2),
    ],
    ids=["encode_texts", "filled_one_hot"],
)
def test_one_string_is_not_taken_for_a_list_of_letters(encode):
    with pytest.raises(
        TypeError, match=r"texts is the string 'anna', expected a list of strings: \['anna'\]"
    ):
        encode("anna")
    assert len(encode(["a", "n"])) == len(encode(("a", "n"))) == 2


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
