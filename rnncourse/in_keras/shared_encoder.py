"""Models put together from parts, in Keras: one encoder with one head, with
two, or used twice.
"""

from __future__ import annotations

import keras

from rnncourse.in_keras.cells import CELLS, check_cell

COMBINATIONS = ("difference", "concatenation")


def encoder(
    symbol_count: int, embedding_size: int, hidden_size: int, *, cell: str = "lstm", seed: int
) -> keras.Model:
    """Build an embedding and a recurrent layer: letters in, the last state out.

    The model maps letters of shape (B, T), numbers from 1 to `symbol_count`
    with 0 for padding at the end, to states of shape (B, H). `cell` is "elman",
    "lstm" or "gru". The same `seed` gives the same weights. Raises ValueError
    on an unknown cell.
    """
    check_cell(cell)
    keras.utils.set_random_seed(seed)
    letters = keras.Input((None,), dtype="int32")  # (B, T)
    vectors = keras.layers.Embedding(
        symbol_count + 1, embedding_size, mask_zero=True, name="embedding"
    )(letters)  # (B, T, D)
    state = CELLS[cell](hidden_size, name="recurrent")(vectors)  # (B, H)
    return keras.Model(letters, state, name="encoder")


def one_headed_classifier(encoder: keras.Model, class_count: int, *, seed: int) -> keras.Model:
    """Put one dense layer on an encoder: letters (B, T) in, logits (B, C) out.

    The encoder is used as it is, not copied: what trains this model changes it.
    The same `seed` gives the same weights of the new layer.
    """
    keras.utils.set_random_seed(seed)
    letters = keras.Input((None,), dtype="int32")
    logits = keras.layers.Dense(class_count, name="main")(encoder(letters))
    return keras.Model(letters, logits)


def two_headed_classifier(
    encoder: keras.Model,
    feature_count: int,
    dense_size: int,
    class_count: int,
    auxiliary_count: int,
    *,
    seed: int,
) -> keras.Model:
    """Build a model with two inputs and two outputs on an encoder, which is not
    copied.

    It maps letters (B, T) and features (B, F) to logits of the classes (B, C),
    from the state and the features through three dense layers, and to auxiliary
    logits (B, A), from the state alone. After the headline model in Keras'
    guide to the functional API.
    """
    keras.utils.set_random_seed(seed)
    letters = keras.Input((None,), dtype="int32", name="letters")
    features = keras.Input((feature_count,), name="features")
    state = encoder(letters)  # (B, H)
    auxiliary = keras.layers.Dense(auxiliary_count, name="auxiliary")(state)
    x = keras.layers.Concatenate()([state, features])  # (B, H + F)
    for i in (1, 2, 3):
        x = keras.layers.Dense(dense_size, activation="relu", name=f"dense_{i}")(x)
    main = keras.layers.Dense(class_count, name="main")(x)
    return keras.Model([letters, features], [main, auxiliary])


def same_language_net(
    encoder: keras.Model, dense_size: int, *, combine: str = "difference", seed: int
) -> keras.Model:
    """Let one encoder read two texts, and compare its two states: one logit (B,
    1).

    `combine` is "difference", |a - b|, or "concatenation", (a, b); a dense
    layer reads it, or, if `dense_size` is 0, the output itself. The encoder is
    used twice and not copied. Raises ValueError on an unknown combination.
    """
    if combine not in COMBINATIONS:
        raise ValueError(f"combine is {combine!r}, expected {' or '.join(COMBINATIONS)}")
    keras.utils.set_random_seed(seed)
    letters_a, letters_b = (keras.Input((None,), dtype="int32") for _ in "ab")
    a, b = encoder(letters_a), encoder(letters_b)  # (B, H) each
    if combine == "difference":
        x = keras.ops.abs(a - b)  # (B, H)
    else:
        x = keras.ops.concatenate([a, b], axis=1)  # (B, 2 H)
    if dense_size:
        x = keras.layers.Dense(dense_size, activation="relu", name="dense")(x)
    return keras.Model([letters_a, letters_b], keras.layers.Dense(1, name="main")(x))
