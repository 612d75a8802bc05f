"""Checks of splits: what belongs together stays on one side, and copies are made afterwards."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.attempt import Attempt, check, numbers
from rnncourse.checks.values import shown

PARTS = {
    2: "two arrays of row numbers: those of training, those held out",
    3: "three arrays of row numbers: those of training, of validation and of test",
}
ROWS = "return where the names stand, not the names, nor True and False"


def rows_of(attempt: Attempt, count: int, *args: np.ndarray, seed: int) -> list[np.ndarray]:
    """The rows of each of `count` parts, by the student's function."""
    result = attempt(*args, seed=seed)
    attempt.require(
        isinstance(result, (tuple, list)) and len(result) == count,
        f"returned {shown(result)}",
        PARTS[count],
        "return them with commas between them",
    )
    parts = [numbers(attempt, part, PARTS[count], ROWS) for part in result]
    for part in parts:
        attempt.require(part.ndim == 1 and part.dtype.kind in "iu", part, PARTS[count], ROWS)
    return parts


def require_each_row_once(attempt: Attempt, parts: list[np.ndarray], count: int) -> None:
    """Require that the parts hold each of `count` rows once."""
    rows = np.sort(np.concatenate(parts))
    different = len(np.unique(rows))
    attempt.require(
        np.array_equal(rows, np.arange(count)),
        f"returned {len(rows)} rows, {different} of them different",
        f"each of the {count} rows once",
        "a row stands in two parts: what is drawn for one must not be drawn for another"
        if different < len(rows)
        else "what is not held out is in the training part",
    )


def require_drawn(attempt: Attempt, part: np.ndarray, *args: np.ndarray, count: int) -> None:
    """Require that the last part, for seed 0, is drawn: the same for this seed, another for the
    next.
    """
    again, other = (np.sort(rows_of(attempt, count, *args, seed=seed)[-1]) for seed in (0, 1))
    attempt.require(
        np.array_equal(again, np.sort(part)),
        "returned other rows when called again",
        "the same rows for the same seed",
        "draw with np.random.default_rng(seed)",
    )
    attempt.require(
        not np.array_equal(other, np.sort(part)),
        "returned the same rows as for seed=0",
        "other rows",
        "the rows are cut as they come, or the seed is not used; in a sorted table the last ones "
        "are of one class",
    )


@check
def family_split(attempt: Attempt) -> None:
    """`split_families(families, seed=…)`: the rows of training and those held out; no family stands
    in both.

    Draw families, not rows: np.unique lists them, default_rng(seed).permutation mixes them, a
    fifth of them is held out, np.isin says for each row whether its family is among those, and
    np.flatnonzero makes row numbers of that.
    """
    families = np.repeat([f"family {i:02d}" for i in range(50)], np.arange(50) % 4 + 1)
    train, test = rows_of(attempt, 2, families, seed=0)
    require_each_row_once(attempt, [train, test], len(families))
    shared = np.intersect1d(families[train], families[test])
    attempt.require(
        not len(shared),
        f"put {str(next(iter(shared), ''))!r} into both parts",
        "every family in one part alone",
        "draw families, not rows; then ask with np.isin which rows they own",
    )
    share = len(test) / len(families)
    attempt.require(
        0.05 <= share <= 0.4,
        f"returned {len(test)} of {len(families)} rows as held out",
        "about a fifth",
        "training comes first, and has the larger part"
        if share > 0.5
        else "draw a fifth of the families",
    )
    require_drawn(attempt, test, families, count=2)


@check
def name_split(attempt: Attempt) -> None:
    """`split_names(names, seed=…)`: the rows of training, validation and test; no name stands in
    two of them.

    Draw names, not rows: np.unique lists them, default_rng(seed).permutation mixes them, the first
    fifth is for the test, the second for validation. np.isin says for each row whether its name is
    among those, and np.flatnonzero makes row numbers of that.
    """
    once = [f"name {i:02d}" for i in range(60)]
    names = np.array(once + once[:40])  # as in two lists, one below the other
    parts = rows_of(attempt, 3, names, seed=0)
    require_each_row_once(attempt, parts, len(names))
    train, validation, test = parts
    for one, other in ((train, validation), (train, test), (validation, test)):
        shared = np.intersect1d(names[one], names[other])
        attempt.require(
            not len(shared),
            f"put {str(next(iter(shared), ''))!r} into two parts",
            "every name in one part alone, with both its rows",
            "draw names, not rows; then ask with np.isin which rows they own",
        )
    sizes = [len(part) for part in parts]
    attempt.require(
        all(0.08 <= size / len(names) <= 0.35 for size in sizes[1:]),
        f"returned parts of {sizes} rows",
        "about a fifth each for validation and test, and the rest for training",
        "training comes first, and has the largest part"
        if sizes[0] < max(sizes)
        else "draw a fifth of the names for each",
    )
    require_drawn(attempt, test, names, count=3)


