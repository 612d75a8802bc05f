"""Reading aloud by counting, on the test words: the table and the joint n-grams that the study
`letters_to_phonemes_counted` chose, and no others.
"""

from __future__ import annotations

from rnncourse.records.compact import numbers_as_text
from rnncourse.records.study import Study
from rnncourse.studies.pronunciations.letters_to_phonemes_counted import JOINT, TABLES, scored

BEST = JOINT[1]
CHOSEN = (TABLES[1], BEST)


def run(configuration: dict, seed: int) -> dict:
    """Fit one model and note its errors on the test words; `edits` has the edits of each, as
    text.
    """
    found, edits = scored(configuration, test=True)
    return {"metrics": found | {"edits": numbers_as_text(edits)}, "history": {}}


STUDY = Study(
    name="letters_to_phonemes_counted_test",
    dataset="pronunciations",
    question="How well does counting read words whose stem was never seen?",
    configurations=CHOSEN,
    seeds=(0,),
    run=run,
    reads_test=True,
    quick={},
)
