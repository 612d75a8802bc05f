"""The metre of Persian verse by the cheapest reading of its letters: scansion.

A hemistich is read letter by letter against a pattern of short (u) and long (-)
syllables. A syllable opens with a consonant. A short one needs nothing more: its
vowel is not written. A long one takes a written vowel, or a consonant that closes
it. Whatever else verse allows (a vowel drawn out, a letter that is silent) has a
price, set by hand; the reading with the least sum is found step by step (dynamic
programming). For the licences see Thiesen, A Manual of Classical Persian Prosody
(1982).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from rnncourse.preprocessing.arabic_script import check_hemistich

# Hafez's metres: each with its pattern, or with both forms of its end.
METRES = {
    "ramal-8 makhbun": ("uu--uu--uu--uu-", "uu--uu--uu----"),
    "mujtass": ("u-u-uu--u-u-uu-", "u-u-uu--u-u---"),
    "muzari": ("--u-u-uu--u-u-",),
    "ramal-8": ("-u---u---u---u-",),
    "hazaj-8": ("u---u---u---u---",),
    "hazaj-6": ("u---u---u--",),
    "muzari akhrab": ("--u-u----u-u--",),
    "hazaj-8 akhrab": ("--uu--uu--uu--",),
    "ramal-6": ("-u---u---u-",),
    "khafif": ("uu--u-u-uu-", "uu--u-u---"),
    "hazaj akhrab salim": ("--uu-----uu---",),
    "hazaj-6 akhrab": ("--uu-u-u--",),
    "rajaz matvi": ("-uu-u-u--uu-u-u-",),
    "mujtass-8 salim": ("u-u-uu--u-u-uu--",),
    "ramal mashkul": ("uu-u-u--uu-u-u--",),
    "mutaqarib aslam": ("--u----u--",),
    "munsarih": ("-uu--u-u-uu--",),
    "rajaz-8": ("--u---u---u---u-",),
    "munsarih makshuf": ("-uu--u--uu--u-",),
    "sari": ("-uu--uu--u-",),
    "muqtazab": ("-u-u----u-u---",),
    "mutaqarib": ("u--u--u--u--",),
}
PRICES = {
    "stretched": 1.6,  # a short vowel counts as long, in a word
    "stretched at its end": 0.8,  # so, in front of a new word
    "shortened": 1.0,  # a written vowel counts as short
    "first": 0.4,  # the first syllable is long where the pattern has a short one
    "consonant": 0.6,  # u or i are the consonant w or y
    "dropped": 0.3,  # the alef in front of a word is not heard after a consonant
    "and": 0.1,  # the word "and" is a short o behind a consonant
    "long and": 0.6,  # so, a long one; or it is read "va"
    "silent": 0.1,  # an h at the end of a word; a t behind s, sh, kh or f
    "silent w": 0.1,  # in khab and khish
    "skipped": 1.2,  # any other consonant does not count
}
MOST = 6.0  # what one hemistich may cost at most, where those of a poem are added
NEVER = 99.0
VOWELS = "اوی"


class Move(NamedTuple):
    """A letter leads from one state to another one, `steps` syllables further, at a
    price; `where` says in which syllables: long, short, first, at the end, or any.
    """

    source: str
    target: str
    steps: int = 0
    where: str = "any"
    price: float = 0.0


# States: k syllables are complete; so, by a written vowel; so, and ready for the next
# one; of one more, the first consonant is read.
COMPLETE, VOWEL, READY, OPENED = "complete", "vowel", "ready", "opened"
CLOSE = (
    Move(OPENED, COMPLETE, 1, "long"),
    Move(OPENED, COMPLETE, 1, "first", PRICES["first"]),
)
DRAW_VOWEL = tuple(move._replace(target=VOWEL) for move in CLOSE)


def settle(at_end: bool) -> tuple[Move, ...]:
    """Return how a syllable ends before a new one begins: its vowel is not written."""
    stretched = PRICES["stretched at its end" if at_end else "stretched"]
    return (
        Move(COMPLETE, READY),
        Move(VOWEL, READY),
        Move(OPENED, READY, 1, "short"),
        Move(OPENED, READY, 1, "long", stretched),
    )


def moves_of(word: str, place: int, before: str) -> tuple[Move, ...]:
    """Return what the letter at `place` of `word` may do; `before` is the letter in
    front of it in the line.
    """
    letter, following = word[place], word[place + 1 : place + 2]
    if letter == "آ":
        alone = (Move(READY, VOWEL, 1, "long"), Move(READY, VOWEL, 1, "first", PRICES["first"]))
        return DRAW_VOWEL + alone
    if letter in VOWELS and place > 0:
        return vowel_moves(letter, before, following)
    if word == "و":
        return (
            Move(OPENED, COMPLETE, 1, "short", PRICES["and"]),
            Move(OPENED, COMPLETE, 1, "long", PRICES["long and"]),
            Move(READY, OPENED, 0, "any", PRICES["long and"]),
        )
    if letter == "ا":
        return (Move(READY, OPENED), Move(OPENED, OPENED, 0, "any", PRICES["dropped"]))
    return consonant_moves(letter, before, ends=place > 0 and not following)


def vowel_moves(letter: str, before: str, following: str) -> tuple[Move, ...]:
    """Return what a written vowel may do inside a word."""
    moves = DRAW_VOWEL + (Move(OPENED, COMPLETE, 1, "short", PRICES["shortened"]),)
    if letter != "ا":
        moves += (Move(READY, OPENED, 0, "any", PRICES["consonant"]),)
    if letter == "و" and before == "خ" and following and following in "ای":
        moves += unheard(PRICES["silent w"])
        moves += (Move(OPENED, OPENED, 0, "any", PRICES["silent w"]),)
    return moves


def consonant_moves(letter: str, before: str, *, ends: bool) -> tuple[Move, ...]:
    """Return what a consonant may do; `ends` says whether its word ends with it."""
    moves = (Move(READY, OPENED), *CLOSE)
    if letter == "ن":  # behind a long vowel, n does not count
        moves += (Move(VOWEL, COMPLETE),)
    if letter == "ه" and ends:
        moves += (Move(OPENED, COMPLETE, 1, "short", PRICES["silent"]),)
    is_silent = letter == "ت" and before and before in "سشخف"
    return moves + unheard(PRICES["silent" if is_silent else "skipped"])


def unheard(price: float) -> tuple[Move, ...]:
    """Return how a letter behind a complete syllable is passed over."""
    return (
        Move(COMPLETE, COMPLETE, 0, "any", price),
        Move(VOWEL, COMPLETE, 0, "any", price),
    )


def steps_of(hemistich: str) -> list[tuple[str, tuple[Move, ...], tuple[Move, ...]]]:
    """Return each letter of a hemistich, how a syllable may end before it, and what it
    may do.
    """
    steps, before = [], ""
    for word in hemistich.split():
        for place, letter in enumerate(word):
            steps.append((letter, settle(place == 0), moves_of(word, place, before)))
            before = letter
    letter, ends, moves = steps[-1]
    steps[-1] = letter, ends, (*moves, Move(OPENED, OPENED, 0, "end"))  # one more is free
    return steps


class Patterns:
    """P patterns of at most K syllables, read at the same time: prices have shape
    (P, K + 1), for each number k of complete syllables.
    """

    def __init__(self, patterns: Sequence[str]):
        self.lengths = np.array([len(pattern) for pattern in patterns])
        width = self.lengths.max() + 1
        signs = np.array([list(pattern.ljust(width)) for pattern in patterns])
        at = np.arange(width)
        self.where = {
            "any": np.full(signs.shape, True),
            "long": signs == "-",
            "short": signs == "u",
            "first": (signs == "u") & (at == 0),
            "end": at == self.lengths[:, None],
        }

    def start(self) -> dict[str, np.ndarray]:
        """Return the prices of the states before the first letter."""
        state = {name: self.nowhere() for name in (COMPLETE, VOWEL, OPENED)}
        state[COMPLETE][:, 0] = 0.0
        return state

    def nowhere(self) -> np.ndarray:
        """Return prices of a state that cannot be reached."""
        return np.full(self.where["any"].shape, NEVER)

    def price(self, move: Move, state: dict[str, np.ndarray]) -> np.ndarray:
        """Return the prices with which `move` reaches its target."""
        paid = np.where(self.where[move.where], state[move.source] + move.price, NEVER)
        if move.steps:
            paid = np.concatenate([np.full((len(paid), 1), NEVER), paid[:, :-1]], axis=1)
        return paid

    def settled(self, state: dict[str, np.ndarray], ends: tuple[Move, ...]) -> dict:
        """Return `state` with the prices of being ready for a new syllable."""
        ready = np.min([self.price(move, state) for move in ends], axis=0)
        return state | {READY: ready}

    def after(self, state: dict[str, np.ndarray], moves: tuple[Move, ...]) -> dict:
        """Return the prices of the states after a letter that may do `moves`."""
        new = {name: self.nowhere() for name in (COMPLETE, VOWEL, OPENED)}
        for move in moves:
            np.minimum(new[move.target], self.price(move, state), out=new[move.target])
        return new

    def source(
        self, moves: tuple[Move, ...], state: dict, prices: np.ndarray, target: str, k: int
    ) -> tuple[int, str]:
        """Return how many syllables were complete, and the state, before the one of
        `moves` from `state` that reached `target` with k syllables at its price, for
        the first pattern.
        """
        [move, *_] = [
            move
            for move in moves
            if move.target == target and self.price(move, state)[0, k] == prices[0, k]
        ]
        return k - move.steps, move.source

    def read(self, hemistich: str) -> list[dict[str, np.ndarray]]:
        """Return the prices of all states before each letter and behind the last."""
        states = [self.start()]
        for _, ends, moves in steps_of(hemistich):
            states[-1] = self.settled(states[-1], ends)
            states.append(self.after(states[-1], moves))
        states[-1] = self.settled(states[-1], settle(True))
        return states


def prices_of(hemistich: str, metres: Iterable[str] = METRES) -> dict[str, float]:
    """Return what the cheapest reading of a hemistich costs in each of `metres`, keys
    of METRES.

    Raises what `check_hemistich` raises, and ValueError on a metre that is not known.
    """
    metres = list(metres)
    for metre in metres:
        if metre not in METRES:
            raise ValueError(f"no metre is called {metre!r}; there are {', '.join(METRES)}")
    patterns = Patterns([pattern for metre in metres for pattern in METRES[metre]])
    last = patterns.read(check_hemistich(hemistich))[-1]
    rows = np.arange(len(patterns.lengths))
    ends = np.minimum(last[READY], last[OPENED])[rows, patterns.lengths]  # (P,)
    found, start = {}, 0
    for metre in metres:
        found[metre] = float(ends[start : start + len(METRES[metre])].min())
        start += len(METRES[metre])
    return found


def label(hemistichs: Sequence[str], metres: Iterable[str] = METRES) -> tuple[str, float]:
    """Return the metre in which `hemistichs`, those of a couplet or of a poem, are read
    most cheaply, and its margin: by how much the next one costs more, a hemistich.

    No hemistich costs more than MOST, so that a damaged one cannot decide alone. Raises
    ValueError where there is none, and what `prices_of` raises.
    """
    if not len(hemistichs):
        raise ValueError("there is no hemistich to read; give one or more")
    prices = [prices_of(hemistich, metres) for hemistich in hemistichs]
    total = {metre: sum(min(price[metre], MOST) for price in prices) for metre in prices[0]}
    best, *others = sorted(total, key=lambda metre: total[metre])
    margin = min((total[metre] for metre in others), default=NEVER) - total[best]
    return best, margin / len(hemistichs)


def scan(hemistich: str, pattern: str) -> list[tuple[str, str]]:
    """Return the cheapest reading of a hemistich in `pattern`: for each syllable, its
    letters and whether it is long (-) or short (u).

    Raises ValueError where no reading fits, and what `check_hemistich` raises.
    """
    plain, K = check_hemistich(hemistich), len(pattern)
    patterns, steps = Patterns([pattern]), steps_of(plain)
    states, syllables = patterns.read(plain), [""] * K
    k, kind = K, min((READY, OPENED), key=lambda kind: states[-1][kind][0, K])
    if states[-1][kind][0, K] >= NEVER:
        raise ValueError(f"the hemistich {ascii(plain)} cannot be read as {pattern}")
    settling = settle(True)
    for (letter, ends, moves), before, after in reversed(list(zip(steps, states, states[1:]))):
        if kind == READY:
            k, kind = patterns.source(settling, after, after[READY], READY, k)
        syllable = min(k if kind == OPENED else max(k - 1, 0), K - 1)
        syllables[syllable] = letter + syllables[syllable]
        k, kind = patterns.source(moves, before, after[kind], kind, k)
        settling = ends
    return list(zip(syllables, pattern))
