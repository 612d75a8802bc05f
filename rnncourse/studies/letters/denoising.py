"""Denoising autoencoders by kind and level of noise, on images held out of the training part. No
test image is read here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rnncourse.baselines.image_filters import FILTERS, best_strength, fit_filter_and_curve
from rnncourse.datasets.letters import load_letters
from rnncourse.evaluation.images import squared_error
from rnncourse.preprocessing.corruption import NOISES
from rnncourse.records.images import pack
from rnncourse.records.study import Study
from rnncourse.studies.letters.autoencoders import (
    dense_net,
    hold_out,
    recipe_of,
    train_and_predict,
)
from rnncourse.training.history import History

HANDOUT = {
    "framework": "torch",
    "model": "convolutional",
    "filters": [32, 64, 128],
    "noise": "gaussian",
    "level": 0.4,
    "images": 1600,
    "mean_shade": True,
    "loss": "mse",
    "epochs": 2,
    "batch_size": 128,
    "learning_rate": 0.001,
    "cosine": True,
}
# The same images in smaller batches, and so more steps.
QUICK = HANDOUT | {"batch_size": 32}
SMALL = QUICK | {"filters": [8, 16, 32], "images": 1500, "epochs": 4, "learning_rate": 0.005}
LONG = SMALL | {"images": 4000, "epochs": 6}
# Half the filters of the handout, more images and more epochs: the longest of these trainings.
HALF = LONG | {"filters": [16, 32, 64], "images": 5000, "epochs": 10, "learning_rate": 0.003}
# With fewer numbers in the middle than an image has pixels.
NARROW = SMALL | {"filters": [8, 16, 4]}
# The first steps alone: from the mean shade, or from a half.
START = SMALL | {"images": 640, "epochs": 2, "cosine": False}
DENSE = LONG | {
    "model": "dense",
    "hidden_sizes": [],
    "code_size": 128,
    "epochs": 15,
    "learning_rate": 0.003,
}
CLASSICAL = {"framework": "torch", "noise": "gaussian", "level": 0.4}
LEVELS = {"gaussian": (0.2, 0.4, 0.8), "salt and pepper": (0.3,)}
FITTED = 200  # training images for the strength of a filter
JUDGED = 400  # images held out, drawn by lot: non-local means take their time
CURVED = {"Gaussian filter and curve": "Gaussian filter"}
# What every model is also tried on, whatever it was trained on.
TRIED = (
    *((noise, level) for noise, levels in LEVELS.items() for level in levels),
    ("blur", 1.0),
    ("covered", 8),
)

BY_LEVEL = [
    SMALL | {"noise": noise, "level": level} for noise, levels in LEVELS.items() for level in levels
]
STARTS = [
    START | {"learning_rate": rate, "mean_shade": mean_shade}
    for rate in (0.003, 0.03)
    for mean_shade in (True, False)
]
KINDS = [HANDOUT, QUICK, LONG, HALF, NARROW, DENSE, SMALL | {"framework": "keras"}]
FILTERED = [
    CLASSICAL | {"model": name, "noise": noise, "level": level}
    for name in (*FILTERS, *CURVED, "mean image", "nothing")
    for noise, levels in LEVELS.items()
    for level in levels
]


def tried(images: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """Return `images` (N, 28, 28) with every noise of TRIED, the same for every model of a seed."""
    return {
        f"{noise}, {level:g}": NOISES[noise](images, level, rng=np.random.default_rng(7 + seed))
        for noise, level in TRIED
    }


def convolutional_net(configuration: dict, *, shade: float, seed: int):
    """Build the convolutional autoencoder of `configuration`."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.autoencoders import convolutional_autoencoder
    else:
        from rnncourse.in_torch.autoencoders import convolutional_autoencoder
    return convolutional_autoencoder(filters=configuration["filters"], shade=shade, seed=seed)


