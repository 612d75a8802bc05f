"""A check of how a text is cut into streams, whose pieces go on from chunk to chunk."""

from __future__ import annotations

from typing import Any

from rnncourse.checks.attempt import Attempt, check
from rnncourse.checks.texts import two_lists


def chunks_of(attempt: Attempt, result: Any, count: int, length: int) -> list[tuple]:
    """The chunks that came out, each (inputs, targets); raise CheckFailed unless each has `count`
    full pieces of both.
    """
    expected = f"a list of chunks, each a pair of lists: {count} inputs and {count} targets"
    pairs = isinstance(result, (list, tuple)) and all(
        isinstance(chunk, (list, tuple)) and len(chunk) == 2 for chunk in result
    )
    attempt.require(pairs, result, expected, "append one pair (inputs, targets) for each chunk")
    chunks = [two_lists(attempt, chunk, expected) for chunk in result]
    attempt.require(
        all(len(part) == count for chunk in chunks for part in chunk),
        result,
        expected,
        "the first index counts the chunks, and a chunk has one piece of every stream",
    )
    attempt.require(
        all(len(piece) == length for chunk in chunks for part in chunk for piece in part),
        result,
        f"pieces of {length} characters",
        "every piece is full, and so is its target: the last one needs one character more",
    )
    return chunks


@check
def streams(attempt: Attempt) -> None:
    """`streams(text, count, length)`: chunks of `count` pieces; row b of each chunk goes on where
    row b of the chunk before it ended.

    A stream has L = (len(text) - 1) // count // length * length characters. For each place in
    range(0, L, length), the pieces of a chunk begin at range(place, count * L, L); the targets
    begin one later.
    """
    text, expected = (
        "abcdefghijklmnopqrst",
        [
            (["abc", "ghi", "mno"], ["bcd", "hij", "nop"]),
            (["def", "jkl", "pqr"], ["efg", "klm", "qrs"]),
        ],
    )
    result = attempt(text, 3, 3)
    chunks = chunks_of(attempt, result, 3, 3)
    require_targets(attempt, chunks, text, expected)
    attempt.require(
        [inputs for inputs, _ in chunks[:2]] != [["abc", "def", "ghi"], ["jkl", "mno", "pqr"]],
        result,
        expected,
        "row 0 of the second chunk must go on where row 0 of the first ended; yours goes on in "
        "the next row of the same chunk",
    )
    rows = ["".join(pieces) for pieces in zip(*(inputs for inputs, _ in chunks))]
    attempt.require(
        all(row in text for row in rows),
        result,
        expected,
        "row b goes on where row b of the chunk before it ended, without a gap or an overlap",
    )
    read = "".join(rows)
    attempt.require(
        len(set(read)) == len(read), result, expected, "no character is read by two streams"
    )
    attempt.require(
        len(chunks) == 2 and read[:1] == "a",
        result,
        expected,
        "the first stream begins at index 0, and the chunks are as many as the text fills",
    )
    for short, full in (("abcdefg", [(["abc", "def"], ["bcd", "efg"])]), ("abcdef", [])):
        found = chunks_of(attempt, attempt(short, 2, 3), 2, 3)
        hint = "the last target may be the last character of the text, but must not lie behind it"
        attempt.require(found == full, found, full, hint)


def require_targets(attempt: Attempt, chunks: list[tuple], text: str, expected: object) -> None:
    """Require that the targets are what stands one character after the inputs."""
    inputs, targets = ([piece for chunk in chunks for piece in chunk[i]] for i in (0, 1))
    attempt.require(
        not inputs or inputs != targets,
        chunks,
        expected,
        "the targets are the inputs: the net would learn to repeat what it reads",
    )
    attempt.require(
        all(
            one + other[-1] in text and one[1:] == other[:-1] for one, other in zip(inputs, targets)
        ),
        chunks,
        expected,
        "each target is one character further",
    )
