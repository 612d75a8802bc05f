"""Byte-pair encoding: the most frequent pair is merged first, and the tokens are the text."""

import pytest

from rnncourse.datasets import load_sonnets
from rnncourse.preprocessing import learn_merges, to_tokens
from rnncourse.preprocessing.byte_pairs import merged, words_of

SONNETS = load_sonnets()


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "a  b", " two \n\n lines\n", "tab\tand\rreturn", "naïve café 😀", SONNETS],
)
def test_words_and_tokens_are_the_text(text):
    assert "".join(words_of(text)) == text
    assert "".join(to_tokens(text, [("o", "u"), ("h", "e"), (" ", "t"), (" t", "he")])) == text


def test_a_word_keeps_the_blank_before_it_and_a_line_break_stands_alone():
    assert words_of("shall I\nbe") == ["shall", " I", "\n", "be"]


def test_pairs_are_merged_from_left_to_right():
    assert merged(["a", "a", "a"], ("a", "a")) == ["aa", "a"]
    assert merged(["a", "a", "a", "a"], ("a", "a")) == ["aa", "aa"]
    assert merged(["a", "b", "a"], ("a", "b")) == ["ab", "a"]
    assert merged(["b", "a"], ("a", "b")) == ["b", "a"]


def test_the_most_frequent_pair_comes_first_and_is_built_upon():
    assert learn_merges("aab aab aac", 2) == [("a", "a"), ("aa", "b")]


def test_pairs_count_as_often_as_their_word_occurs():
    assert learn_merges("xy\nxy\nxy\nabab\nab", 2)[0] == ("x", "y")


def test_no_token_reaches_across_words_or_lines():
    tokens = to_tokens(SONNETS[:5000], learn_merges(SONNETS[:5000], 300))
    assert all(" " not in token[1:] and "\n" not in token[1:] for token in tokens)


def test_more_merges_are_the_first_ones_and_more():
    text = SONNETS[:5000]
    assert learn_merges(text, 30)[:10] == learn_merges(text, 10)


def test_a_text_is_cut_as_the_merges_were_learnt():
    merges = learn_merges("the then them there", 2)
    assert merges == [("t", "h"), ("th", "e")]
    assert to_tokens("the then thaw heath", merges) == [
        *("the", " ", "the", "n", " ", "th", "a", "w", " ", "h", "e", "a", "th")
    ]


def test_more_merges_than_there_are_pairs_are_refused():
    with pytest.raises(ValueError, match="no pair is left after 1 merges"):
        learn_merges("ab", 2)
