"""Generators of Tiny Shakespeare: how little surprised a net gets in an hour on one core, and how
little a model is that counts.
"""

from __future__ import annotations

from rnncourse.baselines.kneser_ney import KneserNey
from rnncourse.datasets.texts import load_tiny_shakespeare
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.records.study import Study
from rnncourse.studies.text_generators import fit

LSTM = {
    "framework": "torch",
    "cell": "lstm",
    "hidden_size": 512,
    "layers": 1,
    "dropout": 0.4,
    "streams": 32,
    "steps": 64,
    "epochs": 16,
    "learning_rate": 0.004,
    "schedule": "one-cycle",
}
# The same with the recurrent dropout that was best on the sonnets (see `sonnets`).
DROPPED = LSTM | {"recurrent_dropout": 0.25}
# A run takes most of an hour. This short one is recorded too, so that a test can make it again; it
# answers no question.
QUICK = {"hidden_size": 64, "epochs": 1}
HELD_OUT = 0.1  # the last tenth of the text, on which nothing is chosen
ORDERS = (5, 6, 7, 8)


def prepare() -> tuple[Vocab, dict]:
    """Load and encode the text; return the vocabulary and the indices (N,) of "train" and
    "held_out".
    """
    text = load_tiny_shakespeare()
    vocab, cut = Vocab.from_texts(text), round((1 - HELD_OUT) * len(text))
    return vocab, {"train": vocab.encode(text[:cut]), "held_out": vocab.encode(text[cut:])}


def best_order(train, vocab: Vocab) -> int:
    """Return the order of Kneser-Ney that foretells the last ninth of `train` (N,) best, having
    counted what stands before it.
    """
    cut = round(len(train) * 8 / 9)
    return min(
        ORDERS,
        key=lambda order: KneserNey(len(vocab), order).fit(train[:cut]).loss(train[cut:]),
    )


def run(configuration: dict, seed: int) -> dict:
    """Train one generator and note its loss on the held-out tenth, with its last weights, beside
    that of Kneser-Ney.
    """
    vocab, parts = prepare()
    _, history = fit(configuration, seed, vocab, parts["train"], parts["held_out"])
    order = best_order(parts["train"], vocab)
    counting = KneserNey(len(vocab), order).fit(parts["train"])
    return {
        "metrics": {
            "held_out_loss": history["validation_loss"][-1],
            "kneser_ney_loss": counting.loss(parts["held_out"]),
            "kneser_ney_order": order,
            "training_seconds": round(history.seconds, 1),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="tiny_shakespeare",
    dataset="tiny-shakespeare",
    question="How far does a net get on Tiny Shakespeare in an hour?",
    configurations=(LSTM, DROPPED, LSTM | QUICK),
    seeds=(0, 1),
    run=run,
    quick=QUICK,
)
