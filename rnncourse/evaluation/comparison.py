"""Is it a difference? The one rule of this book for two methods that were scored on the same items.

The claim is about an average training on new groups: families, persons, poems. Items of a group
depend on each other, and so do the items that one training answers; so neither more items of the
same groups nor one lucky training make a difference. Scores are paired, item by item. With fewer
than `FEWEST_GROUPS` groups there is no interval: look at the dots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from rnncourse.evaluation.bootstrap import Estimate, percentile_estimate

FEWEST_GROUPS = 5  # for an interval
FEWEST_TRAININGS = 4  # of a method, to speak of its average training
LEVEL = 0.95
NOTHING = 1e-24  # a variance of rounding errors


@dataclass(frozen=True)
class Comparison:
    """By how much method a is ahead of method b, in the units of their scores.

    `by_group` (G,) holds the difference in each group, in the order of the sorted labels. `about`
    says of what the verdict speaks. `half_width` is that of the 95 % interval, from Student's t
    with `degrees_of_freedom`; both are None where there is no interval.
    """

    by_group: np.ndarray
    about: str
    half_width: float | None = None
    degrees_of_freedom: float | None = None

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self.by_group)

    @property
    def estimate(self) -> float:
        """The mean difference; every group counts alike, however many items it has."""
        return float(self.by_group.mean())

    @property
    def low(self) -> float | None:
        """The lower end of the interval."""
        return None if self.half_width is None else self.estimate - self.half_width

    @property
    def high(self) -> float | None:
        """The upper end of the interval."""
        return None if self.half_width is None else self.estimate + self.half_width

    @property
    def verdict(self) -> str:
        """One of "ahead", "behind" and "undecided: …"; without an interval, "not judged: …"."""
        if self.half_width is None:
            if self.groups < FEWEST_GROUPS:
                return f"not judged: fewer than {FEWEST_GROUPS} groups ({self.groups})"
            return f"not judged: the same difference in all {self.groups} groups"
        if abs(self.estimate) > self.half_width:
            return "ahead" if self.estimate > 0 else "behind"
        return f"undecided: these data could not have shown less than ± {self.half_width:.2g}"

    def __str__(self) -> str:
        interval = "" if self.half_width is None else f" [{self.low:.3f}, {self.high:.3f}]"
        return f"{self.estimate:.3f}{interval}, {self.verdict}"


def compare(a: ArrayLike, b: ArrayLike, groups: ArrayLike | None) -> Comparison:
    """Judge whether method `a` is ahead of method `b` on new groups like these.

    `a` (S, N) and `b` (T, N) score the same N test items in each of S and T trainings: 0 and 1 for
    wrong and right, or any other number of which more is better; pass losses negated. A method
    without seeds has shape (N,). `groups` (N,) tells what belongs together; None: nothing does.
    Items are paired, trainings are not: the first of `a` has nothing in common with that of `b`.

    The variance of the mean difference is that between groups plus, for each method of two or more
    trainings, that between trainings (see `seed_variance`). The degrees of freedom of the sum are
    Satterthwaite's (1946): its square, over the sum of the squares of the parts, each over its own
    degrees. In simulations with normal noise, the 95 % interval holds the true difference in 93 to
    98 % of all cases. It is too narrow where the differences of groups are few and very skewed, as
    log-normal ones are (82 % of cases with five groups, 93 % with two hundred).

    One training, of shape (1, N), cannot tell how much another would differ, and two or three tell
    it badly (86 and 91 % against a method without seeds): then `about` says that the claim is only
    about these trainings.

    Raises ValueError on scores of different items, on scores that are no numbers, and on labels
    that are not one for each item.
    """
    tables = _group_means(a, b, groups)
    by_group = tables[0].mean(axis=0) - tables[1].mean(axis=0)
    about = _about([np.shape(scores)[0] if np.ndim(scores) == 2 else 0 for scores in (a, b)])
    if len(by_group) < FEWEST_GROUPS:
        return Comparison(by_group, about)
    parts = [(by_group.var(ddof=1) / len(by_group), len(by_group) - 1)]
    parts += [(seed_variance(table), len(table) - 1) for table in tables if len(table) > 1]
    return _judged(by_group, about, parts)


def counting_classes_alike(
    right: ArrayLike, truth: ArrayLike, groups: ArrayLike | None
) -> np.ndarray:
    """Turn right or wrong into scores with which `compare` judges balanced accuracy, the mean
    recall of the classes: pass it these scores of both methods, and the same `groups` (N,).

    `right` (S, N), or (N,), says in which items each training is right, `truth` (N,) to which class
    they belong. The scores have the shape of `right`; the mean over groups of their means is the
    balanced accuracy. An item of class c, of C classes with n_c items, adds to its group by how
    much it departs from the recall of its class, over C n_c: the first-order effect that a group
    has on a mean of ratios (linearisation), times the root of n_c / (n_c - 1).

    This needs many groups, and some in each class. In simulations of 10 to 18 classes in families
    of one to four items, the rarest class of nine items, the 95 % interval holds the true
    difference in 94 % of all cases, and with several classes of four items in 93 %. Raises
    ValueError on a class with one item, of which nothing tells how much another would differ, and
    on what is no right or wrong of these items.
    """
    right, truth = np.asarray(right, dtype=float), np.asarray(truth)
    if right.ndim not in (1, 2) or right.shape[-1:] != truth.shape or not truth.size:
        raise ValueError(
            f"right has shape {right.shape} and truth {truth.shape}, expected (trainings, items) "
            "or (items,), and (items,); pass the same items to both"
        )
    labels = np.arange(len(truth)) if groups is None else np.asarray(groups)
    _, member, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    classes, y, counts = np.unique(truth, return_inverse=True, return_counts=True)
    if counts.min() < 2:
        raise ValueError(
            f"class {classes[counts.argmin()]} has one item, expected two or more; leave it out, "
            "and say so"
        )
    recall = right @ (y[:, None] == np.arange(len(classes))) / counts  # (S, C), or (C,)
    share = len(sizes) * sizes[member] / (len(classes) * np.sqrt(counts * (counts - 1.0))[y])
    return recall.mean(axis=-1, keepdims=True) + share * (right - recall[..., y])


def compare_folds(differences: ArrayLike, *, test_share: float) -> Comparison:
    """Judge whether method a is ahead of method b, from a cross-validation: folds share training
    data.

    `differences` (J,) holds a's score minus b's on each fold, the mean over seeds where there are
    any; `test_share` is the share of the data that a fold tests: 1 / J, as where each person is
    left out once. The variance of the mean is that between folds, times 1 / J + n_test / n_train:
    the corrected t of Nadeau and Bengio (2003), with J - 1 degrees of freedom. Fewer than
    `FEWEST_GROUPS` folds get no interval. Raises ValueError on fewer than two folds, on
    differences that are no numbers, and on what is no share.
    """
    differences = np.asarray(differences, dtype=float)
    if differences.ndim != 1 or len(differences) < 2:
        raise ValueError(
            f"differences have shape {differences.shape}, expected (J,) with two folds or more; "
            "pass one mean difference for each fold"
        )
    _check_finite("differences", differences)
    if not 0 < test_share < 1:
        raise ValueError(
            f"test_share is {test_share}, expected a share between 0 and 1; pass the items that a "
            "fold tests over all items"
        )
    about = "average trainings, on new data like these"
    folds = len(differences)
    if folds < FEWEST_GROUPS:
        return Comparison(differences, about)
    factor = 1 / folds + test_share / (1 - test_share)
    return _judged(differences, about, [(differences.var(ddof=1) * factor, folds - 1)])


def bootstrap_interval(
    a: ArrayLike, b: ArrayLike, groups: ArrayLike | None, *, seed: int = 0, resamples: int = 2000
) -> Estimate:
    """Estimate what `compare` does, with an interval that comes of drawing whole groups and whole
    trainings again.

    It is a check that needs no normal distribution, and no rule: with few groups or few trainings
    it is too narrow. Shapes and errors are those of `compare`.
    """
    tables = _group_means(a, b, groups)
    rng = np.random.default_rng(seed)
    group_shares = _drawn_shares(rng, tables[0].shape[1], resamples)  # (R, G), for both alike
    drawn_a, drawn_b = (
        (_drawn_shares(rng, len(table), resamples) @ table * group_shares).sum(axis=1)
        for table in tables
    )
    return percentile_estimate(tables[0].mean() - tables[1].mean(), drawn_a - drawn_b)


def seed_variance(table: np.ndarray) -> float:
    """Return the variance that the choice of seeds gives the mean of a table (S, G) of a score for
    each of S > 1 trainings and G > 1 groups.

    It is max(0, (MS_seeds - MS_interaction) / G) / S, of the two-way analysis of variance without
    replication with random effects (Searle, Casella and McCulloch 1992). The interaction, which is
    that single trainings do better on single groups, is taken off because the variance between
    groups holds it already.
    """
    seeds, groups = table.shape
    by_seed = table.mean(axis=1, keepdims=True)
    rest = table - by_seed - table.mean(axis=0) + table.mean()
    between_seeds = groups * by_seed.var(ddof=1)
    interaction = np.square(rest).sum() / ((seeds - 1) * (groups - 1))
    return max(0.0, float(between_seeds - interaction) / groups) / seeds


def _judged(by_group: np.ndarray, about: str, parts: Sequence[tuple[float, int]]) -> Comparison:
    """Add the interval to which variances and their degrees of freedom lead, if they are any."""
    variance = sum(part for part, _ in parts)
    if variance < NOTHING:
        return Comparison(by_group, about)
    freedom = variance**2 / sum(part**2 / degrees for part, degrees in parts)
    half_width = stdtrit(freedom, (1 + LEVEL) / 2) * np.sqrt(variance)  # a quantile of Student's t
    return Comparison(by_group, about, float(half_width), float(freedom))


def _about(trainings: Sequence[int]) -> str:
    few = [f"{n} of {name}" for n, name in zip(trainings, "ab") if 0 < n < FEWEST_TRAININGS]
    if few:
        return f"these trainings only ({' and '.join(few)}), on new groups"
    return "average trainings, on new groups"


def _group_means(
    a: ArrayLike, b: ArrayLike, groups: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean scores of each group, shapes (S, G) and (T, G)."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not {a.ndim, b.ndim} <= {1, 2} or a.shape[-1] != b.shape[-1] or 0 in (a.size, b.size):
        raise ValueError(
            f"scores have shapes {a.shape} and {b.shape}, expected (trainings, items) or (items,) "
            "with the same items, and not empty; score both methods on the same test items"
        )
    _check_finite("scores of a", a)
    _check_finite("scores of b", b)
    labels = np.arange(a.shape[-1]) if groups is None else np.asarray(groups)
    if labels.shape != a.shape[-1:]:
        raise ValueError(
            f"groups have shape {labels.shape}, expected {a.shape[-1:]}; give every item its "
            "group, or pass None where nothing belongs together"
        )
    _, member, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    table_a, table_b = (
        np.array([np.bincount(member, weights=row) for row in np.atleast_2d(scores)]) / sizes
        for scores in (a, b)
    )
    return table_a, table_b


def _check_finite(what: str, values: np.ndarray) -> None:
    wrong = values[~np.isfinite(values)]
    if wrong.size:
        raise ValueError(
            f"{what}: {wrong.size} of {values.size} are no numbers, the first is {wrong[0]}; "
            "expected finite numbers; look for the training that failed"
        )


def _drawn_shares(rng: np.random.Generator, count: int, resamples: int) -> np.ndarray:
    """Return which share of each resample each of `count` things has, shape (R, count)."""
    return rng.multinomial(count, np.full(count, 1 / count), size=resamples) / count
