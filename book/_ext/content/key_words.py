"""What a reported number is, in words made from its key.

A key names a place, then the circumstances, and the measure last: `last-names/bptt/accuracy` is
"Accuracy, backpropagation by hand".
"""

from __future__ import annotations

PLACES = {
    "activity": "activities",
    "activity/forecast": "forecast of the signals",
    "activity/models": "",
    "activity/models/choice": "choice of a model",
    "activity/models/confusion": "confusion on the test set",
    "activity/models/curves": "learning curves",
    "activity/models/family": "family of models",
    "activity/models/field": "receptive field",
    "activity/models/kept": "choice of an epoch",
    "activity/models/mode": "training and evaluation mode",
    "activity/models/pairs": "points behind the best",
    "activity/models/scatter": "scatter over folds",
    "activity/models/turned": "signals turned",
    "activity/rnn": "",
    "activity/rnn/base": "plain net",
    "activity/rnn/clip": "clipping",
    "activity/rnn/depth": "two layers",
    "activity/rnn/norms": "norm of the gradient",
    "bptt": "",
    "bptt/activation": "strength of the activation",
    "bptt/lengths": "length of the sequence",
    "bptt/radius": "spectral radius",
    "bptt/start": "starting weights",
    "bptt/truncation": "truncated backpropagation",
    "company-names": "",
    "company-names/self-test": "company names",
    "company-names/vary": "settings varied",
    "denoising": "the course's model",
    "errata": "",
    "first-names": "",
    "first-names/abroad": "names from abroad",
    "first-names/class": "names of a class",
    "first-names/codes": "codes of first names",
    "first-names/ends": "after ENDs",
    "first-names/review": "first names",
    "gated-cells": "",
    "gated-cells/adding": "adding task",
    "gated-cells/copying": "copying task",
    "gated-cells/counts": "number of weights",
    "gated-cells/flow": "gradient through gates",
    "how-we-compare": "intervals that contain the truth",
    "last-names": "",
    "last-names/bptt": "backpropagation by hand",
    "last-names/frameworks": "last names",
    "last-names/frameworks/pairs": "pairs of names",
    "last-names/frameworks/transfer/10": "transfer with 10 names a language",
    "last-names/frameworks/transfer/3": "transfer with 3 names a language",
    "last-names/frameworks/two-headed": "net with two heads",
    "last-names/imbalance": "",
    "last-names/sequences": "last names",
    "letters": "letters",
    "letters/auto": "",
    "letters/auto/audit": "leaks between the sets",
    "letters/auto/bits": "bits of an image",
    "letters/auto/broken": "wrong targets",
    "letters/auto/few": "labels a letter",
    "letters/auto/hole": "hole filled in",
    "letters/auto/linear": "linear autoencoder",
    "letters/auto/sizes": "size of the code",
    "letters/auto/stacked/32": "stacked autoencoder, code of 32",
    "letters/auto/stacked/8": "stacked autoencoder, code of 8",
    "letters/denoising": "",
    "letters/denoising/blank": "blank outputs",
    "letters/denoising/compression": "compression",
    "letters/denoising/levels": "level of the noise",
    "letters/denoising/strange": "damage never trained on",
    "letters/review": "letters",
    "participants": "participants of a course",
    "poem-metres": "",
    "recurrent-cell": "",
    "review": "",
    "self-test-autoencoders": "",
    "self-test-classifying": "",
    "self-test-foundations": "",
    "self-test-generating": "",
    "sequences": "",
    "sequences/weights": "number of weights",
    "shakespeare": "",
    "sonnets": "",
    "sonnets/review": "sonnets",
    "sonnets/self-test": "sonnets",
    "startup-names": "",
    "startup-names/parameters": "number of weights, by formula and symbols",
    "summer-school/poem-metres": "poem metres, summer school",
    "two-frameworks": "",
    "two-frameworks/resume": "training resumed",
}  # how keys begin, and what is said of it: nothing where the chapter says it
PARTS = {
    "against-participant": "against a participant of a course",
    "best-k": "best number of letters",
    "conv2d": "Conv2d",
    "copy": "longest copy",
    "cross-entropy": "cross-entropy",
    "edition": "edition of the data",
    "fall": "deepest fall",
    "fine-tuned": "fine-tuned",
    "five-gram": "5-gram",
    "found": "verdict",
    "four-gram": "4-gram",
    "gap": "gap between two curves",
    "majority": "most frequent class alone",
    "frozen": "frozen encoder",
    "judged": "what is generated",
    "lead": "lead over the next",
    "leak": "leak between the sets",
    "live": "trained on this page",
    "loss-rise": "rise of the validation loss",
    "macro-f1": "macro-F1",
    "n-grams": "n-grams",
    "nine-tenths": "epoch with nine tenths of the accuracy",
    "one-hot": "one-hot vectors",
    "parameters": "number of weights",
    "parity": "largest difference between frameworks",
    "persons-test": "persons in the test set",
    "persons-train": "persons in the training set",
    "poem-metres": "poem metres",
    "pre-trained": "pre-trained",
    "said": "verdict",
    "seeds": "number of seeds",
    "test": "test set",
    "train": "training set",
    "training": "training set",
    "two-headed": "two-headed",
    "units": "number of units",
    "validation": "validation set",
    "ways": "two ways to train",
    "weights": "number of weights",
    "windows-test": "windows in the test set",
}  # parts of keys that mean more than they say
NAMES = {
    "conv": "convolution",
    "conv1d": "Conv1d",
    "ece": "calibration error",
    "elman": "Elman",
    "f1": "F1",
    "gru": "GRU",
    "jpeg": "JPEG",
    "keras": "Keras",
    "l2": "L2",
    "lstm": "LSTM",
    "mlp": "MLP",
    "ngram": "n-gram",
    "ngrams": "n-grams",
    "numpy": "NumPy",
    "pca": "PCA",
    "png": "PNG",
    "psnr": "PSNR",
    "relu": "ReLU",
    "rnn": "RNN",
    "shakespeare": "Shakespeare",
    "std": "standard deviation",
    "svm": "SVM",
    "torch": "PyTorch",
}  # words of keys that are written otherwise


def in_words(key: str) -> str:
    """What the number under a key is: the last part of the key, the others, and its place; a count
    stays last.
    """
    parts = key.split("/")
    known = ["/".join(parts[:end]) for end in range(1, len(parts))]
    place = next((start for start in reversed(known) if start in PLACES), "")
    said = [in_plain_words(part) for part in key.removeprefix(place).strip("/").split("/")]
    about = [PLACES.get(place, "")]
    *others, measure = said
    line = [*about, *said] if measure.isdigit() else [measure, *others, *about]
    words = ", ".join(filter(None, line))
    return words[:1].upper() + words[1:]


def in_plain_words(part: str) -> str:
    """One part of a key as one would say it."""
    return PARTS.get(part) or " ".join(NAMES.get(word, word) for word in part.split("-"))


def row_id(key: str) -> str:
    """The id of a number's row among the results."""
    return f"result-{key.replace('/', '-')}"
