"""A model, or plain arrays, as a manifest and bytes, and these handed to the page."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnncourse.live import counting, movement, storage
from rnncourse.live.layers import OF_SYMBOLS, Layer, check_chain

FORMAT = 1  # of the manifest; book/live/nets.js refuses another
LARGEST = 600_000  # bytes that a reader loads for a net
MIME = "application/vnd.rnncourse.live+json"
PREFIX = "application/papermill.record/"  # keeps an output out of sight: see reporting.report
IN_BOOK = "RNNCOURSE_IN_BOOK"  # stands in the environment while the book is built
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Packed:
    """A net for the page, or plain arrays: what is in the bytes, and the bytes.

    The manifest holds "format", "bytes" (how many), "checksum" (the first 16 digits of their
    SHA-256), "input" ({"kind": "symbols" or "vectors", "size"}), "symbols" and "classes" (lists of
    texts, or None), "facts", what a page must know besides, and "layers", each with "kind", "name",
    "units", its options (see :class:`rnncourse.live.layers.Layer`) and "arrays" ({name: {"dtype",
    "shape", "offset"}}, with "scales", the place of the scales, where the dtype is int8). That of
    plain arrays holds "format", "bytes", "checksum", "arrays" and "facts"; that of an encoder and a
    decoder is told in :func:`rnncourse.live.pack_pairs`.
    """

    manifest: dict[str, Any]
    data: bytes

    @property
    def checksum(self) -> str:
        """The name of the file that holds the bytes."""
        return self.manifest["checksum"]

    def weights(self) -> list[dict[str, np.ndarray]]:
        """Return the arrays of each layer by name, decoded, as float64."""
        return [
            {name: storage.load(self.data, entry) for name, entry in layer["arrays"].items()}
            for layer in self.manifest["layers"]
        ]

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the plain arrays by name, decoded, as float64."""
        return {
            name: storage.load(self.data, entry) for name, entry in self.manifest["arrays"].items()
        }


def pack(
    model: Any,
    *,
    symbols: Iterable[str] | None = None,
    classes: Iterable[str] | None = None,
    dtype: str = "float16",
    output: str = "last",
    facts: Mapping[str, Any] | None = None,
) -> Packed:
    """Pack the weights of a Keras or PyTorch model, or of a fitted
    :func:`rnncourse.baselines.ngram_classifier`, in "float16" or in "int8", or the text that a page
    counts, :class:`rnncourse.live.Counted`.

    With `symbols`, such as ``vocab.symbols``, the page's net reads texts: a model of one-hot
    vectors then gets a layer before it that makes them; n-grams need them. `classes` are the names
    of what it answers, `facts` what a page must know besides, as JSON can hold it. A PyTorch model
    whose forward nobody can read is passed as the list of its parts, in the order in which they
    run, over the steps; `output` says whether its last recurrent part hands on its "last" state or
    "all".

    Dropout, masks and padding are left out: a page reads each sequence whole, alone, and at its own
    length. Raises ValueError for a layer that no page can run, with its name, for symbols and
    classes that do not fit, and for more bytes than a reader should load; TypeError for what is no
    model.
    """
    check_dtype(dtype)
    symbols, classes = texts(symbols, "symbols"), texts(classes, "classes")
    layers = read(model, output, symbols)
    if symbols and layers[0].kind not in OF_SYMBOLS:
        size = layers[0].size
        layers = [Layer("onehot", "one-hot", size, size), *layers]
    check_chain(layers)
    check_count(symbols, layers[0].size, "symbols", "reads")
    check_count(classes, layers[-1].gives, "classes", "answers")
    data = bytearray()
    described = [describe(layer, data, dtype) for layer in layers]
    check_size("weights", data, "pack them as int8" if dtype == "float16" else "take a smaller net")
    manifest = head(data) | {
        "input": {
            "kind": "symbols" if layers[0].kind in OF_SYMBOLS else "vectors",
            "size": layers[0].size,
        },
        "symbols": symbols,
        "classes": classes,
        "layers": described,
        "facts": dict(facts or {}),
    }
    return Packed(manifest, bytes(data))


