"""The box writes what Python writes from the same random numbers, and reads what is typed."""

import numpy as np
import pytest
from asked import WHERE, ask, job
from scipy.special import softmax
from scratch_book import writers, writers_read

from rnncourse import live
from rnncourse.generation import probabilities, sample
from rnncourse.in_torch.language_models import language_model, next_logits
from rnncourse.in_torch.weights import put_weights, weights_of

COUNT = 200
START = "Shall I compare thee"


def nucleus(p, top_p):
    """The fewest of the likeliest symbols that together have `top_p` of p (B, V), added up to 1."""
    order = np.argsort(-p, axis=1, kind="stable")
    ranked = np.take_along_axis(p, order, axis=1)
    before = np.cumsum(ranked, axis=1) - ranked
    kept = np.zeros_like(p)
    np.put_along_axis(kept, order, np.where(before < top_p, ranked, 0), axis=1)
    return kept / kept.sum(axis=1, keepdims=True)


def writer(hidden_size, seed):
    """A net with the weights that 16 bits hold, large enough that it is sure of something, and the
    same packed.
    """
    vocab, _ = writers_read()
    net = language_model(len(vocab), hidden_size, cell="gru", seed=seed)
    exact = {name: np.round(2048 * array) / 256 for name, array in weights_of(net).items()}
    put_weights(net, exact)
    return net, live.pack(net, symbols=vocab.symbols)


# what is drawn
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("top_k", [None, 1, 3, 20, 99])
@pytest.mark.parametrize("temperature", [0, 0.3, 1, 2])
def test_temperature_and_top_k_cut_as_python_cuts(temperature, top_k):
    logits = np.random.default_rng(0).normal(0, 3, (COUNT, 30))
    wishes = [{"logits": row.tolist(), "temperature": temperature, "topK": top_k} for row in logits]
    for wish in wishes:
        wish.update({} if top_k else {"topK": 30})
    found = ask("node", {"net": job(writers()["a-writer"], cut=wishes)})["net"]["cut"]
    expected = probabilities(logits, temperature=temperature, top_k=top_k)
    np.testing.assert_allclose([each["drawn"] for each in found], expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("top_k", [30, 5])
@pytest.mark.parametrize("top_p", [0.05, 0.5, 0.9, 1])
def test_top_p_keeps_the_fewest_that_have_so_much_together(top_p, top_k):
    logits = np.random.default_rng(1).normal(0, 3, (COUNT, 30))
    wishes = [{"logits": row.tolist(), "topP": top_p, "topK": top_k} for row in logits]
    found = ask("node", {"net": job(writers()["a-writer"], cut=wishes)})["net"]["cut"]
    expected = nucleus(probabilities(logits, top_k=top_k), top_p)
    np.testing.assert_allclose([each["drawn"] for each in found], expected, rtol=0, atol=1e-14)
    np.testing.assert_allclose([each["whole"] for each in found], softmax(logits, axis=1))


# what is written
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", WHERE)
def test_a_thousand_characters_are_those_of_pytorch(where):
    net, packed = writer(32, seed=1)
    settings = [(0, 0, None), (1, 0.5, None), (2, 1.0, None), (3, 1.3, 5)]
    wishes = [
        {
            "start": START,
            "seed": seed,
            "most": 1000,
            "temperature": temperature,
            "topK": top_k or 99,
        }
        for seed, temperature, top_k in settings
    ]
    found = ask(where, {"net": job(packed, continued=wishes)})["net"]["continued"]
    vocab, _ = writers_read()
    for text, (seed, temperature, top_k) in zip(found, settings, strict=True):
        rng = np.random.default_rng(seed)
        options = {"temperature": temperature, "top_k": top_k, "rng": rng}
        assert text == sample(next_logits(net), vocab, f"\n{START}", 1000, **options)[0]
        rng = np.random.default_rng(seed)
        assert (
            text
            == sample(
                live.next_logits(packed), vocab, f"\n{START}", 1000, **options | {"rng": rng}
            )[0]
        )


def test_a_reader_goes_on_from_what_is_the_same():
    packed = writers()["a-writer"]
    texts = ["Shall", "Shall I", "Shalt", "", "Shalt", "Sha"]
    found = ask("node", {"net": job(packed, read=texts)})["net"]["read"]
    vocab, _ = writers_read()
    for text, answers in zip(texts, found, strict=True):
        expected = live.forward(packed, vocab.encode(f"\n{text}")[None])[0]
        np.testing.assert_allclose(answers, expected, rtol=0, atol=1e-12)


def test_what_a_packed_net_says_step_by_step_is_what_it_says_to_the_whole():
    packed, (vocab, text) = writers()["a-writer"], writers_read()
    x = vocab.encode(text[:60]).reshape(2, 30)
    step, state, found = live.next_logits(packed), None, []
    for symbols in x.T:
        logits, state = step(symbols, state)
        found.append(logits)
    np.testing.assert_allclose(np.stack(found, axis=1), live.forward(packed, x), atol=1e-12)


# what is typed
# --------------------------------------------------------------------------------------------------

ALPHABET = "\n !',-.ABCabc"


def read(live_call, text, alphabet=ALPHABET):
    [found] = live_call([["typed_text.js", "readable", text, list(alphabet)]])
    return found["text"], found["words"]


@pytest.fixture(scope="module")
def live_call(request):
    return request.getfixturevalue("live")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", ""),
        ("   ", "   "),
        ("abc\r\ncab", "abc\ncab"),
        ("a’b‘c", "a'b'c"),
        ("a–b—c", "a-b-c"),
        ("a\tb\u00a0c", "a b c"),
    ],
)
def test_what_is_written_in_another_way_is_read_and_nothing_is_said(live_call, typed, text):
    assert read(live_call, typed) == (text, "")


@pytest.mark.parametrize(
    ("typed", "text", "words"),
    [
        ("a🙂b🙂", "ab", "“\u2068🙂\u2069”, 2 times."),
        ("<b>a</b>", "bab", "“\u2068<\u2069”, 2 times; “\u2068>\u2069”, 2 times; “\u2068/\u2069”."),
        ("مرحبا", "", "; “\u2068ا\u2069”."),
        ("a\u202eb\x00", "ab", "the sign U+202E; the sign U+0000."),
        ("defghijk", "", "; and 2 other signs."),
    ],
)
def test_what_no_model_has_read_is_skipped_and_named(live_call, typed, text, words):
    found, told = read(live_call, typed)
    assert found == text and told.startswith("Skipped, because no model") and told.endswith(words)


def test_of_a_long_text_the_beginning_is_read(live_call):
    text, words = read(live_call, "ab" * 5000)
    assert text == "ab" * 750
    assert words == "The text has 10000 characters; only the first 1500 are read."
    assert read(live_call, "x" * 10_000)[1].endswith("“\u2068x\u2069”, 10000 times.")
