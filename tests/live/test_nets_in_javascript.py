"""The page's nets answer what NumPy answers in 64 bits with the same packed weights, and what the
framework answers in 32.
"""

import keras
import numpy as np
import pytest
import torch
from asked import WHERE, ask, job
from keras import layers
from torch import nn

from rnncourse import live
from rnncourse.datasets import load_last_names
from rnncourse.generation import sample
from rnncourse.in_keras.classifiers import recurrent_classifier as keras_classifier
from rnncourse.in_keras.language_models import language_model as keras_language_model
from rnncourse.in_torch.classifiers import RecurrentClassifier
from rnncourse.in_torch.classifiers import recurrent_classifier as torch_classifier
from rnncourse.in_torch.language_models import language_model as torch_language_model
from rnncourse.in_torch.language_models import next_logits
from rnncourse.preprocessing import Vocab, one_hot

COUNT, H, C, D = 200, 24, 7, 6  # inputs of a kind, hidden units, classes, numbers in a vector
LENGTHS = (3, 6, 9)  # steps; Keras takes long for each length anew


class Row(nn.Module):
    """Parts of a PyTorch model that run one after the other over x (B, T, ...)."""

    def __init__(self, *parts):
        super().__init__()
        self.parts = nn.ModuleList(parts)

    def forward(self, x):
        for part in self.parts:
            if isinstance(part, nn.Conv1d | nn.AdaptiveMaxPool1d):
                x = part(x.transpose(1, 2)).transpose(1, 2)
            elif isinstance(part, nn.RNNBase):
                x = part(x)[0][:, -1:]
            else:
                x = part(x)
        return x[:, 0]


def row(*parts):
    """Parts of a Keras model that reads symbols (B, T)."""
    return keras.Sequential([keras.Input((None,), dtype="int64"), *parts])


def classifier(build, cell, both=False):
    return lambda V: build(V, H, C, cell=cell, layers=1 + both, bidirectional=both, seed=1)


NETS = {  # name: builds the model for V symbols
    **{
        f"{framework}-{cell}{'-both-ways' if both else ''}": classifier(build, cell, both)
        for framework, build in (("keras", keras_classifier), ("torch", torch_classifier))
        for cell in ("elman", "lstm", "gru")
        for both in (False, True)
    },
    "keras-relu": lambda V: row(
        layers.Embedding(V, D), layers.SimpleRNN(H, "relu"), layers.Dense(C)
    ),
    "keras-reset-before": lambda V: row(
        layers.Embedding(V, D), layers.GRU(H, reset_after=False), layers.Dense(C, "relu")
    ),
    "keras-reset-before-both-ways": lambda V: row(
        layers.Embedding(V, D),
        layers.Bidirectional(layers.GRU(H, reset_after=False, return_sequences=True)),
        layers.GlobalMaxPooling1D(),
        layers.Dense(C),
    ),
    "keras-without-bias": lambda V: row(
        layers.Embedding(V, D), layers.GRU(H, use_bias=False), layers.Dense(C, use_bias=False)
    ),
    "keras-convolutions": lambda V: row(
        layers.Embedding(V, D),
        layers.Conv1D(9, 4, padding="same", activation="relu"),
        layers.Conv1D(8, 3, padding="causal", dilation_rate=2, activation="tanh"),
        layers.Conv1D(8, 3, activation="sigmoid"),
        layers.GlobalMaxPooling1D(),
        layers.Dense(C),
    ),
    "keras-text": lambda V: keras_language_model(V, H, cell="gru", layers=2, seed=1),
    "keras-vectors": lambda V: keras_classifier(D, H, C, cell="lstm", padded=False, seed=1),
    "keras-lstm-int8": classifier(keras_classifier, "lstm"),
    "torch-relu": lambda V: Row(
        nn.Embedding(V, D), nn.RNN(D, H, nonlinearity="relu", batch_first=True)
    ),
    "torch-embedding": lambda V: Row(
        nn.Embedding(V, D), nn.LSTM(D, H, batch_first=True, bias=False), nn.Linear(H, C)
    ),
    "torch-convolutions": lambda V: Row(
        nn.Embedding(V, D),
        nn.Conv1d(D, 9, 4, padding="same"),
        nn.Tanh(),
        nn.Conv1d(9, 8, 3, dilation=2, padding=1),
        nn.ReLU(),
        nn.AdaptiveMaxPool1d(1),
        nn.Linear(8, C),
    ),
    "torch-text": lambda V: torch_language_model(V, H, cell="lstm", layers=2, seed=1),
    "torch-vectors": lambda V: torch_classifier(D, H, C, cell="gru", padded=False, seed=1),
    "torch-gru-int8": classifier(torch_classifier, "gru"),
}
FORWARDS = [name for name in NETS if not name.endswith(("both-ways", "convolutions"))]


def give_weights(model, bits, rng):
    """Give a model weights that so many bits hold exactly, the sum of two biases too."""
    in_keras = isinstance(model, keras.Model)
    given = []
    for old in model.get_weights() if in_keras else model.parameters():
        new = np.round(256 * rng.normal(0, 0.25, tuple(old.shape))) / 256
        if bits == 8 and new.ndim > 1:
            new = np.clip(2 * new, -127 / 256, 127 / 256)
            new[(slice(None), 0) if in_keras else 0] = 127 / 256  # the largest of each row
        given.append(new.astype(np.float32))
    if in_keras:
        model.set_weights(given)
    else:
        for parameter, values in zip(model.parameters(), given, strict=True):
            parameter.data = torch.from_numpy(values)


