"""Both frameworks compute where the reader asks them to, and make every tensor where its data are.
What a GPU would do is played: by PyTorch's device "meta", which computes shapes alone, and by what
TensorFlow is told.
"""

import importlib
from types import SimpleNamespace

import numpy as np
import pytest
import tensorflow as tf
import torch

import rnncourse.in_keras
from rnncourse.generation.sampling import Windowed, sample
from rnncourse.in_keras import device as in_keras
from rnncourse.in_torch import (
    autoencoders,
    classifier_training,
    classifiers,
    gradients,
    language_models,
    losses,
    reconstruction_training,
    shared_encoder,
    signal_classifiers,
    text_training,
    training,
)
from rnncourse.in_torch import device as in_torch
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.preprocessing.language_modelling import Streams, next_symbol_windows
from rnncourse.training.recipe import Recipe

B, T, D, H, C = 6, 8, 3, 4, 3
RNG = np.random.default_rng(0)
X, Y = RNG.uniform(0.1, 1, (B, T, D)).astype(np.float32), np.arange(B) % C
VOCAB = Vocab("abc")
TEXT = VOCAB.encode("abc" * 12)
RECIPE = Recipe(epochs=2, batch_size=3, schedule="cosine", l2=0.01, clip_norm=1.0, keep="best")


@pytest.fixture(autouse=True)
def nothing_asked(monkeypatch):
    monkeypatch.delenv("RNNCOURSE_DEVICE", raising=False)


