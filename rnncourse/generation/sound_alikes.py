"""Names that sound like another one, and names that sound good: through the phonemes and back.

Nets enter as callables: `hear` turns words into their phonemes, `spell` turns phonemes into
spellings with their log-probabilities, the likeliest first. How alike two phonemes are, a
`Similarity` says (see evaluation.phonetic_match).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import combinations, product
from typing import NamedTuple

import numpy as np

from rnncourse.datasets.pronunciations import VOWELS, check_phonemes
from rnncourse.evaluation.phonetic_match import FEATURES, Similarity, phonetic_match
from rnncourse.generation.company_names import name_key
from rnncourse.generation.sampling import NextLogits, draw, probabilities
from rnncourse.preprocessing.letter_names import LETTER_NAMES

Phonemes = tuple[str, ...]
Hear = Callable[[Sequence[str]], list[Phonemes]]
Spell = Callable[[Phonemes], list[tuple[str, float]]]


class Pattern(NamedTuple):
    """A piece of a sound: an "onset", which is consonants before a vowel, or a "rime", which is a
    vowel and the consonants that close its syllable.
    """

    kind: str
    phonemes: Phonemes


def onsets_of(sounds: Iterable[Phonemes], *, least: int = 50) -> set[Phonemes]:
    """Return the consonants with which at least `least` of the sounds begin; nothing is an onset,
    too.
    """
    counts = Counter(first_consonants(sound) for sound in sounds)
    return {onset for onset, count in counts.items() if count >= least} | {()}


def first_consonants(phonemes: Phonemes) -> Phonemes:
    """Return what stands before the first vowel."""
    vowel = next((i for i, p in enumerate(phonemes) if p in VOWELS), len(phonemes))
    return tuple(phonemes[:vowel])


def cut(phonemes: Phonemes, onsets: Collection[Phonemes]) -> list[Pattern]:
    """Cut phonemes into onsets and rimes: of the consonants between two vowels, as many go to the
    later one as make an onset.

    Without a vowel all are one onset. Raises ValueError on no phoneme, and on one that does not
    exist.
    """
    check_phonemes(phonemes)
    vowels = [i for i, p in enumerate(phonemes) if p in VOWELS]
    start, patterns = 0, []
    for vowel, later in zip(vowels, [*vowels[1:], None]):
        patterns.append(Pattern("onset", tuple(phonemes[start:vowel])))
        start = len(phonemes)
        if later is not None:
            start = next(s for s in range(vowel + 1, later + 1) if phonemes[s:later] in onsets)
        patterns.append(Pattern("rime", tuple(phonemes[vowel:start])))
    patterns.append(Pattern("onset", tuple(phonemes[start:])))
    return [pattern for pattern in patterns if pattern.phonemes]


def frequent_patterns(
    sounds: Iterable[Phonemes], onsets: Collection[Phonemes], *, least: int = 20
) -> list[Pattern]:
    """Return the patterns that at least `least` of the sounds have."""
    counts = Counter(pattern for sound in sounds for pattern in set(cut(sound, onsets)))
    return [pattern for pattern, count in counts.items() if count >= least]


def most_alike(
    pattern: Pattern, known: Iterable[Pattern], alike: Similarity = FEATURES, *, count: int
) -> list[Pattern]:
    """Return the `count` patterns of the same kind in `known` that match `pattern` best, itself
    left out.
    """
    others = [other for other in known if other.kind == pattern.kind and other != pattern]
    match = {o: phonetic_match(pattern.phonemes, o.phonemes, alike) for o in others}
    return sorted(others, key=lambda other: -match[other])[:count]


def similar_sounds(
    patterns: Sequence[Pattern],
    known: Sequence[Pattern],
    alike: Similarity = FEATURES,
    *,
    nearest: int = 8,
    count: int = 30,
) -> list[tuple[Phonemes, float]]:
    """Replace one or two of the patterns by one of the `nearest` that match them best.

    Return the `count` sounds that match best as a whole, each with its match in per cent; the
    first is the sound itself.
    """
    choices = [most_alike(pattern, known, alike, count=nearest) for pattern in patterns]
    meant = joined(patterns)
    found = {meant: 100.0}
    for changed in range(1, min(2, len(patterns)) + 1):
        for places in combinations(range(len(patterns)), changed):
            for others in product(*(choices[place] for place in places)):
                new = dict(zip(places, others))
                sound = joined([new.get(i, pattern) for i, pattern in enumerate(patterns)])
                found[sound] = phonetic_match(meant, sound, alike)
    return sorted(found.items(), key=lambda item: -item[1])[:count]


def joined(patterns: Iterable[Pattern]) -> Phonemes:
    """Put patterns one behind the other."""
    return tuple(phoneme for pattern in patterns for phoneme in pattern.phonemes)


def word_beginnings(words: Iterable[str], *, least: int = 10) -> set[str]:
    """Return the two letters with which at least `least` of the words begin."""
    counts = Counter(word[:2] for word in words)
    return {pair for pair, count in counts.items() if count >= least}


def letter_first(word: str, beginnings: Collection[str]) -> bool:
    """Say whether the first letter of `word` is read by its name: it and the next are consonants
    that hardly a word begins with, as in "rmix".
    """
    consonants = set(word[:2]) <= set(LETTER_NAMES) - set("aeiouy")
    return len(word) > 2 and consonants and word[:2] not in beginnings


def hearing_letters(hear: Hear, beginnings: Collection[str]) -> Hear:
    """Make of `hear` one that reads such a first letter by its name, and the rest as a word."""

    def heard(words: Sequence[str]) -> list[Phonemes]:
        named = [letter_first(word, beginnings) for word in words]
        rests = hear([word[1:] if cut_off else word for word, cut_off in zip(words, named)])
        return [
            (*LETTER_NAMES[word[0]], *rest) if cut_off else rest
            for word, rest, cut_off in zip(words, rests, named)
        ]

    return heard


class Suggestion(NamedTuple):
    """A spelling, how it is heard, its match with what was asked for (per cent), its
    log-probability (nats), and whether a name like it exists.
    """

    name: str
    heard: Phonemes
    match: float
    log_p: float
    exists: bool


def sound_alikes(
    word: str,
    sounds: Iterable[Phonemes],
    *,
    hear: Hear,
    spell: Spell,
    known: Collection[str],
    alike: Similarity = FEATURES,
) -> list[Suggestion]:
    """Spell all `sounds`, read every spelling back, and sort them by how well they match `word`,
    those that match alike by their probability.

    `known` are the keys of the names that exist (see company_names). What is read back as nothing
    is left out, and so is `word` itself.
    """
    log_p: dict[str, float] = {}
    for sound in sounds:
        for name, value in spell(sound):
            if name and name != word:
                log_p[name] = max(value, log_p.get(name, -np.inf))
    meant, *heard = hear([word, *log_p])
    found = [
        Suggestion(name, sound, phonetic_match(meant, sound, alike), value, name_key(name) in known)
        for (name, value), sound in zip(log_p.items(), heard)
        if sound
    ]
    return sorted(found, key=lambda s: (-round(s.match, 6), -s.log_p))


def draw_sounds(
    next_logits: NextLogits,
    count: int,
    *,
    start: int,
    end: int,
    longest: int,
    rng: np.random.Generator,
) -> list[tuple[int, ...]]:
    """Draw `count` sequences of indices from a model of the next symbol after START; those that
    have no END after `longest` symbols are left out.
    """
    symbols, state, columns = np.full(count, start), None, []
    for _ in range(longest + 1):
        logits, state = next_logits(symbols, state)
        symbols = draw(probabilities(logits), rng.random(count))
        columns.append(symbols)
    rows = np.stack(columns, axis=1).tolist()
    return [tuple(row[: row.index(end)]) for row in rows if end in row]


def good_names(
    sounds: Iterable[Phonemes],
    nats: Callable[[Phonemes], float],
    *,
    most_nats: float,
    hear: Hear,
    spell: Spell,
    known: Collection[str],
) -> list[tuple[str, Phonemes, float]]:
    """Spell sounds, and keep what sounds good: a model finds the sound likely (at most `most_nats`
    nats a phoneme), the spelling is read back as the sound that was meant, and it is no known name.

    Return names, sounds and nats, the likeliest first.
    """
    likely = {sound: value for sound in sounds if (value := nats(sound)) <= most_nats}
    spellings = {spell(sound)[0][0]: sound for sound in likely}
    kept = [
        (name, sound, likely[sound])
        for (name, sound), back in zip(spellings.items(), hear(list(spellings)))
        if back == sound and name_key(name) not in known
    ]
    return sorted(kept, key=lambda item: item[2])
