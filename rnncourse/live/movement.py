"""Models of a sensor's windows for the page, which reads them as recorded: T steps of 9 channels.

===================  ===============================================================================
movement             windows (T, 9) become both views of :mod:`rnncourse.preprocessing.movement`,
                     (T, 18), standardised by mean and scale (18,)
hand_features        a window becomes the 153 numbers of :mod:`rnncourse.baselines.hand_features`
random_convolutions  a window becomes the shares of :mod:`rnncourse.baselines.random_convolutions`;
                     it is divided by scale (9,); "dilations" has as many as there are kernels.i
                     (K, w, 9) and levels.i (L, K)
gravity              behind a vector (F,) stand the means of total acceleration of the window,
                     standardised by mean and scale (3,): (F + 3,)
===================  ===============================================================================

Means, deviations and linear readers of features are one layer, "dense".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from rnncourse.baselines.hand_features import FREQUENCIES, hand_features
from rnncourse.baselines.random_convolutions import RandomConvolutions, shares
from rnncourse.live.layers import Layer, refused, with_kernel
from rnncourse.preprocessing import movement
from rnncourse.preprocessing.signals import channel_scales

CHANNELS = 9
Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class OfWindows:
    """A model of windows (N, T, 9) to be packed: a fitted
    :func:`rnncourse.baselines.hand_feature_classifier`, fitted
    :class:`rnncourse.baselines.RandomConvolutions`, or a MovementClassifier of PyTorch that was
    trained on both views of the windows `training`, and on gravity times `weight`.

    All scores are divided by `temperature`, so that the softmax of those of a ridge regression can
    stand for probabilities.
    """

    model: Any
    training: np.ndarray | None = None
    weight: float = 3.0
    temperature: float = 1.0


def layers_of(windows: OfWindows) -> list[Layer]:
    """Read a model of windows into layers; raise ValueError for one that no page can run."""
    model = windows.model
    if isinstance(model, Pipeline):
        *layers, dense = of_hand_features(model)
    elif isinstance(model, RandomConvolutions):
        *layers, dense = of_random_convolutions(model)
    else:
        *layers, dense = of_net(windows)
    scaled = {name: array / windows.temperature for name, array in dense.arrays.items()}
    return [*layers, with_kernel("dense", dense.name, dense.options, **scaled)]


def of_hand_features(pipeline: Pipeline) -> list[Layer]:
    """Read a regression on hand features, whose scaling joins the regression's weights."""
    steps: list[Any] = [step for _, step in pipeline.steps]
    names = [type(step).__name__ for step in steps]
    if names != ["FunctionTransformer", "StandardScaler", "LogisticRegression"] or (
        steps[0].func is not hand_features
    ):
        remedy = "pass one such as baselines.hand_feature_classifier"
        raise refused("pipeline", "hand features", f"its steps are {names}", remedy)
    _, scaler, regression = steps
    W = regression.coef_.T / scaler.scale_[:, None]
    size = len(W)
    return [
        Layer("hand_features", "hand features", CHANNELS, size),
        dense(W, regression.intercept_ - scaler.mean_ @ W),
    ]


def of_random_convolutions(model: RandomConvolutions) -> list[Layer]:
    """Read random convolutions. Their reader is known by its answers to no feature and to one at a
    time.
    """
    if not model.centred:
        remedy = "fit them with centred=True"
        raise refused("kernels", "random_convolutions", "windows keep their means", remedy)
    arrays, count = {"scale": model.scale}, 0
    for i, (kernels, _, levels) in enumerate(model.banks):
        arrays |= {f"kernels.{i}": kernels, f"levels.{i}": levels}
        count += levels.size
    options = {"dilations": [dilation for _, dilation, _ in model.banks]}
    layers = [Layer("random_convolutions", "kernels", CHANNELS, count, options, arrays)]
    if model.gravity:
        layers.append(gravity_behind(count, np.zeros(3), np.ones(3)))
    b = model.scores(np.zeros((1, layers[-1].units)))
    return [*layers, dense(model.scores(np.eye(layers[-1].units)) - b, b[0])]


