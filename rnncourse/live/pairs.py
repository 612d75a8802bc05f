"""An encoder and a decoder for the page: packed in parts, and what the page must answer.

B sources of S symbols, targets of T; index 0 is padding, and no page needs it: sources here are
equally long. The page's side is ``book/live/encoder_decoder.js``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from rnncourse.live import reference
from rnncourse.live.layers import OF_SYMBOLS, check_chain
from rnncourse.live.packing import Packed, check_count, check_dtype, check_size, describe, head
from rnncourse.preprocessing.encoding import END, START, Vocab

State = tuple[np.ndarray, ...]


def pack_pairs(
    model: Any,
    sources: Vocab,
    targets: Vocab,
    *,
    dtype: str = "float16",
    facts: Mapping[str, Any] | None = None,
) -> Packed:
    """Pack an EncoderDecoder in PyTorch, without attention or with that of dot products.

    The manifest holds "format", "bytes", "checksum", "parts" ({name: {"input", "layers"}}, as
    :class:`rnncourse.live.Packed` has them), "sources" and "targets" (lists of symbols), "start"
    and "end" (places among the targets), and "facts", what a page must know besides, as JSON can
    hold it. Raises TypeError for another model; ValueError for additive attention, for vocabularies
    of other sizes, and for more bytes than a reader should load.
    """
    from rnncourse.live.from_torch import parts_of_pairs

    check_dtype(dtype)
    data, parts = bytearray(), {}
    for name, layers in parts_of_pairs(model).items():
        check_chain(layers)
        kind = "symbols" if layers[0].kind in OF_SYMBOLS else "vectors"
        described = [describe(layer, data, dtype) for layer in layers]
        parts[name] = {"input": {"kind": kind, "size": layers[0].size}, "layers": described}
    check_count(sources.symbols, parts["encoder"]["input"]["size"], "symbols", "reads")
    check_count(targets.symbols, parts["decoder"]["input"]["size"], "symbols", "writes")
    check_size("weights", data, "pack them as int8" if dtype == "float16" else "take a smaller net")
    manifest = head(data) | {
        "parts": parts,
        "sources": list(sources.symbols),
        "targets": list(targets.symbols),
        "start": targets.index[START],
        "end": targets.index[END],
        "facts": dict(facts or {}),
    }
    return Packed(manifest, bytes(data))


def first_state(packed: Packed, sources: np.ndarray) -> State:
    """Read sources (B, S); return the state with which `next_logits` begins: the decoder's own
    (B, H), the encoder's (B, S, 2 H) and, with attention, their keys (B, S, H).
    """
    states = reference.forward(part_of(packed, "encoder"), sources)
    H = states.shape[2] // 2
    ends = np.concatenate([states[:, -1, :H], states[:, 0, H:]], axis=1)  # the last of both ways
    summary = reference.forward(part_of(packed, "bridge"), ends[:, None])[:, 0]
    if "key" not in packed.manifest["parts"]:
        return summary, summary[:, None]
    return summary, states, reference.forward(part_of(packed, "key"), states)


def next_logits(packed: Packed) -> Callable[[np.ndarray, State], tuple[np.ndarray, State]]:
    """Make a callable for `generation.decoding` of a packed encoder and decoder."""
    step = decoder_step(packed)
    return lambda symbols, state: step(symbols, state)[:2]


def decoder_step(packed: Packed) -> Callable[[np.ndarray, State], tuple[Any, ...]]:
    """Make a callable: symbols (B,) and a state in; logits (B, V), the next state and the weights
    of attention (B, S) out.

    Without attention, the summary is all there is to look at.
    """
    decode = reference.next_logits(part_of(packed, "decoder"))
    output = part_of(packed, "output")

    def step(symbols: np.ndarray, state: State) -> tuple[np.ndarray, State, np.ndarray]:
        h, states, *keys = state
        h, _ = decode(symbols, {1: h})
        scores = np.zeros(states.shape[:2])
        if keys:
            scores = np.einsum("bsh,bh->bs", keys[0], h) / math.sqrt(h.shape[1])
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        context = np.einsum("bs,bsd->bd", weights, states)
        logits = reference.forward(output, np.concatenate([h, context], axis=1)[:, None])[:, 0]
        return logits, (h, states, *keys), weights

    return step


def follow(packed: Packed, sources: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return logits (B, T, V) and the weights of attention (B, T, S) after each step of targets
    (B, T), given sources (B, S).
    """
    state, step, found = first_state(packed, sources), decoder_step(packed), []
    for symbols in targets.T:
        logits, state, weights = step(symbols, state)
        found.append((logits, weights))
    logits, weights = zip(*found)
    return np.stack(logits, axis=1), np.stack(weights, axis=1)


def part_of(packed: Packed, name: str) -> Packed:
    """A part of a packed encoder and decoder, as a packed net."""
    return Packed(packed.manifest["parts"][name], packed.data)
