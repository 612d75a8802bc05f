"""First names, the test set: the configurations that the study `first_names` chose on validation
data, and no other.
"""

from __future__ import annotations

import numpy as np

from rnncourse.records.study import Study
from rnncourse.studies.first_names.first_names import (
    FRAMEWORKS,
    MASKED,
    TWO_WAYS,
    fit,
    log_odds,
    prepare,
)
from rnncourse.studies.labels import CELL_NAMES, FRAMEWORK_NAMES

CHOSEN = (*FRAMEWORKS, MASKED | {"framework": "keras"}, MASKED, MASKED | {"cell": "gru"}, TWO_WAYS)
PADDING_NAMES = {"END": "END", "front": "END in front", "mask": "masked"}


def title(configuration: dict) -> str:
    """Name the model of `configuration`, such as "two layers of GRU, both ways, masked
    (PyTorch)".
    """
    depth = "two layers of " if configuration["layers"] == 2 else ""
    parts = [depth + CELL_NAMES[configuration["cell"]]]
    if configuration["bidirectional"]:
        parts.append("both ways")
    if configuration["hidden_size"] != 64:
        parts.append(f"{configuration['hidden_size']} units")
    parts.append(PADDING_NAMES[configuration["padding"]])
    if configuration["length"] != 15:
        parts.append(f"{configuration['length']} steps")
    of_the_lecture = "lecture: " if configuration["epochs"] == 30 else ""
    framework = FRAMEWORK_NAMES[configuration["framework"]]
    return f"{of_the_lecture}{', '.join(parts)} ({framework})"


def run(configuration: dict, seed: int) -> dict:
    """Train one net and record its log-odds of "male" for each validation name and each test
    name.
    """
    x, y, _, split = prepare(configuration["padding"], configuration["length"])
    model, history, predict_logits = fit(configuration, seed, x, y, split)
    odds = {
        part: np.round(log_odds(predict_logits(model, x[rows])).astype(float), 2).tolist()
        for part, rows in (("validation", split.validation), ("test", split.test))
    }
    return {
        "metrics": {f"{part}_log_odds": values for part, values in odds.items()},
        "history": history.rounded(),
    }


STUDY = Study(
    name="first_names_test",
    dataset="first-names",
    question="How often are the chosen models right about new first names?",
    configurations=CHOSEN,
    seeds=(0, 1, 2, 3, 4),
    run=run,
    reads_test=True,
)
