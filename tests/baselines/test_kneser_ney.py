from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.baselines.kneser_ney import KneserNey, KneserNeyClassifier, discounts_of
from rnncourse.baselines.ngram_language_model import NgramLanguageModel
from rnncourse.preprocessing.encoding import Vocab, with_edges

TEXTS = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=30), min_size=1, max_size=3)


def by_the_formula(texts, order, symbol_count, context, discounts):
    """p (V,) after a context, counted again for every question."""
    if len(context) >= order:
        context = context[len(context) - order + 1 :]
    shorter = (
        by_the_formula(texts, order, symbol_count, context[1:], discounts)
        if context
        else np.full(symbol_count, 1 / symbol_count)
    )
    n, counts = len(context), Counter()
    before = {symbol: set() for symbol in range(symbol_count)}
    for text in texts:
        for place in range(n, len(text)):
            if tuple(text[place - n : place]) != tuple(context):
                continue
            if n == order - 1 or place == n:
                counts[text[place]] += 1
            else:
                before[text[place]].add(text[place - n - 1])
    c = np.array([counts[s] + len(before[s]) for s in range(symbol_count)], dtype=float)
    if not c.any():
        return shorter
    taken = np.array([discounts[n][min(int(count), 3)] for count in c])
    return (c - taken) / c.sum() + taken.sum() / c.sum() * shorter


@given(TEXTS, st.integers(1, 4), st.lists(st.integers(0, 3), max_size=5))
def test_probabilities_are_those_of_the_formula_and_sum_to_one(texts, order, context):
    arrays = [np.array(text) for text in texts]
    model = KneserNey(4, order).fit(*arrays)
    p = model.probabilities(tuple(context))
    assert p.min() > 0 and p.sum() == pytest.approx(1)
    discounts = [discounts_of(counts) for counts in model._counts(arrays)]
    np.testing.assert_allclose(p, by_the_formula(texts, order, 4, tuple(context), discounts))


def test_discounts_are_those_of_chen_and_goodman():
    # 8 n-grams were seen once, 4 twice, 2 three times, 1 four times: Y = 8 / 16
    counts = {(): np.array([0, *[1] * 8, *[2] * 4, *[3] * 2, 4, 9], dtype=float)}
    expected = [0, 1 - 2 * 0.5 * 4 / 8, 2 - 3 * 0.5 * 2 / 4, 3 - 4 * 0.5 * 1 / 2]
    np.testing.assert_allclose(discounts_of(counts), expected)


def test_a_letter_that_follows_many_others_is_a_better_guess_than_one_that_follows_one():
    vocab = Vocab("abcdexqu")
    text = vocab.encode("aqubqucqudquequ" + "axbxcxdxex")  # u comes after q alone
    after_nothing_known = KneserNey(len(vocab), 3).fit(text).probabilities(())
    u, x = vocab.encode("ux")
    assert after_nothing_known[x] > 2 * after_nothing_known[u]
    witten_bell = NgramLanguageModel(len(vocab), 3).fit(text).probabilities(())
    assert witten_bell[u] == pytest.approx(witten_bell[x])


def test_contexts_do_not_reach_from_one_text_into_the_next():
    vocab = Vocab("ab")
    model = KneserNey(2, 2).fit(vocab.encode("aa"), vocab.encode("ba"))
    p = model.probabilities(vocab.encode("a"))
    assert p[0] > p[1], "b followed a only across the border of two texts"


def test_the_loss_is_the_mean_surprise_over_all_symbols_but_the_first_of_each_text():
    vocab = Vocab("abc")
    train, texts = vocab.encode("abcabcacb"), [vocab.encode("abc"), vocab.encode("ca")]
    model = KneserNey(3, 3).fit(train)
    each = [model.probabilities(t[:i])[t[i]] for t in texts for i in range(1, len(t))]
    assert model.loss(*texts) == pytest.approx(-np.mean(np.log(each)))


def test_a_name_goes_to_the_class_whose_names_are_spelt_like_it():
    names = ["rossi", "bossi", "russo", "ivanov", "petrov", "popov"]
    vocab = Vocab.from_texts(with_edges(names))
    encode = lambda names: [vocab.encode(name) for name in with_edges(names)]  # noqa: E731
    model = KneserNeyClassifier(len(vocab), 3).fit(encode(names), np.array([0, 0, 0, 1, 1, 1]))
    assert model.predict(encode(["sossi", "rovov"])).tolist() == [0, 1]
    joint = model.log_joint(encode(["rossi"]))
    name_given_class = [m.log_probabilities(encode(["rossi"])[0]).sum() for m in model.models]
    np.testing.assert_allclose(joint[0], np.log(0.5) + np.array(name_given_class))


@pytest.mark.parametrize("bad", [lambda: KneserNey(0, 2), lambda: KneserNey(3, 0)])
def test_an_order_or_an_alphabet_of_nothing_is_refused(bad):
    with pytest.raises(ValueError, match="is 0, expected 1 or more"):
        bad()


@pytest.mark.parametrize("texts", [(), (np.array([0]), np.array([], int))])
def test_an_empty_text_is_refused(texts):
    with pytest.raises(ValueError, match="expected at least one symbol"):
        KneserNey(2, 2).fit(*texts)
