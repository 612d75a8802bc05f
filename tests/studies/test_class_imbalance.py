"""The studies of class imbalance balance what they train on, and hold out what they score."""

import numpy as np
import pytest

from rnncourse.preprocessing.splits import Split
from rnncourse.studies.last_names import class_imbalance, leaky_oversampling

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