def fit_net(
    configuration: dict,
    seed: int,
    clean: np.ndarray,
    noisy: np.ndarray,
    watched: tuple[np.ndarray, np.ndarray],
):
    """Train the net of `configuration` to draw `clean` from `noisy`; return denoise(images) and its
    history.
    """
    train, predict = train_and_predict(configuration["framework"])
    if configuration["model"] == "convolutional":
        shade = float(clean.mean()) if configuration["mean_shade"] else 0.5
        model = convolutional_net(configuration, shade=shade, seed=seed).autoencoder
    else:
        model = dense_net(configuration, activation="linear", seed=seed).autoencoder
    history = train(
        model,
        noisy,
        clean,
        recipe=recipe_of(configuration),
        validation=watched,
        loss=configuration["loss"],
        seed=seed,
    )
    return (lambda images: predict(model, images)), history


def fit_denoiser(configuration: dict, seed: int, clean: np.ndarray, validation: np.ndarray):
    """Make the denoiser of `configuration` from training images (N, 28, 28); return denoise(images)
    and its history.

    A filter takes the strength, and its curve if it has one, that is best on some of the training
    images.
    """
    rng = np.random.default_rng(seed)
    clean = clean[rng.permutation(len(clean))[: configuration.get("images")]]
    make = NOISES[configuration["noise"]]
    noisy = make(clean, configuration["level"], rng=rng)
    name = configuration["model"]
    some = slice(FITTED)
    if name in FILTERS:
        strength = best_strength(name, noisy[some], clean[some])
        return (lambda images: FILTERS[name][0](images, strength)), History()
    if name in CURVED:
        return fit_filter_and_curve(CURVED[name], noisy[some], clean[some]), History()
    if name == "mean image":
        mean = clean.mean(axis=0)
        return (lambda images: np.broadcast_to(mean, images.shape)), History()
    if name == "nothing":
        return (lambda images: images), History()
    return fit_net(
        configuration,
        seed,
        clean,
        noisy,
        (make(validation, configuration["level"], rng=rng), validation),
    )


def evaluate(
    configuration: dict,
    seed: int,
    clean: np.ndarray,
    others: np.ndarray,
    shown: Sequence[int] | None = None,
) -> dict:
    """Make a denoiser from `clean`, and record its errors on `others` under every noise of TRIED.

    With `shown` the record also holds the error of each image under the noise of the training, and,
    of the first seed, what becomes of the images in these places under every noise, packed by
    `images.pack`.
    """
    denoise, history = fit_denoiser(configuration, seed, clean, others)
    own = f"{configuration['noise']}, {configuration['level']:g}"
    drawn = {name: denoise(noisy) for name, noisy in tried(others, seed).items()}
    errors = {name: squared_error(others, images) for name, images in drawn.items()}
    metrics = {
        "error": float(errors[own].mean()),
        "errors": {name: float(values.mean()) for name, values in errors.items()},
        "training_seconds": round(history.seconds, 1),
    }
    if shown is not None:
        metrics["by_image"] = np.round(errors[own], 5).tolist()
        metrics["drawn"] = (
            {name: pack(np.clip(images[shown], 0, 1)) for name, images in drawn.items()}
            if seed == 0
            else {}
        )
    return {"metrics": metrics, "history": history.rounded(5)}


def run(configuration: dict, seed: int) -> dict:
    """Make one denoiser and judge it on the images held out."""
    letters = load_letters()
    split = hold_out(letters, seed)
    judged = np.random.default_rng(seed).permutation(split.validation)[:JUDGED]
    return evaluate(configuration, seed, letters.images[split.train], letters.images[judged])


STUDY = Study(
    name="denoising",
    dataset="letters",
    question="How much noise does a denoising autoencoder take off, and what of noise that it has "
    "not seen?",
    configurations=(*BY_LEVEL, *KINDS, *STARTS, *FILTERED),
    seeds=(0, 1, 2, 3, 4),
    run=run,
)
