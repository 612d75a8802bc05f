"""The tasks of memory ask for what they say, and a run learns the easiest of them."""

import numpy as np
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
