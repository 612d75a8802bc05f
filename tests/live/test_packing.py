"""What is packed comes back, and what a page cannot run is refused in words."""

import base64
import hashlib
import json

import keras
import numpy as np
import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell
from keras import layers
from torch import nn

from rnncourse import live
from rnncourse.in_keras import autoencoders, signal_classifiers
from rnncourse.in_keras.classifiers import recurrent_classifier
from rnncourse.in_keras.weights import put_weights, weights_of
from rnncourse.in_torch.classifiers import recurrent_classifier as torch_classifier
from rnncourse.in_torch.signal_classifiers import convolutional
from rnncourse.live import packing, storage
from rnncourse.records import weights as records_weights


def model(**options):
    return recurrent_classifier(5, 8, 3, seed=0, **options)


def row(*parts, size=4):
    return keras.Sequential([keras.Input((None, size)), *parts])


# what comes back
# --------------------------------------------------------------------------------------------------


def test_16_bits_come_back_as_they_were_rounded():
    for layer, arrays in zip(model().layers[2::2], live.pack(model()).weights(), strict=True):
        for old, new in zip(layer.get_weights(), arrays.values(), strict=True):
            assert new.dtype == np.float64 and np.array_equal(new, old.astype(np.float16))


def test_8_bits_come_back_within_half_a_step_of_their_row():
    (W_xh, W_hh, _), _ = (layer.get_weights() for layer in model().layers[2::2])
    recurrent, _ = live.pack(model(), dtype="int8").weights()
    for old, new in ((W_xh, recurrent["forward.W_xh"]), (W_hh, recurrent["forward.W_hh"])):
        step = np.abs(old).max(axis=1, keepdims=True) / 127
        assert (np.abs(new - old) <= 0.5001 * step).all()
        assert np.abs(new).max(axis=1) == pytest.approx(np.abs(old).max(axis=1))


def test_a_row_of_zeros_comes_back_from_8_bits():
    data = bytearray()
    entry = storage.store(data, np.array([[0, 0], [1, -2]]), "int8", "W")
    assert np.allclose(storage.load(bytes(data), entry), [[0, 0], [1, -2]], atol=0.01)


def test_plain_arrays_come_back_with_their_facts():
    rng = np.random.default_rng(0)
    steps, logits = rng.integers(0, 256, (7, 3)).astype(np.uint8), rng.normal(size=(7, 3))
    packed = live.pack_arrays({"steps": steps, "logits": logits}, facts={"classes": ["a", "b"]})
    assert np.array_equal(packed.arrays()["steps"], steps)
    assert np.array_equal(packed.arrays()["logits"], logits.astype(np.float16))
    assert packed.manifest["facts"] == {"classes": ["a", "b"]}
    assert packed.checksum == hashlib.sha256(packed.data).hexdigest()[:16]


def test_arrays_that_a_reader_should_not_load_are_refused():
    with pytest.raises(ValueError, match="arrays take 700,000 bytes, .* at most; send fewer rows"):
        live.pack_arrays({"y": np.zeros(700_000, np.uint8)}, facts={})
    with pytest.raises(ValueError, match="array 'y' holds numbers that float16 cannot"):
        live.pack_arrays({"y": np.array([1e9])}, facts={})


def test_8_bits_take_about_half_the_bytes_of_16():
    net = torch_classifier(30, 64, 10, cell="lstm", seed=0)
    half, quarter = (len(live.pack(net, dtype=dtype).data) for dtype in ("float16", "int8"))
    assert 0.5 < quarter / half < 0.55


def test_the_checksum_is_that_of_the_bytes_and_the_manifest_is_plain():
    packed = live.pack(model(), symbols="abcde", classes=["x", "y", "z"])
    assert packed.checksum == hashlib.sha256(packed.data).hexdigest()[:16]
    assert packed.manifest["bytes"] == len(packed.data)
    assert json.loads(json.dumps(packed.manifest)) == packed.manifest
    assert packed.manifest["classes"] == ["x", "y", "z"]
    kinds = [(layer["kind"], layer["units"]) for layer in packed.manifest["layers"]]
    assert kinds == [("onehot", 5), ("elman", 8), ("dense", 3)]


def test_weights_that_a_record_keeps_give_the_same_bytes(tmp_path):
    digest = records_weights.store(tmp_path, "a_study", weights_of(model()))
    again = recurrent_classifier(5, 8, 3, seed=1)
    put_weights(again, records_weights.load(tmp_path, "a_study", digest))
    assert live.pack(again).data == live.pack(model()).data


