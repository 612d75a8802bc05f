"""What is typed is folded as Python folds it, and gets the class that NumPy and both frameworks
give.
"""

import base64
import unicodedata
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from rnncourse import live, records
from rnncourse.baselines import ngram_classifier
from rnncourse.conversion import copy_weights
from rnncourse.datasets import fold_name, load_first_names, load_last_names
from rnncourse.datasets.names import GENDERS, LECTURE_ALPHABET
from rnncourse.in_keras.classifiers import recurrent_classifier as keras_classifier
from rnncourse.in_torch.classifiers import recurrent_classifier as torch_classifier
from rnncourse.in_torch.weights import put_weights, weights_of
from rnncourse.live import folding
from rnncourse.preprocessing import Vocab, encode_texts, with_edges
from rnncourse.studies.first_names.first_names import GRU, MASKED, build, encode_names

COUNT = 200
FOLDS = Path(__file__).parents[2] / "book/live/folds.js"
HOSTILE = [
    "",
    "   ",
    "<img src=x onerror=alert(1)>",
    "a" * 40,
    "a" * 41,
    "ß" * 21,
    "It was the best of times. " * 400,
    "مرحبا",
    "שלום",
    "o\u202ebrien",
    "🙂",
    "r2d2",
    "'",
    "-",
    "x\u0302 \u0302y",
    "x\u0302\u0323",
    "\u0302",
    "\u034f",
    "Ωνάσης",
    "Иванов",
    "李",
    "van\u00a0 der\tBerg\u2003",
    "O’Neil",
    "Müller–Lüdenscheidt",
    "Ｒｏｓｓｉ",
    "Ǆurić",
    "\x00",
    "İstanbul",
    "ŉ",
]


def python_folds(text):
    """What fold_name makes of a text; None where it refuses."""
    try:
        return fold_name(text)
    except ValueError:
        return None


@pytest.fixture(scope="module")
def live_call(request):
    """The fixture of the functions in book/live, under a name that is no module's here."""
    return request.getfixturevalue("live")


@pytest.fixture(scope="module")
def javascript_folds(live_call):
    return lambda texts: live_call([["", "foldAll", texts]])[0]


@pytest.fixture(autouse=True, scope="module")
def bundled():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNCOURSE_EDITION", "bundled")
        yield


# folding
# --------------------------------------------------------------------------------------------------


def test_the_table_of_the_page_is_made_from_fold_name():
    assert FOLDS.read_text("utf-8") == folding.script(), (
        "run python -m rnncourse.live.folding > book/live/folds.js"
    )


def test_every_character_folds_on_the_page_as_in_python(javascript_folds):
    latin = [c for c in map(chr, range(0x10000)) if "LATIN" in unicodedata.name(c, "")]
    others = [*map(chr, range(0x3400)), *map(chr, range(0xA640, 0xABFF))]
    texts = [f"x{c}y" for c in [*latin, *others, *map(chr, range(0xFB00, 0x10000))]]
    found = javascript_folds(texts)
    assert [each["folded"] for each in found] == [python_folds(text) for text in texts]


def test_spellings_fold_on_the_page_as_in_python(javascript_folds):
    spellings = load_last_names()["spelling"].sample(3000, random_state=0).tolist()
    spellings += [unicodedata.normalize("NFD", spelling) for spelling in spellings]
    found = javascript_folds(spellings)
    assert [each["folded"] for each in found] == [python_folds(each) for each in spellings]


def test_whatever_is_typed_is_folded_as_in_python_or_refused_in_words(javascript_folds):
    for text, found in zip(HOSTILE, javascript_folds(HOSTILE), strict=True):
        assert found["folded"] == python_folds(text), text
        assert found["folded"] or len(found["refused"]) < 200, text


