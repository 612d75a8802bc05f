"""How good is it? Scores, and intervals that respect what belongs together.

==============  =========================================================
classification  accuracy, recall, F1 from confusion counts; what guessing achieves
bootstrap       estimates with intervals, over whole groups
comparison      is it a difference? the one rule, for items, groups and seeds
calibration     are stated probabilities true?
text            perplexity, real words, copies
lines           classes of texts in several parts, whose log-probabilities are added
edit_distance   how far what was written is from what is right, symbol by symbol
images          errors of reconstructions
articulation    phonemes, how they are made and how alike they are
phonetic_match  how well two sounds match, in per cent
homophones      words that sound the same, words that only look alike
codes           neighbours, and what a linear probe reads off a code
==============  =========================================================
"""

from rnncourse.evaluation.bootstrap import (
    Estimate,
    group_weights,
    grouped_mean,
    percentile_estimate,
    pooled_mean,
)
from rnncourse.evaluation.calibration import (
    Reliability,
    expected_calibration_error,
    reliability,
    temperature,
)
from rnncourse.evaluation.classification import (
    Scores,
    accuracy,
    accuracy_difference,
    check_classes,
    confusion,
    f1,
    guessing,
    recall,
    score,
)
from rnncourse.evaluation.codes import Probe, between, linear_probe, nearest
from rnncourse.evaluation.comparison import (
    FEWEST_GROUPS,
    FEWEST_TRAININGS,
    Comparison,
    bootstrap_interval,
    compare,
    compare_folds,
    counting_classes_alike,
)
from rnncourse.evaluation.edit_distance import edit_distance, error_rates, nearest_errors
from rnncourse.evaluation.images import psnr, squared_error
from rnncourse.evaluation.text import WORD, longest_copy, perplexity, share_of_real_words, words

__all__ = [
    "Comparison",
    "Estimate",
    "FEWEST_GROUPS",
    "FEWEST_TRAININGS",
    "Probe",
    "Reliability",
    "Scores",
    "WORD",
    "accuracy",
    "accuracy_difference",
    "between",
    "bootstrap_interval",
    "check_classes",
    "compare",
    "compare_folds",
    "confusion",
    "counting_classes_alike",
    "edit_distance",
    "error_rates",
    "expected_calibration_error",
    "f1",
    "group_weights",
    "grouped_mean",
    "guessing",
    "linear_probe",
    "longest_copy",
    "nearest",
    "nearest_errors",
    "percentile_estimate",
    "perplexity",
    "pooled_mean",
    "psnr",
    "recall",
    "reliability",
    "score",
    "share_of_real_words",
    "squared_error",
    "temperature",
    "words",
]
