"""English words and how they are pronounced: the CMU Pronouncing Dictionary."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd

from rnncourse.datasets.editions.model import DataError
from rnncourse.datasets.editions.registry import resolve
from rnncourse.preprocessing.splits import Split, split_by_group

# The phonemes of the ARPAbet; a vowel may bear the digit of its stress.
VOWELS = tuple("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
CONSONANTS = tuple("B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH".split())
PHONEMES = tuple(sorted(VOWELS + CONSONANTS))
SHORTEST, LONGEST = 2, 12  # letters of a word
ENDINGS = tuple(
    "iness ingly ments ment edly ness ings iest iers ing ies ied ier "
    "est ers ed er es ly s y e".split()
)


def load_pronunciations(*, stress: bool = False) -> pd.DataFrame:
    """Return a table of words with the columns "word", "stem" and "pronunciations".

    A row has all pronunciations of a word, a tuple of tuples such as (("K", "AE", "T"),), the
    dictionary's first one first. With `stress`, vowels bear their digit: "AE1". Raises `DataError`
    where the file is missing or damaged. Source: see the data set's datasheet.
    """
    [path] = resolve("pronunciations").paths.values()
    rows = []
    for word, pronunciations in _read(path):
        if not stress:
            pronunciations = re.sub(r"\d", "", pronunciations)
        several = dict.fromkeys(tuple(one.split()) for one in pronunciations.split(";"))
        rows.append((word, stem(word), tuple(several)))
    return pd.DataFrame(rows, columns=["word", "stem", "pronunciations"])


def _read(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read as UTF-8 text ({error}); restore it") from error
    if not rows or rows[0] != ["word", "pronunciations"] or any(len(row) != 2 for row in rows):
        raise DataError(f"{path} is not a table of words and pronunciations; restore it")
    return rows[1:]


def stem(word: str) -> str:
    """Return what `word` shares with its forms: "making" and "makers" both give "mak".

    ENDINGS go, one after the other, as long as three letters stay; then one of two equal letters at
    the end. That merges some words that have nothing to do with each other.
    """
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return stem(word.removesuffix(ending))
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def split_pronunciations(table: pd.DataFrame, *, seed: int = 0) -> Split:
    """Share out the rows of `table`: nine tenths of the stems to training, 4 in 100 to validation,
    6 to test, and all words of a stem together.
    """
    return split_by_group(
        table["stem"], np.zeros(len(table)), seed=seed, validation=0.04, test=0.06
    )


def sounds_apart(table: pd.DataFrame, split: Split) -> Split:
    """Return `split` without the validation and test words one of whose pronunciations a training
    word has too: what is left sounds new.
    """
    pronunciations = table["pronunciations"]
    heard = {one for row in split.train for one in pronunciations[row]}
    new = np.array([heard.isdisjoint(several) for several in pronunciations])
    return Split(split.train, *(rows[new[rows]] for rows in (split.validation, split.test)))


def check_word(word: str) -> str:
    """Return `word` in lower case; raise TypeError unless it is a str, and ValueError unless it has
    SHORTEST to LONGEST letters from a to z, as all words of the dictionary here.
    """
    if not isinstance(word, str):
        raise TypeError(f"a word must be a str, not {type(word).__name__} ({word!r})")
    folded = word.strip().lower()
    for letter in folded:
        if not ("a" <= letter <= "z"):
            raise ValueError(
                f"{ascii(letter)} in {ascii(word[:20])} is not a letter from a to z; write the "
                "word with those alone"
            )
    if not SHORTEST <= len(folded) <= LONGEST:
        raise ValueError(
            f"{word[:20]!r} has {len(folded)} letters, expected {SHORTEST} to {LONGEST}, as "
            "many as the words that were learnt from; take another word, or cut it in two"
        )
    return folded


def check_phonemes(phonemes: tuple[str, ...]) -> None:
    """Raise ValueError if `phonemes` is empty, or holds what is no phoneme of PHONEMES."""
    if not phonemes:
        raise ValueError("there is no phoneme; give at least one, such as ('AY',)")
    for phoneme in phonemes:
        if phoneme not in PHONEMES:
            raise ValueError(
                f"{phoneme!r} is not a phoneme; expected some of {' '.join(PHONEMES)}, without "
                "digits of stress"
            )
