"""The rule for "is it a difference": by hand, against SciPy, and how often the interval holds the
true difference in data that were drawn with a known one.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rnncourse.evaluation.comparison import (
    FEWEST_TRAININGS,
    bootstrap_interval,
    compare,
    compare_folds,
    counting_classes_alike,
    seed_variance,
)

MANY = 1000  # data sets: the share whose interval holds the true difference is known to ± 1.4 %
FEWER = 500  # where it is far from 95 %: to ± 4 %
TRUTH = 0.2
TABLE = np.array([[1.0, 2.0, 6.0], [3.0, 5.0, 7.0]])  # two trainings, three groups


def drawn(rng, sizes, *, group=0.0, seeds=0.0, trainings=(5, 5)):
    """Scores (S, N) of two methods, of which the first is ahead by TRUTH, and groups (N,): every
    item and training has noise of its own, every group and every training an effect of this size.
    Of a single training the claim is only about this one, so that it has none.
    """
    member = np.repeat(np.arange(len(sizes)), sizes)
    both = rng.normal(size=len(sizes))
    for truth, count in zip((TRUTH, 0.0), trainings):
        effect = both + group / np.sqrt(2) * rng.normal(size=len(sizes))
        training = seeds * (count > 1) * rng.normal(size=(max(count, 1), 1))
        noise = rng.normal(size=(max(count, 1), len(member)))
        scores = truth + training + effect[member] + noise
        yield scores if count else scores[0]
    yield member


def right_or_wrong(rng, *, groups=30, trainings=5):
    """Answers (S, N), 1 where right, of two methods; the share right differs by group, by training
    and by TRUTH between the methods.
    """
    member = np.repeat(np.arange(groups), rng.integers(1, 20, groups))
    share = rng.uniform(0.3, 0.9, groups)[member]
    for lower in (0.0, TRUTH):
        training = rng.uniform(-0.1, 0.1, (trainings, 1))
        yield rng.random((trainings, len(member))) < share - lower + training
    yield member


def heavy_tailed(rng, count=40):
    """Sizes of groups from 1 to 300: most are small."""
    return np.exp(rng.uniform(0, np.log(300), count)).astype(int)


def coverage(draw, judge=compare, data_sets=FEWER):
    """The share of data sets in which the interval of `judge` holds the true difference."""
    rng = np.random.default_rng(0)
    found = [judge(*draw(rng)) for _ in range(data_sets)]
    return np.mean([one.low <= TRUTH <= one.high for one in found])


KINDS = {
    "only noise": lambda rng: drawn(rng, [4] * 20),
    "groups matter": lambda rng: drawn(rng, [4] * 20, group=1),
    "seeds matter": lambda rng: drawn(rng, [4] * 20, seeds=1),
    "both matter": lambda rng: drawn(rng, [4] * 20, group=1, seeds=0.3),
    "both matter, five groups": lambda rng: drawn(rng, [4] * 5, group=1, seeds=0.5),
    "groups of very unequal size": lambda rng: drawn(rng, heavy_tailed(rng), group=1, seeds=0.2),
    "right or wrong": right_or_wrong,
    "five trainings against one": lambda rng: drawn(
        rng, [4] * 20, group=1, seeds=0.5, trainings=(5, 1)
    ),
    "no seeds": lambda rng: drawn(rng, [4] * 20, group=1, trainings=(0, 0)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_interval_holds_the_true_difference_as_often_as_it_says(kind):
    assert 0.92 < coverage(KINDS[kind], compare, MANY) < 0.98


def test_an_interval_that_takes_items_for_groups_is_too_narrow():
    assert coverage(KINDS["groups matter"], lambda a, b, _: compare(a, b, None)) < 0.80


def test_an_interval_that_forgets_the_seeds_is_too_narrow():
    def without_seeds(a, b, groups):
        return compare(a.mean(axis=0), b.mean(axis=0), groups)

    assert coverage(KINDS["seeds matter"], without_seeds) < 0.60


def test_two_trainings_do_not_tell_how_much_seeds_matter():
    def few(rng):
        return drawn(rng, [4] * 30, group=1, seeds=0.4, trainings=(2, 0))

    assert coverage(few) < 0.91
    a, b, groups = few(np.random.default_rng(0))
    assert compare(a, b, groups).about == "these trainings only (2 of a), on new groups"


def test_three_groups_are_too_few_for_an_interval():
    """The bootstrap of three is the range of the three, and this misses in one of four cases."""
    three = coverage(
        lambda rng: drawn(rng, [4] * 3, group=1, trainings=(0, 0)),
        lambda *scores: bootstrap_interval(*scores, resamples=400),
    )
    assert 0.68 < three < 0.80


def test_the_bootstrap_agrees_where_groups_and_trainings_are_many():
    a, b, groups = drawn(np.random.default_rng(1), [3] * 80, group=1, seeds=0.2, trainings=(30, 30))
    ours, drawn_again = compare(a, b, groups), bootstrap_interval(a, b, groups)
    assert drawn_again.value == pytest.approx(ours.estimate)
    half_width = (drawn_again.high - drawn_again.low) / 2
    assert half_width == pytest.approx(ours.half_width, rel=0.1)


def test_folds_that_share_training_data_need_the_corrected_t():
    """Folds that have the training data in common err together: Nadeau and Bengio take the share
    that is tested for the correlation of their differences.
    """

    def folds(rng, count=8):
        together, alone = rng.normal(size=1), rng.normal(size=count)
        yield TRUTH + np.sqrt(1 / count) * together + np.sqrt(1 - 1 / count) * alone

    def uncorrected(differences):
        return compare(differences, np.zeros(len(differences)), None)

    def corrected(differences):
        return compare_folds(differences, test_share=1 / len(differences))

    assert 0.92 < coverage(folds, corrected, MANY) < 0.98
    assert coverage(folds, uncorrected) < 0.88


def test_one_item_a_group_and_no_seeds_is_the_paired_t_of_scipy():
    a, b = np.random.default_rng(2).normal(size=(2, 12))
    ours, theirs = compare(a, b, None), stats.ttest_rel(a, b).confidence_interval()
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))
    assert ours.degrees_of_freedom == pytest.approx(11)


def test_every_group_counts_alike_however_many_items_it_has():
    found = compare([1, 1, 1, 4], [0, 0, 0, 0], ["y", "y", "y", "x"])
    assert found.by_group.tolist() == [4, 1] and found.estimate == 2.5


def test_the_variance_of_seeds_is_that_of_the_analysis_by_hand():
    """Means of seeds 3 and 5, of groups 2, 3.5 and 6.5: mean squares 6 and 0.5."""
    assert seed_variance(TABLE) == pytest.approx((6 - 0.5) / 3 / 2)
    assert seed_variance(np.array([[1.0, 2.0], [2.0, 1.0]])) == 0  # nothing but interaction


def test_the_parts_of_the_variance_add_up():
    a, b = np.random.default_rng(3).normal(size=(2, 4, 6)) + np.arange(4)[:, None]
    between = (a.mean(axis=0) - b.mean(axis=0)).var(ddof=1) / 6
    parts, freedom = np.array([between, seed_variance(a), seed_variance(b)]), np.array([5, 3, 3])
    found = compare(a, b, None)
    assert found.degrees_of_freedom == pytest.approx(sum(parts) ** 2 / sum(parts**2 / freedom))
    assert found.half_width == pytest.approx(
        stats.t.ppf(0.975, found.degrees_of_freedom) * np.sqrt(sum(parts))
    )


def test_the_corrected_t_is_that_of_the_formula():
    found = compare_folds([1.0, 2.0, 3.0, 4.0, 5.0], test_share=0.2)
    assert found.estimate == 3 and found.degrees_of_freedom == pytest.approx(4)
    assert found.half_width == pytest.approx(2.7764 * np.sqrt(2.5 * (1 / 5 + 1 / 4)), rel=1e-4)


@given(st.lists(st.tuples(*[st.integers(-9, 9)] * 4), min_size=5, max_size=9))
def test_who_is_ahead_of_the_other_is_not_behind(rows):
    scores = np.array(rows, dtype=float).T
    there, back = compare(scores[:2], scores[2:], None), compare(scores[2:], scores[:2], None)
    assert there.estimate == pytest.approx(-back.estimate)
    assert there.half_width == pytest.approx(back.half_width)
    turned = {"ahead": "behind", "behind": "ahead"}
    assert there.verdict == turned.get(back.verdict, back.verdict)


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ([3, 4, 5, 4, 3], "3.800 [2.761, 4.839], ahead"),
        ([-3, -4, -5, -4, -3], "-3.800 [-4.839, -2.761], behind"),
        (
            [3, -4, 5, -4, 3],
            "0.600 [-4.712, 5.912], undecided: these data could not have shown less than ± 5.3",
        ),
        ([3, 4, 5, 4], "4.000, not judged: fewer than 5 groups (4)"),
        ([3], "3.000, not judged: fewer than 5 groups (1)"),
        ([0.3] * 6, "0.300, not judged: the same difference in all 6 groups"),
    ],
)
def test_a_comparison_says_what_it_found(differences, said):
    assert str(compare(differences, np.zeros(len(differences)), None)) == said


def test_fewer_than_five_groups_have_dots_and_no_interval():
    found = compare(TABLE, np.zeros(3), None)
    assert found.by_group.tolist() == [2, 3.5, 6.5] and found.groups == 3
    assert found.low is found.high is found.half_width is found.degrees_of_freedom is None
    assert compare_folds([1.0, 2.0], test_share=0.5).half_width is None


@pytest.mark.parametrize(
    ("trainings", "about"),
    [
        ((5, FEWEST_TRAININGS), "average trainings, on new groups"),
        ((5, 0), "average trainings, on new groups"),
        ((1, 1), "these trainings only (1 of a and 1 of b), on new groups"),
    ],
)
def test_a_comparison_says_of_what_it_speaks(trainings, about):
    assert compare(*drawn(np.random.default_rng(4), [2] * 6, trainings=trainings)).about == about


@pytest.mark.parametrize(
    ("a", "b", "groups", "why"),
    [
        ([1, 2], [1, 2, 3], None, r"shapes \(2,\) and \(3,\).*same test items"),
        ([[[1]]], [[[1]]], None, r"shapes \(1, 1, 1\) and"),
        ([], [], None, "not empty"),
        ([1, float("nan")], [1, 2], None, "scores of a: 1 of 2 are no numbers, the first is nan"),
        ([1, 2], [1, float("inf")], None, "scores of b: 1 of 2 are no numbers, the first is inf"),
        ([1, 2], [1, 2], ["x"], r"groups have shape \(1,\), expected \(2,\)"),
    ],
)
def test_what_cannot_be_compared_is_refused(a, b, groups, why):
    for rule in (compare, bootstrap_interval):
        with pytest.raises(ValueError, match=why):
            rule(a, b, groups)


@pytest.mark.parametrize(
    ("differences", "test_share", "why"),
    [
        ([1.0], 0.5, r"shape \(1,\), expected \(J,\) with two folds"),
        ([[1.0, 2.0]], 0.5, r"shape \(1, 2\)"),
        ([1.0, float("nan")], 0.5, "differences: 1 of 2 are no numbers"),
        ([1.0, 2.0], 0, "test_share is 0, expected a share between 0 and 1"),
        ([1.0, 2.0], 20, "test_share is 20"),
    ],
)
def test_what_are_no_folds_is_refused(differences, test_share, why):
    with pytest.raises(ValueError, match=why):
        compare_folds(differences, test_share=test_share)


# classes that count alike
# --------------------------------------------------------------------------------------------------

FREQUENT_TO_RARE = [60, 60, 40, 40, 30, 30, 20, 20, 15, 15, 12, 12, 9, 9]


def right_in_classes(rng, *, trainings=5, sizes=FREQUENT_TO_RARE):
    """Answers (S, N) of two methods, scored so that classes count alike, and families (N,) of one
    to four names of a class; the recall differs by class, family, training and by TRUTH between the
    methods.
    """
    truth = np.repeat(np.arange(len(sizes)), sizes)
    families = truth * 1000 + rng.integers(0, np.maximum(3, np.array(sizes) * 2 // 3)[truth])
    recall = rng.uniform(0.35, 0.85, len(sizes))
    recall += 0.55 - recall.mean()  # so that TRUTH is the true difference of the mean recalls
    of_family = dict(zip(np.unique(families), rng.uniform(-0.1, 0.1, len(families))))
    share = recall[truth] + [of_family[family] for family in families]
    for lower in (0.0, TRUTH):
        training = rng.uniform(-0.03, 0.03, (trainings, 1))
        right = rng.random((trainings, len(truth))) < share - lower + training
        yield counting_classes_alike(right, truth, families)
    yield families


def test_the_interval_of_balanced_accuracy_holds_the_true_difference_as_often_as_it_says():
    assert 0.92 < coverage(right_in_classes, compare, MANY) < 0.98


def test_the_mean_over_groups_of_class_scores_is_the_balanced_accuracy():
    rng = np.random.default_rng(3)
    truth, groups = rng.choice(3, 200, p=[0.8, 0.15, 0.05]), rng.integers(0, 60, 200)
    a, b = rng.random((4, 200)) < 0.7, rng.random(200) < 0.5
    found = compare(
        counting_classes_alike(a, truth, groups), counting_classes_alike(b, truth, groups), groups
    )

    def balanced(right):
        return np.mean([right[..., truth == c].mean() for c in range(3)])

    assert found.estimate == pytest.approx(balanced(a) - balanced(b))


def test_where_all_classes_have_one_size_and_recall_differs_not_it_is_nearly_plain_accuracy():
    rng = np.random.default_rng(4)
    truth, a, b = np.tile(np.arange(2), 500), *(rng.random((2, 1000)) < 0.6)
    scores_a, scores_b = (counting_classes_alike(each, truth, None) for each in (a, b))
    alike = compare(scores_a, scores_b, None)
    plain = compare(a, b, None)
    assert alike.estimate == pytest.approx(plain.estimate)
    assert alike.half_width == pytest.approx(plain.half_width, rel=0.01)


def test_a_class_with_one_item_and_scores_of_other_items_are_refused():
    with pytest.raises(ValueError, match="class 2 has one item, expected two or more; leave it"):
        counting_classes_alike([1, 0, 1], [1, 1, 2], None)
    with pytest.raises(ValueError, match=r"shape \(2, 3\) and truth \(4,\)"):
        counting_classes_alike(np.ones((2, 3)), [0, 0, 1, 1], None)
