"""Checks of what students write on the practice pages: `checks.alphabet(alphabet_of)` prints
"alphabet_of: right".

A check tries a function on small inputs with known answers, awkward ones among them, and raises
`CheckFailed`, whose message says what was called, what came out, what was expected, and what
usually causes it. It raises nothing else, whatever came out.

============  ==========================================================
attempt       how a function is tried, and what a failure says
causes        what usually causes an error that a function raises
values        what came out, as plain Python and NumPy
encoding      alphabets, one-hot vectors, labels
splitting     what belongs together on one side, copies after the split
measuring     scales, accuracy, confusion, balanced measures, the ceiling, one look at test data
treatments    class weights, balanced batches, logit adjustment
chances       the most frequent answer, calibration, how many of n
frameworks    a model of either framework: its weights, its answers
nets          models in both frameworks: a room of its own
comparing     learning curves read, confusions, persons, the verdict on two models
training      training loops in both frameworks
chunks        one way through the chunks of a text, the state carried on and cut off
gradients     penalties and clipping in both frameworks
texts         dictionaries, windows
streams       a text cut into streams
drawing       temperature, writing
sequences     from one sequence to another, attention, verse: a room of its own
progress      how far a notebook has come; magics that let it run to its end
============  ==========================================================
"""

from rnncourse.checks.attempt import CheckFailed
from rnncourse.checks.chances import at_most, calibration, last_letter_rule
from rnncourse.checks.chunks import keras_epoch, torch_epoch
from rnncourse.checks.comparing import best_epoch, by_person, most_confused, signs, verdict
from rnncourse.checks.drawing import temperature, writing
from rnncourse.checks.encoding import (
    alphabet,
    end_padded,
    labels_to_one_hot,
    one_hot_name,
    one_hot_to_labels,
)
from rnncourse.checks.gradients import clipping, keras_clipping, keras_l2, torch_clipping, torch_l2
from rnncourse.checks.measuring import (
    accuracy,
    balanced_accuracy,
    ceiling,
    confusion,
    macro_f1,
    one_look,
    standardised,
)
from rnncourse.checks.nets.carrying import keras_carrying, torch_carrying
from rnncourse.checks.nets.masking import keras_masked, torch_masked
from rnncourse.checks.nets.models import (
    keras_classifier,
    keras_every_step,
    keras_two_layers,
    torch_classifier,
    torch_every_step,
    torch_two_layers,
)
from rnncourse.checks.nets.signals import (
    keras_convolutional,
    keras_dense,
    keras_linear,
    keras_recurrent,
    keras_strided,
    torch_convolutional,
    torch_dense,
    torch_linear,
    torch_recurrent,
    torch_strided,
)
from rnncourse.checks.progress import load_ipython_extension as load_ipython_extension
from rnncourse.checks.progress import summary
from rnncourse.checks.sequences.attention import (
    additive_scores,
    attention_scores,
    masked_weights,
    softmax_gradient,
)
from rnncourse.checks.sequences.looking_back import alignment, keras_readout, torch_readout
from rnncourse.checks.sequences.pairs import (
    edit_distance,
    greedy,
    loss_without_padding,
    teacher_forcing,
)
from rnncourse.checks.sequences.verse import (
    batches_of_one_length,
    keras_line_reader,
    plain_line,
    torch_line_reader,
    two_halves,
    without_end,
)
from rnncourse.checks.splitting import family_split, name_split, oversampling
from rnncourse.checks.streams import streams
from rnncourse.checks.texts import dictionaries, one_hot_windows, one_text, shifted, windows
from rnncourse.checks.training import keras_training, torch_training
from rnncourse.checks.treatments import balanced_batches, class_weights, logit_adjustment

__all__ = [
    "CheckFailed",
    "accuracy",
    "additive_scores",
    "alignment",
    "alphabet",
    "at_most",
    "attention_scores",
    "balanced_accuracy",
    "balanced_batches",
    "batches_of_one_length",
    "best_epoch",
    "by_person",
    "calibration",
    "ceiling",
    "class_weights",
    "clipping",
    "confusion",
    "dictionaries",
    "edit_distance",
    "end_padded",
    "family_split",
    "greedy",
    "keras_carrying",
    "keras_classifier",
    "keras_clipping",
    "keras_convolutional",
    "keras_dense",
    "keras_epoch",
    "keras_every_step",
    "keras_l2",
    "keras_line_reader",
    "keras_linear",
    "keras_masked",
    "keras_readout",
    "keras_recurrent",
    "keras_strided",
    "keras_training",
    "keras_two_layers",
    "labels_to_one_hot",
    "last_letter_rule",
    "logit_adjustment",
    "loss_without_padding",
    "macro_f1",
    "masked_weights",
    "most_confused",
    "name_split",
    "one_hot_name",
    "one_hot_to_labels",
    "one_hot_windows",
    "one_look",
    "one_text",
    "oversampling",
    "plain_line",
    "shifted",
    "signs",
    "softmax_gradient",
    "standardised",
    "streams",
    "summary",
    "teacher_forcing",
    "temperature",
    "torch_carrying",
    "torch_classifier",
    "torch_clipping",
    "torch_convolutional",
    "torch_dense",
    "torch_epoch",
    "torch_every_step",
    "torch_l2",
    "torch_line_reader",
    "torch_linear",
    "torch_masked",
    "torch_readout",
    "torch_recurrent",
    "torch_strided",
    "torch_training",
    "torch_two_layers",
    "two_halves",
    "verdict",
    "windows",
    "without_end",
    "writing",
]
