"""How the 39 phonemes of American English are made with the mouth, and how alike two of them are.

The classes are those of the International Phonetic Association's chart (Handbook, 1999), for
American English as Ladefoged describes it there, in the symbols of the CMU dictionary. Place,
manner and voice of consonants count 40 : 50 : 10, and the features of vowels all alike, as in
Kondrak's aligner (2000). What we chose ourselves: places stand in one row from lips to throat, a
manner is a set of properties, a vowel's glide is a feature, and phonemes that differ by half of
what is possible have nothing in common.
"""

from __future__ import annotations

from typing import NamedTuple

from rnncourse.datasets.pronunciations import check_phonemes

PLACES = ("lips", "lip and teeth", "teeth", "ridge", "behind", "palate", "velum", "throat")
MANNERS = {
    "plosive": {"closed"},
    "affricate": {"closed", "rubbing"},
    "fricative": {"rubbing"},
    "nasal": {"closed", "nose"},
    "approximant": {"open"},
    "lateral": {"open", "side"},
}


class Consonant(NamedTuple):
    """Where the breath is hindered, how, and whether the vocal folds sound."""

    place: str
    manner: str
    voiced: bool


class Vowel(NamedTuple):
    """How high and how far back the tongue is (0 to 1), whether lips are rounded, and where the
    sound glides to: "", "front", "back" or "r".
    """

    height: float
    back: float
    rounded: bool
    glide: str


CONSONANTS = {
    "P": Consonant("lips", "plosive", False),
    "B": Consonant("lips", "plosive", True),
    "T": Consonant("ridge", "plosive", False),
    "D": Consonant("ridge", "plosive", True),
    "K": Consonant("velum", "plosive", False),
    "G": Consonant("velum", "plosive", True),
    "CH": Consonant("behind", "affricate", False),
    "JH": Consonant("behind", "affricate", True),
    "F": Consonant("lip and teeth", "fricative", False),
    "V": Consonant("lip and teeth", "fricative", True),
    "TH": Consonant("teeth", "fricative", False),
    "DH": Consonant("teeth", "fricative", True),
    "S": Consonant("ridge", "fricative", False),
    "Z": Consonant("ridge", "fricative", True),
    "SH": Consonant("behind", "fricative", False),
    "ZH": Consonant("behind", "fricative", True),
    "HH": Consonant("throat", "fricative", False),
    "M": Consonant("lips", "nasal", True),
    "N": Consonant("ridge", "nasal", True),
    "NG": Consonant("velum", "nasal", True),
    "L": Consonant("ridge", "lateral", True),
    "R": Consonant("behind", "approximant", True),
    "W": Consonant("lips", "approximant", True),
    "Y": Consonant("palate", "approximant", True),
}
VOWELS = {  # "bead", "bid", "bed", "bad", …
    "IY": Vowel(1.0, 0.0, False, ""),
    "IH": Vowel(0.8, 0.2, False, ""),
    "EH": Vowel(0.4, 0.1, False, ""),
    "AE": Vowel(0.15, 0.1, False, ""),
    "AH": Vowel(0.4, 0.6, False, ""),
    "ER": Vowel(0.5, 0.5, False, "r"),
    "AA": Vowel(0.0, 0.8, False, ""),
    "AO": Vowel(0.3, 1.0, True, ""),
    "UH": Vowel(0.8, 0.8, True, ""),
    "UW": Vowel(1.0, 1.0, True, ""),
    "EY": Vowel(0.6, 0.0, False, "front"),
    "AY": Vowel(0.0, 0.5, False, "front"),
    "OY": Vowel(0.3, 1.0, True, "front"),
    "AW": Vowel(0.0, 0.5, False, "back"),
    "OW": Vowel(0.6, 1.0, True, "back"),
}
SALIENCE = {"place": 0.4, "manner": 0.5, "voice": 0.1}
GLIDES = {("Y", "IY"), ("W", "UW"), ("R", "ER")}  # one tongue, a consonant or a vowel


def similarity(a: str, b: str) -> float:
    """Return how alike phonemes `a` and `b` are, from 0 to 1: 1 minus twice the weighted mean
    difference of their features, and 0 where that is negative.

    A consonant and a vowel share nothing, but for three pairs (GLIDES), which are half alike.
    Raises ValueError on a phoneme that does not exist.
    """
    check_phonemes((a, b))
    if (a in VOWELS) != (b in VOWELS):
        return 0.5 if (a, b) in GLIDES or (b, a) in GLIDES else 0.0
    if a in VOWELS:
        return max(0.0, 1 - 2 * vowel_difference(VOWELS[a], VOWELS[b]))
    return max(0.0, 1 - 2 * consonant_difference(CONSONANTS[a], CONSONANTS[b]))


def consonant_difference(a: Consonant, b: Consonant) -> float:
    """Return a number from 0 (equal) to 1; of manners count the properties that they share, among
    those that either has.
    """
    place = abs(PLACES.index(a.place) - PLACES.index(b.place)) / (len(PLACES) - 1)
    one, other = MANNERS[a.manner], MANNERS[b.manner]
    manner = 1 - len(one & other) / len(one | other)
    voice = a.voiced != b.voiced
    return SALIENCE["place"] * place + SALIENCE["manner"] * manner + SALIENCE["voice"] * voice


def vowel_difference(a: Vowel, b: Vowel) -> float:
    """Return a number from 0 (equal) to 1."""
    tongue = abs(a.height - b.height) + abs(a.back - b.back)
    return (tongue + (a.rounded != b.rounded) + (a.glide != b.glide)) / 4
