"""Autoencoders: the same weights give the same outputs in both frameworks, the handout's layers,
and training.
"""

import keras
import numpy as np
import pytest
import torch

from rnncourse.conversion.models import copy_weights
from rnncourse.in_keras import autoencoders as in_keras
from rnncourse.in_keras import reconstruction_training as keras_training
from rnncourse.in_keras.classifiers import parameter_count as keras_count
from rnncourse.in_keras.training import predict as keras_predict
from rnncourse.in_torch import autoencoders as in_torch
from rnncourse.in_torch import reconstruction_training as torch_training
from rnncourse.in_torch.classifiers import parameter_count as torch_count
from rnncourse.in_torch.training import predict as torch_predict
from rnncourse.training.recipe import Recipe

V, T, K, H = 6, 7, 3, 5
MODELS = [
    pytest.param("dense_autoencoder", (12,), dict(side=8), id="dense"),
    pytest.param(
        "dense_autoencoder",
        (K,),
        dict(side=8, hidden_sizes=(20, 10), activation="linear"),
        id="stacked",
    ),
    pytest.param(
        "convolutional_autoencoder", (), dict(side=8, filters=(3, 4, 5)), id="convolutional"
    ),
    pytest.param("sequence_autoencoder", (V, T, K), dict(hidden_size=H), id="sequence"),
]
every_model = pytest.mark.parametrize("kind, sizes, options", MODELS)
PREDICT = {in_keras: keras_predict, in_torch: torch_predict}
every_framework = pytest.mark.parametrize(
    "package, training",
    [(in_keras, keras_training), (in_torch, torch_training)],
    ids=["keras", "torch"],
)


def build(package, kind, sizes, options, seed=1):
    return getattr(package, kind)(*sizes, seed=seed, **options)


def inputs(kind, rows=4, seed=2):
    rng = np.random.default_rng(seed)
    if kind == "sequence_autoencoder":
        return np.eye(V, dtype=np.float32)[rng.integers(0, V, (rows, T))]
    return rng.uniform(size=(rows, 8, 8)).astype(np.float32)


def twins(kind, sizes, options):
    """Keras' three models and PyTorch's with the same weights, biases that are not zero."""
    source, target = (
        build(in_keras, kind, sizes, options),
        build(in_torch, kind, sizes, options, seed=3),
    )
    rng = np.random.default_rng(5)
    source.autoencoder.set_weights(
        [w + rng.normal(0, 0.2, w.shape) for w in source.autoencoder.get_weights()]
    )
    copy_weights(source.autoencoder, target.autoencoder)
    return source, target


@every_model
def test_the_same_weights_give_the_same_codes_and_outputs(kind, sizes, options):
    source, target = twins(kind, sizes, options)
    x = inputs(kind)
    ours, theirs = keras_predict(source.encoder, x), torch_predict(target.encoder, x)
    if kind == "convolutional_autoencoder":
        theirs = theirs.transpose(0, 2, 3, 1)  # channels last, as in Keras
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5)
    ours, theirs = keras_predict(source.autoencoder, x), torch_predict(target.autoencoder, x)
    assert ours.shape == x.shape and np.ptp(ours, axis=0).max() > 1e-3
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5)


@every_model
def test_weights_survive_the_way_to_pytorch_and_back(kind, sizes, options):
    source, target = twins(kind, sizes, options)
    copy = build(in_keras, kind, sizes, options, seed=9).autoencoder
    copy_weights(target.autoencoder, copy)
    for original, returned in zip(
        source.autoencoder.get_weights(), copy.get_weights(), strict=True
    ):
        np.testing.assert_array_equal(original, returned)


@every_model
@every_framework
def test_the_autoencoder_is_the_decoder_after_the_encoder_over_the_same_layers(
    package, training, kind, sizes, options
):
    parts, x = build(package, kind, sizes, options), inputs(kind)
    training.train_autoencoder(
        parts.autoencoder,
        x,
        x,
        recipe=Recipe(epochs=1, batch_size=2),
        validation=(x, x),
        seed=0,
        loss="cross-entropy" if kind == "sequence_autoencoder" else "mse",
    )
    predict = PREDICT[package]
    drawn = predict(parts.decoder, predict(parts.encoder, x))
    np.testing.assert_allclose(drawn, predict(parts.autoencoder, x), rtol=1e-5, atol=1e-6)


@every_model
@pytest.mark.parametrize("package", [in_keras, in_torch], ids=["keras", "torch"])
def test_the_same_seed_gives_the_same_weights(package, kind, sizes, options):
    def weights(seed):
        model = build(package, kind, sizes, options, seed).autoencoder
        return (
            model.get_weights()
            if package is in_keras
            else [p.detach().numpy() for p in model.parameters()]
        )

    first, again, other = weights(5), weights(5), weights(6)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


def test_parameter_counts_follow_the_formulas():
    dense = 784 * 32 + 32 + 32 * 784 + 784
    assert keras_count(in_keras.dense_autoencoder(32, seed=0).autoencoder) == dense
    assert torch_count(in_torch.dense_autoencoder(32, seed=0).autoencoder) == dense
    convolutions = [(1, 32), (32, 64), (64, 128), (128, 128), (128, 64), (64, 1)]
    handout = sum(9 * inputs * filters + filters for inputs, filters in convolutions)
    assert keras_count(in_keras.convolutional_autoencoder(seed=0).autoencoder) == handout
    assert torch_count(in_torch.convolutional_autoencoder(seed=0).autoencoder) == handout


