"""The studies of first names: how names become vectors, and that only chosen configurations read
test names.
"""

import numpy as np
import pytest

from rnncourse import records
from rnncourse.datasets.names import LECTURE_ALPHABET
from rnncourse.studies.first_names import (
    first_names,
    first_names_ends,
    first_names_rates,
    first_names_test,
)
from rnncourse.studies.first_names.first_names import (
    LECTURE,
    MASKED,
    best_scores,
    build,
    encode_names,
    log_odds,
    prepare,
)
from rnncourse.training.history import History

END = LECTURE_ALPHABET.index("END")


def read(vectors):
    """The symbols of one-hot vectors (T, V); a zero vector is a dot."""
    return ["." if not vector.any() else LECTURE_ALPHABET[vector.argmax()] for vector in vectors]


@pytest.mark.parametrize(
    ("padding", "symbols"),
    [
        ("END", ["J", "o", "-", "A", "n", "END", "END"]),
        ("front", ["END", "END", "J", "o", "-", "A", "n"]),
        ("mask", [*"Jo-An", ".", "."]),
    ],
)
def test_a_short_name_is_filled_up_as_its_padding_says(padding, symbols):
    [vectors] = encode_names(["jo-an"], padding=padding, length=7)
    assert vectors.shape == (7, 56) and read(vectors) == symbols


@pytest.mark.parametrize("padding", ["END", "front", "mask"])
def test_a_name_of_full_length_needs_no_filling_and_a_longer_one_is_refused(padding):
    assert read(encode_names(["ann"], padding=padding, length=3)[0]) == ["A", "n", "n"]
    with pytest.raises(ValueError, match="length 4 does not fit length=3"):
        encode_names(["anna"], padding=padding, length=3)


def test_log_odds_give_the_softmax_of_the_second_class():
    logits = np.array([[0.0, np.log(3)], [2.0, 2.0]])
    assert 1 / (1 + np.exp(-log_odds(logits))) == pytest.approx([0.75, 0.5])


