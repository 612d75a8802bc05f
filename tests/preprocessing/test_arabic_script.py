"""Verse in the Arabic script: what is left of a text, and what is refused."""

import pytest

from rnncourse.preprocessing.arabic_script import LONGEST, check_hemistich, plain_letters


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("به نام خداوند", "به نام خداوند"),
        ("دُرْدِ سَر", "درد سر"),  # marks of vowels
        ("کـــتاب", "کتاب"),  # the stroke that makes words longer
        ("می\u200cخواهم", "می خواهم"),  # a joint without width parts words
        ("\ufeffاب\u200f جد", "اب جد"),  # signs that nobody sees
        ("  اب ،  جد؟ ۱۲ 12 ", "اب جد"),  # blanks, signs, digits of both kinds
        ("ا\u0653ب", "آب"),  # a letter in two parts is one
        ("…!", ""),
    ],
)
def test_letters_and_single_blanks_are_left(text, plain):
    assert plain_letters(text) == plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        (" \t", "is empty"),
        ("آب a", "'a' in the line is not a letter of the Arabic script"),
        ("Б", "not a letter of the Arabic script"),
        ("\u064e\u0650\u0652", "marks and signs alone"),
        ("؟ ۱۲", "marks and signs alone"),
        ("ن" * 500, f"has 500 letters, expected {LONGEST} at most"),
    ],
)
def test_what_is_no_verse_is_refused_with_a_remedy(text, words):
    with pytest.raises(ValueError, match=words):
        check_hemistich(text, "the line")


def test_what_is_no_text_is_refused():
    with pytest.raises(TypeError, match=r"must be a str, not int \(7\)"):
        check_hemistich(7)


def test_a_line_of_the_greatest_length_is_read():
    assert check_hemistich("ن" * LONGEST) == "ن" * LONGEST
