"""Class imbalance, the test names: the net without a treatment, and with the one treatment that the
study `class_imbalance` chose on validation names, and no other.
"""

from __future__ import annotations

from rnncourse.records.compact import log_probabilities_as_text
from rnncourse.records.study import Study
from rnncourse.studies.last_names.class_imbalance import configuration_of, train_treated
from rnncourse.studies.last_names.last_names import best_scores

# The treatment and its dial with the highest mean balanced accuracy on the validation names of the
# bundled edition.
CHOSEN = ("logit adjustment", 1.0)
# The tau with which the nets without a treatment are adjusted after the training, chosen likewise
# from steps of a tenth. No run depends on it.
TAU_AFTERWARDS = 0.7


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record what it answers for each test name: its log-probabilities, as text,
    and the most probable language, an index of the sorted languages.
    """
    logits, _, _, split, history = train_treated(configuration, seed)
    answers = logits(split.test)
    return {
        "metrics": {
            "best_epoch": best_scores(history)["best_epoch"],
            "predicted": answers.argmax(axis=1).tolist(),
            "log_probabilities": log_probabilities_as_text(answers),
        },
        "history": history.rounded(),
    }


STUDY = Study(
    name="class_imbalance_test",
    dataset="last-names",
    question="What does the chosen treatment of class imbalance gain and cost on new names?",
    configurations=tuple(
        configuration_of(*variant, framework=framework)
        for framework in ("torch", "keras")
        for variant in (("none", 0.0), CHOSEN)
    ),
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
