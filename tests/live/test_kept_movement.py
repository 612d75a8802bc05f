"""The models that a page plays along a recording: in JavaScript they answer 200 real and 200 random
windows as NumPy does in 64 bits, and as PyTorch, scikit-learn and the package do in 32.
"""

from copy import deepcopy
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from asked import WHERE, ask, job
from torch import nn
from weighed import loaded_from, size_of

from rnncourse import live, records
from rnncourse.baselines import (
    RandomConvolutions,
    hand_feature_classifier,
    hand_features,
    moment_classifier,
)
from rnncourse.baselines.random_convolutions import shares
from rnncourse.conversion.arrays import to_torch
from rnncourse.datasets import resolve_bundled
from rnncourse.datasets.activity import read_bundled
from rnncourse.in_numpy.elman import ELMAN
from rnncourse.in_numpy.gated import GRU
from rnncourse.in_torch.weights import put_weights
from rnncourse.live import movement as movement_layers
from rnncourse.live.movement import OfWindows
from rnncourse.preprocessing import movement
from rnncourse.studies.activity import activity_live
from rnncourse.studies.activity.activity_movement import build
from rnncourse.studies.activity.activity_rnn import hold_out

COUNT = 200
BEFORE = ["live.js", "controls.js", "published.js", "play_a_recording.js"]  # touch
AFTER = [
    *("recordings.js", "signals.js", "weights.js", "nets.js", "movement.js"),
    *("ngrams.js", "kneser_ney.js"),
]


@cache
def windows():
    """Training windows and their classes, and those of the people held out."""
    activities = read_bundled(resolve_bundled("activity"))
    split = hold_out(activities, 0)
    return SimpleNamespace(
        x=activities.x[split.train],
        y=activities.y[split.train],
        new=activities.x[split.validation],
        new_y=activities.y[split.validation],
        activities=activities,
    )


def asked():
    """200 windows of people held out, and 200 at random, float32."""
    rng = np.random.default_rng(0)
    new = windows().new
    real = new[rng.choice(len(new), COUNT, replace=False)]
    scale = new.std(axis=(0, 1))
    return np.concatenate([real, scale * rng.normal(size=real.shape)]).astype(np.float32)


@cache
def kept_net(name):
    """A kept net, as PyTorch runs it."""
    configuration = activity_live.NETS[name]
    net = build(configuration, 21, 7, seed=0)
    put_weights(net, records.kept_run("activity_live", "bundled", configuration).weights)
    return net.eval()


def with_weights(net, packed):
    """A copy of a net with the weights of the page, whose convolutions hold their normalisation."""
    net = deepcopy(net)
    layers = list(zip(packed.manifest["layers"], packed.weights(), strict=True))
    convolutions = [arrays for layer, arrays in layers if layer["kind"] == "conv1d"]
    modules = list(net.modules())
    own = [module for module in modules if isinstance(module, nn.Conv1d)]
    for module, arrays in zip(own, convolutions, strict=True):
        put_weights(module, {"weight": arrays["W"].transpose(2, 1, 0), "bias": arrays["b"]})
    for norm in (module for module in modules if isinstance(module, nn.BatchNorm1d)):
        norm.reset_parameters()
        nn.init.constant_(norm.get_buffer("running_var"), 1 - norm.eps)
    for layer, arrays in layers:
        if layer["kind"] in ("elman", "gru"):
            cell = {"elman": ELMAN, "gru": GRU}[layer["kind"]]
            of_way = {name.partition(".")[2]: array for name, array in arrays.items()}
            put_weights(net.reader.recurrent, to_torch(cell, of_way))
    put_weights(net.linear, {"weight": layers[-1][1]["W"].T, "bias": layers[-1][1]["b"]})
    return net


def in_torch(net, packed, x):
    """What a net answers, in 32 bits and with the weights of the page, to windows (N, T, 9)."""
    arrays = {
        layer["kind"]: each
        for layer, each in zip(packed.manifest["layers"], packed.weights(), strict=True)
    }
    views, still = arrays["movement"], arrays["gravity"]
    seen = (movement.VIEWS["both"](x) - views["mean"]) / views["scale"]
    late = (movement.gravity(x) - still["mean"]) / still["scale"]
    late = np.repeat(late[:, None], x.shape[1], axis=1)
    given = np.concatenate([seen, late], axis=2).astype(np.float32)
    with torch.no_grad():
        return with_weights(net, packed)(torch.from_numpy(given)).numpy()


def error(found, expected):
    """The largest error of an answer, measured in the largest of its logits."""
    return (np.abs(found - expected) / np.abs(expected).max(axis=1, keepdims=True)).max()


@cache
def fitted(name):
    """The regression, or the random convolutions."""
    made = hand_feature_classifier() if name == "regression" else RandomConvolutions(100, 0)
    return made.fit(windows().x, windows().y)


@cache
def model(name):
    """A model as the page packs it."""
    if name in activity_live.NETS:
        return live.pack(OfWindows(kept_net(name), windows().x))
    return live.pack(OfWindows(fitted(name), temperature=0.4 if name == "random" else 1.0))


MODELS = ["regression", "random", *activity_live.NETS]


