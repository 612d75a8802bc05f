"""What is passed to a calculation by hand, checked; nothing is computed with it."""

from __future__ import annotations

import numpy as np


def check_attended(
    q: np.ndarray, k: np.ndarray, values: np.ndarray, mask: np.ndarray | None
) -> None:
    """Raise ValueError unless queries (T, H), keys (S, H), values (S, D) and mask (S,) fit, and
    something is left to look at.
    """
    if not (q.ndim == k.ndim == values.ndim == 2 and q.shape[1] == k.shape[1]):
        raise ValueError(
            f"queries have shape {q.shape}, keys {k.shape} and values {values.shape}; expected "
            "(T, H), (S, H) and (S, D), with one H: hand over one sequence at a time"
        )
    if len(k) != len(values) or len(k) == 0:
        raise ValueError(
            f"there are {len(k)} keys and {len(values)} values; expected a key for each value, "
            "and at least one"
        )
    if mask is not None and (mask.shape != (len(k),) or mask.dtype != bool or not mask.any()):
        raise ValueError(
            f"the mask has shape {mask.shape}, dtype {mask.dtype} and {int(mask.sum())} true "
            f"values; expected ({len(k)},), bool, and at least one: there must be something to "
            "look at"
        )
