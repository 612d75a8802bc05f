"""Letters that are read by their names, as in "rmix" for "are mix": pairs that no dictionary of
words holds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LETTER_NAMES = {
    letter: tuple(phonemes.split())
    for letter, phonemes in {
        "a": "EY",
        "b": "B IY",
        "c": "S IY",
        "d": "D IY",
        "e": "IY",
        "f": "EH F",
        "g": "JH IY",
        "h": "EY CH",
        "i": "AY",
        "j": "JH EY",
        "k": "K EY",
        "l": "EH L",
        "m": "EH M",
        "n": "EH N",
        "o": "OW",
        "p": "P IY",
        "q": "K Y UW",
        "r": "AA R",
        "s": "EH S",
        "t": "T IY",
        "u": "Y UW",
        "v": "V IY",
        "w": "D AH B AH L Y UW",
        "x": "EH K S",
        "y": "W AY",
        "z": "Z IY",
    }.items()
}  # as American English says them


def spelled_letters(
    words: Sequence[tuple[str, tuple[str, ...]]],
    count: int,
    *,
    longest: int = 12,
    rng: np.random.Generator,
) -> list[tuple[str, tuple[str, ...]]]:
    """Return `count` words with a letter before them that is read by its name, and their phonemes:
    ("mix", M IH K S) gives ("rmix", AA R M IH K S).

    Words, pairs of spelling and phonemes, and letters are drawn from `rng`; no result has more than
    `longest` letters. Raises ValueError on a negative `count`, and where no word is short enough.
    """
    short = [pair for pair in words if len(pair[0]) < longest]
    if count < 0 or not short:
        raise ValueError(
            f"count is {count}, and {len(short)} of {len(words)} words have fewer than {longest} "
            "letters; expected 0 or more, and at least one such word"
        )
    letters = rng.choice(list(LETTER_NAMES), count)
    return [
        (f"{letter}{word}", (*LETTER_NAMES[letter], *phonemes))
        for letter, (word, phonemes) in zip(
            letters.tolist(), (short[row] for row in rng.integers(len(short), size=count))
        )
    ]
