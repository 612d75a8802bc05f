"""Recordings of a sensor for the page, put together again from the windows that were cut from them.

They travel as whole numbers of 16 bits, 4096 to 1 g and 1024 to 1 rad/s, with what was done in
them, one part behind the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rnncourse.datasets.activity import RATE, STEPS, Activities
from rnncourse.live.packing import Packed, pack_arrays

PER_UNIT = {"g": 4096, "rad/s": 1024}


def stitched(windows: np.ndarray) -> np.ndarray:
    """Return the signal (T, D) that windows (n, STEPS, D) were cut from, each of which begins with
    the second half of the one before.

    Raises ValueError where two windows do not overlap so.
    """
    half = STEPS // 2
    same = np.isclose(windows[1:, :half], windows[:-1, half:], atol=1e-6).all(axis=(1, 2))
    if not same.all():
        raise ValueError(
            f"window {same.argmin() + 1} does not begin with the second half of the window before; "
            "pass the windows of one recording, in their order"
        )
    return np.concatenate([windows[0], *windows[1:, half:]])


def unbroken(x: np.ndarray) -> np.ndarray:
    """Number the recordings (N,) that windows x (N, STEPS, D) were cut from, one behind the
    other: a window that continues the one before has its number.
    """
    half = STEPS // 2
    continues = np.isclose(x[1:, :half], x[:-1, half:], atol=1e-6).all(axis=(1, 2))
    return np.cumsum(np.r_[False, ~continues])


def medley(
    activities: Activities, person: int, take: int, order: Sequence[int], *, start: int, length: int
) -> tuple[np.ndarray, list[list[int]]]:
    """Put pieces of `length` samples, from sample `start` of a recording of each class in `order`,
    one behind the other; return the signal (T, D) and its parts, [samples, class] each.

    Of the recordings of one person and class, `take` says which. Raises ValueError if there is
    none, or if one is too short.
    """
    number, pieces = unbroken(activities.x), []
    for label in order:
        rows = (activities.person == person) & (activities.y == label)
        found = np.unique(number[rows])
        signal = stitched(activities.x[number == found[take]]) if take < len(found) else None
        if signal is None or len(signal) < start + length:
            there = "there is none" if signal is None else f"it has {len(signal)} samples"
            raise ValueError(
                f"of person {person}, recording {take} of {activities.classes[label]}: {there}, "
                f"expected {start + length} samples; take a shorter piece or another person"
            )
        pieces.append(signal[start : start + length])
    return np.concatenate(pieces), [[length, int(label)] for label in order]


def pack_recordings(
    recordings: Sequence[tuple[np.ndarray, list[list[int]]]], activities: Activities
) -> Packed:
    """Pack signals (T, D) with their parts, such as those of `medley`."""
    scale = [PER_UNIT[unit] for unit in activities.units]
    arrays = {
        f"samples.{place}": np.rint(signal * scale).astype(np.int16)
        for place, (signal, _) in enumerate(recordings)
    }
    facts = {
        "rate": RATE,
        "window": STEPS,
        "channels": list(activities.channels),
        "scale": scale,
        "classes": list(activities.classes),
        "recordings": [{"parts": parts} for _, parts in recordings],
    }
    return pack_arrays(arrays, facts=facts)