def pack_arrays(
    arrays: Mapping[str, np.ndarray], *, dtype: str = "float16", facts: Mapping[str, Any]
) -> Packed:
    """Pack plain arrays by name, such as stored logits: those of type uint8 and int16 as they
    are, others as `dtype` says.

    `facts` is what a page must know besides, as JSON can hold it. Raises ValueError on arrays that
    these bits cannot hold, and on more bytes than a reader should load.
    """
    data = bytearray()
    entries = {
        name: storage.store(data, array, dtype, f"the array {name!r}")
        for name, array in arrays.items()
    }
    check_size("arrays", data, "send fewer rows")
    return Packed(head(data) | {"arrays": entries, "facts": dict(facts)}, bytes(data))


def check_dtype(dtype: str) -> None:
    """Raise ValueError unless weights can be stored so."""
    if dtype not in storage.DTYPES:
        raise ValueError(f"dtype is {dtype!r}, expected one of {', '.join(storage.DTYPES)}")


def head(data: bytearray) -> dict[str, Any]:
    """How every manifest begins: the format, and how to know the bytes."""
    checksum = hashlib.sha256(data).hexdigest()[:16]
    return {"format": FORMAT, "bytes": len(data), "checksum": checksum}


def check_size(what: str, data: bytearray, remedy: str) -> None:
    """Raise ValueError on more bytes than a reader should load."""
    if len(data) > LARGEST:
        raise ValueError(
            f"the {what} take {len(data):,} bytes, expected {LARGEST:,} at most; {remedy}"
        )


def read(model: Any, output: str, symbols: list[str] | None) -> list[Layer]:
    """Return the layers of a model of either framework, or of scikit-learn."""
    of = {kind.__module__.partition(".")[0] for kind in type(model).__mro__}
    if "keras" in of:
        from rnncourse.live.from_keras import layers_of

        return layers_of(model)
    if "torch" in of or isinstance(model, Sequence) and not isinstance(model, str):
        from rnncourse.live.from_torch import layers_of

        return layers_of(model, output)
    if "sklearn" in of:
        from rnncourse.live.ngrams import layers_of

        pipeline: Any = model
        return layers_of(pipeline, symbols)
    if isinstance(model, counting.Counted):
        return counting.layers_of(model, symbols)
    if isinstance(model, movement.OfWindows):
        return movement.layers_of(model)
    raise TypeError(
        f"model is a {type(model).__name__}, expected a Keras model, a PyTorch module, a list of "
        "PyTorch modules in the order in which they run, a pipeline on n-grams, a text to count, "
        "or a model of windows"
    )


def pack_keys(keys: Iterable[str]) -> Packed:
    """Pack keys of names, such as those of :func:`rnncourse.generation.name_key`, for a page that
    says which names exist.
    """
    return Packed(*counting.keys_as_bytes(keys))


def texts(given: Iterable[str] | None, what: str) -> list[str] | None:
    """Return texts as a list; raise ValueError unless they differ and are texts."""
    if given is None:
        return None
    found = list(given)
    if not all(isinstance(each, str) and each for each in found) or len(set(found)) < len(found):
        raise ValueError(f"{what} are {found}, expected texts that differ and are not empty")
    return [str(each) for each in found]


def check_count(given: Sequence[str] | None, expected: int, what: str, does: str) -> None:
    """Raise ValueError unless there are as many names as the net has symbols or classes."""
    if given is not None and len(given) != expected:
        raise ValueError(
            f"there are {len(given)} {what}, and the net {does} {expected}; pass those that it was "
            "trained with, in order"
        )


def describe(layer: Layer, data: bytearray, dtype: str) -> dict[str, Any]:
    """Append the arrays of a layer to `data`; return its part of the manifest."""
    arrays = {
        name: storage.store(data, np.asarray(array), dtype, f"{name} of layer {layer.name!r}")
        for name, array in layer.arrays.items()
    }
    facts = {"kind": layer.kind, "name": layer.name, "units": layer.units}
    return {**facts, **layer.options, "arrays": arrays}


def publish(packed: Packed, name: str) -> None:
    """Hand a packed net to the page that is built, under a name such as "names-gru".

    The output of the cell, which nobody sees, carries it into the cache and from there to the site.
    Where no book is built, as in a reader's notebook, nothing happens. Raises ValueError on a name
    that could not stand in an address.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"name is {name!r}, expected small letters, digits and single hyphens")
    if IN_BOOK not in os.environ:
        return
    from IPython.display import display

    content = {
        "name": name,
        "manifest": packed.manifest,
        "data": base64.b64encode(packed.data).decode("ascii"),
    }
    display(
        {PREFIX + MIME: content},
        raw=True,
        metadata={"scrapbook": {"name": f"live/{name}", "mime_prefix": PREFIX}},
    )
