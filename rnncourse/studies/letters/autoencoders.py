"""Dense autoencoders of letters, compared on images held out of the training part. No test image is
read here.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnncourse.baselines.linear_codes import principal_code, random_code
from rnncourse.datasets.letters import Letters, load_letters
from rnncourse.evaluation.codes import linear_probe
from rnncourse.evaluation.images import squared_error
from rnncourse.preprocessing.splits import Split
from rnncourse.records.study import Study
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe

VALIDATION = 0.15  # of the groups that are not for the test
SIZES = (2, 4, 8, 16, 32, 64, 128)

DENSE = {
    "framework": "torch",
    "model": "dense",
    "code_size": 32,
    "hidden_sizes": [],
    "activation": "linear",
    "loss": "mse",
    "epochs": 10,
    "batch_size": 128,
    "learning_rate": 0.01,
    "cosine": True,
}
# As participants of the course trained it: Keras' example, a code of ReLUs.
PARTICIPANT = DENSE | {
    "framework": "keras",
    "activation": "relu",
    "loss": "binary cross-entropy",
    "epochs": 50,
    "batch_size": 256,
    "learning_rate": 0.001,
    "cosine": False,
}
STACKED = DENSE | {"hidden_sizes": [256], "learning_rate": 0.003, "epochs": 15}
LINEAR = {"framework": "torch", "model": "principal components"}
RANDOM = {"framework": "torch", "model": "random projection"}

BY_SIZE = [DENSE | {"code_size": size} for size in SIZES]
IN_KERAS = [DENSE | {"framework": "keras", "code_size": size} for size in (8, 32)]
SETTINGS = [
    DENSE | change
    for change in (
        {"activation": "relu", "learning_rate": 0.003},
        {"loss": "binary cross-entropy"},
        {"learning_rate": 0.001},
    )
]
DEEPER = [STACKED | {"code_size": size} for size in (8, 32)]
WITHOUT_A_NET = [LINEAR | {"code_size": size} for size in SIZES] + [
    RANDOM | {"code_size": size} for size in (8, 32, 128)
]
PIXELS = [{"framework": "torch", "model": "pixels", "code_size": 784}]


def hold_out(letters: Letters, seed: int) -> Split:
    """Hold groups out of the training part for validation: which, depends on `seed`. Varied images
    are for training only.
    """
    groups = np.unique(letters.group[~letters.is_test])
    held_out = np.random.default_rng(1000 + seed).permutation(groups)[
        : round(VALIDATION * len(groups))
    ]
    is_held_out = np.isin(letters.group, held_out) & ~letters.is_test
    return Split(
        np.flatnonzero(~is_held_out & ~letters.is_test),
        np.flatnonzero(is_held_out & ~letters.varied),
        np.flatnonzero(letters.is_test & ~letters.varied),
    )


def train_and_predict(framework: str) -> tuple[Callable, Callable]:
    """Import the training of one framework, and what uses a trained net."""
    if framework == "keras":
        from rnncourse.in_keras.reconstruction_training import train_autoencoder
        from rnncourse.in_keras.training import predict
    else:
        from rnncourse.in_torch.reconstruction_training import train_autoencoder
        from rnncourse.in_torch.training import predict
    return train_autoencoder, predict


def dense_net(configuration: dict, *, activation: str, seed: int):
    """Build the dense autoencoder of `configuration`."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.autoencoders import dense_autoencoder
    else:
        from rnncourse.in_torch.autoencoders import dense_autoencoder
    return dense_autoencoder(
        configuration["code_size"],
        hidden_sizes=configuration["hidden_sizes"],
        activation=activation,
        seed=seed,
    )


def recipe_of(configuration: dict) -> Recipe:
    """Pick the settings of the training from `configuration`."""
    schedule = "cosine" if configuration["cosine"] else "constant"
    return Recipe.of(configuration | {"schedule": schedule})


def fit_code(configuration: dict, seed: int, images: np.ndarray, watched: np.ndarray):
    """Make the code of `configuration` on `images` (N, 28, 28); return encode(images),
    decode(codes) and the history.

    The history holds a validation curve on `watched`, and nothing where no net is trained. decode
    is None for pixels.
    """
    match configuration["model"]:
        case "pixels":
            return (lambda x: x.reshape(len(x), -1)), None, History()
        case "principal components":
            code = principal_code(images, configuration["code_size"], seed=seed)
            return code.encode, code.decode, History()
        case "random projection":
            code = random_code(images, configuration["code_size"], seed=seed)
            return code.encode, code.decode, History()
    train, predict = train_and_predict(configuration["framework"])
    model = dense_net(configuration, activation=configuration["activation"], seed=seed)
    history = train(
        model.autoencoder,
        images,
        images,
        recipe=recipe_of(configuration),
        validation=(watched, watched),
        loss=configuration["loss"],
        seed=seed,
    )
    return (
        (lambda x: predict(model.encoder, x)),
        (lambda codes: predict(model.decoder, codes)),
        history,
    )


def evaluate(
    configuration: dict,
    seed: int,
    letters: Letters,
    train: np.ndarray,
    others: np.ndarray,
    per_image: bool = False,
) -> dict:
    """Make a code on the rows `train`; draw the rows `others` from it again and tell their letters
    by a linear SVM.

    With `per_image` the record holds the error of each image and each answer, not only their means.
    """
    images = letters.images
    encode, decode, history = fit_code(configuration, seed, images[train], images[others])
    codes, new_codes = encode(images[train]), encode(images[others])
    judged = linear_probe(codes, letters.labels[train], new_codes)
    metrics = {
        "accuracy": float((judged.predicted == letters.labels[others]).mean()),
        "svm_seconds": round(judged.seconds, 2),
        "training_seconds": round(history.seconds, 1),
    }
    errors = squared_error(images[others], decode(new_codes)) if decode else np.zeros(len(others))
    metrics["error"] = float(errors.mean())
    if per_image:
        metrics |= {"errors": np.round(errors, 5).tolist(), "predicted": judged.predicted.tolist()}
    return {"metrics": metrics, "history": history.rounded(5)}


def run(configuration: dict, seed: int) -> dict:
    """Make one code and judge it on the images held out."""
    letters = load_letters()
    split = hold_out(letters, seed)
    return evaluate(configuration, seed, letters, split.train, split.validation)


STUDY = Study(
    name="autoencoders",
    dataset="letters",
    question="How short may the code of a letter be, and what does a net gain over principal "
    "components?",
    configurations=(*BY_SIZE, *IN_KERAS, *SETTINGS, *DEEPER, PARTICIPANT, *WITHOUT_A_NET, *PIXELS),
    seeds=(0, 1, 2, 3, 4),
    run=run,
)
