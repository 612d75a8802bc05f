"""A generator of Tiny Shakespeare: how little surprised a net gets in a quarter of an hour, and how
little the 5-gram is.
"""

from __future__ import annotations

from functools import partial

from rnncourse.baselines.ngram_language_model import NgramLanguageModel
from rnncourse.datasets.texts import load_tiny_shakespeare
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.preprocessing.language_modelling import Streams
from rnncourse.records.study import Study
from rnncourse.studies.texts.two_ways import train_in_stages

# A stage is a number of epochs and the learning rate that they have: it goes down towards the end.
GRU = {
    "framework": "torch",
    "cell": "gru",
    "hidden_size": 256,
    "layers": 1,
    "dropout": 0.25,
    "streams": 32,
    "steps": 64,
    "stages": [[7, 0.003], [3, 0.001], [2, 0.0003]],
}
HELD_OUT = 0.1  # the last tenth of the text, on which nothing is chosen


def prepare() -> tuple[Vocab, dict]:
    """Load and encode the text; return the vocabulary and the indices (N,) of "train" and
    "held_out".
    """
    text = load_tiny_shakespeare()
    vocab, cut = Vocab.from_texts(text), round((1 - HELD_OUT) * len(text))
    return vocab, {"train": vocab.encode(text[:cut]), "held_out": vocab.encode(text[cut:])}


def fit(configuration: dict, seed: int, vocab: Vocab, train, held_out):
    """Build and train the generator of `configuration`; return it and its history."""
    from rnncourse.in_torch import language_models, text_training

    model = language_models.language_model(
        len(vocab),
        configuration["hidden_size"],
        seed=seed,
        **{option: configuration[option] for option in ("cell", "layers", "dropout")},
    )
    streams = Streams(train, configuration["streams"], configuration["steps"])
    return model, train_in_stages(
        partial(text_training.train_on_streams, model, streams, validation=held_out),
        configuration["stages"],
        seed=seed,
    )


def run(configuration: dict, seed: int) -> dict:
    """Train one generator and note its loss on the held-out tenth, with its last weights, beside
    that of the 5-gram.
    """
    vocab, parts = prepare()
    _, history = fit(configuration, seed, vocab, parts["train"], parts["held_out"])
    five_gram = NgramLanguageModel(len(vocab), 5).fit(parts["train"])
    return {
        "metrics": {
            "held_out_loss": history["validation_loss"][-1],
            "five_gram_loss": five_gram.loss(parts["held_out"]),
            "training_seconds": round(history.seconds, 1),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="tiny_shakespeare",
    dataset="tiny-shakespeare",
    question="How far does a net get on Tiny Shakespeare in a quarter of an hour?",
    configurations=(GRU,),
    seeds=(0, 1),
    run=run,
    quick={"stages": [[1, 0.003]]},
)
