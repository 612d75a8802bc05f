"""What a page counts by itself: a Kneser-Ney model, from the text that it is counted from, and the
names that exist, from their keys.

The first is a layer, "kneser_ney", with the option "order" and the array text (N,), the places of
its symbols, uint8. It answers with the logarithms of the probabilities of
:class:`rnncourse.baselines.KneserNey`, and remembers the last symbols.

The keys of names are no net. Each becomes a number of 24 bits, three bytes, the most significant
first; the numbers stand in order, each once. A key is taken for known if its number is among them,
so that one of 16 million divided by their count is taken for known by mistake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnncourse.baselines.kneser_ney import KneserNey
from rnncourse.live.layers import Layer


@dataclass(frozen=True)
class Counted:
    """A Kneser-Ney model of an `order` that the page counts from a text (N,) of indices."""

    order: int
    text: np.ndarray


def layers_of(model: Counted, symbols: Sequence[str] | None) -> list[Layer]:
    """Read a model into one layer; raise ValueError unless the page can number its n-grams."""
    V, text = len(symbols or ()), np.asarray(model.text)
    if not 0 < V < 256 or model.order < 1 or V**model.order > 2**53:
        raise ValueError(
            f"order is {model.order}, for {V} symbols; a page numbers n-grams of at most 255 "
            "symbols up to 2^53; pass the symbols of the text, and a lower order"
        )
    if not text.size or text.min() < 0 or text.max() >= V:
        raise ValueError(
            f"the text, of {text.size} indices, is empty or holds others than 0 … {V - 1}; encode "
            "it with the same symbols"
        )
    options, arrays = {"order": model.order}, {"text": text.astype(np.uint8)}
    return [Layer("kneser_ney", "Kneser–Ney", V, V, options, arrays)]


def forward(layer: dict[str, Any], arrays: dict[str, np.ndarray], x: np.ndarray) -> np.ndarray:
    """Return log-probabilities (B, T, V) after each of the symbols x (B, T)."""
    model = KneserNey(layer["units"], layer["order"]).fit(arrays["text"].astype(int))
    return np.log(
        [[model.probabilities(row[: t + 1]) for t in range(len(row))] for row in x.tolist()]
    )


def numbered(keys: Iterable[str]) -> np.ndarray:
    """Return the different numbers of keys, in order (N,)."""
    return np.array(sorted({number_of(key) for key in keys}), np.uint32)


def number_of(key: str) -> int:
    """The number of a key, 24 bits: FNV-1a of its UTF-8, its upper 8 bits folded onto the lower."""
    value = 0x811C9DC5
    for byte in key.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value >> 24 ^ value & 0xFFFFFF


def keys_as_bytes(keys: Iterable[str]) -> tuple[dict[str, Any], bytes]:
    """Return the manifest and the bytes of keys that a page is to know."""
    numbers = numbered(keys)
    data = numbers.astype(">u4").view(np.uint8).reshape(-1, 4)[:, 1:].tobytes()
    checksum = hashlib.sha256(data).hexdigest()[:16]
    return {"format": 1, "kind": "keys", "bytes": len(data), "checksum": checksum}, data
