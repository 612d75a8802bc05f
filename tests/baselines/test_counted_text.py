import numpy as np
import pytest

from rnncourse.baselines.counted_text import CountedText, Mixed
from rnncourse.baselines.kneser_ney import KneserNey
from rnncourse.baselines.ngram_language_model import NgramLanguageModel
from rnncourse.generation.sampling import sample
from rnncourse.preprocessing.encoding import Vocab

VOCAB = Vocab("ab")
TEXT = VOCAB.encode("aababbaabab" * 5)
MODELS = [KneserNey(2, 3), NgramLanguageModel(2, 3), NgramLanguageModel(2, 0)]


@pytest.mark.parametrize("model", MODELS, ids=["Kneser-Ney", "Witten-Bell", "uniform"])
def test_every_model_that_counts_has_the_same_interface(model):
    model.fit(TEXT[:20], TEXT[20:])
    held_out = VOCAB.encode("abbabaab")
    each = [model.probabilities(held_out[:i].tolist())[held_out[i]] for i in range(1, 8)]
    np.testing.assert_allclose(model.log_probabilities(held_out), np.log(each))
    assert model.loss(held_out) == pytest.approx(-np.mean(np.log(each)))
    [text] = sample(model.next_logits, VOCAB, "a", 9, rng=np.random.default_rng(0))
    assert len(text) == 9
    logits, state = model.next_logits(held_out[:2], None)
    assert np.exp(logits).sum(axis=1) == pytest.approx(1) and len(state) == 2


def test_a_text_of_one_symbol_holds_no_surprise():
    assert KneserNey(2, 3).fit(TEXT).log_probabilities(TEXT[:1]).shape == (0,)


def test_a_mixture_lies_between_its_models_and_reaches_as_far_as_the_longer_one():
    short, long = KneserNey(2, 1).fit(TEXT), KneserNey(2, 4).fit(TEXT)
    mixed, context = Mixed(short, long, 0.25), (0, 0, 1)
    expected = 0.25 * short.probabilities(context) + 0.75 * long.probabilities(context)
    np.testing.assert_allclose(mixed.probabilities(context), expected)
    assert mixed.order == 4
    np.testing.assert_allclose(
        np.exp(mixed.log_probabilities(TEXT[:9])),
        0.25 * np.exp(short.log_probabilities(TEXT[:9]))
        + 0.75 * np.exp(long.log_probabilities(TEXT[:9])),
    )


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match="expected a number from 0 to 1"):
        Mixed(KneserNey(2, 1), KneserNey(2, 2), share)


def test_a_model_must_say_what_comes_next():
    with pytest.raises(NotImplementedError, match="CountedText does not say"):
        CountedText().probabilities(())
