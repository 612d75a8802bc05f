"""Checks of how a net is measured: on which scale, what is counted, and what is possible."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.attempt import Attempt, array, check, number, pair, why


@check
def standardised(attempt: Attempt) -> None:
    """`standardise(train, held_out)`: each channel to mean 0 and deviation 1, by the training
    windows alone.

    Take mean and standard deviation of the training windows over the axes of windows and steps,
    (0, 1); subtract and divide in both sets by these.
    """
    rng = np.random.default_rng(0)
    train = rng.normal([2, -50, 0.1], [1, 20, 0.01], (40, 30, 3))
    test = rng.normal([4, -10, 0.2], [3, 5, 0.05], (20, 30, 3))
    parts = pair(attempt, attempt(train, test), "two arrays: training and held-out windows")
    mean, std = train.mean(axis=(0, 1)), train.std(axis=(0, 1))
    done, tested = array(attempt, parts[0], train.shape), array(attempt, parts[1], test.shape)
    channels = done.mean(axis=(0, 1)), done.std(axis=(0, 1))
    attempt.require(
        not np.allclose(tested.mean(axis=(0, 1)), 0, atol=1e-3),
        "returned held-out channels with mean 0",
        "the held-out windows on the scale of training",
        "the held-out windows were scaled by their own mean: in use there is one window, not a set "
        "of them",
    )
    everything = np.concatenate([train, test])
    attempt.require(
        not np.allclose(
            done, (train - everything.mean(axis=(0, 1))) / everything.std(axis=(0, 1)), atol=1e-3
        ),
        f"returned training channels with means {np.round(channels[0], 2)}",
        "mean 0",
        "mean and deviation were taken over training and held-out windows together: that is a leak",
    )
    attempt.require(
        not np.allclose(done.mean(axis=1), 0, atol=1e-3),
        "returned windows that all have mean 0",
        "channels with mean 0 over all windows",
        "every window was scaled by itself, which hides how large a movement is",
    )
    attempt.require(
        np.allclose(channels[0], 0, atol=1e-3) and np.allclose(channels[1], 1, atol=1e-3),
        f"returned training channels with means {np.round(channels[0], 2)}, deviations "
        f"{np.round(channels[1], 2)}",
        "mean 0 and deviation 1 of each channel",
        "take mean and standard deviation over axis=(0, 1), windows and steps, so that one number "
        "is left for each channel",
    )
    attempt.require(
        np.allclose(done, (train - mean) / std, atol=1e-3),
        "shifted and scaled the steps of a channel one by one",
        "one mean and one deviation for each channel",
        "take them over axis=(0, 1), windows and steps",
    )
    attempt.require(
        np.allclose(tested, (test - mean) / std, atol=1e-3),
        "scaled the held-out windows otherwise than the training windows",
        "the same shift and scale for both",
    )


@check
def accuracy(attempt: Attempt) -> None:
    """`accuracy(labels, predicted)`: the share of right answers.

    labels == predicted is an array of True and False; its mean is the share.
    """
    labels, predicted = np.array([0, 1, 2, 1]), np.array([0, 2, 2, 0])
    result = number(attempt, attempt(labels, predicted), "take the mean over all rows")
    attempt.require(
        not np.isclose(result, 2),
        result,
        "0.5",
        "that is how many are right; divide by how many there are",
    )
    attempt.require(np.isclose(result, 0.5), result, "0.5", "the mean of what is equal")


@check
def confusion(attempt: Attempt) -> None:
    """`confusion(labels, predicted, class_count)`: counts, a row for each true class, a column for
    each answer.

    Begin with zeros of shape (classes, classes), and add 1 at (label, predicted) for each pair: in
    a loop, or with np.add.at.
    """
    labels, predicted = np.array([0, 0, 0, 1, 2]), np.array([0, 1, 1, 1, 0])
    expected = np.zeros((4, 4), int)
    np.add.at(expected, (labels, predicted), 1)
    result = array(
        attempt,
        attempt(labels, predicted, 4),
        (4, 4),
        "a class that no label names has a row and a column too",
    )
    attempt.require(
        not np.array_equal(result, expected.T),
        result,
        expected,
        "rows are the true classes, columns the answers: yours are swapped",
    )
    attempt.require(
        not np.array_equal(result, np.minimum(expected, 1)),
        result,
        expected,
        "count[a, b] += 1 with arrays a, b adds only once where a pair repeats; use np.add.at, or "
        "a loop",
    )
    attempt.require(
        np.array_equal(result, expected),
        result,
        expected,
        "counts, not shares; their sum is the number of rows",
    )


@check
def ceiling(attempt: Attempt) -> None:
    """`ceiling(names, labels)`: the highest accuracy of a rule that sees nothing but the name.

    Such a rule gives every row of a name the same answer, and its best answer is the name's most
    frequent label. Count these for each name, add up, and divide by the number of rows.
    """
    names = np.array(["ann", "ann", "bo", "cy", "cy", "eva", "eva", "di"])
    labels = np.array([0, 1, 1, 0, 1, 0, 0, 1])
    result = number(attempt, attempt(names, labels), "one accuracy for all the rows")
    wrong = {
        "that is the share of rows that must be wrong; the ceiling is what is left": 0.25,
        "of a name with two labels one row is right: only the other one is lost": 0.5,
        "count rows, not names: an accuracy is a share of the rows": 0.6,
        "eva stands twice with the same label, and both rows can be right": 0.625,
        "a share, not hundredths": 75,
    }
    attempt.require(
        np.isclose(result, 0.75),
        result,
        "0.75",
        why(result, wrong) or "all rows but one of ann's and one of cy's can be right",
    )
    names, labels = np.array(["kim", "kim", "kim"]), np.array([0, 0, 1])
    hint = "the best answer to a name is its most frequent label"
    result = number(attempt, attempt(names, labels), hint)
    attempt.require(np.isclose(result, 2 / 3), result, "0.667", hint)


COUNTS = np.array([[70, 10, 20], [4, 6, 0], [3, 0, 1]])
LACKING = np.array(
    [[70, 10, 18, 2], [4, 6, 0, 0], [3, 0, 1, 0], [0, 0, 0, 0]]
)  # no rows in class 3
NO_ROWS = "a class without rows has neither: take the mean over the classes that have some"


@check
def balanced_accuracy(attempt: Attempt) -> None:
    """`balanced_accuracy(counts)`: the mean recall of the classes that have rows.

    The recall of a class is its entry on the diagonal, divided by the sum of its row. Leave out the
    rows that sum to 0, and take the mean of the rest.
    """
    found = np.diagonal(COUNTS)
    expected = float((found / COUNTS.sum(axis=1)).mean())
    result = number(attempt, attempt(COUNTS), "one number: the mean over the classes")
    hint = why(
        result,
        {
            "that is the accuracy, a mean over rows: here every class counts the same": found.sum()
            / COUNTS.sum(),
            "that is the mean precision: divide by the sums of rows, axis=1, which are the true "
            "classes": (found / COUNTS.sum(axis=0)).mean(),
            "that is the sum of the recalls: divide by the number of classes": 3 * expected,
        },
    )
    attempt.require(
        np.isclose(result, expected),
        result,
        f"{expected:.4f}",
        hint or "for each class: the diagonal by the sum of its row; then the mean",
    )
    with np.errstate(all="ignore"):
        result = number(attempt, attempt(LACKING), "one number", NO_ROWS)
    expected = float((found / LACKING.sum(axis=1)[:3]).mean())
    attempt.require(np.isclose(result, expected), result, f"{expected:.4f}", NO_ROWS)


@check
def macro_f1(attempt: Attempt) -> None:
    """`macro_f1(counts)`: the mean F1 of the classes that have rows.

    F1 of a class is twice its entry on the diagonal, divided by the sum of its row and the sum of
    its column together; that is the harmonic mean of recall and precision, without a division by
    zero. Leave out the classes without rows, and take the mean.
    """
    found, rows, answers = np.diagonal(COUNTS), COUNTS.sum(axis=1), COUNTS.sum(axis=0)
    expected = float((2 * found / (rows + answers)).mean())
    recall, precision = found / rows, found / answers
    result = number(attempt, attempt(COUNTS), "one number: the mean over the classes")
    hint = why(
        result,
        {
            "that is the accuracy, and the F1 of all rows together: take F1 for each class, then "
            "the mean": found.sum() / rows.sum(),
            "that is the F1 of the mean recall and the mean precision: F1 for each class comes "
            "first, the mean last": 2 / (1 / recall.mean() + 1 / precision.mean()),
            "that is the plain mean of recall and precision; F1 is their harmonic mean, which is "
            "high only if both are": (recall + precision).mean() / 2,
            "that is the mean recall": recall.mean(),
            "that is the mean precision": precision.mean(),
        },
    )
    attempt.require(
        np.isclose(result, expected),
        result,
        f"{expected:.4f}",
        hint or "for each class: 2 precision × recall / (precision + recall); then the mean",
    )
    hint = (
        "a class that is never answered has no precision, and its F1 is 0: 2 × diagonal / (row sum "
        "+ column sum) says so without a division by zero"
    )
    with np.errstate(all="ignore"):
        never = number(attempt, attempt(np.array([[5, 0], [5, 0]])), "one number", hint)
        attempt.require(np.isclose(never, 1 / 3), never, "0.3333", hint)
        result = number(attempt, attempt(LACKING), "one number", NO_ROWS)
    rows, answers = LACKING.sum(axis=1)[:3], LACKING.sum(axis=0)[:3]
    expected = float((2 * found / (rows + answers)).mean())
    attempt.require(np.isclose(result, expected), result, f"{expected:.4f}", NO_ROWS)


@check
def one_look(attempt: Attempt) -> None:
    """`one_look(validation, test)`: the treatment that is best on validation, and its test score.

    max(validation, key=validation.get) is the name of the best; test[name] is its score.
    """
    validation = {"none": 0.5, "oversampling": 0.56, "weights": 0.54}
    test = {"none": 0.52, "oversampling": 0.53, "weights": 0.6}
    expected = ("oversampling", 0.53)
    result = pair(attempt, attempt(validation, test), f"{expected}: a name and a number")
    name, score = result
    attempt.require(
        isinstance(name, str) and name in test, result, expected, "the name comes first"
    )
    attempt.require(
        name != "weights",
        result,
        expected,
        "that is the best on the test part: what is chosen there looks better than it is. Choose "
        "on validation",
    )
    attempt.require(name == "oversampling", result, expected, "the largest score of `validation`")
    score = number(attempt, score, "the test score is one number")
    attempt.require(
        not np.isclose(score, 0.56),
        result,
        expected,
        "that is the score by which it was chosen, which flatters it: report the test score",
    )
    attempt.require(
        not np.isclose(score, 0.6),
        result,
        expected,
        "that is the best score of the test part, of another treatment: look at one alone",
    )
    attempt.require(np.isclose(score, 0.53), result, expected, "the test score of the same name")
