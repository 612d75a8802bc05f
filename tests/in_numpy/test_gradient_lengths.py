"""The length of the gradient some steps before the loss."""

import numpy as np
import pytest
import torch

from rnncourse.conversion.arrays import to_torch
from rnncourse.in_numpy.elman import ELMAN
from rnncourse.in_numpy.gated import GRU, LSTM
from rnncourse.in_numpy.gradient_lengths import CELLS, draw, gradient_lengths, spectral_radius

MODULES = {
    "Elman": (ELMAN, torch.nn.RNN),
    "LSTM": (LSTM, torch.nn.LSTM),
    "GRU": (GRU, torch.nn.GRU),
}


@pytest.mark.parametrize("start", ["identity", "orthogonal"])
@pytest.mark.parametrize("radius", [0.5, 1.0, 1.25])
def test_without_an_activation_each_step_multiplies_by_the_radius(start, radius):
    found = gradient_lengths(start=start, radius=radius, activation="identity", seed=0).lengths
    np.testing.assert_allclose(found, radius ** np.arange(50.0), rtol=1e-12)


@pytest.mark.parametrize("radius", [0.9, 1.1])
def test_a_random_matrix_does_so_in_the_long_run(radius):
    settings = dict(start="random", radius=radius, activation="identity", steps=100)
    found = gradient_lengths(**settings, seed=0).lengths
    assert (found[99] / found[49]) ** (1 / 50) == pytest.approx(radius, rel=0.01)


def by_autograd(cell, settings, back, steps):
    """The mean length of PyTorch's gradient for the state `back` steps before the last."""
    flow, draws = gradient_lengths(cell, **settings, steps=steps, seed=3), draw(3)
    ours, kind = MODULES[cell]
    module = kind(4, 32, batch_first=True).double()
    weights = {name: torch.from_numpy(W) for name, W in to_torch(ours, flow.weights).items()}
    module.load_state_dict(weights)
    x = torch.from_numpy(draws.x[:steps].swapaxes(0, 1).copy())
    _, state = module(x[:, : steps - back])
    parts = [part.detach().requires_grad_() for part in (state if cell == "LSTM" else [state])]
    h, _ = module(x[:, steps - back :], tuple(parts) if cell == "LSTM" else parts[0])
    (h[:, -1] * torch.from_numpy(draws.dh)).sum().backward()
    both = torch.cat([part.grad[0] for part in parts], dim=1)
    return both.norm(dim=1).mean().item(), flow.lengths[back]


@pytest.mark.parametrize("back", [1, 4, 7])
@pytest.mark.parametrize(
    "cell, settings",
    [
        ("Elman", dict(radius=1.2, input_strength=0.5)),
        ("LSTM", dict(bias=1.0)),
        ("GRU", dict(bias=2.0, start="random")),
    ],
)
def test_the_lengths_are_those_of_autograd(cell, settings, back):
    theirs, ours = by_autograd(cell, settings, back, steps=8)
    assert ours == pytest.approx(theirs, rel=1e-10)


@pytest.mark.parametrize("cell", CELLS)
def test_a_measurement_starts_with_length_one_and_repeats(cell):
    first, second = (gradient_lengths(cell, start="random", seed=5) for _ in range(2))
    assert first.lengths[0] == pytest.approx(1) and first.lengths.shape == (50,)
    assert first.h.shape == (8, 50, 32)
    np.testing.assert_array_equal(first.lengths, second.lengths)
    other = gradient_lengths(cell, start="random", seed=6).lengths
    assert not np.allclose(first.lengths, other)


def test_a_longer_run_begins_with_the_states_of_a_shorter_one():
    short, long = (gradient_lengths(steps=steps, seed=0).h for steps in (20, 60))
    np.testing.assert_array_equal(long[:, :20], short)


def test_every_matrix_has_the_radius_that_was_asked_for():
    for start in ("random", "orthogonal", "identity"):
        flow = gradient_lengths("LSTM", radius=0.7, start=start, seed=1)
        for W in np.split(flow.weights["W_hh"], 4, axis=1):
            assert spectral_radius(W) == pytest.approx(0.7)


@pytest.mark.parametrize("cell, place", [("LSTM", slice(32, 64)), ("GRU", slice(0, 32))])
def test_the_bias_is_that_of_the_gate_that_keeps(cell, place):
    biases = gradient_lengths(cell, bias=3.0, seed=0).weights["b_h"]
    assert (biases[place] == 3).all() and biases.sum() == 3 * 32


@pytest.mark.parametrize(
    "wrong, message",
    [
        (dict(cell="elman"), "cell is 'elman'; use Elman, LSTM, GRU"),
        (dict(start="uniform"), "start is 'uniform'; use random, orthogonal, identity"),
        (dict(activation="step"), "activation is 'step'; use tanh, relu, identity"),
        (dict(steps=101), "steps is 101, expected 1 to 100"),
        (dict(steps=0), "steps is 0, expected 1 to 100"),
    ],
)
def test_what_it_does_not_know_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        gradient_lengths(**wrong, seed=0)
