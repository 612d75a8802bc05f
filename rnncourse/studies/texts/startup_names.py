"""Generators of company names, chosen on held-out names: way of training, cell, size, framework. No
test name is read here.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.texts import load_company_names
from rnncourse.generation.company_names import as_text, negative_log_likelihood, split_names
from rnncourse.generation.sampling import NextLogits, Windowed
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.preprocessing.language_modelling import Streams, next_symbol_windows
from rnncourse.records.study import Study
from rnncourse.training.recipe import Recipe

SIZES = {
    "train": 18000,
    "validation": 2000,
    "test": 2000,
}  # names; the same in both editions, and few enough for many trainings

# The handout's many-to-one training (windows of 10, skip 3), and streams in its place.
WINDOWS = {
    "framework": "torch",
    "way": "windows",
    "cell": "elman",
    "hidden_size": 64,
    "steps": 10,
    "skip": 3,
    "batch_size": 128,
    "epochs": 4,
    "learning_rate": 0.001,
}
STREAMS = {
    "framework": "torch",
    "way": "streams",
    "cell": "elman",
    "hidden_size": 64,
    "steps": 50,
    "batch_size": 32,
    "epochs": 6,
    "learning_rate": 0.004,
}
LARGE = STREAMS | {"cell": "lstm", "hidden_size": 128, "epochs": 10}
CONFIGURATIONS = (
    WINDOWS,
    STREAMS,
    STREAMS | {"hidden_size": 128},
    STREAMS | {"cell": "gru"},
    STREAMS | {"cell": "lstm"},
    LARGE,
    STREAMS | {"framework": "keras"},
)


def prepare() -> tuple[Vocab, dict[str, list[str]], str]:
    """Return the alphabet of all names, the parts "train", "validation" and "test", and what a
    model reads before a name.
    """
    names = load_company_names()
    parts = split_names(names, **SIZES, seed=0)
    return Vocab.from_texts(as_text(names)), parts, as_text(parts["train"][-5:])


def fit(configuration: dict, seed: int, vocab: Vocab, parts: dict[str, list[str]]):
    """Build and train the generator of `configuration`; return the model and its history."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import language_models, text_training
    else:
        from rnncourse.in_torch import language_models, text_training
    model = language_models.language_model(
        len(vocab), configuration["hidden_size"], cell=configuration["cell"], seed=seed
    )
    train, validation = (vocab.encode(as_text(parts[part])) for part in ("train", "validation"))
    recipe, steps = Recipe.of(configuration | {"clip_norm": 1.0}), configuration["steps"]
    if configuration["way"] == "streams":
        return model, text_training.train_on_streams(
            model,
            Streams(train, configuration["batch_size"], steps),
            recipe=recipe,
            validation=validation,
            seed=seed,
        )
    x, y = next_symbol_windows(train, steps, configuration["skip"])
    return model, text_training.train_on_windows(
        model,
        x,
        y,
        recipe=recipe,
        validation=next_symbol_windows(validation, steps),
        seed=seed,
    )


def listener(configuration: dict, model, count: int) -> NextLogits:
    """Make the callable for `count` texts at once: a net that was trained on windows reads windows,
    another carries its state.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras import language_models
    else:
        from rnncourse.in_torch import language_models
    if configuration["way"] == "windows":
        return Windowed(language_models.window_logits(model), configuration["steps"])
    return (
        language_models.next_logits(model, count)
        if configuration["framework"] == "keras"
        else language_models.next_logits(model)
    )


def run(configuration: dict, seed: int) -> dict:
    """Train one generator and note its surprise by a symbol of the validation names, each name read
    alone.
    """
    vocab, parts, before = prepare()
    model, history = fit(configuration, seed, vocab, parts)
    nats = negative_log_likelihood(
        listener(configuration, model, len(parts["validation"])),
        vocab,
        parts["validation"],
        before=before,
    )
    return {
        "metrics": {
            "validation_loss": float(np.nanmean(nats)),
            "first_loss": float(nats[:, 0].mean()),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="startup_names",
    dataset="company-names",
    question="Which training, which cell, is least surprised by company names that it has not "
    "read?",
    configurations=CONFIGURATIONS,
    seeds=(0, 1, 2, 3, 4),
    run=run,
)
