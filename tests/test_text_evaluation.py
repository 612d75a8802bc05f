"""Names of nets and intervals of losses, for the pages on generators."""

import numpy as np
import pytest

from rnncourse.text_evaluation import mean_loss, net_name


@pytest.mark.parametrize("run, name", [
    ({"cell": "gru", "hidden_size": 256, "dropout": 0.3, "framework": "keras"}, "GRU, 256 units, dropout (Keras)"),
    ({"cell": "elman", "hidden_size": 64, "way": "windows", "framework": "torch"}, "Elman, 64 units, windows"),
    ({"cell": "lstm", "hidden_size": 128, "way": "streams", "dropout": 0.0, "framework": "torch"}, "LSTM, 128 units"),
])
def test_a_net_is_named_by_what_tells_it_from_the_others(run, name):
    assert net_name(run) == name


def test_the_loss_counts_symbols_and_not_texts():
    assert mean_loss([2.0, 30.0], [1, 15]).value == 2.0


def test_the_interval_holds_the_true_loss_of_most_samples_of_texts():
    rng = np.random.default_rng(0)
    symbols = rng.integers(5, 40, size=(100, 150))
    nats = 2.0 * symbols + rng.normal(size=symbols.shape) * np.sqrt(symbols) * 3
    found = [mean_loss(*texts, resamples=400) for texts in zip(nats, symbols)]
    assert np.mean([estimate.low < 2.0 < estimate.high for estimate in found]) > 0.88
    assert all(estimate.low < estimate.value < estimate.high for estimate in found)


def test_numbers_of_different_texts_are_refused():
    with pytest.raises(ValueError, match=r"nats have shape \(2,\) and symbols \(3,\)"):
        mean_loss([1.0, 2.0], [1, 2, 3])
