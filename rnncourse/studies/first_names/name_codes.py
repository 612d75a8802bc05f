"""First names as codes: an LSTM reads a name into a few numbers, another one spells it again from
them.
"""

from __future__ import annotations

import numpy as np

from rnncourse.datasets.names import load_first_names
from rnncourse.evaluation.codes import between, nearest
from rnncourse.preprocessing.encoding import alphabet_of, filled_one_hot, texts_of
from rnncourse.records.study import Study
from rnncourse.studies.letters.autoencoders import train_and_predict
from rnncourse.training.recipe import Recipe

# The longest name has 12 letters, and its end must be told; the few longer ones are left out.
STEPS = 13
HELD_OUT, SHOWN = 800, 12
LSTM = {
    "framework": "torch",
    "code_size": 32,
    "hidden_size": 128,
    "epochs": 16,
    "batch_size": 64,
    "learning_rate": 0.004,
}


def prepare(seed: int) -> tuple[list[str], dict[str, str]]:
    """Return the names of up to STEPS - 1 letters in an order drawn by lot, and the gender of those
    that have one alone.

    The first HELD_OUT names are for validation.
    """
    table = load_first_names()
    gender = table.groupby("name")["gender"].agg(list)
    names = sorted(name for name in gender.index if len(name) < STEPS)
    order = np.random.default_rng(seed).permutation(len(names))
    return [names[i] for i in order], {
        name: found[0] for name, found in gender.items() if len(found) == 1
    }


def sequence_net(configuration: dict, symbols: int, *, seed: int):
    """Build the autoencoder of `configuration` for names in an alphabet of so many symbols."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.autoencoders import sequence_autoencoder
    else:
        from rnncourse.in_torch.autoencoders import sequence_autoencoder
    return sequence_autoencoder(
        symbols,
        STEPS,
        configuration["code_size"],
        hidden_size=configuration["hidden_size"],
        seed=seed,
    )


def run(configuration: dict, seed: int) -> dict:
    """Train one autoencoder of names; record how it spells names held out, their neighbours, and
    what lies between.
    """
    names, gender = prepare(seed)
    alphabet = alphabet_of(names)
    x = filled_one_hot(names, alphabet, STEPS)
    held_out, train = x[:HELD_OUT], x[HELD_OUT:]
    train_net, predict = train_and_predict(configuration["framework"])
    model = sequence_net(configuration, len(alphabet), seed=seed)
    history = train_net(
        model.autoencoder,
        train,
        train,
        validation=(held_out, held_out),
        recipe=Recipe.of(configuration | {"schedule": "cosine"}),
        loss="cross-entropy",
        seed=seed,
    )
    codes = predict(model.encoder, x)
    spelt = texts_of(predict(model.autoencoder, held_out), alphabet)

    def spell(codes):
        return texts_of(predict(model.decoder, codes.astype(np.float32)), alphabet)

    known = set(names[HELD_OUT:])
    drawn = spell(drawn_like(codes[HELD_OUT:], SHOWN * 20, seed))
    metrics = {
        **agreement(names[:HELD_OUT], spelt),
        "training_seconds": round(history.seconds, 1),
        "same_gender": same_gender(codes, names, gender),
        "chance": chance([gender.get(name) for name in names]),
        "drawn_known": float(np.mean([name in known for name in drawn])),
        "spelt": list(zip(names[:SHOWN], spelt[:SHOWN])),
        "drawn": drawn[:SHOWN],
        "neighbours": {
            names[i]: [names[HELD_OUT + j] for j in row]
            for i, row in enumerate(nearest(codes[HELD_OUT:], codes[:SHOWN], 5))
        },
        "between": [spell(between(codes[i], codes[i + 1], 6)) for i in range(0, SHOWN, 2)],
    }
    return {"metrics": metrics, "history": history.rounded(5)}


def agreement(names: list[str], spelt: list[str]) -> dict[str, float]:
    """Return the shares of names that are spelt without a mistake, and that have the first letter,
    the last and their number right.
    """
    pairs = list(zip(names, spelt, strict=True))
    return {
        "exact": float(np.mean([a == b for a, b in pairs])),
        "first": float(np.mean([a[:1] == b[:1] for a, b in pairs])),
        "last": float(np.mean([a[-1:] == b[-1:] for a, b in pairs])),
        "length": float(np.mean([len(a) == len(b) for a, b in pairs])),
    }


def drawn_like(codes: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Draw codes (count, K) from the normal distribution with mean and covariance of `codes` (N,
    K).
    """
    return np.random.default_rng(seed).multivariate_normal(
        codes.mean(axis=0), np.cov(codes.T), count
    )


def same_gender(codes: np.ndarray, names: list[str], gender: dict[str, str]) -> float:
    """Return the share of the names held out whose nearest training name is of the same gender;
    both have one alone.
    """
    told = [i for i, name in enumerate(names) if name in gender]
    asked, others = ([i for i in told if (i < HELD_OUT) == held_out] for held_out in (True, False))
    found = nearest(codes[others], codes[asked], 1)[:, 0]
    return float(
        np.mean([gender[names[i]] == gender[names[others[j]]] for i, j in zip(asked, found)])
    )


def chance(genders: list[str | None]) -> float:
    """Return how often two names of `genders` drawn by lot agree; None is left out."""
    _, counts = np.unique([gender for gender in genders if gender], return_counts=True)
    return float(np.square(counts / counts.sum()).sum())


STUDY = Study(
    name="name_codes",
    dataset="first-names",
    question="Can a whole name stand in 32 numbers, and are its neighbours like it?",
    configurations=(LSTM, LSTM | {"framework": "keras"}),
    seeds=(0, 1, 2),
    run=run,
)
