"""Checks of what is done with attention: a readout in both frameworks, a map read."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnncourse.checks.attempt import Attempt, check
from rnncourse.checks.sequences.attention import H, drawn, require_values, softmax


def require_readout(attempt: Attempt, tensor: Callable) -> None:
    """Try a readout with tensors of a framework, made by `tensor`."""
    decoder, encoder, W_c = drawn((2, 2, H), (2, 5, H), (2 * H, 3))
    mask = np.arange(5) < np.array([[4], [3]])  # the letters of each word

    def read(divisor: float = np.sqrt(H), allowed: np.ndarray = mask, axis: int = 2) -> np.ndarray:
        scores = decoder @ encoder.swapaxes(1, 2) / divisor
        scores = np.where(allowed[:, None], scores, -1e9)
        return softmax(scores, axis) @ encoder

    def answer(*parts: np.ndarray) -> np.ndarray:
        return np.tanh(np.concatenate(parts, axis=2) @ W_c)

    joined = "the decoder's states and the contexts side by side, (B, T_y, 2H), multiply W_c"
    wrong = {
        "the tanh is missing": np.concatenate([decoder, read()], axis=2) @ W_c,
        "the decoder's states come first, then the contexts": answer(read(), decoder),
        "the scores are not divided by the root of H; Keras' layer does not do it": answer(
            decoder, read(1)
        ),
        "the scores are divided by the root of H twice; PyTorch's function does it": answer(
            decoder, read(H)
        ),
        "the mask is forgotten: padding is looked at": answer(decoder, read(allowed=mask | True)),
        "the mask is the other way round: True is a letter": answer(decoder, read(allowed=~mask)),
        "the softmax goes over the letters, the last axis": answer(decoder, read(axis=1)),
        "the context is missing: it was not looked up": answer(decoder, decoder),
    }
    arrays = (array.astype(np.float32) for array in (decoder, encoder))
    result = attempt(*map(tensor, (*arrays, mask, W_c.astype(np.float32))), hint=joined)
    require_values(
        attempt,
        result,
        answer(decoder, read()),
        wrong,
        shape="an answer for each step of the decoder, as long as W_c is wide",
        hint=joined,
    )


@check
def keras_readout(attempt: Attempt) -> None:
    """`keras_readout(decoder, encoder, mask, W_c)`: the tanh of the decoder's states and their
    contexts, side by side, times W_c.

    keras.layers.Attention() takes [queries, values] and mask=[None, mask]; divide the queries by
    the root of H before. keras.ops.concatenate joins on axis 2; multiply by W_c; keras.ops.tanh.
    """
    import keras

    require_readout(attempt, keras.ops.convert_to_tensor)


@check
def torch_readout(attempt: Attempt) -> None:
    """`torch_readout(decoder, encoder, mask, W_c)`: the tanh of the decoder's states and their
    contexts, side by side, times W_c.

    nn.functional.scaled_dot_product_attention takes queries, keys and values, and divides by the
    root of H itself; attn_mask=mask[:, None] is the same for all steps. torch.cat joins on dim=2;
    multiply by W_c; torch.tanh.
    """
    import torch

    require_readout(attempt, torch.tensor)


WORD, SOUNDS = "phone", ["F", "OW", "N"]
MAP = np.array(
    [[0.4, 0.35, 0.1, 0.1, 0.05], [0.05, 0.1, 0.45, 0.1, 0.3], [0.02, 0.03, 0.1, 0.8, 0.05]]
)


@check
def alignment(attempt: Attempt) -> None:
    """`alignment(weights, letters, sounds)`: for each sound, a pair of it and the letter that it
    looks at most.

    weights.argmax(axis=1) is the place of the largest weight in each row; letters[place] is its
    letter.
    """
    places = MAP.argmax(axis=1)
    expected = [(sound, WORD[s]) for sound, s in zip(SOUNDS, places)]
    backward = [(letter, SOUNDS[t]) for letter, t in zip(WORD, MAP.argmax(axis=0))]
    result = attempt(MAP, WORD, SOUNDS, hint="a row for each sound, a column for each letter")
    attempt.require(
        isinstance(result, list) and all(isinstance(pair, (tuple, list)) for pair in result),
        result,
        "a list of pairs",
        "[(sound, letter), …]",
    )
    found = list(map(tuple, result))
    likely = {
        "the sound comes first": [pair[::-1] for pair in expected],
        "the letters are asked, not their places": list(zip(SOUNDS, map(int, places))),
        "that is the sound of each letter: the largest weight of each row is asked": backward,
        "that is the smallest weight of each row": [
            (sound, WORD[s]) for sound, s in zip(SOUNDS, MAP.argmin(axis=1))
        ],
        "a sound whose largest weight is below a half still looks most at some letter": expected[
            2:
        ],
        "the sounds are in their order; letter t does not belong to sound t": list(
            zip(SOUNDS, WORD)
        ),
    }
    hint = next((cause for cause, pairs in likely.items() if found == pairs), "")
    attempt.require(
        found == expected, result, expected, hint or "the column of each row's largest weight"
    )
