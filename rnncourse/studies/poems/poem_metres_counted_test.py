"""Metres of couplets by counting, the test set: n-grams of letters and logistic regression, as
they are for names. Nothing was chosen.
"""

from __future__ import annotations

import numpy as np

from rnncourse.baselines.classifiers import ngram_classifier
from rnncourse.records.compact import flags_as_text
from rnncourse.records.study import Study
from rnncourse.studies.poems.poem_metres import BETWEEN, prepare

NGRAMS = {"framework": "torch", "longest": 5, "reading": "line", "couplets": None}


def run(configuration: dict, seed: int) -> dict:
    """Fit one model and note how often it is right about how many couplets; nothing is drawn."""
    table, couplets, split = prepare(configuration)
    texts = (table["first"] + BETWEEN + table["second"]).to_numpy(str)
    model = ngram_classifier(longest=configuration["longest"])
    model.fit(texts[split.train], couplets.classes[split.train])
    checked, tested = (
        model.predict(texts[rows]) == couplets.classes[rows]
        for rows in (split.validation, split.test)
    )
    commonest = np.bincount(couplets.classes[split.train]).argmax()
    return {
        "metrics": {
            "validation_accuracy": float(checked.mean()),
            "accuracy": float(tested.mean()),
            "right": flags_as_text(tested),
            "tested": len(tested),
            "commonest": float(np.mean(couplets.classes[split.test] == commonest)),
        },
        "history": {},
    }


STUDY = Study(
    name="poem_metres_counted_test",
    dataset="poem-metres",
    question="How far do n-grams of letters get?",
    configurations=(NGRAMS,),
    seeds=(0,),
    run=run,
    reads_test=True,
    quick={"couplets": 1000},
)
