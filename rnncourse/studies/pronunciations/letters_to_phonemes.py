"""Nets that read a word's letters and write its phonemes, chosen on held-out words: their
attention, size and rate. No test word is read here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from rnncourse.datasets.pronunciations import load_pronunciations, split_pronunciations
from rnncourse.evaluation.edit_distance import nearest_errors
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.preprocessing.splits import Split
from rnncourse.records.study import Study
from rnncourse.studies import pair_nets as nets

NONE = {
    "framework": "torch",
    "attention": None,
    "hidden_size": 128,
    "dropout": 0.1,
    "batch_size": 128,
    "epochs": 6,
    "learning_rate": 0.004,
    "schedule": "one-cycle",
}
DOT = NONE | {"attention": "dot"}
ADDITIVE = NONE | {"attention": "additive"}
# A larger one, which only the study `letters_to_phonemes_test` trains: its settings are not tuned.
LARGER = DOT | {"hidden_size": 256, "dropout": 0.2, "epochs": 6, "learning_rate": 0.0025}
LIVE = DOT | {"hidden_size": 96}  # small enough for a page to load
SHORT = {"epochs": 2}  # in which learning rates are compared
RATES = (0.002, 0.004, 0.008)
CONFIGURATIONS = (
    *(net | SHORT | {"learning_rate": rate} for net in (NONE, DOT) for rate in RATES),
    *(NONE | {"hidden_size": size} for size in (32, 64)),
    NONE,
    DOT,
    ADDITIVE,
    LIVE,
)
LENGTHS = range(2, 13)  # letters of a word


def prepare() -> tuple[pd.DataFrame, Split, nets.Pairs, tuple[Vocab, Vocab]]:
    """Load and encode the words: the table, its parts, all pairs with the first pronunciation of
    each word, and both vocabularies.
    """
    table = load_pronunciations()
    vocabs = nets.vocabularies("to phonemes")
    first = [pronunciations[0] for pronunciations in table["pronunciations"]]
    return table, split_pronunciations(table), nets.encode(table["word"], first, vocabs), vocabs


def run(configuration: dict, seed: int) -> dict:
    """Train one net and note its errors on the validation words, which it writes greedily."""
    table, split, pairs, vocabs = prepare()
    model, history = nets.fit(
        configuration, seed, vocabs, pairs.rows(split.train), pairs.rows(split.validation)
    )
    held_out = table.iloc[split.validation]
    written = nets.answers(configuration, model, pairs.sources[split.validation], vocabs[1])
    edits, lengths = nearest_errors(written, held_out["pronunciations"])
    found = {
        "metrics": errors(edits, lengths, held_out["word"].str.len().to_numpy()),
        "history": history.rounded(),
    }
    return found | ({"weights": nets.weights(model)} if configuration == LIVE else {})


def errors(edits: np.ndarray, lengths: np.ndarray, letters: np.ndarray) -> dict:
    """Return the phoneme and the word error rate of N words, and both for each number of letters in
    LENGTHS.

    `edits` (N,) count what is wrong, `lengths` (N,) the phonemes, `letters` (N,) the letters.
    """
    by_length = [letters == count for count in LENGTHS]
    return {
        "phoneme_error_rate": float(edits.sum() / lengths.sum()),
        "word_error_rate": float((edits > 0).mean()),
        "phoneme_errors": [
            round(float(edits[here].sum() / lengths[here].sum()), 4) for here in by_length
        ],
        "word_errors": [round(float((edits[here] > 0).mean()), 4) for here in by_length],
    }


STUDY = Study(
    name="letters_to_phonemes",
    dataset="pronunciations",
    question="How well do nets read words whose stem they have never seen?",
    configurations=CONFIGURATIONS,
    seeds=(0,),
    run=run,
    quick={"epochs": 1},
    kept=(LIVE,),
)
