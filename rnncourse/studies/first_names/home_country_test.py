"""The country of a first name, the test set: the nets that the study `home_country` chose on
validation data, and no other.
"""

from __future__ import annotations

from rnncourse.records.study import Study
from rnncourse.studies.first_names.home_country import (
    ELMAN,
    GRU,
    distinct,
    fit,
    prepare,
    surest,
)

CHOSEN = (GRU, ELMAN, GRU | {"framework": "keras"})


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record its three surest countries for each distinct test name, as indices
    of the sorted countries; the names are sorted as `distinct` does.
    """
    names, _, y, countries, split, _ = data = prepare()
    history, answer = fit(configuration, seed, data)
    rows, _ = distinct(names, y, split.test, len(countries))
    return {
        "metrics": {"surest": surest(answer(rows), 3).tolist()},
        "history": history.rounded(),
    }


STUDY = Study(
    name="home_country_test",
    dataset="first-names-by-country",
    question="How often do the chosen nets name a country whose list holds a new first name?",
    configurations=CHOSEN,
    seeds=(0, 1, 2),
    run=run,
    reads_test=True,
)
