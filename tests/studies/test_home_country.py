"""The study of a first name's country: names counted once, several right answers, and what its runs
record.
"""

import numpy as np
import pandas as pd
import pytest

from rnncourse.studies.first_names import home_country
from rnncourse.studies.first_names.home_country import ELMAN, distinct, in_a_list, prepare, surest

LISTS = np.array([[True, False, True], [False, True, False]])


@pytest.fixture
def few(monkeypatch):
    """Forty names of two countries, half of them in both lists."""
    made = [a + b for a in ("bo", "da", "ke", "ni", "ru") for b in ("vak", "lin", "sot", "gem")]
    rows = [(f"{name}{ending}", "Here") for name in made for ending in ("x", "y")]
    rows += [(f"{name}x", "There") for name in made]
    table = pd.DataFrame(rows, columns=["name", "country"])
    monkeypatch.setattr(home_country, "load_first_names_by_country", lambda: table)


def test_a_name_counts_once_with_all_its_countries():
    names, y = np.array(["anna", "ben", "anna", "cem"]), np.array([0, 1, 2, 1])
    rows, lists = distinct(names, y, np.array([0, 1, 2]), 3)
    assert names[rows].tolist() == ["anna", "ben"]
    assert lists.tolist() == LISTS.tolist()


def test_any_country_whose_list_holds_the_name_is_right():
    assert in_a_list(LISTS, np.array([2, 2])).tolist() == [True, False]
    assert in_a_list(LISTS, np.array([[1, 2], [2, 0]])).tolist() == [True, False]


def test_the_surest_classes_come_first_and_equal_ones_in_their_order():
    assert surest(np.array([[0.1, 3, 0.1, 2]]), 3).tolist() == [[1, 3, 0]]


def test_names_begin_and_end_with_marks_and_no_name_stands_in_two_parts(few):
    names, x, _, countries, split, vocab = prepare()
    assert countries == ["Here", "There"] and {"^", "$"} <= set(vocab.symbols)
    assert x.shape == (len(names), 8, len(vocab))
    parts = [set(names[rows]) for rows in (split.train, split.validation, split.test)]
    assert not (parts[0] & parts[1] or parts[0] & parts[2] or parts[1] & parts[2])


def test_a_run_records_scores_of_the_validation_names(few):
    outcome = home_country.run(ELMAN | {"epochs": 2, "hidden_size": 4}, 0)
    metrics = outcome["metrics"]
    assert 0 <= metrics["in_a_list"] <= metrics["in_a_list_of_three"] <= 1
    assert metrics["best_epoch"] in (1, 2) and len(outcome["history"]["train_loss"]) == 2