@pytest.fixture
def gpu_asked(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_DEVICE", "gpu")


def pytorch_finds(monkeypatch, *, cuda=False, mps=False):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


# PyTorch: which device


def linear():
    return torch.nn.Linear(2, 2)


def test_a_model_stays_where_it_is_if_nothing_is_asked(monkeypatch):
    pytorch_finds(monkeypatch, cuda=True)
    for device in ("cpu", "meta"):
        model = linear().to(device)
        assert in_torch.place(model) == in_torch.device_of(model) == torch.device(device)


def test_a_model_goes_where_its_training_says(monkeypatch, gpu_asked):
    pytorch_finds(monkeypatch)  # and the environment is not asked
    model = linear()
    assert in_torch.place(model, "meta") == in_torch.device_of(model) == torch.device("meta")
    assert in_torch.place(linear(), "cpu") == torch.device("cpu")


@pytest.mark.parametrize("found, name", [({"cuda": True}, "cuda"), ({"mps": True}, "mps")])
def test_a_model_on_the_cpu_goes_to_the_gpu_that_is_asked_for(monkeypatch, gpu_asked, found, name):
    pytorch_finds(monkeypatch, **found)
    assert in_torch.gpu() == name
    monkeypatch.setattr(in_torch, "gpu", lambda: "meta")  # there is no other here
    assert in_torch.place(linear()) == torch.device("meta")


def test_a_model_that_has_left_the_cpu_is_not_moved_to_the_gpu(monkeypatch, gpu_asked):
    pytorch_finds(monkeypatch)
    assert in_torch.place(linear().to("meta")) == torch.device("meta")


def test_a_gpu_that_is_asked_for_and_absent_is_an_error_in_words(monkeypatch, gpu_asked):
    pytorch_finds(monkeypatch)
    model = signal_classifiers.dense(T, D, C, seed=0)
    with pytest.raises(
        RuntimeError,
        match="RNNCOURSE_DEVICE is 'gpu', but PyTorch finds none here; unset it to train on the",
    ):
        classifier_training.train_classifier(model, X, Y, recipe=RECIPE, validation=(X, Y), seed=0)


def test_a_device_that_does_not_exist_is_refused_before_training(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_DEVICE", "fpga")
    with pytest.raises(ValueError, match="RNNCOURSE_DEVICE is 'fpga', expected one of cpu, gpu"):
        in_torch.place(linear())


def test_pytorch_computes_no_tf32():
    assert not torch.backends.cuda.matmul.allow_tf32
    assert not torch.backends.cudnn.allow_tf32


# PyTorch: every tensor that is made on the way stands where its input does


def padded(x):
    x = x.copy()
    x[1, 3:] = x[4, 1:] = 0
    return x


def train_classifier(model, x, loss=torch.nn.functional.cross_entropy):
    return classifier_training.train_classifier(
        model, x, Y, recipe=RECIPE, validation=(x, Y), loss=loss, seed=0
    )


def classify(**options):
    model = classifiers.recurrent_classifier(D, H, C, **options, seed=0)
    return model, lambda: train_classifier(model, padded(X) if model.padded else X)


def classify_signals(kind, *sizes, loss=torch.nn.functional.cross_entropy, **options):
    model = getattr(signal_classifiers, kind)(*sizes, **options, seed=0)
    return model, lambda: train_classifier(model, X, loss)


def classify_drawn():
    model = classifiers.recurrent_classifier(D, H, C, seed=0)
    return model, lambda: classifier_training.train_classifier(
        model,
        X,
        Y,
        recipe=RECIPE,
        validation=(X, Y),
        batches=lambda rng: rng.permutation(B).reshape(2, 3),
        seed=0,
    )


def reconstruct(kind, *sizes, loss="mse", **options):
    model = getattr(autoencoders, kind)(*sizes, **options, seed=0).autoencoder
    x = np.tile(X[:, :, :1], (1, 1, T)) if loss != "cross-entropy" else X
    return model, lambda: reconstruction_training.train_autoencoder(
        model, x, x, recipe=RECIPE, validation=(x, x), loss=loss, seed=0
    )


def language_model(cell):
    return language_models.language_model(3, H, cell=cell, layers=2, dropout=0.2, seed=0)


def learn_windows(cell="lstm"):
    model, (x, y) = language_model(cell), next_symbol_windows(TEXT, 4)
    return model, lambda: text_training.train_on_windows(
        model, x, y, recipe=RECIPE, validation=(x, y), seed=0
    )


def learn_streams(cell="lstm"):
    model = language_model(cell)
    return model, lambda: text_training.train_on_streams(
        model, Streams(TEXT, 2, 5), recipe=RECIPE, validation=TEXT, seed=0
    )


def write(cell="lstm"):
    model = language_model(cell)
    return model, lambda: sample(
        language_models.next_logits(model), VOCAB, "ab", 5, count=2, rng=np.random.default_rng(0)
    )


def write_by_windows():
    model = language_model("gru")
    windowed = Windowed(language_models.window_logits(model), 3)
    return model, lambda: sample(windowed, VOCAB, "abc", 5, rng=np.random.default_rng(0))


def measure_gradients():
    model = classifiers.recurrent_classifier(D, H, C, seed=0)
    return model, lambda: gradients.gradient_norms(model, padded(X), Y, batch_size=4)


def read_letters():
    model = shared_encoder.one_headed_classifier(shared_encoder.encoder(3, D, H, seed=0), C, seed=0)
    letters = np.array([[1, 2, 0], [3, 0, 0], [2, 2, 1]])
    return model, lambda: training.predict(model, letters)


WAYS = {
    "padded classifier": lambda: classify(cell="gru", layers=2, bidirectional=True, dropout=0.2),
    "classifier of signals": lambda: classify(cell="lstm", padded=False),
    "drawn batches": classify_drawn,
    "dense": lambda: classify_signals("dense", T, D, C, hidden_sizes=(5,), dropout=0.2),
    "convolutional": lambda: classify_signals("convolutional", D, (4,), C, cell="gru"),
    "dilated": lambda: classify_signals("dilated", D, 4, C, layers=2),
    **{
        f"dense, {name}": lambda loss=loss: classify_signals("dense", T, D, C, loss=loss())
        for name, loss in {
            "smoothed": lambda: losses.smoothed_cross_entropy(0.1),
            "weighted": lambda: losses.weighted_cross_entropy(np.ones(C, np.float32)),
            "focal": lambda: losses.focal_loss(2.0),
            "logit-adjusted": lambda: losses.logit_adjusted_loss(np.full(C, 1 / C)),
        }.items()
    },
    "dense autoencoder": lambda: reconstruct("dense_autoencoder", 2, side=T),
    "convolutional autoencoder": lambda: reconstruct(
        "convolutional_autoencoder", side=T, filters=(2, 3, 4), loss="binary cross-entropy"
    ),
    "sequence autoencoder": lambda: reconstruct(
        "sequence_autoencoder", D, T, 2, hidden_size=H, loss="cross-entropy"
    ),
    "windows": learn_windows,
    "streams": learn_streams,
    "generation": write,
    "generation by windows": write_by_windows,
    "gradient norms": measure_gradients,
    "shared encoder": read_letters,
}


@pytest.fixture
def elsewhere():
    """A default device that is not that of models and data: a tensor that is made there by mistake
    holds no numbers.
    """
    torch.set_default_device("meta")
    yield
    torch.set_default_device(None)


@pytest.mark.parametrize("way", WAYS)
def test_what_is_computed_on_the_way_follows_the_model(way, request):
    model, run = WAYS[way]()
    expected = WAYS[way]()[1]()
    request.getfixturevalue("elsewhere")
    found = run()
    if isinstance(found, dict):
        expected.pop("seconds"), found.pop("seconds")
    np.testing.assert_equal(found, expected)
    assert {part.device.type for part in model.state_dict().values()} == {"cpu"}


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
@pytest.mark.parametrize("both", [False, True], ids=["one way", "both ways"])
def test_a_model_that_was_moved_answers_where_it_stands(cell, both):
    model = classifiers.recurrent_classifier(
        D, H, C, cell=cell, layers=2, bidirectional=both, padded=False, seed=0
    ).to("meta")
    logits = model(torch.from_numpy(X).to(in_torch.device_of(model)))
    assert logits.device.type == "meta" and logits.shape == (B, C)


# Keras


@pytest.fixture
def told(monkeypatch):
    """What TensorFlow is told; it finds the GPUs in `told.gpus`."""
    found = SimpleNamespace(gpus=[], hidden=[], tf32=[])
    config = tf.config
    monkeypatch.setattr(config, "list_physical_devices", lambda kind: found.gpus)
    monkeypatch.setattr(
        config, "set_visible_devices", lambda devices, kind: found.hidden.append((devices, kind))
    )
    monkeypatch.setattr(
        config.experimental, "enable_tensor_float_32_execution", lambda on: found.tf32.append(on)
    )
    return found


def test_keras_hides_gpus_that_nobody_asks_for_and_computes_no_tf32(told):
    told.gpus = ["a GPU"]
    in_keras.settle()
    assert told.hidden == [([], "GPU")] and told.tf32 == [False]


def test_keras_hides_nothing_where_there_is_nothing_to_hide(told):
    in_keras.settle()
    assert told.hidden == [] and told.tf32 == [False]


def test_keras_leaves_a_gpu_that_is_asked_for(told, gpu_asked):
    told.gpus = ["a GPU"]
    in_keras.settle()
    assert told.hidden == [] and told.tf32 == [False]


def test_keras_says_that_there_is_no_gpu(told, gpu_asked):
    with pytest.raises(
        RuntimeError,
        match="RNNCOURSE_DEVICE is 'gpu', but TensorFlow finds none here; unset it to train on the",
    ):
        in_keras.settle()


def test_keras_refuses_a_device_that_does_not_exist(told, monkeypatch):
    monkeypatch.setenv("RNNCOURSE_DEVICE", "fpga")
    with pytest.raises(ValueError, match="RNNCOURSE_DEVICE is 'fpga', expected one of cpu, gpu"):
        in_keras.settle()


@pytest.mark.parametrize("gpus, name", [([], "cpu:0"), (["a GPU"], "gpu:0")])
def test_keras_computes_on_the_device_that_is_left_or_named(monkeypatch, gpus, name):
    monkeypatch.setattr(tf.config, "get_visible_devices", lambda kind: gpus)
    assert in_keras.device_name(None) == name
    assert in_keras.device_name("gpu:1") == "gpu:1"


def test_importing_the_room_settles_keras(told):
    told.gpus = ["a GPU"]
    importlib.reload(rnncourse.in_keras)
    assert told.hidden == [([], "GPU")] and told.tf32 == [False]
