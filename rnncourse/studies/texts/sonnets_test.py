"""Generators of sonnets on the test sonnets: two plain nets, the best of the study `sonnets`,
the control of the study `read_more_test`, and no others.
"""

from __future__ import annotations

from rnncourse.records.compact import numbers_as_text
from rnncourse.records.study import Study
from rnncourse.studies.text_generators import fit, log_probabilities, two_texts
from rnncourse.studies.texts.sonnets import ALONE, BEST, ELMAN, GRU, nats_by_sonnet, prepare

CHOSEN = (ELMAN, GRU, BEST, BEST | {"framework": "keras"}, ALONE)
LENGTH = 3000  # characters of each text that is written


def run(configuration: dict, seed: int) -> dict:
    """Train one generator; note its loss on the test sonnets, read after the training, and two
    texts that it writes.

    `surprise` has the nats spent on each test sonnet, `log_p` the log-probability of every test
    symbol but the first, as text; the texts are drawn at temperature 1 and, `cool_text`, at 0.6.
    """
    vocab, parts = prepare()
    model, history = fit(configuration, seed, vocab, parts["train"], parts["validation"])
    log_p = log_probabilities(configuration, model, parts["test"])
    nats, characters = nats_by_sonnet(log_p, vocab.decode(parts["test"]))
    return {
        "metrics": {
            "test_loss": float(nats.sum() / characters.sum()),
            "surprise": nats.round(2).tolist(),
            "log_p": numbers_as_text(log_p),
            **two_texts(configuration, seed, model, vocab, LENGTH),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="sonnets_test",
    dataset="sonnets",
    question="How surprised is each generator by sonnets that nobody looked at?",
    configurations=CHOSEN,
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