def test_a_lone_half_of_a_character_is_refused(live_call):
    [found] = live_call([["", "foldAll", "halves"]])
    assert [each["refused"].partition(" is")[0] for each in found] == 2 * ["The sign U+D800"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("r2d2", "“\u20682\u2069” (U+0032) is no letter of the Latin script. Write Latin letters"),
        ("o\u202eb", "The sign U+202E is no letter"),
        ("a" * 10_000, "The name has 10000 letters; 40 are the most. Write a shorter one."),
        ("ß" * 21, "The name has 42 letters"),
        ("''", "There is no letter in this name"),
    ],
)
def test_a_refusal_names_the_character_and_the_remedy(javascript_folds, text, words):
    assert javascript_folds([text])[0]["refused"].startswith(words)


# answers
# --------------------------------------------------------------------------------------------------


def packed_first(configuration):
    """A net of the page on first names, with its kept weights."""
    net = build(configuration, seed=0)
    put_weights(net, records.kept_run("first_names_test", "bundled", configuration).weights)
    return net, live.pack(net, symbols=LECTURE_ALPHABET, classes=GENDERS)


def packed_gru(names, classes):
    """A GRU that reads edges, untrained, with weights that 16 bits hold."""
    vocab = Vocab.from_texts(with_edges(names))
    net = torch_classifier(len(vocab), 24, len(classes), cell="gru", seed=0)
    exact = {name: np.round(1024 * array) / 256 for name, array in weights_of(net).items()}
    put_weights(net, exact)
    return net, live.pack(net, symbols=vocab.symbols, classes=classes)


def by_frameworks(net, x, hidden_size, **options):
    """The classes that a PyTorch net and its twin in Keras give to x (N, T, V)."""
    twin = keras_classifier(x.shape[2], hidden_size, net.linear.out_features, seed=0, **options)
    copy_weights(net, twin)
    with torch.no_grad():
        return [net.eval()(torch.from_numpy(x)).numpy(), np.asarray(twin(x, training=False))]


def by_numpy(packed, texts):
    """The logits of a packed net for texts (N,), those of one length read together."""
    place = {symbol: i for i, symbol in enumerate(packed.manifest["symbols"])}
    lengths = np.array([len(text) for text in texts])
    found = np.empty((len(texts), packed.manifest["layers"][-1]["units"]))
    for length in set(lengths):
        rows = np.flatnonzero(lengths == length)
        found[rows] = live.forward(packed, np.array([[place[s] for s in texts[i]] for i in rows]))
    return found


def on_the_page(live_call, packed, typed):
    """The logits of the page for what is typed."""
    data = base64.b64encode(packed.data).decode()
    [found] = live_call([["", "typed", {"manifest": packed.manifest, "data": data}, typed]])
    return np.array(found)


def agree(found, expected, *others):
    """Whether the classes are the same, and the logits as near as 64 bits are."""
    same = all((found.argmax(axis=1) == other.argmax(axis=1)).all() for other in others)
    return same and np.abs(found - expected).max() <= 1e-5 * np.abs(expected).max()


@pytest.fixture(scope="module")
def last_names():
    table = load_last_names().sample(2000, random_state=0)
    return table[
        [
            python_folds(spelling) == name
            for spelling, name in table[["spelling", "name"]].to_numpy()
        ]
    ]


@pytest.mark.parametrize("configuration", [MASKED, GRU], ids=["elman", "gru"])
def test_typed_first_names_get_the_class_of_numpy_pytorch_and_keras(live_call, configuration):
    typed = load_first_names()["spelling"].sample(COUNT, random_state=0).tolist()
    net, packed = packed_first(configuration)
    x = encode_names([fold_name(name) for name in typed], padding="mask")
    expected = by_numpy(packed, [fold_name(name).title() for name in typed])
    found = on_the_page(live_call, packed, typed)
    cell, hidden_size = configuration["cell"], configuration["hidden_size"]
    assert agree(found, expected, *by_frameworks(net, x, hidden_size, cell=cell))


