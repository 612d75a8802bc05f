"""How good is a generated text? Numbers that need no reader: surprise, real words, and what was
only copied.
"""

from __future__ import annotations

import re

import numpy as np

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def perplexity(loss: float) -> float:
    """Return exp(loss) of a mean loss in nats: among how many equally likely symbols the model
    hesitates.
    """
    return float(np.exp(loss))


def words(text: str) -> list[str]:
    """Return the words of a text in small letters; an apostrophe or a hyphen inside belongs to the
    word.
    """
    return [word.lower() for word in WORD.findall(text)]


def share_of_real_words(text: str, corpus: str) -> float:
    """Return the share of the words of `text` that stand in `corpus`; raise ValueError if it has no
    word.
    """
    found = words(text)
    if not found:
        raise ValueError(f"the text {text[:40]!r} holds no word; sample a longer one")
    known = set(words(corpus))
    return sum(word in known for word in found) / len(found)


def longest_copy(text: str, corpus: str) -> str:
    """Return the longest piece of `text` that stands word for word in `corpus`; the first of
    equals.

    The piece grows while it is found and its beginning moves on when it is not: one search in
    the corpus for each character of the text.
    """
    best, start = "", 0
    for end in range(1, len(text) + 1):
        while text[start:end] not in corpus:
            start += 1
        if end - start > len(best):
            best = text[start:end]
    return best
