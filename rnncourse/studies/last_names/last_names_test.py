"""Last names, the test set: the plain net, and those that the study `last_names` chose on
validation data, and no other: first the best of sixteen epochs, then the best of all.
"""

from __future__ import annotations

from rnncourse.records.compact import log_probabilities_as_text
from rnncourse.records.study import Study
from rnncourse.studies.last_names.last_names import (
    BEST,
    ELMAN,
    FROM_BOTH_ENDS,
    best_scores,
    fit,
    prepare,
)

CHOSEN = (ELMAN, FROM_BOTH_ENDS, BEST, BEST | {"framework": "keras"})


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record what it answers for each test name: its log-probabilities, as text,
    and the most probable language, an index of the sorted languages.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.weights import weights_of
    else:
        from rnncourse.in_torch.weights import weights_of
    x, y, classes, split, _ = prepare(configuration["split"], configuration["names"])
    model, history, predict_logits = fit(configuration, seed, x, y, classes, split)
    logits = predict_logits(model, x[split.test])
    return {
        "metrics": {
            **best_scores(history),
            "predicted": logits.argmax(axis=1).tolist(),
            "log_probabilities": log_probabilities_as_text(logits),
        },
        "history": history.rounded(),
        "weights": weights_of(model),
    }


STUDY = Study(
    name="last_names_test",
    dataset="last-names",
    question="How often are the chosen models right about new names?",
    configurations=CHOSEN,
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
    kept=(ELMAN, BEST),
)
