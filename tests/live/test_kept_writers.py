"""The nets of the boxes, with their kept weights: they answer as NumPy, PyTorch and Keras do, write
the same text, and are small enough to be loaded.
"""

from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from asked import WHERE, ask, job
from weighed import loaded_from, size_of

from rnncourse import live, records
from rnncourse.conversion import copy_weights
from rnncourse.conversion.arrays import to_torch
from rnncourse.datasets import load_company_names, resolve_bundled
from rnncourse.datasets.texts import read_bundled_companies
from rnncourse.generation import as_text, name_key, sample
from rnncourse.in_keras.language_models import language_model as keras_language_model
from rnncourse.in_numpy.gated import GRU
from rnncourse.in_torch.language_models import language_model, next_logits
from rnncourse.in_torch.weights import put_weights
from rnncourse.studies.texts import sonnets, sonnets_live, startup_names, startup_names_live

COUNT, STEPS = 200, 12
KEPT = {  # the study, the configuration, and in how many bits a page packs it
    "sonnets": ("sonnets_live", sonnets_live.NET, "int8"),
    "sonnets, small": ("sonnets_live", sonnets_live.SMALL, "float16"),
    "company names": ("startup_names_live", startup_names_live.NET, "int8"),
}
BEFORE = ["live.js", "controls.js", "published.js", "write_a_text.js"]  # touch
AFTER = [
    *("sampling.js", "typed_text.js", "text_views.js", "numpy_random.js", "weights.js", "nets.js"),
    *("known_names.js", "kneser_ney.js", "ngrams.js", "movement.js", "which_is_real.js"),
]


@pytest.fixture(autouse=True, scope="module")
def bundled():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNCOURSE_EDITION", "bundled")
        yield


def texts(name):
    """The alphabet, the text that the model has read, and one that it has not."""
    if name == "company names":
        vocab, parts, _ = startup_names.prepare()
        read, held_out = (vocab.encode(as_text(parts[part])) for part in ("train", "validation"))
        return vocab, read, held_out
    vocab, parts = sonnets.prepare()
    return vocab, parts["train"], parts["validation"]


@cache
def kept_writer(name):
    """A kept net as a page packs it, and the same weights in PyTorch and in Keras, in 32 bits."""
    study, configuration, dtype = KEPT[name]
    vocab, _, held_out = texts(name)
    size = (len(vocab), configuration["hidden_size"])
    net = language_model(*size, cell="gru", seed=0)
    put_weights(net, records.kept_run(study, "bundled", configuration).weights)
    packed = live.pack(net, symbols=vocab.symbols, dtype=dtype)
    _, recurrent, dense = packed.weights()
    arrays = to_torch(GRU, {key.partition(".")[2]: array for key, array in recurrent.items()})
    arrays = {f"recurrent.{key}": array for key, array in arrays.items()}
    put_weights(net, {**arrays, "linear.weight": dense["W"].T, "linear.bias": dense["b"]})
    twin = keras_language_model(*size, cell="gru", seed=1)
    copy_weights(net, twin)
    return SimpleNamespace(packed=packed, net=net.eval(), twin=twin, vocab=vocab, held_out=held_out)


@pytest.fixture(scope="module", params=KEPT)
def writer(request):
    return kept_writer(request.param)


def asked(writer):
    """200 pieces of the held-out text, and 200 at random."""
    rng = np.random.default_rng(0)
    starts = rng.integers(0, len(writer.held_out) - STEPS, COUNT)
    real = writer.held_out[starts[:, None] + np.arange(STEPS)]
    return np.concatenate([real, rng.integers(0, len(writer.vocab), (COUNT, STEPS))])


def error(found, expected):
    """The largest error of an answer, measured in the largest of its logits."""
    largest = np.abs(expected).max(axis=(1, 2), keepdims=True)
    return (np.abs(found - expected) / largest).max()


@pytest.mark.parametrize("where", WHERE)
def test_the_box_answers_as_numpy_pytorch_and_keras_do(where, writer):
    x = asked(writer)
    found = np.array(ask(where, {"net": job(writer.packed, run=x.tolist())})["net"]["run"])
    with torch.no_grad():
        by_torch = writer.net(torch.from_numpy(x))[0].numpy()
    by_keras = np.asarray(writer.twin(x, training=False))
    assert error(found, live.forward(writer.packed, x)) <= 1e-5
    assert error(found, by_torch) <= 1e-4 and error(found, by_keras) <= 1e-4


@pytest.mark.parametrize("where", WHERE)
def test_the_box_writes_a_thousand_characters_as_pytorch_does(where, writer):
    wish = {"start": "The", "seed": 5, "most": 1000, "temperature": 0.9, "topK": len(writer.vocab)}
    [found] = ask(where, {"net": job(writer.packed, continued=[wish])})["net"]["continued"]
    rng = np.random.default_rng(5)
    options = {"temperature": 0.9, "rng": rng}
    assert found == sample(next_logits(writer.net), writer.vocab, "\nThe", 1000, **options)[0]


def others():
    """The keys of the names that the box knows besides those that its models have read."""
    names = read_bundled_companies(resolve_bundled("company-names"))
    return {name_key(name) for name in names} - {
        name_key(name) for name in startup_names.prepare()[1]["train"]
    }


@pytest.mark.parametrize(
    ("name", "models"),
    [("sonnets", ["sonnets", "sonnets, small"]), ("company names", ["company names"])],
)
def test_a_box_is_small_before_and_after_touch(name, models):
    vocab, read, _ = texts(name)
    counted = live.pack(live.Counted(5, read), symbols=vocab.symbols)
    keys = live.pack_keys(others()) if name == "company names" else live.Packed({}, b"")
    files = [*(kept_writer(each).packed for each in models), counted, keys]
    before = size_of(BEFORE)
    total = before + size_of(AFTER) + sum(len(file.data) for file in files)
    print(f"{name}: {before} bytes before touch, {total} after")
    assert before <= 30_000 and total <= 600_000


def test_the_scripts_that_are_weighed_are_those_that_are_loaded():
    assert loaded_from("write_a_text.js") == {*BEFORE, *AFTER}


def test_all_bundled_names_exist_for_the_box():
    assert {name_key(name) for name in load_company_names()} > others()
