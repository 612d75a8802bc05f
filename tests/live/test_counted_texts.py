"""A page that counts a text by itself has the probabilities of Python's Kneser-Ney model, and knows
the names that Python's keys know.
"""

import base64

import numpy as np
import pytest
from asked import WHERE, ask, job

from rnncourse import live
from rnncourse.baselines import KneserNey
from rnncourse.datasets import load_company_names
from rnncourse.generation import name_key
from rnncourse.live import counting
from rnncourse.studies.texts import sonnets, startup_names

COUNT = 200
ODD = ["A/B +1!", "Fannie's, Inc.", "é Inc", "Straße GmbH", "ﬁne Ltd.", "SA", "!!!", "  ", "_a_"]


@pytest.fixture(autouse=True, scope="module")
def bundled():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNCOURSE_EDITION", "bundled")
        yield


def of_sonnets():
    vocab, parts = sonnets.prepare()
    return vocab.symbols, parts["train"], parts["validation"]


def of_company_names():
    vocab, parts, _ = startup_names.prepare()
    read, held_out = (vocab.encode("\n".join(parts[part])) for part in ("train", "validation"))
    return vocab.symbols, read[:60_000], held_out


TEXTS = {"sonnets": of_sonnets, "company names": of_company_names}


@pytest.fixture(scope="module", params=TEXTS)
def text(request):
    """The symbols of a text, the text, and one that is held out."""
    return TEXTS[request.param]()


def contexts(held_out, V):
    """Half of them of the held-out text, half at random, of 1 to 9 symbols."""
    rng = np.random.default_rng(0)
    lengths = rng.integers(1, 10, COUNT)
    starts = rng.integers(0, len(held_out) - 9, COUNT)
    real = [held_out[s : s + n].tolist() for s, n in zip(starts, lengths, strict=True)]
    return real[::2] + [rng.integers(0, V, n).tolist() for n in lengths[1::2]]


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("order", [1, 2, 5, 6])
def test_the_page_counts_as_python_counts(where, order, text):
    symbols, read, held_out = text
    packed = live.pack(live.Counted(order, read), symbols=symbols)
    asked = contexts(held_out, len(symbols))
    answers = ask(where, {"counted": job(packed, run=asked, step=asked[::10])})["counted"]
    model = KneserNey(len(symbols), order).fit(read)
    expected = [model.probabilities(context) for context in asked]
    found = np.exp([answer[-1] for answer in answers["run"]])
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=0)
    assert [answer[-1] for answer in answers["step"]] == [each[-1] for each in answers["run"][::10]]


def test_the_answer_in_numpy_is_that_of_the_model(text):
    symbols, read, held_out = text
    packed = live.pack(live.Counted(4, read), symbols=symbols)
    model = KneserNey(len(symbols), 4).fit(read)
    found = live.forward(packed, held_out[None, :20])[0]
    nats = -found[np.arange(19), held_out[1:20]].mean()
    assert nats == pytest.approx(model.loss(held_out[:20]))


@pytest.mark.parametrize(
    ("order", "symbols", "text", "words"),
    [
        (0, "ab", [0, 1], "order is 0, for 2 symbols"),
        (60, "ab", [0, 1], "order is 60, for 2 symbols; a page numbers n-grams"),
        (2, None, [0, 1], "order is 2, for 0 symbols"),
        (2, "ab", [], "of 0 indices, is empty or holds others than 0 … 1"),
        (2, "ab", [0, 2], "of 2 indices, is empty or holds others"),
    ],
)
def test_a_text_that_no_page_can_count_is_refused(order, symbols, text, words):
    with pytest.raises(ValueError, match=words):
        live.pack(live.Counted(order, np.array(text, int)), symbols=symbols)


def test_a_damaged_text_is_refused_in_words():
    packed = live.pack(live.Counted(2, np.array([0, 1, 1, 0])), symbols="ab")
    layer = packed.manifest["layers"][0]
    ninety_nine = packed.manifest | {"layers": [layer | {"order": 99}]}
    jobs = {
        "outside": job(live.Packed(packed.manifest, b"\x00\x01\x05\x00"), run=[[0]]),
        "order": job(live.Packed(ninety_nine, packed.data)),
    }
    found = ask("node", jobs)
    assert found["outside"]["refused"].endswith("holds symbols outside its alphabet.")
    assert found["order"]["refused"].startswith("The order 99 is none that this page can count")


# names that exist
# --------------------------------------------------------------------------------------------------


def known_to_the_page(live_call, packed, names):
    data = base64.b64encode(packed.data).decode()
    [found] = live_call([["", "knownNames", data, names]])
    return found


@pytest.fixture(scope="module")
def live_call(request):
    return request.getfixturevalue("live")


def test_names_have_the_keys_and_numbers_of_python(live_call):
    names = load_company_names() + ODD
    [found] = live_call([["", "numbered", names]])
    keys = [name_key(name) for name in names]
    assert found == [[key, counting.number_of(key)] for key in keys]


def test_names_that_exist_are_known_and_hardly_any_other(live_call):
    names = load_company_names()
    packed = live.pack_keys(map(name_key, names[::2]))
    assert len(packed.data) % 3 == 0 and packed.manifest["bytes"] == len(packed.data)
    assert all(known_to_the_page(live_call, packed, names[::2]))
    keys = {name_key(name) for name in names[::2]}
    others = [name for name in names[1::2] if name_key(name) not in keys]
    assert sum(known_to_the_page(live_call, packed, others)) < 0.005 * len(others)
