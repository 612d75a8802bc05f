import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.baselines.ngram_language_model import NgramLanguageModel
from rnncourse.generation.sampling import sample
from rnncourse.preprocessing.encoding import Vocab

VOCAB = Vocab("ab")
TEXT = VOCAB.encode("aabab")


def test_order_0_is_uniform_and_order_1_counts_symbols():
    assert NgramLanguageModel(2, 0).fit(TEXT).probabilities(()).tolist() == [0.5, 0.5]
    # counts 3 and 2, two kinds: (3 + 2 / 2) / (5 + 2)
    np.testing.assert_allclose(NgramLanguageModel(2, 1).fit(TEXT).probabilities(()), [4 / 7, 3 / 7])


def test_a_longer_context_is_mixed_with_the_shorter_one():
    model = NgramLanguageModel(2, 2).fit(TEXT)
    # after a: one a, two b, two kinds
    np.testing.assert_allclose(
        model.probabilities((0,)), [(1 + 2 * 4 / 7) / 5, (2 + 2 * 3 / 7) / 5]
    )


def test_only_the_last_symbols_of_a_context_count_and_unseen_ones_are_passed_over():
    model = NgramLanguageModel(2, 2).fit(VOCAB.encode("aaab"))
    np.testing.assert_allclose(model.probabilities((1, 0)), model.probabilities((0,)))
    np.testing.assert_allclose(
        model.probabilities((1,)),
        NgramLanguageModel(2, 1).fit(VOCAB.encode("aaab")).probabilities(()),
    )


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=40),
    st.integers(0, 4),
    st.lists(st.integers(0, 3), max_size=5),
)
def test_probabilities_are_positive_and_sum_to_one(text, order, context):
    p = NgramLanguageModel(4, order).fit(np.array(text)).probabilities(tuple(context))
    assert p.min() > 0
    assert p.sum() == pytest.approx(1)


def test_the_loss_is_the_mean_surprise():
    model = NgramLanguageModel(2, 2).fit(TEXT)
    expected = -np.mean([np.log(model.probabilities((a,))[b]) for a, b in zip(TEXT, TEXT[1:])])
    assert model.loss(TEXT) == pytest.approx(expected)
    assert NgramLanguageModel(2, 0).fit(TEXT).loss(TEXT) == pytest.approx(np.log(2))


def test_more_context_helps_on_a_text_that_repeats_itself():
    text = Vocab("abc").encode("abcacb" * 30)
    losses = [
        NgramLanguageModel(3, order).fit(text[:120]).loss(text[120:]) for order in (0, 1, 2, 3)
    ]
    assert losses[3] < losses[2] < losses[1] and losses[3] < 0.2


def test_it_can_be_sampled_from():
    model = NgramLanguageModel(2, 3).fit(VOCAB.encode("ab" * 200))
    [text] = sample(model.next_logits, VOCAB, "a", 6, temperature=0, rng=np.random.default_rng(0))
    assert text == "bababa"


@pytest.mark.parametrize(
    "arguments, message", [((0, 2), "symbol_count 0 or order 2"), ((3, -1), "order -1 is too")]
)
def test_sizes_that_make_no_sense_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        NgramLanguageModel(*arguments)


def test_an_empty_text_is_refused():
    with pytest.raises(ValueError, match="a text is empty"):
        NgramLanguageModel(2, 1).fit(np.array([], dtype=int))
