"""Verse in the Arabic script, as nets and rules read it: letters and blanks alone.

A couplet has two hemistichs, its halves. Short vowels are written as marks above
and below the letters, if they are written at all.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120  # letters of a hemistich; those that were learnt from have 60 at most
FILLERS = "\N{ARABIC TATWEEL}"  # a stroke that only makes a word longer
BREAKS = "\N{ZERO WIDTH NON-JOINER}"  # parts a Persian word
LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]")


def plain_letters(text: str) -> str:
    """Return the letters of `text`, and one blank between its words: marks of
    vowels, the long stroke, signs and digits are left out.
    """
    text = unicodedata.normalize("NFC", text).replace(BREAKS, " ")
    kept = [
        letter if LETTERS.match(letter) else " "
        for letter in text
        if not (unicodedata.category(letter) in ("Mn", "Cf") or letter in FILLERS)
    ]
    return " ".join("".join(kept).split())


def check_hemistich(text: str, what: str = "the hemistich") -> str:
    """Return the `plain_letters` of `text`.

    Raises TypeError unless it is a str; ValueError if it is empty, has a letter of
    another script, holds marks and signs only, or more than LONGEST letters.
    """
    if not isinstance(text, str):
        raise TypeError(f"{what} must be a str, not {type(text).__name__} ({text!r})")
    if not text.strip():
        raise ValueError(f"{what} is empty; write the letters of half a couplet")
    for letter in text:
        if letter.isalpha() and not LETTERS.match(letter) and letter not in FILLERS:
            raise ValueError(
                f"{ascii(letter)} in {what} is not a letter of the Arabic script; write the line "
                "with those alone"
            )
    plain = plain_letters(text)
    if not plain:
        raise ValueError(f"{what} holds marks and signs alone ({ascii(text[:20])}), no letter")
    if len(plain) > LONGEST:
        raise ValueError(
            f"{what} has {len(plain)} letters, expected {LONGEST} at most; write the halves of a "
            "couplet one by one"
        )
    return plain
