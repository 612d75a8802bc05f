"""Checks of a decoder: what it reads and is asked in training, its loss, how it writes, and how far
an answer is from the right one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnncourse.checks.attempt import Attempt, array, check, number, numbers, pair, why


def distance(a: list, b: list, replacing: int = 1, free: bool = False) -> int:
    """The edit distance of a and b; `free` lets b begin anywhere in a."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row = row, [0 if free else i]
        for j, y in enumerate(b, 1):
            replaced = above[j - 1] + (replacing if x != y else 0)
            row.append(min(above[j] + 1, row[j - 1] + 1, replaced))
    return row[-1]


def mismatches(a: list, b: list) -> int:
    """In how many places a and b differ, and what is over at the end of the longer one."""
    return sum(x != y for x, y in zip(a, b)) + abs(len(a) - len(b))


ANSWERS = [  # and what is right
    ("F AA N IY".split(), "F OW N".split()),
    ("S P IY K".split(), "P IY K S".split()),
    ("K AE T S".split(), "K AE T".split()),
    ("T".split(), "B AE T".split()),
    ("AH B AH".split(), "B AH B".split()),
    ("K AE T".split(), "T AE K".split()),
    ([], "OW".split()),
    ("OW".split(), []),
    ([], []),
]
NO_DISTANCE: dict[str, Callable] = {
    "a replacement is one edit; that counts it as two, one out and one in": lambda a, b: distance(
        a, b, 2
    ),
    "one symbol more moves all that follow: that compares place by place": mismatches,
    "that is how much the lengths differ": lambda a, b: abs(len(a) - len(b)),
    "the order counts: that compares which symbols there are": lambda a, b: len(set(a) ^ set(b)),
    "each row begins with as many edits as symbols of a were read": lambda a, b: distance(
        a, b, free=True
    ),
    "equal symbols cost nothing": lambda a, b: max(len(a), len(b)),
    "that is a rate: the division by the length comes later": lambda a, b: (
        distance(a, b) / max(len(b), 1)
    ),
}


@check
def edit_distance(attempt: Attempt) -> None:
    """`edits(a, b)`: the fewest symbols to put in, to take out or to replace that turn a into b.

    Begin with the row 0, 1, … len(b). For symbol i of a, the next row begins with i; each further
    number is the smallest of: the one above plus 1, the one to the left plus 1, the one above left
    plus 1 if the two symbols differ. The last number of the last row is the distance.
    """
    hint = "one number; a and b may differ in length, and may be empty"
    found = [number(attempt, attempt(a, b, hint=hint), hint) for a, b in ANSWERS]
    right = [distance(a, b) for a, b in ANSWERS]
    if found == right:
        return
    cause = why(found, {c: [wrong(a, b) for a, b in ANSWERS] for c, wrong in NO_DISTANCE.items()})
    first = next(i for i, (x, y) in enumerate(zip(found, right)) if x != y)
    result = attempt(*ANSWERS[first])
    attempt.require(False, result, right[first], cause or "try it on paper, row by row")


START, END = 1, 2
SHORT = [[5, 3, 4], [6]]  # answers
READ = np.array([[START, 5, 3, 4], [START, 6, 0, 0]])
ASKED = np.array([[5, 3, 4, END], [6, END, 0, 0]])
NOT_FORCED = {
    "the other way round: first what is read": [ASKED, READ],
    "the decoder would read what it is asked for, and learn to copy": [ASKED, ASKED],
    "it is asked for the symbol that it reads; the two are one step apart": [READ, READ],
    "padding stands behind, not in front": [
        np.array([[START, 5, 3, 4], [0, 0, START, 6]]),
        np.array([[5, 3, 4, END], [0, 0, 6, END]]),
    ],
    "padding is 0, not another end": [READ, np.where(ASKED == 0, END, ASKED)],
    "end is never read: after it nothing is asked for": [
        np.array([[START, 5, 3, 4], [START, 6, END, 0]]),
        ASKED,
    ],
    "a shorter answer ends with end too: it comes before the padding": [
        READ,
        np.array([[5, 3, 4, END], [6, 0, 0, END]]),
    ],
    "nobody asks for end: the decoder would never learn to stop": [
        READ,
        np.where(ASKED == END, 0, ASKED),
    ],
    "start is missing: before the first symbol there is nothing else to read": [
        np.where(READ == START, 0, READ),
        ASKED,
    ],
}


@check
def teacher_forcing(attempt: Attempt) -> None:
    """`read_and_asked(answers, start, end)`: what a decoder reads, and what it is to write, both
    (N, T), padded with 0 behind.

    T is the length of the longest answer plus 1. Two arrays of zeros: row n of the first begins
    with start and goes on with the answer; row n of the second begins with the answer, and then
    comes end.
    """
    shape = (
        "a row for each answer, and one step more than the longest has symbols, for start or end"
    )
    result = pair(attempt, attempt(SHORT, START, END, hint=shape), "two arrays: read, asked")
    found = np.array([array(attempt, part, READ.shape, shape) for part in result])
    attempt.require(
        np.array_equal(found, [READ, ASKED]),
        f"returned {found.tolist()}",
        str([READ.tolist(), ASKED.tolist()]),
        why(found, NOT_FORCED) or "start and the answer; the answer and end",
    )


LOGITS = np.random.default_rng(0).normal(size=(2, 4, 5))
TARGETS = np.array([[3, 4, 1, 2], [4, 2, 0, 0]])


