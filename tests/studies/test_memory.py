"""The tasks of memory ask for what they say, and a run learns the easiest of them."""

import numpy as np
import pytest
import torch

from rnncourse.studies.synthetic import memory


def test_a_sum_is_that_of_the_two_marked_numbers_one_in_each_half():
    x, y = memory.adding(10, 50, rng=np.random.default_rng(0))
    assert x.shape == (50, 10, 2) and x.dtype == np.float32
    np.testing.assert_allclose((x[:, :, 0] * x[:, :, 1]).sum(axis=1), y, rtol=1e-6)
    assert (x[:, :5, 1].sum(axis=1) == 1).all() and (x[:, 5:, 1].sum(axis=1) == 1).all()


def test_what_is_to_be_copied_comes_first_and_the_sign_just_before_it_is_asked_for():
    x, y = memory.copying(6, 20, rng=np.random.default_rng(0))
    symbols = x.argmax(axis=2)
    assert (
        x.shape == (20, 6 + 2 * memory.RECALLED, memory.SYMBOLS + 2) and (x.sum(axis=2) == 1).all()
    )
    np.testing.assert_array_equal(symbols[:, : memory.RECALLED], y)
    assert (symbols[:, -memory.RECALLED - 1] == memory.SYMBOLS + 1).all()
    assert (symbols == memory.SYMBOLS + 1).sum() == 20
    assert (symbols[:, -memory.RECALLED :] == memory.SYMBOLS).all()


def test_success_is_the_share_of_right_answers():
    sums = torch.tensor([1.0, 1.0, 0.5, 1.0])
    outputs = torch.zeros(4, 3, 1)
    outputs[:, -1, 0] = torch.tensor([1.05, 1.2, 0.45, 0.7])
    assert memory.loss_and_success("adding", outputs, sums)[1] == 0.5
    y = torch.tensor([[0, 1, 2]])
    scores = torch.zeros(1, 9, memory.SYMBOLS)
    scores[0, range(6, 9), [0, 1, 3]] = 1.0
    assert round(memory.loss_and_success("copying", scores, y)[1], 4) == 0.6667


def test_the_same_seed_gives_the_same_run(monkeypatch):
    torch.set_num_threads(1)  # as in a sweep
    monkeypatch.setattr(memory, "STEPS", 100)
    configuration = {
        "framework": "torch",
        "task": "adding",
        "cell": "gru",
        "start": "uniform",
        "length": 4,
    }
    first, again = (memory.run(configuration, 1) for _ in range(2))
    assert first == again
    assert (
        len(first["history"]["loss"]) == 2
        and first["history"]["loss"][1] < first["history"]["loss"][0]
    )


def test_every_cell_is_run_at_every_length_with_five_seeds():
    assert len(memory.STUDY.configurations) == 2 * 4 * 4 and len(memory.STUDY.seeds) == 5


def test_an_orthogonal_start_is_that_of_the_books_own_cells():
    layer = torch.nn.LSTM(3, memory.HIDDEN)
    memory.begin_orthogonal(layer)
    H = memory.HIDDEN
    for gate in layer.weight_hh_l0.detach().split(H):
        torch.testing.assert_close(gate @ gate.T, torch.eye(H), atol=1e-5, rtol=0)
    bias = (layer.bias_ih_l0 + layer.bias_hh_l0).detach()
    assert (bias[H : 2 * H] == 1).all() and bias.count_nonzero() == H


H = memory.HIDDEN


def gates(layer):
    """The biases of a fresh orthogonal layer, one row for each gate."""
    memory.begin_orthogonal(layer)
    return layer.bias_ih_l0.detach().view(-1, H)


@pytest.mark.parametrize("cell", [torch.nn.LSTM, torch.nn.GRU])
def test_a_gate_bias_goes_to_the_gate_that_keeps_and_to_no_other(cell):
    layer = cell(2, H)
    biases = gates(layer)
    memory.set_gate_bias(layer, 4, steps=40)
    assert (biases[1] == 4).all() and biases.count_nonzero() == H
    assert layer.bias_hh_l0.count_nonzero() == 0


def test_a_gru_with_its_gate_wide_open_keeps_its_state():
    layer = torch.nn.GRU(2, H)
    gates(layer)
    memory.set_gate_bias(layer, 50, steps=40)
    kept = torch.full((1, 1, H), 0.5)
    with torch.no_grad():
        torch.testing.assert_close(layer(torch.ones(6, 1, 2), kept)[1], kept)


def test_an_lstm_with_its_gate_wide_open_keeps_its_memory():
    layer = torch.nn.LSTM(2, H)
    biases = gates(layer)
    memory.set_gate_bias(layer, 50, steps=40)
    biases[0] = -50  # nothing is written
    kept = torch.full((1, 1, H), 0.5)
    with torch.no_grad():
        _, (_, after) = layer(torch.ones(6, 1, 2), (kept, kept))
    torch.testing.assert_close(after, kept)


def test_a_chrono_start_spreads_the_units_over_the_spans_and_closes_the_input_gate_of_an_lstm():
    torch.manual_seed(0)
    lstm, gru = torch.nn.LSTM(2, H), torch.nn.GRU(2, H)
    for layer, others in ((lstm, (0, 2, 3)), (gru, (0, 2))):
        biases = gates(layer)
        memory.set_gate_bias(layer, "chrono", steps=40)
        spans = biases[1].exp()
        assert spans.min() >= 1 and spans.max() <= 39 and 15 < spans.mean() < 25
        for gate in others:
            expected = -biases[1] if layer is lstm and gate == 0 else torch.zeros(H)
            torch.testing.assert_close(biases[gate], expected)


def test_a_gate_bias_is_used_in_a_run():
    torch.set_num_threads(1)
    configuration = {
        "framework": "torch",
        "task": "copying",
        "cell": "gru",
        "start": "orthogonal",
        "length": 4,
        "steps": 50,
    }
    plain, opened = (
        memory.run(configuration | extra, 0)["metrics"]["test_loss"]
        for extra in ({}, {"gate_bias": 4})
    )
    assert plain != opened
