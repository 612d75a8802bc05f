import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.evaluation.text import longest_copy, perplexity, share_of_real_words, words


def test_the_perplexity_of_a_uniform_choice_is_the_number_of_symbols():
    assert perplexity(math.log(61)) == pytest.approx(61)


def test_words_keep_their_apostrophes_and_lose_their_capitals():
    assert words("Feed'st thy light's flame, self-substantial; 'tis 3 o'clock--no") == [
        "feed'st",
        "thy",
        "light's",
        "flame",
        "self-substantial",
        "tis",
        "o'clock",
        "no",
    ]


def test_real_words_are_those_of_the_corpus():
    assert share_of_real_words("The rose, the roze.", "the rose might never die") == 0.75


def test_a_text_without_words_has_no_share():
    with pytest.raises(ValueError, match="holds no word"):
        share_of_real_words("12 ...", "words")


def test_the_longest_copy_is_found_wherever_it_stands():
    assert (
        longest_copy("xxbeauty's rosezz", "That thereby beauty's rose might never die")
        == "beauty's rose"
    )
    assert longest_copy("xyz", "abc") == "" == longest_copy("", "abc")


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_the_longest_copy_is_the_longest_of_all_pieces(text, corpus):
    pieces = [
        text[i:j] for i in range(len(text)) for j in range(i, len(text) + 1) if text[i:j] in corpus
    ]
    found = longest_copy(text, corpus)
    assert found in corpus and found in text and len(found) == max(map(len, pieces), default=0)
