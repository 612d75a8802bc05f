import numpy as np
import pytest

from rnncourse.baselines.ngram_language_model import NgramLanguageModel
from rnncourse.generation import company_names
from rnncourse.preprocessing.encoding import Vocab

NAMES = [
    "Acme Inc.",
    "ACME",
    "Aunt Fannie’s",
    "aunt fannies, LLC",
    "Bolt",
    "Café Uno",
    "Cafe Uno GmbH",
    "Dynamo",
    "Ergo & Co",
    "Flux",
]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Aunt Fannie’s, Inc.", "auntfannies"),
        ("AUNT FANNIE'S", "auntfannies"),
        ("Café Zürich", "cafezurich"),
        ("A.B. Dick Co., Ltd.", "abdick"),
        ("Inc", "inc"),
        ("Co", "co"),
        ("!!!", "!!!"),
        ("Foo-Bar_1", "foobar1"),
        ("Straße GmbH", "strasse"),
    ],
)
def test_two_spellings_of_a_name_share_a_key(name, key):
    assert company_names.name_key(name) == key


def test_no_name_stands_in_two_parts_however_it_is_spelled():
    parts = company_names.split_names(NAMES, train=3, validation=2, test=2, seed=0)
    assert [len(parts[part]) for part in ("train", "validation", "test")] == [3, 2, 2]
    keys = [company_names.name_key(name) for part in parts.values() for name in part]
    assert len(set(keys)) == len(keys)
    assert parts == company_names.split_names(NAMES, train=3, validation=2, test=2, seed=0)
    assert parts != company_names.split_names(NAMES, train=3, validation=2, test=2, seed=1)


def test_long_names_are_left_out_and_too_few_names_are_refused():
    with pytest.raises(ValueError, match=r"7 different names are fewer than 6 \+ 1 \+ 1"):
        company_names.split_names([*NAMES, "x" * 41], train=6, validation=1, test=1, seed=0)


def test_every_name_of_a_text_stands_between_line_breaks():
    assert (
        company_names.as_text(["Acme", "Bolt"]) == "\nAcme\nBolt\n"
        and company_names.as_text([]) == "\n"
    )


def spelling(word):
    """A model that writes `word` and a line break whatever it has read before: the state is the
    place in it.
    """
    vocab = Vocab.from_texts(word + "\nQz")

    def next_logits(symbols, state):
        place = np.zeros(len(symbols), int) if state is None else state + 1
        place[symbols == vocab.index["\n"]] = 0
        wanted = vocab.encode(word + "\n")[place % (len(word) + 1)]
        return 50.0 * np.eye(len(vocab))[wanted], place

    return next_logits, vocab


def test_a_name_ends_at_its_line_break_and_keeps_its_start():
    next_logits, vocab = spelling("Bolt")
    assert (
        company_names.write_names(next_logits, vocab, 3, rng=np.random.default_rng(0))
        == ["Bolt"] * 3
    )
    assert (
        company_names.write_names(next_logits, vocab, 2, start="Bo", rng=np.random.default_rng(0))
        == ["Bolt"] * 2
    )
    assert (
        company_names.write_names(
            next_logits, vocab, 2, before="\nQz\n", rng=np.random.default_rng(0)
        )
        == ["Bolt"] * 2
    )


def test_a_name_that_does_not_end_is_cut_and_an_empty_one_is_left_out():
    vocab = Vocab("\nab")

    def endless(symbols, state):
        return np.tile([-50.0, 50.0, 0.0], (len(symbols), 1)), None

    def silent(symbols, state):
        return np.tile([50.0, 0.0, 0.0], (len(symbols), 1)), None

    assert company_names.write_names(
        endless, vocab, 1, start="b", rng=np.random.default_rng(0)
    ) == ["b" + "a" * (company_names.LONGEST - 1)]
    assert company_names.write_names(silent, vocab, 4, rng=np.random.default_rng(0)) == []


@pytest.mark.parametrize(
    ("start", "message"),
    [("a\nb", "hold no line break"), ("a" * 40, "shorter than 40"), ("é", "not in the vocabulary")],
)
def test_a_start_that_cannot_be_one_is_refused(start, message):
    next_logits, vocab = spelling("ab")
    with pytest.raises(ValueError, match=message):
        company_names.write_names(next_logits, vocab, 1, start=start, rng=np.random.default_rng(0))


def test_surprise_of_a_name_is_what_the_ngram_model_says_of_it_alone():
    vocab = Vocab.from_texts(company_names.as_text(NAMES))
    model = NgramLanguageModel(len(vocab), 3).fit(vocab.encode(company_names.as_text(NAMES)))
    names = ["Bolt", "Flux Inc."]
    nats = company_names.negative_log_likelihood(model.next_logits, vocab, names)
    assert nats.shape == (2, 10) and np.isnan(nats[0, 5:]).all() and not np.isnan(nats[0, :5]).any()
    for row, name in zip(nats, names):
        assert np.nanmean(row) == pytest.approx(model.loss(vocab.encode(f"\n{name}\n")))


@pytest.mark.parametrize(("names", "before"), [(["Bolt"], ""), ([], "\n")])
def test_surprise_needs_a_name_and_something_before_it(names, before):
    next_logits, vocab = spelling("Bolt")
    with pytest.raises(ValueError, match="at least one character before it, such as a newline"):
        company_names.negative_log_likelihood(next_logits, vocab, names, before=before)


def test_marks_tell_copies_from_names_that_exist_elsewhere():
    training, known = {"acme"}, {"acme", "bolt"}
    assert company_names.novelty(["ACME Ltd.", "Bolt", "Zyx"], training, known) == [
        "in training",
        "exists",
        "new",
    ]


def test_a_judge_sees_what_is_new_what_is_repeated_and_which_words_are_known():
    judged = company_names.evaluate(
        ["Acme", "acme inc.", "Bolt", "Zyxwv Flux"], ["Acme", "Flux"], {"acme", "flux", "bolt"}
    )
    assert judged == {"new": 0.25, "different": 0.75, "known words": 0.5}  # acme, acme, flux
    with pytest.raises(ValueError, match="no name to judge"):
        company_names.evaluate([], ["Acme"], set())


def test_the_rule_chooses_coined_words_the_likeliest_first_and_no_two_that_begin_alike():
    names = [
        "Bolten",
        "Bolton",
        "Zyxwv",
        "Flux",
        "Dynamo",
        "Two Words",
        "Abc1234",
        "Extraordinarily",
        "Cafeuno",
    ]
    chosen = company_names.choose(names, [2.0, 1.0, 3.0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], NAMES)
    assert chosen == ["Bolton", "Zyxwv"]
    assert company_names.choose(
        names, [2.0, 1.0, 3.0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], NAMES, count=1
    ) == ["Bolton"]
