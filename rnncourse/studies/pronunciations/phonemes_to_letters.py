"""Nets that hear a word's phonemes and spell it, on words that sound like none in training. No test
word is read here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from rnncourse.datasets.pronunciations import (
    load_pronunciations,
    sounds_apart,
    split_pronunciations,
)
from rnncourse.evaluation.edit_distance import nearest_errors
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.preprocessing.letter_names import spelled_letters
from rnncourse.preprocessing.splits import Split
from rnncourse.records.study import Study
from rnncourse.studies import pair_nets as nets

DOT = {
    "framework": "torch",
    "attention": "dot",
    "hidden_size": 192,
    "dropout": 0.15,
    "batch_size": 128,
    "epochs": 6,
    "learning_rate": 0.003,
    "schedule": "one-cycle",
    "letter_names": 5000,
}
LIVE = DOT | {"hidden_size": 96, "learning_rate": 0.005}  # small enough for a page to load
CONFIGURATIONS = (
    DOT,
    LIVE,
    LIVE | {"attention": None},
    LIVE | {"letter_names": 0},
    LIVE | {"framework": "keras"},
    LIVE | {"epochs": 1},
)
WIDTH = 12  # of the beam
ASKED = 800  # words for which a beam is drawn


def prepare(configuration: dict) -> tuple[pd.DataFrame, Split, nets.Pairs, tuple[Vocab, Vocab]]:
    """Load and encode the words: their table, its parts, of which validation and test have only
    words that sound like none in training, all pairs, and both vocabularies.

    Behind the pairs of the table stand as many as `letter_names` says of a letter and a training
    word after it, which are for training.
    """
    table = load_pronunciations()
    split = sounds_apart(table, split_pronunciations(table))
    first = [pronunciations[0] for pronunciations in table["pronunciations"]]
    added = spelled_letters(
        [(table["word"][row], first[row]) for row in split.train],  # pyright: ignore
        configuration["letter_names"],
        rng=np.random.default_rng(0),
    )
    vocabs = nets.vocabularies("to letters")
    pairs = nets.encode(
        [*first, *(sounds for _, sounds in added)],
        [*table["word"], *(word for word, _ in added)],
        vocabs,
    )
    train = np.concatenate([split.train, np.arange(len(table), len(table) + len(added))])
    return table, Split(train, split.validation, split.test), pairs, vocabs


def spellings(table: pd.DataFrame) -> dict[tuple[str, ...], list[str]]:
    """Return all words of the dictionary by how they may be pronounced."""
    found: dict[tuple[str, ...], list[str]] = {}
    for word, pronunciations in zip(table["word"], table["pronunciations"]):
        for phonemes in pronunciations:
            found.setdefault(phonemes, []).append(word)
    return found


def run(configuration: dict, seed: int) -> dict:
    """Train one net; note its errors in the validation words, spelt greedily, and at which place of
    a beam the first spelling stands that the dictionary has.

    `places` counts, of ASKED words, those whose spelling is the first, the second, … of WIDTH, and
    last those with none.
    """
    table, split, pairs, vocabs = prepare(configuration)
    model, history = nets.fit(
        configuration, seed, vocabs, pairs.rows(split.train), pairs.rows(split.validation)
    )
    known = spellings(table)
    listed = [
        [tuple(word) for word in known[pronunciations[0]]]
        for pronunciations in table["pronunciations"].iloc[split.validation]
    ]
    sources = pairs.sources[split.validation]
    edits, lengths = nearest_errors(nets.answers(configuration, model, sources, vocabs[1]), listed)
    found = {
        "metrics": {
            "letter_error_rate": float(edits.sum() / lengths.sum()),
            "word_error_rate": float((edits > 0).mean()),
            "places": places(configuration, model, sources[:ASKED], listed, vocabs[1]),
        },
        "history": history.rounded(),
    }
    return found | ({"weights": nets.weights(model)} if configuration == LIVE else {})


def places(configuration: dict, model, sources: np.ndarray, listed: list, vocab) -> list[int]:
    """Count for each place of a beam of WIDTH how often the first listed spelling stands there, and
    last how often there is none.
    """
    counts = np.zeros(WIDTH + 1, dtype=int)
    _, next_logits = nets.decoder_of(configuration)
    step = next_logits(model)
    for source, spelt in zip(sources, listed):
        beam = nets.best_answers(configuration, step, model, source, vocab, width=WIDTH)
        hits = [place for place, (symbols, _) in enumerate(beam) if symbols in spelt]
        counts[hits[0] if hits else WIDTH] += 1
    return counts.tolist()


STUDY = Study(
    name="phonemes_to_letters",
    dataset="pronunciations",
    question="How well do nets spell words that they have only heard?",
    configurations=CONFIGURATIONS,
    seeds=(0,),
    run=run,
    quick={"epochs": 1},
    kept=(LIVE,),
)
