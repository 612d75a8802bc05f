"""Leaky units and layer normalisation: the same weights give the same states in both frameworks,
and what the cells promise.
"""

import keras
import numpy as np
import pytest
import torch

from rnncourse.in_keras import cells as in_keras
from rnncourse.in_torch import cells as in_torch

B, T, D, H = 3, 7, 2, 5
X = np.random.default_rng(0).normal(size=(B, T, D)).astype("float32")


def shaken(shape, seed):
    return np.random.default_rng(seed).normal(0, 0.5, shape).astype("float32")


def states_in_keras(cell, weights):
    layer = keras.layers.RNN(cell, return_sequences=True)
    layer.build(X.shape)
    layer.set_weights(weights)
    return np.asarray(layer(X))


def states_in_torch(cell, weights):
    cell.load_state_dict({name: torch.from_numpy(W) for name, W in weights.items()}, strict=False)
    with torch.no_grad():
        return in_torch.run_cell(cell, torch.from_numpy(X)).numpy()


def test_leaky_units_have_the_same_states_in_both_frameworks():
    W_xh, W_hh, b_h = shaken((D, H), 1), shaken((H, H), 2), shaken(H, 3)
    keras_states = states_in_keras(in_keras.LeakyCell(H, slowest=50), [W_xh, W_hh, b_h])
    torch_states = states_in_torch(
        in_torch.LeakyCell(D, H, slowest=50),
        {
            "elman.weight_ih": W_xh.T.copy(),
            "elman.weight_hh": W_hh.T.copy(),
            "elman.bias_ih": b_h,
            "elman.bias_hh": np.zeros(H, "float32"),
        },
    )
    np.testing.assert_allclose(keras_states, torch_states, atol=1e-6)


def test_layer_normalisation_has_the_same_states_in_both_frameworks():
    W_xh, W_hh, gain, bias = (
        shaken(shape, seed) for seed, shape in enumerate([(D, H), (H, H), H, H])
    )
    keras_states = states_in_keras(in_keras.LayerNormCell(H), [W_xh, W_hh, gain, bias])
    torch_states = states_in_torch(
        in_torch.LayerNormCell(D, H),
        {
            "from_input.weight": W_xh.T.copy(),
            "from_state.weight": W_hh.T.copy(),
            "norm.weight": gain,
            "norm.bias": bias,
        },
    )
    np.testing.assert_allclose(keras_states, torch_states, atol=1e-6)


def test_a_leaky_unit_goes_a_part_of_the_way_from_none_to_one_step_of_the_slowest():
    cell = in_torch.LeakyCell(D, H, slowest=100)
    assert cell.leak[0] == 1 and cell.leak[-1] == pytest.approx(0.01)
    assert in_keras.LeakyCell(H, slowest=100).leak == pytest.approx(cell.leak.numpy())
    x_t, h = torch.from_numpy(X[:, 0]), torch.full((B, H), 0.5)
    h_t = cell(x_t, h)
    torch.testing.assert_close(h_t[:, 0], cell.elman(x_t, h)[:, 0])  # this one is an Elman unit
    torch.testing.assert_close(h_t[:, -1], 0.99 * h[:, -1] + 0.01 * cell.elman(x_t, h)[:, -1])


def test_normalised_sums_do_not_depend_on_how_large_the_weights_are():
    cell = in_torch.LayerNormCell(D, H)
    x_t, h = 10 * torch.from_numpy(X[:, 0]), torch.zeros(B, H)
    before = cell(x_t, h)
    with torch.no_grad():
        cell.from_input.weight *= 10
    torch.testing.assert_close(cell(x_t, h), before, atol=1e-2, rtol=0)
    assert before.atanh().mean(dim=1).abs().max() < 1e-4


@pytest.mark.parametrize(
    "cell", [in_torch.LeakyCell(D, H, slowest=9), in_torch.LayerNormCell(D, H)]
)
def test_a_fresh_cell_of_pytorch_begins_as_kerass_does(cell):
    recurrent = cell.elman.weight_hh if hasattr(cell, "elman") else cell.from_state.weight
    torch.testing.assert_close(recurrent @ recurrent.T, torch.eye(H), atol=1e-5, rtol=0)
    W_xh = cell.elman.weight_ih if hasattr(cell, "elman") else cell.from_input.weight
    assert W_xh.abs().max() <= np.sqrt(6 / (D + H))


@pytest.mark.parametrize(
    "cell", [in_keras.LeakyCell(H, slowest=9), in_keras.LayerNormCell(H)], ids=["leaky", "norm"]
)
def test_a_saved_model_finds_its_cell_again(cell, tmp_path):
    model = keras.Sequential([keras.Input((T, D)), keras.layers.RNN(cell)])
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
