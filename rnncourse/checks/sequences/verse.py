"""Checks of verse: a line cleaned, batches of one length, a net that reads lines, what two halves
say together, a line without its end.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rnncourse.checks.attempt import Attempt, check
from rnncourse.checks.frameworks import answer
from rnncourse.checks.nets.models import require_model
from rnncourse.checks.sequences.attention import require_values

V, H, C = 9, 6, 4  # symbols, units, metres
MARKS, JOINT = "\u064e\u064f\u0650\u0651\u0652\u0640", "\u200c"  # the last mark makes words longer
LETTERS = {"\u0622", "\u0627", *map(chr, range(0x0628, 0x063B)), *map(chr, range(0x0641, 0x064B))}
LETTERS |= set("پچژکگی")
DIRTY = ["دُرْدِ سَر", "کـــتاب", f"می{JOINT}خواهم", "  جان ،  جهان؟ ", "ده ۱۰ است", "آه! x"]
CLEAN = ["درد سر", "کتاب", "می خواهم", "جان جهان", "ده است", "آه"]


def without(text: str, signs: str) -> str:
    """A text with some signs taken out."""
    return "".join(sign for sign in text if sign not in signs)


def kept(text: str, *, marks: str = MARKS, other: str = " ") -> str:
    """The letters of a text without `marks`, and something in place of all others."""
    return "".join(sign if sign in LETTERS else other for sign in without(text, marks))


NOT_CLEAN = {
    "marks are left out first, with nothing in their place": lambda line: " ".join(
        kept(line, marks="").split()
    ),
    "what parts two words leaves a blank, which split() then tidies": lambda line: kept(
        line, other=""
    ),
    "several blanks become one, and none is left at the ends: ' '.join(line.split())": kept,
    "only marks are left out; what else is no letter goes too": lambda line: " ".join(
        without(line, MARKS).split()
    ),
    "this is the line as it came": str,
}


@check
def plain_line(attempt: Attempt) -> None:
    """`plain(line, letters, marks)`: the letters of a line, and one blank between words.

    Leave out what is in marks; put a blank in place of all else that is not in letters; then
    " ".join(line.split()).
    """
    hint = "go through the signs of the line, one by one"
    found = [attempt(line, LETTERS, MARKS, hint=hint) for line in DIRTY]
    causes = (said for said, wrong in NOT_CLEAN.items() if found == [wrong(x) for x in DIRTY])
    cause = next(causes, hint)
    for line, came_out, expected in zip(DIRTY, found, CLEAN):
        if came_out != expected:
            attempt.require(False, attempt(line, LETTERS, MARKS), repr(expected), cause)


LENGTHS = np.array([5, 3, 5, 5, 3, 8, 5, 5])


@check
def batches_of_one_length(attempt: Attempt) -> None:
    """`batches(lengths, size)`: lists of rows; the lines of a batch are equally long.

    For each length in np.unique(lengths): rows = np.flatnonzero(lengths == length), cut into pieces
    rows[i : i + size] for i in range(0, len(rows), size).
    """
    hint = "a list of arrays of rows, one for each batch"
    result = attempt(LENGTHS, 2, hint=hint)
    attempt.require(isinstance(result, list | tuple), result, "a list of batches", hint)
    batches = [np.atleast_1d(np.asarray(batch)).ravel() for batch in result]
    rows = [int(row) for batch in batches for row in batch]
    every = list(range(len(LENGTHS)))
    attempt.require(
        all(0 <= row < len(LENGTHS) for row in rows),
        result,
        "rows, numbers from 0 to 7",
        "a batch holds rows, not lengths: np.flatnonzero(lengths == length)",
    )
    attempt.require(
        all(len(set(LENGTHS[batch])) == 1 for batch in batches if len(batch)),
        result,
        "batches whose lines are equally long",
        "go through the lengths that occur, np.unique(lengths), one by one",
    )
    attempt.require(
        all(1 <= len(batch) <= 2 for batch in batches),
        result,
        "batches of 1 or 2 lines",
        "a batch has at most `size` lines, and none is empty",
    )
    attempt.require(
        sorted(rows) == every,
        result,
        "each of the rows 0 to 7 once",
        "the last lines of a length make a smaller batch; none is lost, and none is read twice",
    )


def require_reader(attempt: Attempt, framework: str) -> None:
    """Require a net that reads lines (B, T) of any one length, in their order, each alone."""
    model: Any = attempt(V, H, C, hint="symbols, units and metres are whole numbers")
    require_model(attempt, model, framework)
    lines = np.random.default_rng(0).integers(1, V, (5, 12))
    shapes = "logits (B, C): the last state of each direction, side by side, through a dense layer"
    logits = answer(attempt, model, lines, shapes)
    made = f"made a model that answers with shape {logits.shape}"
    attempt.require(logits.shape == (5, C), made, f"shape {(5, C)}", shapes)
    short = answer(attempt, model, lines[:, :7], "leave the number of letters open")
    attempt.require(short.shape == (5, C), made, f"shape {(5, C)} for lines of 7 letters", shapes)
    alone = answer(attempt, model, lines[:1])
    attempt.require(
        np.allclose(alone, logits[:1], atol=1e-4),
        "made a model whose answer depends on the other lines of the batch",
        "an answer to each line alone",
        "the axes are mixed up: in PyTorch, batch_first=True, and Conv1d wants (B, D, T)",
    )
    for end, way in ((0, "forwards"), (-1, "backwards")):
        changed = lines.copy()
        changed[:, end] = changed[:, end] % (V - 1) + 1
        other = answer(attempt, model, changed)
        attempt.require(
            not np.allclose(other, logits, atol=1e-7),
            f"made a model that does not see {'the first' if end == 0 else 'the last'} letter",
            "an answer that depends on all letters",
            f"read {way} too: a bidirectional layer",
        )
    turned = answer(attempt, model, lines[:, ::-1].copy())
    attempt.require(
        not np.allclose(turned, logits, atol=1e-6),
        "made a model that answers the same to a line that is turned round",
        "an answer that depends on the order",
        "a recurrent layer must read what the convolution finds",
    )


@check
def keras_line_reader(attempt: Attempt) -> None:
    """`keras_line_reader(symbols, units, metres)`: one-hot letters, a convolution, a GRU both ways.

    lines = keras.Input((None,), dtype="int32"); keras.ops.one_hot(lines, symbols); Conv1D(units, 5,
    padding="same", activation="relu"); Bidirectional(GRU(units)); Dense(metres).
    """
    require_reader(attempt, "keras")


@check
def torch_line_reader(attempt: Attempt) -> None:
    """`torch_line_reader(symbols, units, metres)`: one-hot letters, a convolution, a GRU both ways.

    In forward: one_hot(lines, symbols).float(); the convolution between two transpose(1, 2), then
    torch.relu; the GRU with batch_first=True and bidirectional=True returns states and h_n (2, B,
    H); torch.cat([h_n[0], h_n[1]], dim=1) goes through the Linear layer.
    """
    require_reader(attempt, "torch")


@check
def two_halves(attempt: Attempt) -> None:
    """`together(first, second)`: log-probabilities of the metres, given those from each half.

    both = first + second; subtract np.log(np.exp(both).sum(axis=1, keepdims=True)).
    """
    rng = np.random.default_rng(0)
    first, second = np.log(rng.dirichlet(np.ones(C), (2, 3)))
    both = first + second
    right = both - np.log(np.exp(both).sum(axis=1, keepdims=True))
    mean = np.log((np.exp(first) + np.exp(second)) / 2)
    hint = "log-probabilities are added; then each row is made to add up to 1 again"
    wrong = {
        "the probabilities of a row no longer add up to 1: subtract the logarithm of their "
        "sum": both,
        "this is the mean of the probabilities; independent halves are multiplied": mean,
        "these are probabilities; give their logarithms": np.exp(right),
        "the second half is not used": first,
        "the first half is not used": second,
        "the sum goes over the metres of a row, axis=1": both
        - np.log(np.exp(both).sum(axis=0, keepdims=True)),
        "this is half of the sum: both halves count fully": both / 2,
    }
    result = attempt(first, second, hint=hint)
    require_values(attempt, result, right, wrong, shape="(N, C)", hint=hint)


@check
def without_end(attempt: Attempt) -> None:
    """`without_end(lines, share)`: lines, padded with 0, that have lost a share of their letters.

    lengths = (lines != 0).sum(axis=1); kept = lengths - np.floor(share * lengths); np.where of
    np.arange(lines.shape[1]) < kept[:, None].
    """
    lines = np.array([[3, 1, 4, 1, 5, 9, 2, 6], [2, 7, 1, 8, 0, 0, 0, 0], [5, 0, 0, 0, 0, 0, 0, 0]])
    lengths = (lines != 0).sum(axis=1)
    at = np.arange(lines.shape[1])
    hint = "count the letters of each line, and put 0 from its new end on"

    def cut(kept: np.ndarray) -> np.ndarray:
        return np.where(at < kept[:, None], lines, 0)

    kept = lengths - np.floor(0.25 * lengths).astype(int)
    wrong = {
        "a share of each line's own letters, not of the columns": cut(np.full(3, 6)),
        "this is what was to be left out": cut(lengths - kept),
        "the number of letters left out is rounded down: np.floor": cut(
            lengths - np.ceil(0.25 * lengths).astype(int)
        ),
        "this leaves the beginning out, not the end": np.where(
            at >= (lengths - kept)[:, None], lines, 0
        ),
        "nothing is left out": lines,
    }
    result = attempt(lines, 0.25, hint=hint)
    require_values(attempt, result, cut(kept), wrong, shape="that of lines", hint=hint)
