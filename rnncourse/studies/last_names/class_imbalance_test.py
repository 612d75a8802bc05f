"""Treatments of class imbalance on the test names: the dials that the study `class_imbalance` chose
on validation data, and no others.
"""

from __future__ import annotations

from rnncourse.records.study import Study
from rnncourse.studies.last_names.class_imbalance import NET, train_treated

# For each treatment the dial with the best mean macro-F1 on the validation names of the bundled
# edition.
CHOSEN = (
    ("none", 0.0),
    ("class weights", 0.5),
    ("oversampling", 1.0),
    ("balanced batches", 1.0),
    ("focal loss", 2.0),
    ("logit adjustment", 0.5),
)
IN_KERAS = ("none", "class weights", "logit adjustment")  # a run takes twice as long there


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record what it answers for each test name, as indices of the sorted
    languages.
    """
    predict, _, _, split, history = train_treated(configuration, seed)
    return {"metrics": {"predicted": predict(split.test).tolist()}, "history": history.rounded()}


STUDY = Study(
    name="class_imbalance_test",
    dataset="last-names",
    question="What does each treatment of class imbalance gain and cost on new names?",
    configurations=tuple(
        NET | {"framework": framework, "treatment": treatment, "strength": strength}
        for framework in ("torch", "keras")
        for treatment, strength in CHOSEN
        if framework == "torch" or treatment in IN_KERAS
    ),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
