"""Models put together from one encoder: the same in both frameworks, and what they refuse."""

from importlib import import_module

import numpy as np
import pytest
import torch

from rnncourse.conversion.models import copy_weights
from rnncourse.in_keras import shared_encoder as in_keras
from rnncourse.in_torch import shared_encoder as in_torch

B, T, V, D, H, F, C, A = 5, 6, 4, 3, 7, 2, 3, 2
FRAMEWORKS = ["keras", "torch"]
CELLS = ["elman", "lstm", "gru"]


def letters(seed=0):
    rows = np.random.default_rng(seed).integers(1, V + 1, (B, T))
    for row, length in zip(rows, (T, 3, 1, 5, 2)):
        row[length:] = 0
    return rows


def features():
    return np.random.default_rng(9).normal(size=(B, F)).astype("float32")


KINDS = {
    "encoder": (lambda m, e: e, lambda: [letters()]),
    "one head": (lambda m, e: m.one_headed_classifier(e, C, seed=1), lambda: [letters()]),
    "two heads": (
        lambda m, e: m.two_headed_classifier(e, F, 5, C, A, seed=1),
        lambda: [letters(), features()],
    ),
    "difference": (lambda m, e: m.same_language_net(e, 0, seed=1), lambda: [letters(), letters(1)]),
    "concatenation": (
        lambda m, e: m.same_language_net(e, 5, combine="concatenation", seed=1),
        lambda: [letters(), letters(1)],
    ),
}


def build(name, kind, *, cell="lstm", seed=0, symbols=V):
    module = import_module(f"rnncourse.in_{name}.shared_encoder")
    return KINDS[kind][0](module, module.encoder(symbols, D, H, cell=cell, seed=seed))


def outputs(model, kind):
    """Everything that a model gives out, as a list of arrays."""
    inputs = KINDS[kind][1]()
    if isinstance(model, torch.nn.Module):
        given = model(*map(torch.from_numpy, inputs))
        return [part.detach().numpy() for part in (given if isinstance(given, tuple) else [given])]
    given = model(inputs if len(inputs) > 1 else inputs[0])
    return [np.asarray(part) for part in (given if isinstance(given, list) else [given])]


def with_noise(model):
    """Give every weight of a Keras model a value that is not zero."""
    rng = np.random.default_rng(2)
    model.set_weights([w + rng.normal(0, 0.3, w.shape) for w in model.get_weights()])
    return model


