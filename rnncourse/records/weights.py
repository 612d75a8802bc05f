"""The weights of a committed run, beside its record: ``results/weights/<study>/<digest>.npz``, in
16 bits.

The record names the digest of the file. A page that uses the weights scores them on validation data
and compares with the record, so that a model built otherwise, or another way to prepare data,
cannot pass.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LARGEST = 600_000  # bytes of one file
CLOSE = 1e-3  # 16 bits may move a score by so much


@dataclass(frozen=True)
class KeptRun:
    """A recorded run with its weights: arrays (float32, as rounded to 16 bits) by name, as the
    framework's `weights_of` gives them.
    """

    configuration: dict
    seed: int
    metrics: dict
    weights: Mapping[str, np.ndarray]

    def check(self, metric: str, score: float) -> None:
        """Compare a score computed with these weights with the recorded one; raise AssertionError
        if they are further apart than CLOSE.
        """
        recorded = self.metrics[metric]
        if not abs(score - recorded) <= CLOSE:
            raise AssertionError(
                f"with the stored weights {metric} is {score:.5f}, and {recorded:.5f} was "
                f"recorded, more than {CLOSE:g} apart; "
                "is the model built, and are the data prepared, as in the run?"
            )


def store(results: Path, study: str, arrays: Mapping[str, np.ndarray]) -> str:
    """Write arrays in 16 bits and return the digest that names their file; raise ValueError if they
    are too large for it.

    Files are too large above LARGEST bytes, numbers above 65504.
    """
    with np.errstate(over="ignore"):  # what overflows is refused below
        packed = {name: np.asarray(array, np.float16) for name, array in arrays.items()}
    for name, array in packed.items():
        if not np.isfinite(array).all():
            raise ValueError(
                f"the weights {name!r} of {study} hold numbers that 16 bits cannot, or no numbers; "
                "has the training diverged?"
            )
    file = io.BytesIO()
    np.savez_compressed(file, **packed)
    data = file.getvalue()
    if len(data) > LARGEST:
        raise ValueError(
            f"the weights of {study} take {len(data):,} bytes, expected {LARGEST:,} at most; keep "
            "those of a smaller net"
        )
    digest = _digest(data)
    path = _path(results, study, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    aside.write_bytes(data)
    aside.replace(path)
    return digest


def load(results: Path, study: str, digest: str) -> dict[str, np.ndarray]:
    """Read stored weights as float32, by name; raise LookupError if their file is missing or
    damaged.
    """
    path = _path(results, study, digest)
    data = path.read_bytes() if path.is_file() else b""
    if _digest(data) != digest:
        raise LookupError(
            f"{path} {'has another digest' if data else 'is missing'}, expected the weights that a "
            "record names; restore it from the repository"
        )
    with np.load(io.BytesIO(data)) as arrays:
        return {name: arrays[name].astype(np.float32) for name in arrays.files}


def exist(results: Path, study: str, digest: str | None) -> bool:
    """Whether there is a file of weights with this digest."""
    return digest is not None and _path(results, study, digest).is_file()


def forget_others(results: Path, study: str, digests: set[str]) -> None:
    """Delete the stored weights of `study` whose digest is none of these."""
    for path in (results / "weights" / study).glob("*.npz"):
        if path.stem not in digests:
            path.unlink()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _path(results: Path, study: str, digest: str) -> Path:
    return results / "weights" / study / f"{digest}.npz"
