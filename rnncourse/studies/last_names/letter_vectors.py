"""One-hot letters, or learnt vectors of 8 or 32 numbers? The learning rate of each, chosen on
validation data: no test name is read here.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.names import family, load_last_names
from rnncourse.preprocessing.encoding import Vocab, encode_texts, pad
from rnncourse.preprocessing.splits import Split, split_by_group
from rnncourse.records.study import Study
from rnncourse.training.recipe import Recipe

LANGUAGES, NAMES, LETTERS = 12, 900, 12  # of each list at most, and in a name
HIDDEN = 64
RECIPE = {"epochs": 20, "batch_size": 128, "clip_norm": 1.0, "keep": "best", "patience": 3}
RATES = (0.001, 0.003, 0.01, 0.03)


def prepare() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, list[str], Split, Vocab]:
    """Return names (N,), their families (N,), letters (N, T), y (N,), the languages, the split and
    the vocabulary.

    The names are those of the languages with most names, short ones only. Letters count from 1, and
    0 is padding; families are not split.
    """
    table = load_last_names()
    table = table.loc[table["name"].str.len() <= LETTERS]
    languages = table["language"].value_counts().index[:LANGUAGES].to_numpy(str)
    table = table.loc[table["language"].isin(languages)].sample(frac=1, random_state=0)
    table = table.groupby("language").head(NAMES).reset_index(drop=True)
    names, families = table["name"].to_numpy(str), table["name"].map(family).to_numpy()
    y = np.array([languages.tolist().index(language) for language in table["language"]])
    vocab = Vocab.from_texts(names)
    letters = pad([vocab.encode(name) for name in names]) + 1
    split = split_by_group(families, table["language"], seed=0)
    return names, families, letters, y, languages.tolist(), split, vocab


def net(framework: str, vector_size: int | None, symbol_count: int, class_count: int, seed: int):
    """Build a GRU with a linear layer on its last state, which reads letters (B, T) as vectors of
    `vector_size` numbers, or, where this is None, one-hot vectors (B, T, V).
    """
    if framework == "keras":
        from rnncourse.in_keras import classifiers, shared_encoder
    else:
        from rnncourse.in_torch import classifiers, shared_encoder
    if vector_size is None:
        return classifiers.recurrent_classifier(
            symbol_count, HIDDEN, class_count, cell="gru", seed=seed
        )
    reader = shared_encoder.encoder(symbol_count, vector_size, HIDDEN, cell="gru", seed=seed)
    return shared_encoder.one_headed_classifier(reader, class_count, seed=seed)


def fit(configuration: dict, seed: int):
    """Build and train the net of `configuration`; return its history, and `answer(rows)`, which
    returns its logits for rows of the table.
    """
    names, _, letters, y, languages, split, vocab = prepare()
    vector_size = configuration["vector_size"]
    x = encode_texts(names, vocab) if vector_size is None else letters
    model = net(configuration["framework"], vector_size, len(vocab), len(languages), seed)
    recipe = Recipe.of(RECIPE | configuration)
    (x_train, y_train), held_out = ((x[part], y[part]) for part in (split.train, split.validation))
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.losses import CROSS_ENTROPY
        from rnncourse.in_keras.training import predict, shuffled, train, watched

        data = shuffled(x_train, y_train, recipe.batch_size) | watched(held_out)
        history = train(model, data, CROSS_ENTROPY, recipe=recipe, metrics=["accuracy"], seed=seed)
    else:
        from rnncourse.in_torch.classifier_training import classify, evaluate
        from rnncourse.in_torch.training import Shuffled, predict, train

        batches = Shuffled(x_train, y_train, batch_size=recipe.batch_size)
        history = train(
            model,
            batches,
            classify(),
            recipe=recipe,
            validate=lambda model: evaluate(model, *held_out),
            seed=seed,
        )
    return history, lambda rows: predict(model, x[rows])


def run(configuration: dict, seed: int) -> dict:
    """Train one net and score it on the validation names."""
    history, _ = fit(configuration, seed)
    best = history.best_epoch
    return {
        "metrics": {
            "validation_accuracy": round(history["validation_accuracy"][best], 4),
            "best_epoch": best + 1,
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="letter_vectors",
    dataset="last-names",
    question="One-hot letters, or learnt vectors of 8 or 32 numbers?",
    configurations=tuple(
        {"framework": "torch", "vector_size": size, "learning_rate": rate}
        for size in (None, 8, 32)
        for rate in RATES
    ),
    seeds=(0, 1, 2),
    run=run,
)
