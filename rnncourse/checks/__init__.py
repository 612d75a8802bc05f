"""Checks of what students write on the practice pages: `checks.alphabet(alphabet_of)` prints
"alphabet_of: right".

A check tries a function on small inputs with known answers, awkward ones among them, and raises
`CheckFailed`, whose message says what was called, what came out, what was expected, and what
usually causes it. It raises nothing else, whatever came out.

==========  ==========================================================
attempt     how a function is tried, and what a failure says
causes      what usually causes an error that a function raises
values      what came out, as plain Python and NumPy
encoding    alphabets, one-hot vectors, labels
measuring   splits, scales, accuracy, confusion
frameworks  a model of either framework: its weights, its answers
models      classifiers in both frameworks
training    training loops in both frameworks
gradients   penalties and clipping in both frameworks
texts       dictionaries, windows
drawing     temperature, writing
progress    how far a notebook has come; magics that let it run to its end
==========  ==========================================================
"""

from rnncourse.checks.attempt import CheckFailed
from rnncourse.checks.drawing import temperature, writing
from rnncourse.checks.encoding import (
    alphabet,
    labels_to_one_hot,
    one_hot_name,
    one_hot_to_labels,
)
from rnncourse.checks.gradients import clipping, keras_clipping, keras_l2, torch_clipping, torch_l2
from rnncourse.checks.measuring import accuracy, confusion, family_split, standardised
from rnncourse.checks.models import (
    keras_classifier,
    keras_every_step,
    keras_two_layers,
    torch_classifier,
    torch_every_step,
    torch_two_layers,
)
from rnncourse.checks.progress import load_ipython_extension as load_ipython_extension
from rnncourse.checks.progress import summary
from rnncourse.checks.texts import dictionaries, one_hot_windows, one_text, shifted, windows
from rnncourse.checks.training import keras_training, torch_training

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
    "summary",
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
