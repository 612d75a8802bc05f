"""One-hot letters and learnt vectors on the test names: each with the learning rate that
`letter_vectors` chose on validation data.
"""

from __future__ import annotations

from rnncourse.records.study import Study
from rnncourse.studies.last_names.letter_vectors import fit, prepare

RATES = {None: 0.01, 8: 0.003, 32: 0.001}  # by the size of a letter's vector; None is one-hot


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record what it answers for each test name, as indices of the languages."""
    *_, split, _ = prepare()
    history, answer = fit(configuration, seed)
    predicted = answer(split.test).argmax(axis=1)
    return {"metrics": {"predicted": predicted.tolist()}, "history": history.rounded()}


STUDY = Study(
    name="letter_vectors_test",
    dataset="last-names",
    question="Do learnt vectors of letters help with new names?",
    configurations=tuple(
        {"framework": framework, "vector_size": size, "learning_rate": rate}
        for framework in ("keras", "torch")
        for size, rate in RATES.items()
    ),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
