"""The country of a first name, the test set: the plain net, and the one that the study
`home_country` chose on validation data, and no other.
"""

from __future__ import annotations

from rnncourse.records.compact import log_probabilities_as_text
from rnncourse.records.study import Study
from rnncourse.studies.first_names.home_country import BEST, ELMAN, distinct, prepare
from rnncourse.studies.last_names.last_names import best_scores, fit

CHOSEN = (ELMAN, BEST, BEST | {"framework": "keras"})


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record its log-probabilities for each distinct test name, as text; the
    names are sorted as `distinct` does.
    """
    names, x, y, countries, split, _ = prepare()
    model, history, predict_logits = fit(configuration, seed, x, y, countries, split)
    rows, _ = distinct(names, y, split.test, len(countries))
    return {
        "metrics": {
            **best_scores(history),
            "log_probabilities": log_probabilities_as_text(predict_logits(model, x[rows])),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="home_country_test",
    dataset="first-names-by-country",
    question="How often do the chosen nets name a country whose list holds a new first name?",
    configurations=CHOSEN,
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
