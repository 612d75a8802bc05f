"""Training, validation and test rows, and the audit that looks for leaks between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sklearn.model_selection import train_test_split


@dataclass(frozen=True)
class Split:
    """Row numbers of the three parts, each an int array, in increasing order."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def split_by_group(
    groups: ArrayLike, labels: ArrayLike, *, seed: int, validation: float = 0.15, test: float = 0.15
) -> Split:
    """Share out whole groups, so that no group stands in two parts, stratified by label.

    `groups` and `labels` have shape (N,). `validation` and `test` are shares of the groups. A group
    whose rows have several labels counts under the rarest of them, so that rare labels stand in
    every part. Raises ValueError if the shares leave nothing to train on, or if a label has too few
    groups to stand in every part.
    """
    groups, labels = np.asarray(groups), np.asarray(labels)
    if not (validation > 0 and test > 0 and validation + test < 1):
        raise ValueError(
            f"validation={validation} and test={test} must be positive and leave a share to train "
            "on"
        )
    keys, member = np.unique(groups, return_inverse=True)
    key_labels = _rarest_label(member, labels)
    _check_enough(key_labels)
    rest, test_keys = train_test_split(
        np.arange(len(keys)), test_size=test, stratify=key_labels, random_state=seed
    )
    train_keys, validation_keys = train_test_split(
        rest, test_size=validation / (1 - test), stratify=key_labels[rest], random_state=seed
    )
    return Split(
        *(
            np.flatnonzero(np.isin(member, part))
            for part in (train_keys, validation_keys, test_keys)
        )
    )


def split_by_row(
    labels: ArrayLike, *, seed: int, validation: float = 0.15, test: float = 0.15
) -> Split:
    """Share out single rows, stratified by label: right only where no two rows belong together."""
    labels = np.asarray(labels)
    return split_by_group(
        np.arange(len(labels)), labels, seed=seed, validation=validation, test=test
    )


def _rarest_label(member: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return for each group 0 … G-1 the rarest label among its rows, shape (G,)."""
    _, label, counts = np.unique(labels, return_inverse=True, return_counts=True)
    rarest_first = np.argsort(counts[label], kind="stable")
    _, first = np.unique(member[rarest_first], return_index=True)
    return labels[rarest_first[first]]


def _check_enough(group_labels: np.ndarray) -> None:
    values, counts = np.unique(group_labels, return_counts=True)
    if counts.min() < 3:
        rare = str(values[counts.argmin()])
        raise ValueError(
            f"label {rare!r} has {counts.min()} group(s), three parts need at least 3; drop or "
            "merge it"
        )


def leak_audit(split: Split, keys: Mapping[str, ArrayLike]) -> pd.DataFrame:
    """Count the rows of validation and test whose key also stands in training.

    `keys` maps a description to an array of shape (N,), such as ``{"same name": names}``. One row
    per key, with the columns `validation`, `test` (counts) and `validation share`, `test share` (of
    that part's rows).
    """
    table = {}
    for what, values in keys.items():
        values = np.asarray(values)
        seen = {
            part: pd.Index(values[rows]).isin(values[split.train])
            for part, rows in (("validation", split.validation), ("test", split.test))
        }
        table[what] = {part: int(hits.sum()) for part, hits in seen.items()}
        table[what] |= {f"{part} share": float(hits.mean()) for part, hits in seen.items()}
    return pd.DataFrame.from_dict(table, orient="index")


def split_text(
    text: str, *, validation: float = 0.1, test: float = 0.1, border: str = "\n\n"
) -> tuple[str, str, str]:
    """Cut a text into a training, a validation and a test part, in its order, each at a `border`.

    `validation` and `test` are shares of the characters; a part begins after the border that
    is next to its share, so that no poem stands in two parts. Raises ValueError if the shares
    leave nothing, or if the text has no such border where one is needed.
    """
    if not (validation > 0 and test > 0 and validation + test < 1):
        raise ValueError(
            f"validation={validation} and test={test} must be positive and leave a share to train "
            "on"
        )
    cuts = []
    for share in (1 - validation - test, 1 - test):
        found = text.find(border, int(share * len(text)))
        if found < 0 or found + len(border) >= len(text) or found in cuts:
            raise ValueError(
                f"the text has no border {border!r} after {share:.0%} of its {len(text)} "
                "characters; "
                "take a longer text, or another border"
            )
        cuts.append(found)
    first, second = (cut + len(border) for cut in cuts)
    return text[:first], text[first:second], text[second:]
