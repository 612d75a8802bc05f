"""Nets that read a word's letters, on the test words: without attention and with it, as the
study `letters_to_phonemes` chose, a larger one, and no others.
"""

from __future__ import annotations

from rnncourse.evaluation.edit_distance import nearest_errors
from rnncourse.records.compact import numbers_as_text
from rnncourse.records.study import Study
from rnncourse.studies import pair_nets as nets
from rnncourse.studies.pronunciations.letters_to_phonemes import DOT, LARGER, NONE, errors, prepare

CHOSEN = (NONE, DOT, *(net | {"framework": "keras"} for net in (NONE, DOT)), LARGER)
# A run takes minutes. This short one is recorded too, so that a test can make it again; it answers
# no question.
QUICK = {"epochs": 1}


def run(configuration: dict, seed: int) -> dict:
    """Train one net; note its errors on the test words, read after the training;
    `edits` has the edits of each word, as text.
    """
    table, split, pairs, vocabs = prepare()
    model, history = nets.fit(
        configuration, seed, vocabs, pairs.rows(split.train), pairs.rows(split.validation)
    )
    asked = table.iloc[split.test]
    written = nets.answers(configuration, model, pairs.sources[split.test], vocabs[1])
    edits, lengths = nearest_errors(written, asked["pronunciations"])
    return {
        "metrics": errors(edits, lengths, asked["word"].str.len().to_numpy())
        | {"edits": numbers_as_text(edits)},
        "history": history.rounded(),
    }


STUDY = Study(
    name="letters_to_phonemes_test",
    dataset="pronunciations",
    question="What does attention change for words whose stem was never seen?",
    configurations=(*CHOSEN, NONE | QUICK),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
    quick=QUICK,
)