def test_the_handouts_layers_have_the_handouts_filters_and_a_code_larger_than_the_image():
    model = in_keras.convolutional_autoencoder(seed=0)
    kinds = [
        (type(layer).__name__, getattr(layer, "filters", None))
        for half in (model.encoder, model.decoder)
        for layer in half.layers
        if not isinstance(layer, (keras.layers.Reshape, keras.layers.InputLayer))
    ]
    assert kinds == [
        ("Conv2D", 32),
        ("MaxPooling2D", None),
        ("Conv2D", 64),
        ("MaxPooling2D", None),
        ("Conv2D", 128),
        ("Conv2D", 128),
        ("UpSampling2D", None),
        ("Conv2D", 64),
        ("UpSampling2D", None),
        ("Conv2D", 1),
    ]
    assert model.encoder.outputs[0].shape[1:] == (7, 7, 128) and 7 * 7 * 128 > 28 * 28
    with torch.no_grad():
        twin = in_torch.convolutional_autoencoder(seed=0)
        assert twin.encoder(torch.zeros(2, 28, 28)).shape == (2, 128, 7, 7)
        assert twin.autoencoder(torch.zeros(2, 28, 28)).shape == (2, 28, 28)


@every_framework
def test_a_convolutional_net_starts_near_the_shade_that_is_given(package, training):
    x = inputs("convolutional_autoencoder", rows=8)
    for shade in (0.2, 0.5):
        model = package.convolutional_autoencoder(side=8, filters=(3, 4, 5), shade=shade, seed=0)
        drawn = PREDICT[package](model.autoencoder, x)
        assert drawn.mean() == pytest.approx(shade, abs=0.06)


@every_framework
def test_an_unknown_activation_or_loss_is_refused(package, training):
    with pytest.raises(ValueError, match="activation 'tanh' is not known; use relu, linear"):
        package.dense_autoencoder(3, activation="tanh", seed=0)
    x = inputs("dense_autoencoder")
    with pytest.raises(ValueError, match="loss 'mae' is not known; choose one of mse"):
        training.train_autoencoder(
            package.dense_autoencoder(3, side=8, seed=0).autoencoder,
            x,
            x,
            recipe=Recipe(epochs=1, batch_size=2),
            loss="mae",
            seed=0,
        )


def test_models_that_differ_are_not_paired():
    source = in_keras.dense_autoencoder(3, side=8, seed=0).autoencoder
    with pytest.raises(ValueError, match="2 layers Dense .*, the PyTorch model 4; build both"):
        copy_weights(
            source, in_torch.dense_autoencoder(3, side=8, hidden_sizes=(5,), seed=0).autoencoder
        )
    with pytest.raises(ValueError, match="has shape .* in PyTorch and .* in Keras"):
        copy_weights(source, in_torch.dense_autoencoder(4, side=8, seed=0).autoencoder)


# training


@every_framework
@pytest.mark.parametrize("loss", ["mse", "binary cross-entropy"])
def test_training_lowers_the_loss_below_that_of_the_mean_image(package, training, loss):
    rng = np.random.default_rng(0)
    x = np.outer(rng.uniform(size=64), np.linspace(0, 1, 64)).reshape(64, 8, 8).astype(np.float32)
    model = package.dense_autoencoder(2, side=8, activation="linear", seed=0).autoencoder
    history = training.train_autoencoder(
        model,
        x,
        x,
        recipe=Recipe(epochs=20, batch_size=8, learning_rate=0.03, schedule="cosine"),
        validation=(x[:16], x[:16]),
        loss=loss,
        seed=0,
    )
    assert {name: len(curve) for name, curve in history.items()} == dict.fromkeys(
        ("train_loss", "validation_loss", "seconds"), 20
    )
    assert history.seconds > 0
    assert history["validation_loss"][-1] < history["validation_loss"][0]
    assert training.evaluate(model, x, x)["loss"] < 0.5 * float(x.var(axis=0).mean())
    assert training.evaluate(model, x[:16], x[:16], loss=loss)["loss"] == pytest.approx(
        history["validation_loss"][-1], rel=1e-4
    )


@every_framework
def test_the_same_seed_trains_the_same_model(package, training):
    def trained():
        x = inputs("dense_autoencoder", rows=16)
        model = package.dense_autoencoder(3, side=8, seed=0).autoencoder
        history = training.train_autoencoder(
            model, x, x, recipe=Recipe(epochs=2, batch_size=4), seed=7
        )
        assert "validation_loss" not in history
        return history["train_loss"]

    assert trained() == trained()


def test_both_frameworks_count_the_same_losses():
    kinds = {
        "mse": "dense_autoencoder",
        "binary cross-entropy": "dense_autoencoder",
        "cross-entropy": "sequence_autoencoder",
    }
    for loss, kind in kinds.items():
        [(_, sizes, options)] = [
            parameters.values
            for parameters in MODELS
            if parameters.values[0] == kind and parameters.id != "stacked"
        ]
        source, target = twins(kind, sizes, options)
        x = inputs(kind)
        ours = keras_training.evaluate(source.autoencoder, x, x, loss=loss)
        theirs = torch_training.evaluate(target.autoencoder, x, x, loss=loss)
        assert ours.keys() == {"loss"} and ours == pytest.approx(theirs, rel=1e-5), loss


@pytest.mark.parametrize("package", [in_keras, in_torch])
def test_a_convolutional_autoencoder_refuses_another_number_of_filters(package):
    with pytest.raises(ValueError, match=r"filters are \(8, 16\), expected three, as"):
        package.convolutional_autoencoder(filters=(8, 16), seed=0)
