"""Raw material to arrays: encoded, cut into windows, split without leaks, drawn in batches. Knows
no data set and no framework.

==================  =====================================================================
inputs              is this what a model can be trained on? Checks that only raise
encoding            symbols to indices to one-hot vectors, and back; padding
language_modelling  texts cut into windows and streams
pairs               two sequences that need not be aligned: a source and a target
letter_names        letters that are read by their names, as in "rmix"
spanish             how Spanish is read, by a rule
arabic_script       verse in the Arabic script, letters and blanks alone
byte_pairs          texts cut into tokens that are larger than characters
signals             signals cut into windows, labels, channels on one scale
movement            what a sensor tells of a movement, and gravity apart
augmentation        sensors turned about
corruption          noise on images
splits              training, validation and test rows; the leak audit
sampling            class weights, oversampling, balanced batches, batches of like length
==================  =====================================================================
"""

from rnncourse.preprocessing.augmentation import turn_sensor
from rnncourse.preprocessing.byte_pairs import learn_merges, to_tokens
from rnncourse.preprocessing.corruption import (
    EDGES,
    NOISES,
    blur,
    cover,
    gaussian_noise,
    salt_and_pepper,
)
from rnncourse.preprocessing.encoding import (
    END,
    FILL,
    PAD,
    START,
    Vocab,
    alphabet_of,
    encode_texts,
    filled_one_hot,
    from_one_hot,
    one_hot,
    pad,
    texts_of,
    with_edges,
)
from rnncourse.preprocessing.language_modelling import Streams, next_symbol_windows, shifted_windows
from rnncourse.preprocessing.letter_names import LETTER_NAMES, spelled_letters
from rnncourse.preprocessing.pairs import (
    decode_targets,
    encode_sources,
    encode_targets,
    one_length_batches,
    source_vocab,
    target_vocab,
)
from rnncourse.preprocessing.sampling import (
    balanced_batches,
    class_priors,
    class_weights,
    like_length_batches,
    oversample,
)
from rnncourse.preprocessing.signals import (
    channel_scales,
    cut_windows,
    labels_to_one_hot,
    one_hot_to_labels,
    standardise,
)
from rnncourse.preprocessing.splits import (
    Split,
    leak_audit,
    split_by_group,
    split_by_row,
    split_text,
)

__all__ = [
    "EDGES",
    "END",
    "FILL",
    "LETTER_NAMES",
    "NOISES",
    "PAD",
    "START",
    "Split",
    "Streams",
    "Vocab",
    "alphabet_of",
    "balanced_batches",
    "blur",
    "channel_scales",
    "class_priors",
    "class_weights",
    "cover",
    "cut_windows",
    "decode_targets",
    "encode_sources",
    "encode_targets",
    "encode_texts",
    "filled_one_hot",
    "from_one_hot",
    "gaussian_noise",
    "labels_to_one_hot",
    "leak_audit",
    "learn_merges",
    "like_length_batches",
    "next_symbol_windows",
    "one_hot",
    "one_hot_to_labels",
    "one_length_batches",
    "oversample",
    "pad",
    "salt_and_pepper",
    "shifted_windows",
    "source_vocab",
    "spelled_letters",
    "split_by_group",
    "split_by_row",
    "split_text",
    "standardise",
    "target_vocab",
    "texts_of",
    "to_tokens",
    "turn_sensor",
    "with_edges",
]
