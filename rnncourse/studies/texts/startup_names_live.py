"""A generator of company names that a page can run.

It is trained on the same names as those of the study `startup_names`; here the learning rate falls
along half a cosine, and a part of the memory is dropped out. No test name is read.
"""

from __future__ import annotations

import numpy as np

from rnncourse.generation.company_names import negative_log_likelihood
from rnncourse.records.study import Study
from rnncourse.studies.texts.startup_names import fit, prepare

NET = {
    "framework": "torch",
    "cell": "gru",
    "hidden_size": 192,
    "dropout": 0.4,
    "streams": 32,
    "steps": 50,
    "epochs": 16,
    "learning_rate": 0.005,
    "schedule": "cosine",
}
QUICK = {"epochs": 1}  # a short run, which a test can make again; it answers no question


def run(configuration: dict, seed: int) -> dict:
    """Train the generator; note its surprise by a symbol of the validation names, each name read
    alone.
    """
    from rnncourse.in_torch.language_models import next_logits
    from rnncourse.in_torch.weights import weights_of

    vocab, parts, before = prepare()
    model, history = fit(configuration, seed, vocab, parts)
    nats = negative_log_likelihood(next_logits(model), vocab, parts["validation"], before=before)
    return {
        "metrics": {"validation_loss": float(np.nanmean(nats))},
        "history": history.rounded(),
        "weights": weights_of(model),
    }


STUDY = Study(
    name="startup_names_live",
    dataset="company-names",
    question="How good is a generator of company names that a page can load?",
    configurations=(NET, NET | QUICK),
    seeds=(0,),
    run=run,
    quick=QUICK,
    kept=(NET,),
)
