"""A history keeps curves by name, finds its best epoch, and refuses losses that are no numbers."""

import pytest

from rnncourse.training.history import History

NAN, INFINITY = float("nan"), float("inf")


def test_every_epoch_adds_to_each_curve():
    history = History()
    history.add(train_loss=2.0, validation_loss=1.5, seconds=3)
    history.add(train_loss=1.0, validation_loss=1.25, seconds=5)
    assert history == {
        "train_loss": [2.0, 1.0],
        "validation_loss": [1.5, 1.25],
        "seconds": [3.0, 5.0],
    }
    assert history.seconds == 5.0


def test_the_best_epoch_is_the_first_of_those_with_the_lowest_validation_loss():
    assert History(validation_loss=[2.0, 1.0, 3.0, 1.0], train_loss=[4, 3, 2, 1]).best_epoch == 1


def test_nothing_trained_has_no_curves_and_took_no_time():
    assert History() == {} and History().seconds == 0 and History().rounded() == {}


@pytest.mark.parametrize("value, word", [(NAN, "nan"), (INFINITY, "inf"), (-INFINITY, "-inf")])
@pytest.mark.parametrize("name", ["train_loss", "validation_loss", "validation_other_loss"])
def test_a_loss_that_is_not_finite_is_refused_with_its_name_and_epoch(name, value, word):
    history = History()
    history.add(train_loss=1.0, **{name: 1.0} if name != "train_loss" else {})
    with pytest.raises(
        FloatingPointError,
        match=f"{name} is {word} after epoch 2; lower learning_rate, clip gradients, and look",
    ):
        history.add(**{"train_loss": 1.0} | {name: value})


def test_a_score_that_is_no_loss_may_be_undefined():
    history = History()
    history.add(train_loss=1.0, validation_recall=NAN)
    assert len(history["validation_recall"]) == 1


def test_a_curve_that_is_missing_is_named_beside_those_there_are():
    with pytest.raises(
        KeyError,
        match="no curve 'validation_loss', but train_loss, seconds; a curve of held-out data needs",
    ):
        History(train_loss=[1.0], seconds=[2.0]).best_epoch  # noqa: B018
    with pytest.raises(KeyError, match="no curve 'train_loss', but none"):
        History()["train_loss"]


def test_a_record_gets_plain_lists_of_so_many_decimals_and_gives_the_history_back():
    history = History(train_loss=[1.23456789, 2.0], seconds=[0.5, 1.0])
    assert history.rounded() == {"train_loss": [1.2346, 2.0], "seconds": [0.5, 1.0]}
    assert history.rounded(5)["train_loss"] == [1.23457, 2.0]
    assert type(history.rounded()) is dict and type(history.rounded()["train_loss"]) is list
    assert History(history.rounded()).seconds == 1.0
