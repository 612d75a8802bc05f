"""How Spanish is read: a rule for its spelling, which says nearly always how a word sounds.

It is the pronunciation of most of Latin America: "c" before "e" and "z" sound like "s", "ll" like
"y". Stress is left out.
"""

from __future__ import annotations

import re

SPANISH_PHONEMES = tuple("A B CH D E F G I J K L M N NY O P R RR S T U W X Y".split())
# Spellings and their sounds: the first that fits is taken. J and W are the
# vowels of "hielo" and "hueso", X is the sound of "jota".
RULES = [
    (re.compile(spelling), tuple(sounds.split()))
    for spelling, sounds in (
        ("ch", "CH"),
        ("ll|y(?=[aeiouáéíóú])", "Y"),
        ("rr|^r|(?<=[nls])r", "RR"),
        ("c(?=[eiéí])|ç|z", "S"),
        ("qu(?=[eiéí])|[ckq]", "K"),
        ("j|g(?=[eiéí])", "X"),
        ("gu(?=[eiéí])", "G"),
        ("[bv]", "B"),
        ("ñ", "NY"),
        ("h", ""),
        ("x", "K S"),
        ("i(?=[aeouáéóú])|(?<=[aeoáéó])[iy]", "J"),
        ("[uüw](?=[aeioáéíó])|(?<=[aeoáéó])u", "W"),
        *((f"[{vowels}]", vowels[0].upper()) for vowels in ("aáà", "eéè", "iíïy", "oóò", "uúüw")),
        *((consonant, consonant.upper()) for consonant in "dfglmnprst"),
    )
]


def spanish_phonemes(word: str) -> tuple[str, ...]:
    """Return the phonemes of a Spanish word, as RULES say; raise ValueError on what is no letter of
    Spanish, and where no sound is left.
    """
    letters, place, found = word.lower(), 0, []
    while place < len(letters):
        fitting = ((rule.match(letters, place), sounds) for rule, sounds in RULES)
        match, sounds = next(((m, sounds) for m, sounds in fitting if m), (None, ()))
        if match is None:
            raise ValueError(
                f"{letters[place]!r} in {word!r} is no letter of Spanish; leave the word out"
            )
        found.extend(sounds)
        place = match.end()
    if not found:
        raise ValueError(f"{word!r} has no sound; pass a word with a letter other than h")
    return tuple(found)