@pytest.mark.parametrize("affine", [True, False])
def test_a_normalisation_joins_the_convolution_before_it(affine):
    torch.manual_seed(0)
    parts = [
        nn.Conv1d(4, 6, 5, stride=3, padding=2),
        nn.BatchNorm1d(6, affine=affine),
        nn.ReLU(),
        nn.MaxPool1d(2),
        nn.AdaptiveAvgPool1d(1),
    ]
    parts[1].running_mean.normal_()
    parts[1].running_var.uniform_(0.5, 2)
    if affine:
        nn.init.normal_(parts[1].weight)
        nn.init.normal_(parts[1].bias)
    x = torch.randn(20, 4, 32)
    expected = nn.Sequential(*parts).eval()(x)[:, :, 0].detach().numpy()
    packed = live.pack(parts)
    kinds = [layer["kind"] for layer in packed.manifest["layers"]]
    assert kinds == ["conv1d", "activation", "maxpool", "average"]
    found = live.forward(packed, x.numpy().transpose(0, 2, 1))
    assert np.abs(found - expected).max() < 2e-3 * np.abs(expected).max()


def test_whole_numbers_of_16_bits_come_back_as_they_were():
    samples = np.array([[-32768, 32767], [0, -1]], np.int16)
    assert np.array_equal(
        live.pack_arrays({"samples": samples}, facts={}).arrays()["samples"], samples
    )


# what is refused
# --------------------------------------------------------------------------------------------------

x = keras.Input((None, 4))
REFUSED = {
    "batch normalisation": (
        lambda: signal_classifiers.convolutional(4, [3], 2, seed=0),
        r"layer 'batch_normalization\w*' \(BatchNormalization\) cannot run on a page",
    ),
    "another normalisation of PyTorch": (
        lambda: [nn.Conv1d(4, 3, 3), nn.GroupNorm(1, 3)],
        r"layer '1' \(GroupNorm\) cannot run on a page: it runs onehot, .*; build the model of",
    ),
    "a normalisation of no convolution": (
        lambda: [nn.Conv1d(4, 3, 3), nn.ReLU(), nn.BatchNorm1d(3)],
        r"layer '2' \(BatchNorm1d\) .* it follows no layer with weights; let it follow",
    ),
    "a normalisation at first": (lambda: [nn.BatchNorm1d(3)], "it follows no layer with weights"),
    "a normalisation that has gathered nothing": (
        lambda: [nn.Conv1d(4, 3, 3), nn.BatchNorm1d(3, track_running_stats=False)],
        "it has gathered no averages; build it with track_running_stats=True",
    ),
    "maxima that overlap": (
        lambda: [nn.Conv1d(4, 3, 3), nn.MaxPool1d(3, stride=1)],
        r"it is MaxPool1d\(.*; let it move on by as many steps as it reads",
    ),
    "a mean of parts": (
        lambda: [nn.Conv1d(4, 3, 3), nn.AdaptiveAvgPool1d(2)],
        "it leaves 2 steps; let it leave 1",
    ),
    "a sum of two ways": (
        lambda: keras.Model(x, layers.Dense(4)(x) + x),
        r"layer 'add\w*' \(Add\) cannot run",
    ),
    "two outputs": (
        lambda: keras.Model(x, [layers.Dense(4)(x), x]),
        "no single row of layers from one input to one output",
    ),
    "a forward of its own": (
        lambda: convolutional(4, [3], 2, seed=0),
        "what the forward of a Convolutional does, .* pass the list of its parts",
    ),
    "a softmax": (
        lambda: row(layers.LSTM(3), layers.Dense(2, "softmax")),
        "its activation is softmax; let the model give logits",
    ),
    "another activation": (
        lambda: row(layers.Dense(2, "gelu")),
        "its activation is gelu; use identity, tanh, relu, sigmoid",
    ),
    "another activation of an LSTM": (
        lambda: row(layers.LSTM(2, "relu")),
        "its activations are relu and sigmoid; use tanh and sigmoid",
    ),
    "backwards alone": (
        lambda: row(layers.GRU(2, go_backwards=True)),
        "its go_backwards is True, and a page runs False; build it with go_backwards=False",
    ),
    "a sum of directions": (
        lambda: row(layers.Bidirectional(layers.GRU(2), merge_mode="sum")),
        "its merge_mode is 'sum'",
    ),
    "strides": (lambda: row(layers.Conv1D(2, 3, strides=2)), r"its strides is \(2,\)"),
    "a mask of symbols": (
        lambda: row(layers.Embedding(5, 3, mask_zero=True), size=1),
        "its mask_zero is True",
    ),
    "a state to start from": (
        lambda: keras.Model(x, layers.GRU(3)(x, initial_state=x[:, 0, :3])),
        "it starts from a state; start from zero",
    ),
    "an autoencoder": (
        lambda: autoencoders.dense_autoencoder(9, seed=0).autoencoder,
        r"layer 'flatten\w*' \(Flatten\) cannot run",
    ),
    "no weights yet": (lambda: keras.Sequential([layers.Dense(2)]), "has no weights yet"),
    "parts in disorder": (
        lambda: [nn.Embedding(5, 3), nn.GRU(4, 2)],
        r"layer '1.0' \(gru\) .* reads 4 numbers, '0' before it gives 3; pass the layers in the",
    ),
    "steps after the last state": (
        lambda: [nn.GRU(4, 2), nn.Conv1d(2, 2, 3)],
        "a layer before it hands on one vector, without steps",
    ),
    "projections": (lambda: [nn.LSTM(4, 3, proj_size=2)], "its proj_size is 2"),
    "circular padding": (
        lambda: [nn.Conv1d(4, 2, 3, padding_mode="circular")],
        "its padding_mode is 'circular'",
    ),
    "no part at all": (list, "has no layer"),
}


