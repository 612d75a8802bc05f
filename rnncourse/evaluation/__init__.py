"""How good is it? Scores, and intervals that respect what belongs together.

==============  ====================================================
classification  accuracy, recall, F1 from confusion counts
bootstrap       estimates with intervals, over whole groups
calibration     are stated probabilities true?
text            perplexity, real words, copies
images          errors of reconstructions
codes           neighbours, and what a linear probe reads off a code
==============  ====================================================
"""

from rnncourse.evaluation.bootstrap import Estimate, group_weights, percentile_estimate, pooled_mean, grouped_mean
from rnncourse.evaluation.calibration import Reliability, reliability, expected_calibration_error, temperature
from rnncourse.evaluation.classification import Scores, confusion, accuracy, recall, f1, score, accuracy_difference, check_classes
from rnncourse.evaluation.codes import nearest, between, Probe, linear_probe
from rnncourse.evaluation.images import squared_error, psnr
from rnncourse.evaluation.text import WORD, perplexity, words, share_of_real_words, longest_copy

__all__ = ["Estimate", "Probe", "Reliability", "Scores", "WORD", "accuracy", "accuracy_difference", "between", "check_classes", "confusion", "expected_calibration_error", "f1", "group_weights", "grouped_mean", "linear_probe", "longest_copy", "nearest", "percentile_estimate", "perplexity", "pooled_mean", "psnr", "recall", "reliability", "score", "share_of_real_words", "squared_error", "temperature", "words"]