def of_net(windows: OfWindows) -> list[Layer]:
    """Read a MovementClassifier, with what prepares its windows."""
    from rnncourse.in_torch.movement_classifiers import MovementClassifier
    from rnncourse.live import from_torch

    model, training = windows.model, windows.training
    if not isinstance(model, MovementClassifier) or training is None:
        kind = type(model).__name__
        why = f"its windows were scaled by {'none' if training is None else 'training windows'}"
        remedy = "pass a MovementClassifier and the windows that it was trained on"
        raise refused("model", kind, why, remedy)
    mean, scale = channel_scales(movement.VIEWS["both"](training))
    parts = from_torch.parts_of_reader(model.reader)
    views = Layer("movement", "views", CHANNELS, len(mean), {}, {"mean": mean, "scale": scale})
    layers = [views, *parts]
    if model.late:
        still = movement.gravity(training)[:, None]
        mean, scale = channel_scales(still)
        layers.append(gravity_behind(layers[-1].gives, mean, scale / windows.weight))
    return [*layers, from_torch.read("linear", model.linear)]


def gravity_behind(size: int, mean: np.ndarray, scale: np.ndarray) -> Layer:
    """The layer that puts gravity behind a vector of `size`."""
    return Layer("gravity", "gravity", size, size + 3, {}, {"mean": mean, "scale": scale})


def dense(W: np.ndarray, b: np.ndarray) -> Layer:
    """The linear reader of features."""
    return with_kernel("dense", "reader", {"activation": "identity"}, W=W, b=b)


def forward(layer: dict[str, Any], arrays: Arrays, x: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Run a layer of this module on x; `given` are the windows (B, T, 9) that the net reads."""
    return RUN[layer["kind"]](layer, arrays, x, given)


def views(layer: dict[str, Any], arrays: Arrays, x: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Return both views of windows x (B, T, 9), standardised, (B, T, 18)."""
    return (movement.VIEWS["both"](x) - arrays["mean"]) / arrays["scale"]


def features(layer: dict[str, Any], arrays: Arrays, x: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Return the hand features (B, 153) of windows x (B, T, 9), in 64 bits and without fast
    transforms.
    """
    T = x.shape[1]
    mean, deviation = x.mean(axis=1), x.std(axis=1)
    moving = x - mean[:, None]
    turns = np.outer(np.arange(1, FREQUENCIES + 1), np.arange(T)) / T
    spectrum = np.abs(np.einsum("kt,btd->bkd", np.exp(-2j * np.pi * turns), moving))
    together = np.einsum("btd,bte->bde", moving, moving) / T
    together /= deviation[:, :, None] * deviation[:, None]
    pairs = np.triu_indices(x.shape[2], k=1)
    extremes = x.min(axis=1), x.max(axis=1)
    flat = spectrum.reshape(len(x), -1)
    return np.hstack([mean, deviation, np.log(deviation), *extremes, flat, together[:, *pairs]])


def counted(layer: dict[str, Any], arrays: Arrays, x: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Return the shares (B, F) of random kernels for windows x (B, T, 9)."""
    banks = [
        (arrays[f"kernels.{i}"], dilation, arrays[f"levels.{i}"])
        for i, dilation in enumerate(layer["dilations"])
    ]
    return shares(movement.centred(x) / arrays["scale"], banks).astype(float)


def behind(layer: dict[str, Any], arrays: Arrays, x: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Put the gravity of the windows `given` behind vectors x (B, F)."""
    return np.hstack([x, (movement.gravity(given) - arrays["mean"]) / arrays["scale"]])


RUN: dict[str, Callable[..., np.ndarray]] = {
    "movement": views,
    "hand_features": features,
    "random_convolutions": counted,
    "gravity": behind,
}
