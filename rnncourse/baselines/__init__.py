"""What a net must beat.

====================  ==========================================================
classifiers           the majority, and logistic regression on character n-grams
counted_text          what models that count what follows the last few symbols share
ngram_language_model  such a model with Witten-Bell smoothing
kneser_ney            the same with the best known smoothing; a classifier made of it
hand_features         what people thought of to describe a window of signals, and its reader
graphones             letters aligned with phonemes; tables and n-grams that read aloud
scansion              the metre of Persian verse, by a rule
random_convolutions   kernels that are drawn and never trained, and a ridge regression
moments               mean and deviation of each channel of a signal, and a regression
linear_codes          principal components and random directions
image_compression     PNG, JPEG and rounded codes
image_filters         median, Gaussian and non-local means
====================  ==========================================================
"""

from rnncourse.baselines.classifiers import majority_classifier, ngram_classifier
from rnncourse.baselines.counted_text import CountedText, Mixed
from rnncourse.baselines.hand_features import hand_feature_classifier, hand_features
from rnncourse.baselines.image_compression import (
    QUALITIES,
    Compressed,
    as_file,
    cut,
    jpeg_at,
    jpeg_curve,
    mosaic,
    png,
    quantise,
)
from rnncourse.baselines.image_filters import (
    FILTERS,
    best_strength,
    check_filter,
    fit_filter_and_curve,
    gaussian_filter,
    median_filter,
    non_local_means,
    tone_curve,
)
from rnncourse.baselines.kneser_ney import KneserNey, KneserNeyClassifier
from rnncourse.baselines.linear_codes import LinearCode, principal_code, random_code
from rnncourse.baselines.moments import moment_classifier, moments
from rnncourse.baselines.ngram_language_model import NgramLanguageModel
from rnncourse.baselines.random_convolutions import (
    RandomConvolutions,
    answers,
    draw_banks,
    draw_weights,
    ridge,
    shares,
)

__all__ = [
    "Compressed",
    "CountedText",
    "FILTERS",
    "KneserNey",
    "KneserNeyClassifier",
    "LinearCode",
    "Mixed",
    "NgramLanguageModel",
    "QUALITIES",
    "RandomConvolutions",
    "answers",
    "as_file",
    "best_strength",
    "check_filter",
    "cut",
    "draw_banks",
    "draw_weights",
    "fit_filter_and_curve",
    "gaussian_filter",
    "hand_feature_classifier",
    "hand_features",
    "jpeg_at",
    "jpeg_curve",
    "majority_classifier",
    "median_filter",
    "moment_classifier",
    "moments",
    "mosaic",
    "ngram_classifier",
    "non_local_means",
    "png",
    "principal_code",
    "quantise",
    "random_code",
    "ridge",
    "shares",
    "tone_curve",
]
