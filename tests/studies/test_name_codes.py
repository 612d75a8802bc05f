"""The study of names as codes: what it holds out, what it records, and how neighbours are
counted.
"""

import functools

import numpy as np
import pandas as pd
import pytest

from rnncourse.studies.first_names import name_codes, name_starts
from rnncourse.studies.first_names.name_codes import (
    LSTM,
    agreement,
    chance,
    drawn_like,
    prepare,
    same_gender,
)

LETTERS = "abcdefgh"


@pytest.fixture
def names(monkeypatch):
    """Sixty-four names of three letters, female if they end in a, and one that is too long; 'aba'
    stands in both lists.
    """
    made = sorted(
        f"{a}{b}{'ao'[(i + j) % 2]}" for i, a in enumerate(LETTERS) for j, b in enumerate(LETTERS)
    )
    rows = [(name, "female" if name.endswith("a") else "male") for name in made] + [
        ("bba", "male"),
        ("a" * 13, "male"),
    ]
    monkeypatch.setattr(
        name_codes, "load_first_names", lambda: pd.DataFrame(rows, columns=["name", "gender"])
    )
    monkeypatch.setattr(name_codes, "HELD_OUT", 16)
    monkeypatch.setattr(name_codes, "SHOWN", 4)
    return made


def test_names_stand_once_in_an_order_by_lot_and_long_ones_are_left_out(names):
    found, gender = prepare(0)
    assert sorted(found) == names and found != names and prepare(0)[0] == found != prepare(1)[0]
    assert gender["aaa"] == "female" and "bba" not in gender


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_a_run_records_spellings_neighbours_and_what_lies_between(names, framework):
    short = LSTM | {"framework": framework, "epochs": 1, "hidden_size": 8, "code_size": 3}
    metrics = name_codes.run(short, 0)["metrics"]
    held_out, train = prepare(0)[0][:16], set(prepare(0)[0][16:])
    assert [pair[0] for pair in metrics["spelt"]] == held_out[:4] == list(metrics["neighbours"])
    assert all(set(found) <= train and len(found) == 5 for found in metrics["neighbours"].values())
    assert (
        len(metrics["between"]) == 2
        and len(metrics["between"][0]) == 6
        and len(metrics["drawn"]) == 4
    )
    assert all(
        0 <= metrics[name] <= 1
        for name in ("exact", "first", "last", "length", "same_gender", "chance", "drawn_known")
    )


STILL = LSTM | {"epochs": 1, "hidden_size": 8, "code_size": 3, "learning_rate": 1e-12}


@functools.cache
def own_loss(framework):
    """The validation loss of a net that stays as it began."""
    return name_codes.run(STILL | {"framework": framework}, 0)["history"]["validation_loss"]


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_a_net_can_start_from_the_weights_of_the_other_framework(names, framework, monkeypatch):
    monkeypatch.setattr(name_starts, "HELD_OUT", 16)
    started = name_starts.run(STILL | {"framework": framework}, 0)["history"]["validation_loss"]
    assert started == pytest.approx(own_loss(name_starts.OTHER[framework]), abs=1e-4)
    assert started != pytest.approx(own_loss(framework), abs=1e-3)


def test_neighbours_of_the_same_gender_are_counted_among_training_names(monkeypatch):
    monkeypatch.setattr(name_codes, "HELD_OUT", 2)
    codes = np.array([[0.0], [10.0], [1.0], [9.0], [0.1]])
    names, gender = (
        ["ann", "bob", "cid", "dan", "either"],
        {"ann": "female", "bob": "male", "cid": "male", "dan": "male"},
    )
    assert (
        same_gender(codes, names, gender) == 0.5
    )  # ann's is cid, since "either" does not count; bob's is dan


def test_agreement_looks_at_first_and_last_letters_and_at_lengths():
    assert agreement(["anna", "bo", "cid", "dan"], ["anna", "ba", "bid", ""]) == {
        "exact": 0.25,
        "first": 0.5,
        "last": 0.5,
        "length": 0.75,
    }


def test_chance_is_how_often_two_names_by_lot_agree():
    assert chance(["female"] * 3 + ["male"] + [None] * 9) == pytest.approx(0.75**2 + 0.25**2)


def test_drawn_codes_have_the_mean_and_the_spread_of_those_they_are_like():
    codes = np.random.default_rng(0).normal([3, -1], [1, 5], (4000, 2))
    drawn = drawn_like(codes, 4000, seed=1)
    np.testing.assert_allclose(drawn.mean(axis=0), codes.mean(axis=0), atol=0.4)
    np.testing.assert_allclose(drawn.std(axis=0), codes.std(axis=0), rtol=0.1)
