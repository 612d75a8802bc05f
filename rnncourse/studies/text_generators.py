"""What the studies of texts share: a generator is built, trained and asked as a configuration says.

A study's module says which texts, which configurations, and what is noted.
"""

from __future__ import annotations

import numpy as np

from rnncourse.generation.sampling import sample
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.preprocessing.language_modelling import Streams, next_symbol_windows
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe

# What a configuration may say of a net, beside its hidden_size.
NET = ("cell", "layers", "dropout", "recurrent_dropout", "embedding_size", "tied")


def build(configuration: dict, seed: int, vocab: Vocab):
    """Build the generator of `configuration`, not trained."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.language_models import language_model
    else:
        from rnncourse.in_torch.language_models import language_model
    return language_model(
        len(vocab),
        configuration["hidden_size"],
        seed=seed,
        **{option: configuration[option] for option in NET if option in configuration},
    )


def train(
    configuration: dict, seed: int, model, text: np.ndarray, validation: np.ndarray
) -> History:
    """Train `model` on a text (N,): on `streams` of so many `steps`, or on every `skip`-th window
    of `window` symbols. The settings of the training are those of a Recipe; norms are clipped to 1.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import text_training
    else:
        from rnncourse.in_torch import text_training
    recipe = Recipe.of(configuration | {"clip_norm": 1.0})
    if "streams" in configuration:
        return text_training.train_on_streams(
            model,
            Streams(text, configuration["streams"], configuration["steps"]),
            recipe=recipe,
            validation=validation,
            seed=seed,
        )
    return text_training.train_on_windows(
        model,
        *next_symbol_windows(text, configuration["window"], configuration["skip"]),
        recipe=recipe,
        validation=next_symbol_windows(validation, configuration["window"]),
        seed=seed,
    )


def fit(configuration: dict, seed: int, vocab: Vocab, text: np.ndarray, validation: np.ndarray):
    """Build and train the generator of `configuration`; return the model and its history."""
    model = build(configuration, seed, vocab)
    return model, train(configuration, seed, model, text, validation)


def log_probabilities(configuration: dict, model, indices: np.ndarray) -> np.ndarray:
    """Return the log-probability (nats) of each symbol of a text (N,) after all before it, without
    its first, shape (N - 1,).
    """
    if configuration["framework"] == "keras":
        logits = model.predict_on_batch(indices[None, :-1])[0]  # (N - 1, V)
    else:
        import torch

        model.eval()
        with torch.no_grad():
            logits = model(torch.from_numpy(indices[None, :-1]))[0][0].numpy()  # (N - 1, V)
    largest = logits.max(axis=1)
    total = largest + np.log(np.exp(logits - largest[:, None]).sum(axis=1))
    return np.take_along_axis(logits, indices[1:, None], axis=1)[:, 0] - total


def two_texts(configuration: dict, seed: int, model, vocab: Vocab, length: int) -> dict[str, str]:
    """Let `model` write `length` characters after a line break: "text" at temperature 1,
    "cool_text" at 0.6.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.language_models import next_logits
    else:
        from rnncourse.in_torch.language_models import next_logits
    return {
        name: sample(
            next_logits(model),
            vocab,
            "\n",
            length,
            temperature=temperature,
            rng=np.random.default_rng(seed),
        )[0]
        for name, temperature in (("text", 1.0), ("cool_text", 0.6))
    }


def kept_run(
    configuration: dict, seed: int, vocab: Vocab, text: np.ndarray, validation: np.ndarray
) -> dict:
    """Train one generator in PyTorch for a page to run: its losses, its curves, its weights."""
    from rnncourse.in_torch.weights import weights_of

    model, history = fit(configuration, seed, vocab, text, validation)
    return {
        "metrics": {
            "validation_loss": history["validation_loss"][-1],
            "best_loss": min(history["validation_loss"]),
        },
        "history": history.rounded(),
        "weights": weights_of(model),
    }
