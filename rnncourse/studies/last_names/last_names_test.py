"""Last names, the test set: the configurations that the study `last_names` chose on validation
data, and no other.
"""

from __future__ import annotations

from rnncourse.records.study import Study
from rnncourse.studies.last_names.last_names import BOTH_WAYS, ELMAN, fit, prepare

CHOSEN = (ELMAN | {"framework": "keras"}, ELMAN, BOTH_WAYS)


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record what it answers for each test name, as indices of the sorted
    languages.
    """
    x, y, classes, split, _ = prepare(configuration["split"])
    model, history, predict_logits = fit(configuration, seed, x, y, classes, split)
    predicted = predict_logits(model, x[split.test]).argmax(axis=1)
    return {"metrics": {"predicted": predicted.tolist()}, "history": history.rounded()}


STUDY = Study(
    name="last_names_test",
    dataset="last-names",
    question="How often are the chosen models right about new names?",
    configurations=CHOSEN,
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
