"""Batches of sequences of like length."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.in_keras.classifier_training import train_classifier
from rnncourse.in_keras.classifiers import recurrent_classifier
from rnncourse.in_keras.training import drawn
from rnncourse.preprocessing.sampling import like_length_batches
from rnncourse.training.recipe import Recipe

RNG = np.random.default_rng(0)


def sequences(lengths):
    """Sequences of these lengths, one-hot vectors of 3 symbols, padded to one step more than the
    longest: (N, T, 3).
    """
    x = np.zeros((len(lengths), max(lengths) + 1, 3), np.float32)
    for row, length in zip(x, lengths):
        row[np.arange(length), RNG.integers(0, 3, length)] = 1
    return x


@given(
    lengths=st.lists(st.integers(1, 9), min_size=1, max_size=40),
    batch_size=st.integers(1, 12),
    seed=st.integers(0, 99),
)
def test_every_row_stands_in_one_batch_with_the_nearest_in_length(lengths, batch_size, seed):
    batches = like_length_batches(sequences(lengths), batch_size)(np.random.default_rng(seed))
    assert sorted(np.concatenate(batches)) == list(range(len(lengths)))
    assert sorted(map(len, batches), reverse=True)[:-1] == [batch_size] * (len(batches) - 1)
    ranges = sorted(
        (min(lengths[i] for i in rows), max(lengths[i] for i in rows)) for rows in batches
    )
    assert all(longest <= shortest for (_, longest), (shortest, _) in zip(ranges, ranges[1:]))


def test_the_next_epoch_mixes_the_rows_of_a_length_and_the_batches_anew():
    draw = like_length_batches(sequences([4] * 30 + [7] * 30), 10)
    rng = np.random.default_rng(0)
    first, second = draw(rng), draw(rng)
    assert {frozenset(rows) for rows in first} != {frozenset(rows) for rows in second}
    orders = {tuple(rows[0] < 30 for rows in draw(rng)) for _ in range(20)}
    assert len(orders) > 1  # short names do not always come first


def test_keras_gets_no_step_that_is_padding_in_the_whole_batch_and_answers_the_same():
    x = sequences([2, 5, 3, 8, 5, 1])
    batches = list(drawn(x, np.arange(6), like_length_batches(x, 2), padded=True, seed=0)["x"])
    model = recurrent_classifier(3, 4, 6, cell="gru", seed=0)
    assert sorted(trimmed.shape[1] for trimmed, _ in batches) == [2, 5, 8]
    for trimmed, rows in batches:
        np.testing.assert_allclose(model(trimmed), model(x[rows.numpy()]), atol=1e-6)


def test_keras_trains_on_batches_of_which_only_the_later_differ_in_length():
    x, y = sequences([3] * 4 + [7] * 2), np.array([0, 1] * 3)
    model = recurrent_classifier(3, 4, 2, seed=0)

    def draw(rng):
        return np.arange(6).reshape(3, 2)

    history = train_classifier(
        model, x, y, recipe=Recipe(epochs=2), validation=(x, y), batches=draw, seed=0
    )
    assert len(history["train_loss"]) == 2
