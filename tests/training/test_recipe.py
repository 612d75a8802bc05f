"""A recipe takes settings that make sense, and no others."""

from dataclasses import FrozenInstanceError

import pytest

from rnncourse.training.recipe import Recipe

NAN = float("nan")


@pytest.mark.parametrize(
    "change, message",
    [
        (dict(epochs=0), "epochs is 0, expected more than 0"),
        (dict(epochs=-3), "epochs is -3, expected more than 0"),
        (dict(batch_size=0), "batch_size is 0, expected more than 0, or None"),
        (dict(batch_size=-1), "batch_size is -1, expected more than 0, or None"),
        (dict(learning_rate=0.0), "learning_rate is 0.0, expected more than 0"),
        (dict(learning_rate=NAN), "learning_rate is nan, expected more than 0"),
        (dict(weight_decay=-0.1), "weight_decay is -0.1, expected 0 or more"),
        (dict(l2=-1e-3), "l2 is -0.001, expected 0 or more"),
        (dict(l2=NAN), "l2 is nan, expected 0 or more"),
        (dict(clip_norm=0.0), "clip_norm is 0.0, expected more than 0, or None"),
        (dict(clip_value=-0.5), "clip_value is -0.5, expected more than 0, or None"),
        (dict(clip_norm=1.0, clip_value=0.5), "clip by norm or by value, not both"),
        (dict(patience=0), "patience is 0, expected more than 0, or None"),
        (
            dict(schedule="linear"),
            "schedule is 'linear', expected one of constant, cosine, stepped, one-cycle",
        ),
        (dict(keep="first"), "keep is 'first', expected one of last, best"),
    ],
    ids=lambda p: "-".join(p) if isinstance(p, dict) else None,
)
def test_settings_that_make_no_sense_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        Recipe(**{"epochs": 1, "batch_size": 8} | change)


@pytest.mark.parametrize(
    "change",
    [
        dict(weight_decay=0.0, l2=0.0),
        dict(clip_norm=1.0),
        dict(clip_value=0.5),
        dict(batch_size=None),
        dict(keep="best", patience=1),
        *(dict(schedule=name) for name in ("constant", "cosine", "stepped", "one-cycle")),
    ],
    ids=str,
)
def test_settings_that_make_sense_are_kept(change):
    recipe = Recipe(**{"epochs": 2, "batch_size": 8} | change)
    assert {name: getattr(recipe, name) for name in change} == change


def test_a_recipe_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Recipe(epochs=1, batch_size=8).epochs = 2


def test_of_a_configuration_a_recipe_takes_its_own_settings_and_no_others():
    configuration = {"framework": "torch", "epochs": 7, "clip_norm": 1.0, "hidden_size": 9}
    assert Recipe.of(configuration) == Recipe(epochs=7, clip_norm=1.0)
    with pytest.raises(TypeError, match="epochs"):
        Recipe.of({"hidden_size": 9})
