"""Reading aloud by counting, on held-out words: each letter alone, letters in their surroundings,
and n-grams of letters joined with phonemes. No test word is read here.
"""

from __future__ import annotations

import numpy as np

from rnncourse.baselines.graphones import Aligner, JointNgrams, LetterTable
from rnncourse.datasets.pronunciations import load_pronunciations, split_pronunciations
from rnncourse.evaluation.edit_distance import nearest_errors
from rnncourse.records.study import Study
from rnncourse.studies.pronunciations.letters_to_phonemes import errors

SAMPLE = 8000  # training words from which the chunks of letters are learnt
LETTERS = {"framework": "torch", "model": "table", "reach": 0}
TABLES = tuple(LETTERS | {"reach": reach} for reach in (2, 4))
JOINT = tuple({"framework": "torch", "model": "joint", "order": order} for order in (4, 5, 6))


def fitted(configuration: dict) -> LetterTable | JointNgrams:
    """Fit the model of `configuration` to the first pronunciations of all training words."""
    table = load_pronunciations()
    split = split_pronunciations(table)
    pairs = [(table["word"][row], table["pronunciations"][row][0]) for row in split.train]
    sample = np.random.default_rng(0).permutation(len(pairs))[:SAMPLE]
    aligner = Aligner().fit([pairs[row] for row in sample])
    aligned = [found for pair in pairs if (found := aligner.align(*pair))]  # pyright: ignore
    if configuration["model"] == "table":
        return LetterTable(configuration["reach"]).fit(aligned)
    return JointNgrams(configuration["order"]).fit(aligned)


def scored(configuration: dict, *, test: bool) -> tuple[dict, np.ndarray]:
    """Return the errors of the model of `configuration` on the validation words, or on those for
    the `test`, and the edits of each word.
    """
    table = load_pronunciations()
    split = split_pronunciations(table)
    asked = table.iloc[split.test if test else split.validation]
    model = fitted(configuration)
    edits, lengths = nearest_errors(
        [model.read(word) for word in asked["word"]], asked["pronunciations"]
    )
    return errors(edits, lengths, asked["word"].str.len().to_numpy()), edits


def run(configuration: dict, seed: int) -> dict:
    """Fit one model and note its errors on the validation words; nothing is drawn."""
    found, _ = scored(configuration, test=False)
    return {"metrics": found, "history": {}}


STUDY = Study(
    name="letters_to_phonemes_counted",
    dataset="pronunciations",
    question="How well can words be read aloud by counting?",
    configurations=(LETTERS, *TABLES, *JOINT),
    seeds=(0,),
    run=run,
    quick={},
)