def require_no_copies(
    attempt: Attempt, names: np.ndarray, train: np.ndarray, held_out: np.ndarray
) -> None:
    """Require that no row, and no name, stands in both parts."""
    outside = np.concatenate([train, held_out])
    outside = outside[(outside < 0) | (outside >= len(names))]
    attempt.require(
        not len(outside),
        f"returned the row {next(iter(outside), '')}",
        f"rows 0 … {len(names) - 1} of the table that was passed",
        "these are places in a table that was repeated first: split first, then repeat row numbers",
    )
    copies = np.intersect1d(train, held_out)
    row = next(iter(copies), 0)
    attempt.require(
        not len(copies),
        f"put row {row}, {str(names[row])!r}, into both parts, and {len(copies) - 1} others",
        "every row on one side",
        "rows were repeated before the split, so copies of a training row are scored, and the "
        "score measures memory: split first, then repeat within the training part",
    )
    shared = np.intersect1d(names[train], names[held_out])
    attempt.require(
        not len(shared),
        f"put {str(next(iter(shared), ''))!r} into both parts, under two labels",
        "every name on one side",
        "draw names, not rows; then ask with np.isin which rows they own",
    )


def require_equal_classes(
    attempt: Attempt, labels: np.ndarray, train: np.ndarray, held_out: np.ndarray
) -> None:
    """Require all rows that are not held out, repeated until every class is as frequent as the
    largest.
    """
    kept = np.setdiff1d(np.arange(len(labels)), held_out)
    lost = np.setdiff1d(kept, train)
    before, after = (np.bincount(labels[rows], minlength=3) for rows in (kept, train))
    attempt.require(
        not len(lost),
        f"left {len(lost)} rows out of both parts",
        "every row that is not held out, at least once",
        "that is undersampling, which throws rows away: repeat the rare ones instead"
        if after.max() < before.max()
        else "rng.choice with replacement leaves some rows out: take all rows of a class once, and "
        "draw only what is missing",
    )
    attempt.require(
        (after == before.max()).all(),
        f"returned a training part with {after.tolist()} rows of the three classes",
        [int(before.max())] * 3,
        "nothing is repeated"
        if np.array_equal(after, before)
        else "repeat each class until it has as many rows as the largest has in training",
    )


@check
def oversampling(attempt: Attempt) -> None:
    """`split_and_oversample(names, labels, seed=…)`: the rows of training, those of rare classes
    repeated, and the held-out rows, each once.

    Split first, by name: hold out a fifth of the names. Then, for each class, take its training
    rows, and add rows that rng.choice draws among them until there are as many as of the largest
    class.
    """
    names = np.array([f"name {i:02d}" for i in range(86)] + [f"name {i:02d}" for i in range(4)])
    labels = np.repeat([0, 1, 2, 1], [60, 20, 6, 4])
    train, held_out = rows_of(attempt, 2, names, labels, seed=0)
    require_no_copies(attempt, names, train, held_out)
    attempt.require(
        len(np.unique(held_out)) == len(held_out),
        f"held {len(held_out)} rows out, {len(np.unique(held_out))} of them different",
        "each held-out row once",
        "only what is trained on is repeated: held-out names keep the mix that a net will meet",
    )
    attempt.require(
        0.05 <= len(held_out) / len(names) <= 0.4,
        f"held {len(held_out)} of {len(names)} rows out",
        "about a fifth",
        "the training part comes first, the held-out rows second",
    )
    require_equal_classes(attempt, labels, train, held_out)
    require_drawn(attempt, held_out, names, labels, count=2)
