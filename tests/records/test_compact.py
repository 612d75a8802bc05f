import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_softmax

from rnncourse.records import compact


@given(st.lists(st.booleans(), max_size=40))
def test_flags_come_back(flags):
    text = compact.flags_as_text(flags)
    assert compact.flags_from_text(text, len(flags)).tolist() == flags
    assert len(text) <= len(flags) / 4 + 2


def test_log_probabilities_come_back_rounded_and_fit_into_a_line_of_json():
    logits = np.random.default_rng(0).normal(scale=3, size=(50, 18)).astype(np.float32)
    logits[0, 0] = -1000
    text = compact.log_probabilities_as_text(logits)
    found = compact.log_probabilities_from_text(json.loads(json.dumps(text)), 18)
    expected = log_softmax(logits.astype(float), axis=1)
    assert found.shape == (50, 18) and found[0, 0] == compact.LEAST
    np.testing.assert_allclose(found[1:], expected[1:].clip(compact.LEAST), atol=0.0501)
    assert len(text) < 1.3 * 50 * 18


@given(st.lists(st.floats(-30, 0), max_size=40))
def test_numbers_come_back_with_three_digits(values):
    found = compact.numbers_from_text(compact.numbers_as_text(values))
    np.testing.assert_allclose(found, values, rtol=1e-3, atol=1e-6)
