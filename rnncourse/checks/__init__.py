"""Checks of what students write on the practice pages: `checks.alphabet(alphabet_of)` prints
"alphabet_of: right".

A check tries a function on small inputs with known answers, awkward ones among them, and raises
`CheckFailed`, whose message says what was called, what came out, what was expected, and what
usually causes it.

========  ==================================================================
attempt   how a function is tried, and what a failure says
encoding  alphabets, one-hot vectors, scales, splits, counts
models    classifiers in both frameworks
texts     dictionaries, windows, temperature, writing
training  training loops, penalties and clipping in both frameworks
========  ==================================================================
"""

from rnncourse.checks.attempt import CheckFailed
from rnncourse.checks.encoding import (
    accuracy,
    alphabet,
    confusion,
    family_split,
    labels_to_one_hot,
    one_hot_name,
    one_hot_to_labels,
    standardised,
)
from rnncourse.checks.models import (
    keras_classifier,
    keras_every_step,
    keras_two_layers,
    torch_classifier,
    torch_every_step,
    torch_two_layers,
)
from rnncourse.checks.texts import (
    dictionaries,
    one_hot_windows,
    one_text,
    shifted,
    temperature,
    windows,
    writing,
)
from rnncourse.checks.training import (
    clipping,
    keras_clipping,
    keras_l2,
    keras_training,
    torch_clipping,
    torch_l2,
    torch_training,
)

__all__ = [
    "CheckFailed",
    "accuracy",
    "alphabet",
    "clipping",
    "confusion",
    "dictionaries",
    "family_split",
    "keras_classifier",
    "keras_clipping",
    "keras_every_step",
    "keras_l2",
    "keras_training",
    "keras_two_layers",
    "labels_to_one_hot",
    "one_hot_name",
    "one_hot_to_labels",
    "one_hot_windows",
    "one_text",
    "shifted",
    "standardised",
    "temperature",
    "torch_classifier",
    "torch_clipping",
    "torch_every_step",
    "torch_l2",
    "torch_training",
    "torch_two_layers",
    "windows",
    "writing",
]
