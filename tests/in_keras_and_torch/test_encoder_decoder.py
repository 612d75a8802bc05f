"""An encoder and a decoder in Keras and PyTorch: the same weights give the same logits, weights of
attention, losses and answers.
"""

import numpy as np
import pytest
import torch

from rnncourse.conversion.models import copy_weights
from rnncourse.generation.decoding import beam_decoding, greedy_decoding
from rnncourse.in_keras.pairs import encoder_decoder as in_keras
from rnncourse.in_keras.pairs import pair_training as keras_training
from rnncourse.in_torch.pairs import encoder_decoder as in_torch
from rnncourse.in_torch.pairs import pair_training as torch_training
from rnncourse.training.recipe import Recipe

KINDS = [None, "dot", "additive"]
EDGES = {"start": 1, "end": 2}


def pairs(count=12):
    """Sources and targets of several lengths."""
    rng = np.random.default_rng(0)
    sources, targets = rng.integers(1, 9, (count, 6)), rng.integers(3, 9, (count, 5))
    sources[: count // 2, 4:] = 0
    targets[:, 0], targets[:, 4] = 1, 2
    targets[::3, 3:] = 2, 0
    return sources, targets


def twins(attention):
    options = {"attention": attention}
    torch_model = in_torch.encoder_decoder(9, 9, 8, **options, seed=1)
    keras_model = in_keras.encoder_decoder(9, 9, 8, **options, seed=2)
    copy_weights(torch_model, keras_model)
    return torch_model, keras_model


def torch_logits(model, sources, targets):
    return model(torch.from_numpy(sources), torch.from_numpy(targets)).detach().numpy()


@pytest.mark.parametrize("attention", KINDS)
def test_the_same_weights_give_the_same_logits_and_losses(attention):
    torch_model, keras_model = twins(attention)
    sources, targets = pairs()
    logits = torch_logits(torch_model, sources, targets)
    assert logits.shape == (12, 5, 9)
    np.testing.assert_allclose(keras_model.predict_on_batch([sources, targets]), logits, atol=1e-5)
    np.testing.assert_allclose(
        keras_training.pair_loss(keras_model, sources, targets),
        torch_training.pair_loss(torch_model, sources, targets),
        rtol=1e-5,
    )


@pytest.mark.parametrize("attention", KINDS)
def test_padding_behind_a_source_changes_nothing(attention):
    torch_model, keras_model = twins(attention)
    sources, targets = pairs()
    short = sources[:6, :4]
    alone = torch_logits(torch_model, short, targets[:6])
    np.testing.assert_allclose(torch_logits(torch_model, sources, targets)[:6], alone, atol=1e-6)
    np.testing.assert_allclose(
        keras_model.predict_on_batch([sources, targets])[:6], alone, atol=1e-5
    )


@pytest.mark.parametrize("attention", ["dot", "additive"])
def test_weights_of_attention_are_shares_and_padding_has_none(attention):
    sources, targets = pairs()
    torch_model, keras_model = twins(attention)
    weights = in_torch.attention_weights(torch_model, sources, targets)
    assert weights.shape == (12, 5, 6)
    np.testing.assert_allclose(weights.sum(axis=2), 1, atol=1e-6)
    assert (weights[:6, :, 4:] == 0).all()
    np.testing.assert_allclose(
        in_keras.attention_weights(keras_model, sources, targets), weights, atol=1e-5
    )


@pytest.mark.parametrize("attention", KINDS)
def test_both_frameworks_write_the_same_answers(attention):
    sources, _ = pairs()
    answers, beams = [], []
    for module, model in zip((in_torch, in_keras), twins(attention)):
        step = module.next_logits(model)
        answers.append(
            greedy_decoding(step, module.first_state(model, sources), **EDGES, longest=7)
        )
        state = module.first_state(model, sources[:1])
        beams.append(beam_decoding(step, state, **EDGES, longest=7, width=4))
    np.testing.assert_array_equal(*answers)
    assert [a.symbols for a in beams[0]] == [a.symbols for a in beams[1]]
    np.testing.assert_allclose([a.log_p for a in beams[0]], [a.log_p for a in beams[1]], atol=1e-4)


@pytest.mark.parametrize("attention", ["dot", None])
def test_writing_step_by_step_is_reading_the_targets_at_once(attention):
    sources, targets = pairs()
    model, _ = twins(attention)
    step, state = in_torch.next_logits(model), in_torch.first_state(model, sources)
    for t, whole in enumerate(torch_logits(model, sources, targets).swapaxes(0, 1)):
        logits, state = step(targets[:, t], state)
        np.testing.assert_allclose(logits, whole, atol=1e-5)


@pytest.mark.parametrize("attention", KINDS)
def test_both_frameworks_learn_the_same_from_one_batch_an_epoch(attention):
    sources, targets = pairs()
    sources, targets = sources[6:], targets[6:]  # of one length
    recipe = Recipe(epochs=3, batch_size=6, learning_rate=0.02, clip_norm=1.0)
    torch_model, keras_model = twins(attention)
    curves = [
        training.train_on_pairs(
            model, sources, targets, recipe=recipe, validation=(sources, targets), seed=0
        )
        for training, model in ((torch_training, torch_model), (keras_training, keras_model))
    ]
    for name in ("train_loss", "validation_loss"):
        np.testing.assert_allclose(curves[0][name], curves[1][name], rtol=1e-4)


def test_with_attention_a_net_learns_to_read_backwards():
    rng = np.random.default_rng(0)
    sources = rng.integers(1, 6, (400, 5))
    targets = np.column_stack([np.full(400, 1), sources[:, ::-1] + 2, np.full(400, 2)])
    model = in_torch.encoder_decoder(6, 8, 24, attention="dot", seed=0)
    recipe = Recipe(epochs=15, batch_size=20, learning_rate=0.01, schedule="one-cycle")
    torch_training.train_on_pairs(model, sources, targets, recipe=recipe, seed=0)
    new = rng.integers(1, 6, (50, 5))
    written = greedy_decoding(
        in_torch.next_logits(model), in_torch.first_state(model, new), **EDGES, longest=8
    )
    assert (written[:, :5] == new[:, ::-1] + 2).mean() > 0.95


@pytest.mark.parametrize("module", [in_torch, in_keras])
def test_an_unknown_attention_is_refused(module):
    with pytest.raises(ValueError, match="attention is 'sharp'"):
        module.encoder_decoder(9, 9, 8, attention="sharp", seed=0)


@pytest.mark.parametrize(
    ("sources", "complaint"),
    [
        (np.array([[1, 0, 2]]), "padding"),
        (np.array([[0, 0]]), "is empty"),
        (np.array([[1.0, 2.0]]), "expected indices"),
        (np.array([[1, -1]]), "expected indices"),
        (np.array([[1], [2]]), "rows"),
        ([[1, 2]], "expected an array"),
    ],
)
@pytest.mark.parametrize("training", [torch_training, keras_training])
def test_sources_that_cannot_be_read_are_refused(training, sources, complaint):
    with pytest.raises((TypeError, ValueError), match=complaint):
        training.train_on_pairs(
            None, sources, np.array([[1, 3, 2]]), recipe=Recipe(epochs=1, batch_size=1), seed=0
        )