def test_a_model_inside_a_model_is_read_through():
    parts = autoencoders.joined(row(layers.Dense(3)), row(layers.Dense(4), size=3))
    assert [layer["units"] for layer in live.pack(parts.autoencoder).manifest["layers"]] == [3, 4]


@pytest.mark.parametrize("what", REFUSED)
def test_a_model_that_no_page_can_run_is_refused(what):
    build, words = REFUSED[what]
    with pytest.raises(ValueError, match=words):
        live.pack(build())


@pytest.mark.parametrize("value", [np.nan, np.inf, 7e4])
@pytest.mark.parametrize("dtype", storage.DTYPES)
def test_weights_that_are_no_numbers_or_too_large_are_refused(value, dtype):
    broken = torch_classifier(5, 8, 3, seed=0)
    with torch.no_grad():
        broken.linear.bias[0] = value
    with pytest.raises(ValueError, match="b of layer 'linear' holds numbers that float16 cannot"):
        live.pack(broken, dtype=dtype)


@pytest.mark.parametrize(
    "options, words",
    [
        (dict(symbols="abc"), "there are 3 symbols, and the net reads 5"),
        (dict(classes=["x"]), "there are 1 classes, and the net answers 3"),
        (dict(symbols="aabcd"), "expected texts that differ"),
        (dict(classes=["x", "", "z"]), "expected texts that differ and are not empty"),
        (dict(dtype="int4"), "dtype is 'int4', expected one of float16, int8"),
    ],
)
def test_names_and_options_that_do_not_fit_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        live.pack(model(), **options)


@pytest.mark.parametrize("thing", [None, "a net", 3, layers.Dense(3), [layers.Dense(3)]])
def test_what_is_no_model_is_refused(thing):
    with pytest.raises(TypeError, match="expected a"):
        live.pack(thing)


def test_more_bytes_than_a_reader_should_load_are_refused_with_a_remedy():
    large = [nn.LSTM(100, 250), nn.Linear(250, 3)]
    with pytest.raises(ValueError, match="take 703,506 bytes, .*; pack them as int8"):
        live.pack(large)
    assert len(live.pack(large, dtype="int8").data) < packing.LARGEST


def test_a_page_loads_no_more_than_a_record_keeps():
    assert packing.LARGEST == records_weights.LARGEST


@pytest.mark.parametrize("shape", [(5,), (1, 2, 3), (0, 4, 5), (1, 0, 5)])
def test_numpy_refuses_sequences_of_another_shape(shape):
    with pytest.raises(ValueError, match=r"expected vectors \(B, T, 5\)"):
        live.forward(live.pack(model()), np.zeros(shape))


# what is handed to the page
# --------------------------------------------------------------------------------------------------


@pytest.fixture
def shell():
    """A shell that keeps what is displayed."""
    shell = InteractiveShell.instance()
    yield shell
    InteractiveShell.clear_instance()


def published(shell, name):
    from IPython.utils.capture import capture_output

    with capture_output() as captured:
        live.publish(live.pack(model()), name)
    return captured.outputs


def test_a_published_net_travels_unseen_in_the_output_of_its_cell(shell, monkeypatch):
    monkeypatch.setenv(packing.IN_BOOK, "1")
    (output,) = published(shell, "names-gru")
    (content,) = output.data.values()
    assert set(output.data) == {packing.PREFIX + packing.MIME}  # which nothing shows
    assert base64.b64decode(content["data"]) == live.pack(model()).data
    assert content["manifest"] == live.pack(model()).manifest
    assert output.metadata["scrapbook"]["name"] == "live/names-gru"


def test_a_readers_notebook_gets_no_bytes(shell, monkeypatch):
    monkeypatch.delenv(packing.IN_BOOK, raising=False)
    assert published(shell, "names-gru") == []


@pytest.mark.parametrize("name", ["", "A b", "../x", "a--b", "<b>"])
def test_a_name_that_could_not_stand_in_an_address_is_refused(name):
    with pytest.raises(ValueError, match="expected small letters, digits and single hyphens"):
        live.publish(live.pack(model()), name)