def no_mean_loss(nats: np.ndarray, raw: np.ndarray, real: np.ndarray) -> dict[str, float]:
    """What comes out by a usual error: from the loss of each step, the logit of its target, and
    whether it is no padding; each (B, T).
    """
    rows = (nats * real).sum(axis=1)  # the sum of each word
    return {
        "padding is counted: leave out the steps whose target is 0": nats.mean(),
        "padding adds nothing, and still counts in the division": (nats * real).mean(),
        "that is the sum over the steps: divide by how many there are": rows.sum(),
        "that is the mean of the words' sums: divide by the number of steps": rows.mean(),
        "each step counts the same: take one mean over the real steps of all words": (
            rows / real.sum(axis=1)
        ).mean(),
        "the sign: a loss is minus the log-probability": -nats[real].mean(),
        "these are bits: take the natural logarithm": nats[real].mean() / np.log(2),
        "these are logits, not log-probabilities: the softmax is missing": -raw[real].mean(),
        "take the logarithm of the probabilities": -np.exp(-nats[real]).mean(),
        "the other way round: that is the loss of the padding": nats[~real].mean(),
    }


@check
def loss_without_padding(attempt: Attempt) -> None:
    """`pair_loss(logits, targets)`: the mean cross-entropy of logits (B, T, V) over the steps whose
    target (B, T) is not 0.

    Subtract from the logits of each step the logarithm of the sum of their exponentials. Pick the
    number of each target with np.take_along_axis(log_p, targets[:, :, None], axis=2); take the
    mean of those where targets != 0, and turn its sign.
    """
    log_p = LOGITS - np.log(np.exp(LOGITS).sum(axis=2, keepdims=True))
    nats, raw = (
        sign * np.take_along_axis(each, TARGETS[:, :, None], axis=2)[:, :, 0]
        for sign, each in ((-1, log_p), (1, LOGITS))
    )
    real = TARGETS != 0
    hint = "one number: the mean over the real steps of all words"
    found = number(attempt, attempt(LOGITS, TARGETS, hint=hint), hint)
    cause = why(found, no_mean_loss(nats, raw, real))
    right = nats[real].mean()
    attempt.require(np.isclose(found, right, rtol=1e-4), found, right, cause or hint)


class Decoder:
    """A decoder that writes a text which it knows by heart, as long as it reads what it wrote and
    its state is carried on; otherwise it writes LOST, and after its text END again and again.
    """

    LOST, SIZE = 6, 8

    def __init__(self, text: list[int], most: int = 40):
        self.text, self.most, self.read = text, most, []

    def step(self, symbol: int, state: tuple) -> tuple[np.ndarray, tuple]:
        """Return logits (V,) and the next state: what was read so far."""
        state = (*state, int(symbol))
        self.read.append(state)
        if len(self.read) > self.most:
            raise RuntimeError(f"asked for more than {self.most} symbols")
        place = len(state) - 1
        text = [*self.text, *[END] * self.most]
        known = state == (START, *text[:place])
        logits = np.linspace(-4, -3, self.SIZE)
        logits[text[place] if known else self.LOST] = -1.0
        return logits, state


@check
def greedy(attempt: Attempt) -> None:
    """`greedy(next_logits, state, start, end, longest)`: the list of symbols that a decoder writes
    until end, the likeliest each time; at most `longest`.

    symbol = start. At most `longest` times: logits, state = next_logits(symbol, state); symbol is
    the argmax of the logits; if it is end, stop; else append it.
    """
    expected, decoder = [4, 3, 4, 7], Decoder([4, 3, 4, 7])

    def next_logits(symbol: int, state: tuple) -> tuple[np.ndarray, tuple]:
        return decoder.step(symbol, state)

    hint = "stop at end, and after `longest` symbols in any case"
    found = written(attempt, next_logits, 9, hint)
    last = [state[-1] for state in decoder.read]
    causes = {
        "start is what it reads first; it has not written it": found == [START, *expected],
        "end says that the answer is over; it is no part of it": found == [*expected, END],
        "the answer ends at the first end": found[:4] == expected and END in found,
        "what it wrote must be read at the next step": len(last) > 1 and set(last) == {START},
        "the first symbol that it reads is start": last[:1] != [START],
        "the state that came back goes into the next step": all(
            len(state) == 1 for state in decoder.read
        ),
        "the likeliest has the largest of the logits": Decoder.LOST in found or 0 in found,
        "the answer is all symbols, not the last one": found == expected[-1:],
    }
    cause = next((cause for cause, holds in causes.items() if holds), "the argmax of each step")
    attempt.require(found == expected, f"returned {found}", expected, cause)
    require_bounds(attempt)


def require_bounds(attempt: Attempt) -> None:
    """Ask for an end after `longest` symbols, and for the empty answer."""
    for text, right, hint in (
        ([4] * 40, [4] * 5, "it may never write end: stop after `longest` symbols"),
        ([4] * 5, [4] * 5, "an answer may have `longest` symbols"),
        ([], [], "end may come at once: then the answer is empty"),
    ):
        decoder = Decoder(text)

        def next_logits(symbol: int, state: tuple) -> tuple[np.ndarray, tuple]:
            return decoder.step(symbol, state)

        found = written(attempt, next_logits, 5, hint)
        attempt.require(found == right, f"returned {found}", right, hint)


def written(attempt: Attempt, next_logits: Callable, longest: int, hint: str) -> list[int]:
    """The symbols that the student's function writes; raise CheckFailed unless it is a list."""
    result = attempt(next_logits, (), START, END, longest, hint=hint)
    expected = "a list of symbols"
    found = numbers(attempt, result, expected, "collect the indices in a list")
    attempt.require(found.ndim == 1, result, expected, "collect the indices in a list")
    return found.astype(int).tolist()