def asked_framework(model, x):
    """What a model says to symbols (B, T), or to vectors (B, T, D)."""
    one_hot_only = (
        len(model.input_shape) == 3
        if isinstance(model, keras.Model)
        else isinstance(model, RecurrentClassifier)
    )
    if x.ndim == 2 and one_hot_only:
        V = model.input_shape[-1] if isinstance(model, keras.Model) else model.recurrent.input_size
        x = one_hot(x, V)
    if isinstance(model, keras.Model):
        return np.asarray(model(x, training=False))
    with torch.no_grad():
        answer = model.eval()(torch.from_numpy(x))
    return (answer[0] if isinstance(answer, tuple) else answer).numpy()


def by_length(answer, sequences):
    """What `answer` says to each sequence, asked for all of one length at once."""
    found = [None] * len(sequences)
    for length in {len(sequence) for sequence in sequences}:
        places = [i for i, sequence in enumerate(sequences) if len(sequence) == length]
        for place, row in zip(
            places, answer(np.stack([sequences[i] for i in places])), strict=True
        ):
            found[place] = row
    return found


@pytest.fixture(scope="module")
def names():
    """200 last names of the bundled edition."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNCOURSE_EDITION", "bundled")
        table = load_last_names()
    found = table["name"][table["name"].str.len().isin(LENGTHS)]
    return found.sample(COUNT, random_state=0).tolist()


@pytest.fixture(scope="module")
def vocab(names):
    return Vocab.from_texts(names)


@pytest.fixture(scope="module")
def sequences(names, vocab):
    """{what a net reads: 200 random inputs, and 200 real ones of symbols}."""
    rng = np.random.default_rng(0)
    lengths = rng.choice(LENGTHS, COUNT)
    symbols = [rng.integers(0, len(vocab), length) for length in lengths]
    vectors = [rng.normal(0, 1, (length, D)).astype(np.float32) for length in lengths]
    return {"symbols": symbols + [vocab.encode(name) for name in names], "vectors": vectors}


@pytest.fixture(scope="module")
def models(vocab):
    rng = np.random.default_rng(1)
    found = {}
    for name, build in NETS.items():
        found[name] = build(len(vocab))
        give_weights(found[name], 8 if name.endswith("int8") else 16, rng)
    return found


@pytest.fixture(scope="module")
def packed(models, vocab):
    return {
        name: live.pack(
            list(model.parts) if isinstance(model, Row) else model,
            symbols=None if name.endswith("vectors") else vocab.symbols,
            dtype="int8" if name.endswith("int8") else "float16",
        )
        for name, model in models.items()
    }


@pytest.fixture(scope="module", params=WHERE)
def found(request, packed, sequences):
    """What all nets answer to their sequences, whole, and to some step by step."""
    jobs = {}
    for name, net in packed.items():
        given = [x.tolist() for x in sequences[net.manifest["input"]["kind"]]]
        jobs[name] = job(net, run=given, step=given[::10])
    return ask(request.param, jobs)


def largest_error(found, expected):
    """The largest error of all answers, measured in the largest number of each."""
    return max(
        np.abs(np.array(answer) - wanted).max() / np.abs(wanted).max()
        for answer, wanted in zip(found, expected, strict=True)
    )


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@pytest.mark.parametrize("name", NETS)
def test_a_net_answers_what_numpy_and_its_framework_answer(name, found, packed, models, sequences):
    given = sequences[packed[name].manifest["input"]["kind"]]
    by_numpy = by_length(lambda x: live.forward(packed[name], x), given)
    by_framework = by_length(lambda x: asked_framework(models[name], x), given)
    error, other = (largest_error(found[name]["run"], each) for each in (by_numpy, by_framework))
    print(f"{name}: {len(given)} inputs, {error:.1e} from NumPy, {other:.1e} from its framework")
    assert error <= 1e-5
    assert other <= 1e-4


@pytest.mark.parametrize("name", FORWARDS)
def test_step_by_step_the_answer_is_that_to_the_whole_sequence(name, found, packed):
    for whole, steps in zip(found[name]["run"][::10], found[name]["step"], strict=True):
        assert np.allclose(steps if name.endswith("text") else steps[-1], whole, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", [name for name in NETS if name not in FORWARDS])
def test_a_net_that_looks_ahead_cannot_go_step_by_step(name, found):
    assert {answer["refused"] for answer in found[name]["step"]} == {
        "This net needs the whole sequence: it does not only read forwards."
    }


@pytest.mark.parametrize("where", WHERE)
def test_the_same_random_numbers_write_the_same_text_as_in_python(where, models, packed, vocab):
    wishes, texts = [], []
    for seed, temperature in enumerate([0, 0.5, 1, 1, 1, 2]):
        rng = np.random.default_rng(seed)
        uniforms = np.random.default_rng(seed).random(100).tolist()
        wishes.append({"start": "ma", "uniforms": uniforms, "temperature": temperature})
        model = next_logits(models["torch-text"])
        texts += sample(model, vocab, "ma", 100, temperature=temperature, rng=rng)
    found = ask(where, {"net": job(packed["torch-text"], write=wishes)})["net"]["write"]
    assert found == texts and len(set(texts)) == len(texts)
