"""A generator that has read verse from the plays before the sonnets, on the test sonnets. The rate
for the sonnets was chosen on the validation sonnets, the rest is not tuned.
"""

from __future__ import annotations

from rnncourse.datasets.texts import load_verse
from rnncourse.records.compact import numbers_as_text
from rnncourse.records.study import Study
from rnncourse.studies.text_generators import fit, log_probabilities, train, two_texts
from rnncourse.studies.texts.sonnets import prepare
from rnncourse.training.history import History

# First the verse, as a study of sonnets trains; then the sonnets, with small steps.
READ_MORE = {
    "framework": "torch",
    "verse": "eade887e",  # how the checksum of verse.txt begins: a record knows only the sonnets'
    "cell": "lstm",
    "hidden_size": 256,
    "layers": 1,
    "dropout": 0.2,
    "streams": 32,
    "steps": 64,
    "epochs": 6,
    "learning_rate": 0.006,
    "schedule": "one-cycle",
    "fine_streams": 16,
    "fine_steps": 50,
    "fine_epochs": 6,
    "fine_rate": 0.001,
}
# A run takes minutes. This short one is recorded too, so that a test can make it again; it answers
# no question.
QUICK = {"epochs": 1, "fine_epochs": 1}
LENGTH = 1000  # characters of each text that is written


def fine_tune(configuration: dict, seed: int, model, text, validation) -> History:
    """Train `model` further on `text` (N,), with a rate that falls to zero; return the history. The
    weights of the best epoch are kept.
    """
    then = {name: configuration[f"fine_{name}"] for name in ("streams", "steps", "epochs")}
    then |= {"framework": configuration["framework"], "learning_rate": configuration["fine_rate"]}
    return train(then | {"schedule": "cosine", "keep": "best"}, seed, model, text, validation)


def run(configuration: dict, seed: int) -> dict:
    """Train one generator on the verse, then on the sonnets; note what it says of the test sonnets
    before and after the second, and texts that it writes.

    `before` and `after` hold the log-probability of every test symbol but the first, as text; the
    texts are drawn at temperature 1 and, `cool_text`, at 0.6.
    """
    vocab, parts = prepare()
    verse = vocab.encode(load_verse())
    model, first = fit(configuration, seed, vocab, verse, parts["validation"])
    before = log_probabilities(configuration, model, parts["test"])
    second = fine_tune(configuration, seed, model, parts["train"], parts["validation"])
    after = log_probabilities(configuration, model, parts["test"])
    return {
        "metrics": {
            "verse_alone_loss": first["validation_loss"][-1],
            "validation_loss": min(second["validation_loss"]),
            "test_loss": -float(after.mean()),
            "before": numbers_as_text(before),
            "after": numbers_as_text(after),
            **two_texts(configuration, seed, model, vocab, LENGTH),
        },
        "history": {
            f"{part}_{name}": curve
            for part, history in (("verse", first), ("sonnets", second))
            for name, curve in history.rounded().items()
        },
    }


STUDY = Study(
    name="read_more_test",
    dataset="sonnets",
    question="How surprised by sonnets is a generator that has read the plays?",
    configurations=(READ_MORE, READ_MORE | QUICK),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
    quick=QUICK,
)