def test_typed_last_names_get_the_class_of_numpy_pytorch_and_keras(live_call, last_names):
    typed, classes = last_names["spelling"][:COUNT].tolist(), sorted(set(last_names["language"]))
    net, packed = packed_gru(last_names["name"], classes)
    texts = with_edges([fold_name(name) for name in typed])
    x = encode_texts(texts, Vocab(packed.manifest["symbols"]))
    found = on_the_page(live_call, packed, typed)
    assert agree(found, by_numpy(packed, texts), *by_frameworks(net, x, 24, cell="gru"))


@pytest.mark.parametrize("analyzer", ["char_wb", "char"])
def test_typed_names_get_the_class_of_scikit_learn(live_call, last_names, analyzer):
    typed, texts = last_names["spelling"][:COUNT].tolist(), last_names["name"].tolist()
    if analyzer == "char":
        texts = with_edges(texts)
    pipeline = ngram_classifier(longest=4).set_params(tfidfvectorizer__analyzer=analyzer)
    pipeline.fit(texts, last_names["language"])
    few = live.smaller(pipeline, texts, last_names["language"], 3000)
    symbols = sorted(set("".join(texts)))
    packed = live.pack(few, symbols=symbols, classes=few.classes_, dtype="int8")
    found = on_the_page(live_call, packed, typed)
    half = live.pack(few, symbols=symbols)  # 8 bits may turn an answer where two are near
    logits = few.decision_function(texts[:COUNT])
    assert agree(found, by_numpy(packed, texts[:COUNT]))
    assert agree(on_the_page(live_call, half, typed), by_numpy(half, texts[:COUNT]), logits)


def test_two_classes_of_scikit_learn_have_their_probabilities(live_call):
    table = load_first_names().sample(1000, random_state=0)
    pipeline = ngram_classifier(longest=3).fit(table["name"], table["gender"])
    packed = live.pack(pipeline, symbols=sorted(set("".join(table["name"])) | {" "}))
    found = softmax(on_the_page(live_call, packed, table["name"][:COUNT].tolist()), axis=1)
    assert np.allclose(found, pipeline.predict_proba(table["name"][:COUNT]), rtol=0, atol=2e-3)


# n-grams that no page can run
# --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pipeline():
    return ngram_classifier(longest=2).fit(["abc", "abd", "bcd", "bca"], [0, 0, 1, 1])


@pytest.mark.parametrize("size", [0, 10_000])
def test_a_pipeline_has_no_more_ngrams_than_it_has(pipeline, size):
    with pytest.raises(ValueError, match=f"size is {size}, expected 1 to "):
        live.smaller(pipeline, ["abc", "bcd"], [0, 1], size)


@pytest.mark.parametrize(
    ("symbols", "words"),
    [
        (None, "which are not among the 0 symbols; pass all characters"),
        ("abc ", r"its n-grams hold \['d'\], which are not among the 4 symbols"),
        ("abcd", r"its n-grams hold \[' '\]"),
        (" " + "".join(map(chr, range(97, 397))), "at most 255"),
    ],
)
def test_ngrams_of_other_symbols_are_refused(pipeline, symbols, words):
    with pytest.raises(ValueError, match=words):
        live.pack(pipeline, symbols=symbols)


@pytest.mark.parametrize("option", [{"sublinear_tf": False}, {"norm": "l1"}, {"analyzer": "word"}])
def test_ngrams_that_count_otherwise_are_refused(option):
    [(name, value)] = option.items()
    other = ngram_classifier(longest=2).set_params(**{f"tfidfvectorizer__{name}": value})
    with pytest.raises(ValueError, match=f"cannot run on a page: its {name} is {value!r}; fit it"):
        live.pack(other, symbols="ab ")


def test_another_pipeline_is_refused():
    with pytest.raises(ValueError, match="its steps are .*; pass one such as baselines.ngram_cl"):
        live.pack(make_pipeline(TfidfVectorizer(), MultinomialNB()), symbols="ab ")
