"""The studies of metres: couplets encoded in each way of reading, cut at their end, and labelled by
a teacher that errs.
"""

import numpy as np
import pandas as pd
import pytest

from rnncourse.datasets.poems import COMMON, load_hafez_couplets
from rnncourse.studies.poems import poem_metres as study
from rnncourse.studies.poems import poem_metres_test, poem_pupils_test


@pytest.fixture
def table():
    return pd.DataFrame(
        {
            "first": ["اب جد", "ده"],
            "second": ["جان", "جهان ما"],
            "metre": ["mujtass", "hazaj-8"],
        }
    )


def texts(couplets, part):
    symbols = couplets.vocab.symbols
    return ["".join(symbols[i] for i in row if i) for row in couplets.parts[part]]


def test_halves_are_read_apart(table):
    for reading in ("shared", "two nets"):
        couplets = study.encode(table, reading)
        assert texts(couplets, 0) == table["first"].tolist()
        assert texts(couplets, 1) == table["second"].tolist()
        assert couplets.names == ("hazaj-8", "mujtass") and couplets.classes.tolist() == [1, 0]


def test_one_line_holds_both_halves_and_is_filled_up_where_asked(table):
    whole = "اب جد" + study.BETWEEN + "جان"
    [line] = study.encode(table, "line").parts
    assert texts(study.encode(table, "line"), 0)[0] == whole and line.shape[1] < study.WHOLE
    for reading, at in (
        ("filled behind", slice(0, len(whole))),
        ("filled in front", slice(-9, None)),
    ):
        text = texts(study.encode(table, reading), 0)[0]
        assert len(text) == study.WHOLE and text[at] == whole
        assert set(text.replace(whole, "")) == {study.FILLER}


def test_parts_are_joined_below_each_other():
    joined = study.joined([np.ones((2, 3), int), np.full((1, 5), 2)])
    assert joined.tolist() == [[1, 1, 1, 0, 0], [1, 1, 1, 0, 0], [2, 2, 2, 2, 2]]


def test_a_share_of_each_half_is_left_out(table):
    couplets = study.encode(table, "shared")
    cut = poem_metres_test.without_end(couplets, 0.4)
    assert texts(cut, 0) == ["اب ", "ده"] and texts(cut, 1) == ["جا", "جهان "]


def test_the_six_depths_have_about_as_many_weights():
    couplets = study.encode(load_hafez_couplets(), "shared")
    couplets = couplets._replace(names=tuple("abcdefghijklmn"))
    counts = [
        sum(weights.numel() for weights in study.build(row, couplets, seed=0).parameters())
        for row in study.DEEPER
    ]
    assert max(counts) < 1.15 * min(counts)


def test_log_probabilities_of_the_halves_are_added():
    couplets = study.Couplets(
        (np.array([[1], [2]]), np.array([[2], [2]])), np.array([0, 1]), ("a", "b"), None
    )
    said = {1: [0.9, 0.1], 2: [0.4, 0.6]}
    trained = study.Trained(
        [None], None, lambda net, lines: np.log([said[line] for line in lines[:, 0]])
    )
    p = np.exp(trained.log_probabilities(couplets))
    np.testing.assert_allclose(p[0], np.array([0.36, 0.06]) / 0.42)
    np.testing.assert_allclose(p[1], np.array([0.16, 0.36]) / 0.52)


def test_a_share_of_labels_is_wrong_and_the_rest_are_the_teacher_s():
    rows = {"metre": ["ramal-8 makhbun"] * 400, "truth": ["hazaj-8"] * 400}
    table = pd.DataFrame(rows)
    told = poem_pupils_test.taught(poem_pupils_test.WRONG[1], table)
    assert 0.12 < np.mean(told != "ramal-8 makhbun") < 0.28 and set(told) <= set(COMMON)
    assert set(poem_pupils_test.taught(poem_pupils_test.BY_TRUTH, table)) == {"hazaj-8"}


def test_single_couplets_are_labelled_one_by_one():
    table = pd.DataFrame(
        {
            "first": ["که عشق آسان نمود اول ولی افتاد مشکل ها"] * 2,
            "second": ["الا یا ایها الساقی ادر کاسا و ناولها"] * 2,
        }
    )
    found = poem_pupils_test.read_by_rule(table)
    assert found.shape == (2,) and found[0] == found[1] and found[0] in COMMON
