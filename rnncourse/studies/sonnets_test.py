"""Generators of sonnets on the test sonnets: one of each cell, as the study `sonnets` chose them, and no others."""

from __future__ import annotations

from rnncourse.ledger import Study
from rnncourse.studies.sonnets import ELMAN, GATED, fit, prepare

CHOSEN = (ELMAN, GATED | {"cell": "lstm"}, GATED | {"cell": "gru"}, GATED | {"cell": "gru", "framework": "keras"})


def run(configuration: dict, seed: int) -> dict:
    """Train one generator and note its loss on the test sonnets, read once, after the training."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.generators import stateful_twin
        from rnncourse.in_keras.text_training import text_loss
    else:
        from rnncourse.in_torch.text_training import text_loss
    vocab, parts = prepare()
    model, history = fit(configuration, seed, vocab, parts["train"], parts["validation"])
    listener = stateful_twin(model, 1) if configuration["framework"] == "keras" else model
    return {"metrics": {"test_loss": text_loss(listener, parts["test"])}, "history": history.rounded()}


STUDY = Study(
    name="sonnets_test", dataset="sonnets", question="How surprised is each generator by sonnets that nobody looked at?",
    configurations=CHOSEN, seeds=(0, 1, 2, 3, 4), run=run, reads_test=True,
)
