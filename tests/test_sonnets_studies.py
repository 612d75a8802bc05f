import numpy as np
import pytest

from rnncourse.encoding import Vocab
from rnncourse.ngram_text import NgramText
from rnncourse.studies.sonnets_test import surprise_by_sonnet

TEXT = "ab\nba\n\nbb\naa\n\nab\n"


def test_surprise_is_shared_out_among_the_sonnets_and_no_symbol_is_lost():
    vocab = Vocab.from_texts(TEXT)
    indices = vocab.encode(TEXT)
    model = NgramText(len(vocab), 2).fit(indices)
    nats, characters = surprise_by_sonnet(model.loss, TEXT, indices)
    assert characters.tolist() == [6, 7, 3]                      # the very first symbol is not guessed
    assert nats.sum() / characters.sum() == pytest.approx(model.loss(indices))
    assert nats[0] == pytest.approx(6 * model.loss(indices[:7]))


def test_every_symbol_of_an_even_model_costs_the_same():
    nats, characters = surprise_by_sonnet(lambda indices: 2.0, TEXT, np.zeros(len(TEXT), int))
    np.testing.assert_allclose(nats, 2.0 * characters)