def test_names_are_split_so_that_both_rows_of_a_name_stay_together(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    x, y, classes, split = prepare()
    assert classes == ["female", "male"] and x.shape == (len(y), 15, 56)
    parts = [x[rows].reshape(len(rows), -1) for rows in (split.train, split.validation, split.test)]
    train, *others = [{row.tobytes() for row in part} for part in parts]
    assert all(not train & other for other in others) and not others[0] & others[1]
    assert (x[:, -1, END] == 1).mean() > 0.99


def of_configuration(runs, configuration):
    """The records of one configuration; a setting that it does not have is not in the record."""
    return [
        run
        for run in runs.to_dict("records")
        if all(run[key] == configuration.get(key, run[key]) for key in configuration)
        and all(run[key] != run[key] for key in set(first_names.BEST) - set(configuration))
    ]


def test_what_is_tested_was_validated_and_the_best_is_the_best_of_validation():
    assert first_names_test.STUDY.reads_test and not first_names.STUDY.reads_test
    chosen = [row | {"framework": "torch"} for row in first_names_test.CHOSEN]
    assert all(row in first_names.STUDY.configurations for row in chosen)
    runs = records.read("first_names", "bundled")
    mean = [
        np.mean([run["validation_accuracy"] for run in of_configuration(runs, row)])
        for row in first_names.STUDY.configurations
    ]
    assert first_names.STUDY.configurations[np.argmax(mean)] == first_names.BEST


def test_every_rate_is_the_best_of_those_that_were_tried():
    runs = records.read("first_names_rates", "bundled")
    for net, rates in first_names_rates.RATES:
        found = {
            rate: of_configuration(runs, net | {"learning_rate": rate})[0]["validation_accuracy"]
            for rate in rates
        }
        assert max(found, key=found.get) == net["learning_rate"]
        assert rates[0] < net["learning_rate"] < rates[-1]


def test_few_of_the_trainings_with_a_tuned_rate_end_with_their_best_epoch():
    runs = records.read("first_names", "bundled")
    tuned = runs[runs["schedule"].notna()]
    assert (tuned["best_epoch"] == tuned["epochs"]).mean() <= 0.2


def test_every_row_differs_from_another_one_in_one_thing():
    """A cell and a way of padding come with their rate, the tuned rate with its schedule."""
    parts = [
        ("cell", "padding", "learning_rate"),
        ("learning_rate", "schedule", "start", "letter_dropout"),
        ("dropout", "letter_dropout"),
        ("layers", "dropout"),
    ]

    def one_thing(a, b):
        changed = {key for key in a | b if a.get(key) != b.get(key)}
        if {"cell", "padding"} <= changed:
            return False
        return len(changed) == 1 or any(changed <= set(part) for part in parts)

    rows = first_names.STUDY.configurations
    for row in rows:
        assert any(one_thing(row, other) for other in rows if other != row), row


def test_the_scores_of_a_run_are_those_of_the_epoch_whose_weights_are_kept():
    history = History(validation_loss=[3.0, 1.0, 2.0], validation_accuracy=[0.1, 0.5, 0.6])
    assert best_scores(history) == {
        "validation_accuracy": 0.5,
        "validation_loss": 1.0,
        "best_epoch": 2,
    }


def test_an_orthogonal_start_turns_states_without_changing_their_length():
    weights = build(LECTURE | first_names.ORTHOGONAL, seed=0).recurrent.weight_hh_l0.detach()
    assert np.allclose(weights @ weights.T, np.eye(64), atol=1e-5)
    own = build(LECTURE, seed=0).recurrent.weight_hh_l0.detach()
    assert not np.allclose(own @ own.T, np.eye(64), atol=0.1)


# what ENDs do


def test_so_many_ends_stand_behind_the_last_letter_of_each_name():
    x, last = first_names_ends.with_ends(["ann", "jo"], 2)
    assert [read(row) for row in x] == [
        ["A", "n", "n", "END", "END"],
        ["J", "o", "END", "END", "."],
    ]
    assert last.tolist() == [2, 1]


def test_the_gradient_at_the_last_letter_is_the_change_of_the_loss():
    import torch
    from torch.nn.functional import cross_entropy

    model = build(LECTURE, seed=0)
    x, last = first_names_ends.with_ends(["ann"], 1)
    y = np.array([1])
    found = first_names_ends.gradient_at_last_letter(model, x, last, y)

    def loss(at, step):
        moved = torch.from_numpy(x.copy()).double()
        moved[0, 2, at] += step
        return cross_entropy(model.double()(moved), torch.from_numpy(y)).item()

    slopes = [(loss(at, 1e-4) - loss(at, -1e-4)) / 2e-4 for at in range(56)]
    assert found == pytest.approx(np.linalg.norm(slopes), rel=1e-3)


def test_a_probe_reads_what_is_small_as_well_as_what_is_large():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 400)
    states = np.stack([1e-6 * labels + 1, rng.normal(size=400)], axis=1)
    assert first_names_ends.read_off(states, labels, 300) == 1
    assert first_names_ends.read_off(rng.normal(size=(400, 2)), labels, 300) < 0.7


def test_a_net_reads_as_many_steps_as_it_is_shown():
    model = build(MASKED, seed=0)
    few, many = (
        first_names_ends.last_states(model, first_names_ends.with_ends(["ann"], count)[0])
        for count in (0, 3)
    )
    padded = first_names_ends.with_ends(["ann", "annabella"], 0)[0][:1]
    assert np.allclose(few, first_names_ends.last_states(model, padded), atol=1e-6)
    assert not np.allclose(few, many, atol=1e-3)


def test_one_name_is_not_taken_for_a_list_of_letters():
    with pytest.raises(
        TypeError, match=r"names is the string 'Anna', expected a list of strings: \['Anna'\]"
    ):
        encode_names("Anna")
    assert len(encode_names(["Anna"])) == 1
