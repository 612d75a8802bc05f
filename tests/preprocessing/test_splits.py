import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.preprocessing.splits import leak_audit, split_by_group, split_by_row

PARTS = ("train", "validation", "test")


@given(st.integers(0, 2**31), st.integers(60, 300))
def test_every_row_stands_in_exactly_one_part_and_no_group_in_two(seed, rows):
    rng = np.random.default_rng(seed)
    groups, order = rng.integers(0, rows // 2, rows), np.arange(rows)
    labels = np.where(order % 5, groups, order) % 2  # few groups have both, enough have either
    split = split_by_group(groups, labels, seed=seed)
    assert sorted(np.concatenate([getattr(split, part) for part in PARTS])) == list(range(rows))
    held = [set(groups[getattr(split, part)]) for part in PARTS]
    assert not (held[0] & held[1] or held[0] & held[2] or held[1] & held[2])


def test_the_parts_have_the_shares_asked_for_and_the_classes_of_the_whole():
    labels = np.repeat(["rare", "common"], [100, 900])
    split = split_by_row(labels, seed=1, validation=0.1, test=0.2)
    assert [len(getattr(split, part)) for part in PARTS] == [700, 100, 200]
    assert [np.mean(labels[getattr(split, part)] == "rare") for part in PARTS] == pytest.approx(
        [0.1] * 3, abs=0.005
    )


def test_the_same_seed_gives_the_same_split_and_another_seed_another():
    labels = np.arange(100) % 2
    first, again, other = (split_by_row(labels, seed=seed).test.tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_a_rare_label_stands_in_every_part_even_if_its_groups_have_other_labels_too():
    groups = np.concatenate([np.arange(200), np.arange(40)])
    labels = np.array(["common"] * 200 + ["rare"] * 40)
    split = split_by_group(groups, labels, seed=0)
    assert all("rare" in labels[getattr(split, part)] for part in PARTS)


def test_a_label_with_too_few_groups_is_refused_by_name():
    with pytest.raises(ValueError, match="label 'rare' has 2 group"):
        split_by_row(["rare"] * 2 + ["common"] * 50, seed=0)


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.0, 0.2), (-0.1, 0.2)])
def test_shares_that_leave_nothing_are_refused(shares):
    with pytest.raises(ValueError, match="must be positive and leave a share"):
        split_by_row(np.arange(100) % 2, seed=0, validation=shares[0], test=shares[1])


def test_the_audit_finds_a_leak_that_was_put_there_and_only_that():
    split = split_by_row(np.arange(100) % 2, seed=0)
    names = np.array([f"name {i}" for i in range(100)])
    clean = leak_audit(split, {"same name": names})
    names[split.test[:3]] = names[split.train[0]]
    leaky = leak_audit(split, {"same name": names})
    assert clean.loc["same name", "test"] == 0
    assert leaky.loc["same name", ["validation", "test"]].tolist() == [0, 3]
    assert leaky.loc["same name", "test share"] == pytest.approx(3 / len(split.test))