@pytest.mark.parametrize("name", FRAMEWORKS)
@pytest.mark.parametrize(
    "kind, shapes",
    [
        ("encoder", [(B, H)]),
        ("one head", [(B, C)]),
        ("two heads", [(B, C), (B, A)]),
        ("difference", [(B, 1)]),
        ("concatenation", [(B, 1)]),
    ],
)
def test_outputs_have_their_shapes(name, kind, shapes):
    assert [part.shape for part in outputs(build(name, kind), kind)] == shapes


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("kind", KINDS)
def test_weights_of_keras_give_the_same_outputs_in_pytorch(kind, cell):
    source, target = (
        with_noise(build("keras", kind, cell=cell)),
        build("torch", kind, cell=cell, seed=3),
    )
    copy_weights(source, target)
    for ours, theirs in zip(outputs(source, kind), outputs(target, kind), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("kind", KINDS)
def test_weights_of_pytorch_give_the_same_outputs_in_keras(kind, cell):
    source, target = (
        build("torch", kind, cell=cell),
        with_noise(build("keras", kind, cell=cell, seed=3)),
    )
    copy_weights(source, target)
    for ours, theirs in zip(outputs(source, kind), outputs(target, kind), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


@pytest.mark.parametrize("name", FRAMEWORKS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_model_and_another_does_not(name, kind):
    first, again, other = (outputs(build(name, kind, seed=seed), kind) for seed in (4, 4, 5))
    assert all(np.array_equal(a, b) for a, b in zip(first, again))
    assert not any(np.array_equal(a, b) for a, b in zip(first, other))


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_padding_changes_no_state(name):
    module = import_module(f"rnncourse.in_{name}.shared_encoder")
    encoder = module.encoder(V, D, H, seed=0)
    longer = np.pad(letters(), ((0, 0), (0, 3)))
    if name == "torch":
        short, long = (encoder(torch.from_numpy(x)).detach().numpy() for x in (letters(), longer))
    else:
        short, long = (np.asarray(encoder(x)) for x in (letters(), longer))
    np.testing.assert_allclose(short, long, atol=1e-6)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_difference_does_not_care_which_name_comes_first(name):
    def answer(kind, a, b):
        model = build(name, kind)
        given = (
            model(torch.from_numpy(a), torch.from_numpy(b)).detach()
            if name == "torch"
            else model([a, b])
        )
        return np.asarray(given)

    a, b = letters(), letters(1)
    np.testing.assert_array_equal(answer("difference", a, b), answer("difference", b, a))
    assert np.abs(answer("concatenation", a, b) - answer("concatenation", b, a)).max() > 1e-3


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_two_models_on_one_encoder_share_its_weights(name):
    module = import_module(f"rnncourse.in_{name}.shared_encoder")
    encoder = module.encoder(V, D, H, seed=0)
    models = [module.one_headed_classifier(encoder, C, seed=seed) for seed in (1, 2)]
    before = [outputs(model, "one head")[0] for model in models]
    if name == "torch":
        with torch.no_grad():
            encoder.embedding.weight += 1
    else:
        encoder.set_weights([w + 1 for w in encoder.get_weights()])
    for model, old in zip(models, before):
        assert np.abs(outputs(model, "one head")[0] - old).max() > 1e-3


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_an_unknown_cell_and_an_unknown_combination_are_refused(name):
    module = import_module(f"rnncourse.in_{name}.shared_encoder")
    with pytest.raises(ValueError, match="cell 'rnn' is not known; choose one of elman, lstm, gru"):
        module.encoder(V, D, H, cell="rnn", seed=0)
    with pytest.raises(ValueError, match="combine is 'sum', expected difference or concatenation"):
        module.same_language_net(module.encoder(V, D, H, seed=0), 0, combine="sum", seed=0)


def test_a_text_without_a_letter_is_refused_by_packing():
    with pytest.raises(ValueError, match="length 0"):
        in_torch.encoder(V, D, H, seed=0)(torch.zeros(2, 4, dtype=torch.int64))


def test_building_in_pytorch_leaves_the_global_generator_alone():
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    in_torch.one_headed_classifier(in_torch.encoder(V, D, H, seed=5), C, seed=5)
    assert torch.equal(torch.rand(3), expected)


@pytest.mark.parametrize(
    "kind, other, message",
    [
        ("one head", dict(kind="encoder"), "has 1 layers Dense"),
        ("one head", dict(cell="gru"), "encoder.recurrent is a LSTM in Keras and a GRU in PyTorch"),
        ("one head", dict(symbols=V + 1), "encoder.embedding.weight has shape"),
    ],
)
def test_models_that_are_not_twins_are_refused(kind, other, message):
    source, target = build("keras", kind), build("torch", **{"kind": kind} | other)
    with pytest.raises(ValueError, match=message):
        copy_weights(source, target)
    with pytest.raises(ValueError, match="build both"):
        copy_weights(target, source)


def test_both_frameworks_have_the_same_public_names():
    def public(module):
        return {
            name
            for name in vars(module)
            if name.islower()
            and not name.startswith("_")
            and getattr(vars(module)[name], "__module__", "") == module.__name__
        }

    assert (
        public(in_keras)
        == public(in_torch)
        == {"encoder", "one_headed_classifier", "two_headed_classifier", "same_language_net"}
    )
    assert in_keras.COMBINATIONS == in_torch.COMBINATIONS
