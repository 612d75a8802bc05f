"""The studies of class imbalance balance what they train on, and hold out what they score."""

import numpy as np
import pandas as pd
import pytest

from rnncourse import records
from rnncourse.datasets import resolve_bundled
from rnncourse.datasets.names import family, read_bundled
from rnncourse.evaluation import confusion, recall
from rnncourse.preprocessing.splits import Split, split_by_group
from rnncourse.records.compact import log_probabilities_from_text
from rnncourse.studies.last_names import (
    class_imbalance,
    class_imbalance_test,
    leaky_oversampling,
)

Y = np.repeat([0, 1, 2], [70, 20, 10])
SPLIT = Split(*(np.flatnonzero(np.arange(100) % 5 % 3 == part) for part in range(3)))


def test_oversampling_copies_rows_within_a_part_and_leaves_the_test_rows():
    treated = class_imbalance.oversampled(SPLIT, Y, 3, seed=0)
    assert set(treated.train) == set(SPLIT.train) and set(treated.validation) == set(
        SPLIT.validation
    )
    assert len(set(np.bincount(Y[treated.train]))) == 1
    np.testing.assert_array_equal(treated.test, SPLIT.test)


@pytest.mark.parametrize("framework", ["keras", "torch"])
@pytest.mark.parametrize("treatment, strength", class_imbalance.VARIANTS)
def test_every_treatment_of_the_study_is_known_and_keeps_the_test_rows(
    framework, treatment, strength
):
    configuration = class_imbalance.NET | {
        "framework": framework,
        "treatment": treatment,
        "strength": strength,
    }
    treated, options = class_imbalance.treat(configuration, 0, Y, 3, SPLIT)
    np.testing.assert_array_equal(treated.test, SPLIT.test)
    assert set(options) <= {"loss", "batches"}
    assert (treatment == "none") == (not options and treated is SPLIT)


def test_an_unknown_treatment_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="'luck' is not known; choose one of .*focal loss"):
        class_imbalance.treat(
            class_imbalance.NET | {"treatment": "luck", "strength": 1.0}, 0, Y, 3, SPLIT
        )


def test_only_the_leaky_order_puts_copies_on_both_sides():
    rng = np.random.default_rng(0)
    y = rng.choice(5, 400, p=[0.6, 0.1, 0.1, 0.1, 0.1])
    families = rng.integers(0, 200, 400)
    for order in leaky_oversampling.ORDERS:
        split = leaky_oversampling.arrange(order, y, families, seed=0)
        shared = np.isin(split.test, split.train).mean()
        assert shared > 0.3 if order == "before the split" else shared == 0
        if order != "before the split":
            assert not set(families[split.test]) & set(families[split.train])


@pytest.fixture
def validated() -> pd.DataFrame:
    """The runs on validation names, from which the treatment was chosen."""
    return records.read("class_imbalance", "bundled")


def test_the_rate_is_the_best_of_those_that_were_tried_without_a_treatment(validated):
    plain = validated[validated["treatment"] == "none"]
    by_rate = plain.groupby("learning_rate")["balanced_accuracy"].mean()
    assert sorted(by_rate.index) == list(class_imbalance.RATES)
    assert by_rate.idxmax() == class_imbalance.NET["learning_rate"]


def test_what_was_best_at_the_first_rate_was_tried_at_the_other(validated):
    first = validated[validated["learning_rate"] == class_imbalance.FIRST_RATE]
    means = first.groupby(["treatment", "strength"])["balanced_accuracy"].mean()
    assert set(means.nlargest(3).index) == set(class_imbalance.AGAIN)


def test_the_treatment_with_the_best_balanced_accuracy_on_validation_names_is_tested(validated):
    """By the measure that is reported; and no other treatment reads the test names."""
    parts = ["treatment", "strength", "learning_rate"]
    means = validated.groupby(parts)["balanced_accuracy"].mean()
    rate = class_imbalance.NET["learning_rate"]
    assert means.idxmax() == (*class_imbalance_test.CHOSEN, rate)
    study = class_imbalance_test.STUDY
    tested = {tuple(c[part] for part in parts) for c in study.configurations}
    assert study.reads_test
    assert tested == {("none", 0.0, rate), (*class_imbalance_test.CHOSEN, rate)}


def test_nets_are_adjusted_afterwards_as_is_best_on_validation_names(validated):
    table = read_bundled(resolve_bundled("last-names"))
    classes, y = np.unique(table["language"].to_numpy(str), return_inverse=True)
    split = split_by_group(table["name"].map(family), table["language"], seed=0)
    log_shares = np.log(np.bincount(y[split.train]) / len(split.train))
    plain = validated[validated["treatment"] == "none"]
    plain = plain[plain["learning_rate"] == class_imbalance.NET["learning_rate"]]
    kept = [log_probabilities_from_text(text, len(classes)) for text in plain["log_probabilities"]]

    def balanced(tau):
        answers = (np.array(kept) - tau * log_shares).argmax(axis=2)
        counts = [confusion(y[split.validation], row, len(classes)) for row in answers]
        return recall(np.array(counts)).mean()

    taus = np.arange(0, 2.01, 0.1)
    best = taus[np.argmax([balanced(tau) for tau in taus])]
    assert best == pytest.approx(class_imbalance_test.TAU_AFTERWARDS)


def test_every_treatment_takes_the_same_number_of_steps(monkeypatch):
    """Where rows are repeated, an epoch is longer, and there are fewer."""
    asked = {}

    def fit(configuration, seed, x, y, classes, split, **options):
        asked[configuration["treatment"]] = configuration["epochs"] * len(split.train)
        return None, None, None

    monkeypatch.setattr(class_imbalance, "prepare", lambda *_: (Y, Y, list("abc"), SPLIT, None))
    monkeypatch.setattr(class_imbalance, "fit", fit)
    for treatment in ("none", "oversampling"):
        class_imbalance.train_treated(class_imbalance.configuration_of(treatment, 1.0), 0)
    assert asked["oversampling"] == pytest.approx(asked["none"], rel=0.1)
