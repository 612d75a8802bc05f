"""Weights in 16 or 8 bits, and back.

In "float16", each number is a half-precision number. In "int8", each row of a matrix (the numbers
along its last axis) is a row of whole numbers from -127 to 127 and one scale, a float32, that they
are multiplied by; vectors stay in 16 bits. Arrays of type uint8 and
int16 are stored as they are. All bytes
stand in little-endian order.
"""

from __future__ import annotations

from typing import Any

import numpy as np

DTYPES = ("float16", "int8")
PLAIN = {"float16": "<f2", "uint8": "u1", "int16": "<i2"}  # these need no scales


def store(data: bytearray, array: np.ndarray, dtype: str, what: str) -> dict[str, Any]:
    """Append an array to `data`; return how the manifest describes it.

    Raises ValueError if it holds what these bits cannot: nan, infinity, in 16 bits numbers above
    65504.
    """
    given = array.dtype.name
    dtype = given if given in ("uint8", "int16") else "float16" if array.ndim == 1 else dtype
    entry: dict[str, Any] = {"dtype": dtype, "shape": list(array.shape), "offset": len(data)}
    if dtype == given:
        data += array.astype(PLAIN[dtype]).tobytes()
        return entry
    with np.errstate(over="ignore"):  # what overflows is refused here
        kept = array.astype("<f2" if dtype == "float16" else "<f4")
    if not np.isfinite(kept).all():
        raise ValueError(
            f"{what} holds numbers that {dtype} cannot, or no numbers; has the training diverged?"
        )
    if dtype == "float16":
        data += kept.tobytes()
        return entry
    scales = (np.abs(kept).max(axis=-1, keepdims=True) / 127).astype("<f4")
    whole = np.rint(kept / np.where(scales > 0, scales, 1)).clip(-127, 127)
    data += whole.astype("i1").tobytes()
    entry["scales"] = len(data)
    data += scales.tobytes()
    return entry


def load(data: bytes, entry: dict[str, Any]) -> np.ndarray:
    """Return the array that the manifest describes so, as float64."""
    shape = tuple(entry["shape"])
    count = int(np.prod(shape))
    if entry["dtype"] in PLAIN:
        values = np.frombuffer(data, PLAIN[entry["dtype"]], count, entry["offset"])
        return values.reshape(shape).astype(np.float64)
    whole = np.frombuffer(data, "i1", count, entry["offset"]).reshape(shape)
    scales = np.frombuffer(data, "<f4", count // shape[-1], entry["scales"])
    return whole.astype(np.float64) * scales.reshape(*shape[:-1], 1).astype(np.float64)