@pytest.fixture(scope="module", params=WHERE)
def found(request):
    """What the page answers, by model."""
    x = asked().tolist()
    answers = ask(request.param, {name: job(model(name), run=x) for name in MODELS})
    return {name: np.array(answer["run"]) for name, answer in answers.items()}


@pytest.mark.parametrize("name", MODELS)
def test_the_page_answers_windows_as_numpy_does(found, name):
    away = error(found[name], live.forward(model(name), asked().astype(float)))
    print(f"{name}: {away:.1e} from NumPy")
    assert found[name].shape == (2 * COUNT, 7) and away <= 1e-5


@pytest.mark.parametrize("name", activity_live.NETS)
def test_the_page_answers_windows_as_pytorch_does_with_the_same_weights(found, name):
    away = error(found[name], in_torch(kept_net(name), model(name), asked()))
    print(f"{name}: {away:.1e} from PyTorch")
    assert away <= 1e-4


def test_the_page_reads_the_hand_features_of_the_package(found):
    reader = model("regression").weights()[-1]
    in_32_bits = hand_features(asked()).astype(float) @ reader["W"] + reader["b"]
    assert error(found["regression"], in_32_bits) <= 1e-4


def test_the_page_counts_as_random_convolutions_do_in_32_bits(found):
    """But for steps that 32 bits put on the other side of a level, one in some hundred thousand."""
    arrays, *_, reader = model("random").weights()
    x = asked()
    centred = (x - x.mean(axis=1, keepdims=True)) / arrays["scale"].astype(np.float32)
    banks = [
        tuple(arrays[f"{part}.{i}"].astype(np.float32) for part in ("kernels", "levels"))
        for i in range(3)
    ]
    counted = shares(
        centred.astype(np.float32),
        [(kernels, i + 1, levels) for i, (kernels, levels) in enumerate(banks)],
    )
    exact = movement_layers.counted(
        {"dilations": [1, 2, 3]}, arrays, x.astype(float), x.astype(float)
    )
    turned = 128 * np.abs(counted - exact)
    assert turned.max() <= 3 and turned.sum() <= 1e-5 * 128 * counted.size
    features = np.hstack([counted, movement.gravity(x)]).astype(float)
    assert error(found["random"], features @ reader["W"] + reader["b"]) <= 0.02


def test_the_weights_in_16_bits_answer_as_the_models_that_were_trained():
    data = windows()
    for name in activity_live.NETS:
        kept = records.kept_run("activity_live", "bundled", activity_live.NETS[name])
        right = live.forward(model(name), data.new.astype(float)).argmax(axis=1) == data.new_y
        assert abs(right.mean() - kept.metrics["validation_accuracy"]) <= 0.003
    for name in ("regression", "random"):
        answered = live.forward(model(name), data.new.astype(float)).argmax(axis=1)
        assert np.mean(answered == fitted(name).predict(data.new)) >= 0.99


def test_gravity_moves_an_answer_and_so_do_small_movements():
    one = windows().new[:1].astype(float)
    turned, calmed = one.copy(), one.copy()
    turned[:, :, 6:] = -turned[:, :, 6:]
    calmed[:, :, :6] /= 50
    for name in MODELS:
        answers = [live.forward(model(name), each)[0] for each in (one, turned, calmed)]
        assert all(np.abs(answers[0] - other).max() > 0.1 for other in answers[1:]), name


def test_the_box_is_small_before_and_after_touch():
    data, lengths = windows(), [304] * 7
    parts = [[length, label] for label, length in enumerate(lengths)]
    recording = np.zeros((sum(lengths), 9)), parts
    files = [live.pack_recordings([recording] * 4, data.activities), *map(model, MODELS)]
    before = size_of(BEFORE)
    total = before + size_of(AFTER) + sum(len(file.data) for file in files)
    print(f"{before} bytes before touch, {total} after")
    assert before <= 30_000 and total <= 600_000


def test_the_scripts_that_are_weighed_are_those_that_are_loaded():
    assert loaded_from("play_a_recording.js") == {*BEFORE, *AFTER}


REFUSED = {
    "a pipeline of other features": (lambda: OfWindows(moment_classifier()), "its steps are"),
    "kernels on windows as they are": (
        lambda: OfWindows(RandomConvolutions(10, 0, centred=False)),
        "windows keep their means; fit them with centred=True",
    ),
    "a net without the windows that scaled it": (
        lambda: OfWindows(kept_net("GRU")),
        "MovementClassifier.* scaled by none; pass a MovementClassifier and the windows",
    ),
    "another net": (lambda: OfWindows(nn.Linear(9, 7), windows().x), "Linear.* cannot run"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_model_of_windows_is_refused(what):
    build_it, words = REFUSED[what]
    with pytest.raises(ValueError, match=words):
        live.pack(build_it())


def test_gravity_is_not_read_from_windows_of_other_channels():
    packed = live.pack([nn.Linear(5, 4), nn.AdaptiveAvgPool1d(1)])
    [*_, gravity, _] = model("GRU").manifest["layers"]
    layers = [*packed.manifest["layers"], gravity | {"units": 7}]
    net = live.Packed(packed.manifest | {"layers": layers}, model("GRU").data)
    [answer] = ask("node", {"net": job(net, run=[[[0.0] * 5] * 128])})["net"]["run"]
    assert "A layer of windows reads 9 channels and gives 7 numbers, not 5" in answer["refused"]
