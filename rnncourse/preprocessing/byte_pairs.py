"""Tokens larger than characters: byte-pair encoding (Gage 1994), inside words
(Sennrich, Haddow and Birch 2016).
"""

from __future__ import annotations

import re
from collections import Counter


def words_of(text: str) -> list[str]:
    """Cut a text into words, each with the blank before it, and line breaks:
    joined, they are the text again.
    """
    return re.findall(r"\n| ?[^ \n]+| ", text)


def merged(tokens: list[str], pair: tuple[str, str]) -> list[str]:
    """Make one token of every such pair of neighbours, from left to right."""
    if pair[0] not in tokens:
        return tokens
    found: list[str] = []
    for token in tokens:
        if found and (found[-1], token) == pair:
            found[-1] += token
        else:
            found.append(token)
    return found


def learn_merges(text: str, count: int) -> list[tuple[str, str]]:
    """Merge the most frequent pair of neighbours inside words, `count` times;
    return these pairs, the first merged first.

    Of pairs that are equally frequent, the last in sorted order comes first.
    Raises ValueError if no pair is left.
    """
    times = Counter(words_of(text))
    words = {word: list(word) for word in times}
    merges: list[tuple[str, str]] = []
    while len(merges) < count:
        pairs: Counter[tuple[str, str]] = Counter()
        for word, tokens in words.items():
            for pair in zip(tokens, tokens[1:]):
                pairs[pair] += times[word]
        if not pairs:
            raise ValueError(f"no pair is left after {len(merges)} merges; ask for no more")
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        words = {word: merged(tokens, best) for word, tokens in words.items()}
        merges.append(best)
    return merges


def to_tokens(text: str, merges: list[tuple[str, str]]) -> list[str]:
    """Cut a text into tokens by merges, in their order: joined, they are the
    text again.
    """
    words = {word: list(word) for word in words_of(text)}
    for pair in merges:
        words = {word: merged(tokens, pair) for word, tokens in words.items()}
    return [token for word in words_of(text) for token in words[word]]
