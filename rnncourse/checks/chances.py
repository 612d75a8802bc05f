"""Checks of what is likely: the most frequent answer, calibrated probabilities, how many of n."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from rnncourse.checks.attempt import NAN, Attempt, array, check, number, pair, why

# The last letter says more than the first; of those in n, three of eight and two of five.
Rows = tuple[np.ndarray, np.ndarray]  # log-odds and labels

NAMES = np.array("anna ella ida cleo joan lynn ann ruth luca leo otto dan ron".split())
LABELS = np.array([0] * 8 + [1] * 5)
NEW = np.array("maria hugo ellen adam orlando".split())
ANSWERS = np.array([0, 1, 0, 0, 1])  # no training name ends in m


@check
def last_letter_rule(attempt: Attempt) -> None:
    """`last_letter_rule(names, labels, new_names)`: for each new name the label that is most
    frequent among the names with its last letter.

    Go through the letters in which the names end: np.bincount of the labels of these names, and
    argmax of that, is the answer to a letter. A letter that is not among them gets the label that
    is most frequent in all.
    """
    hint = (
        "a letter in which no training name ends needs an answer too: the label that is most "
        "frequent in all"
    )
    for labels, expected in ((LABELS, ANSWERS), (1 - LABELS, 1 - ANSWERS)):
        result = array(
            attempt, attempt(NAMES, labels, NEW, hint=hint), (len(NEW),), "one label for each name"
        )
        first = 1 - labels[0]  # of the five, only orlando begins as one of the smaller list does
        attempt.require(
            not np.array_equal(result, [labels[0]] * 4 + [first]),
            result,
            expected,
            "that is the rule of the first letter; name[-1] is the last",
        )
        attempt.require(
            len(np.unique(result)) > 1,
            result,
            expected,
            "all get the same answer: count the labels for each last letter",
        )
        attempt.require(result[3] == expected[3], result, expected, hint)
        attempt.require(
            result[2] == expected[2],
            result,
            expected,
            "of five names in n, three have one label: compare counts, not shares of each list",
        )
        attempt.require(
            np.array_equal(result, expected),
            result,
            expected,
            "the label that most training names with this last letter have",
        )


def mean_loss(log_odds: np.ndarray, labels: np.ndarray, tau: float) -> float:
    """The cross-entropy, in nats, of log-odds that are divided by tau."""
    return float(np.logaddexp(0, -np.where(labels == 1, log_odds, -log_odds) / tau).mean())


def best_tau(log_odds: np.ndarray, labels: np.ndarray) -> float:
    """The temperature with the smallest loss, to half a hundredth of itself."""
    grid = np.geomspace(0.1, 10, 921)
    return float(grid[np.argmin([mean_loss(log_odds, labels, tau) for tau in grid])])


def stated(rng: np.random.Generator, factor: float) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds that are `factor` times too sure, and labels."""
    true = rng.normal(0, 2, 1500)
    labels = (rng.random(1500) < 1 / (1 + np.exp(-true))).astype(int)
    return factor * true, labels


@check
def calibration(attempt: Attempt) -> None:
    """`calibrate(log_odds, labels, test_log_odds, test_labels)`: the temperature that is best on
    the first two, and the loss of the other two with it.

    The loss of a row is np.logaddexp(0, -z / tau) where its label is 1, and np.logaddexp(0, z /
    tau) where it is 0. Try many values of tau between 0.1 and 10, np.geomspace, keep the one with
    the smallest mean loss on validation, and return it with the mean loss on test.
    """
    rng = np.random.default_rng(0)
    (z, y), (test_z, test_y) = stated(rng, 2.0), stated(rng, 0.5)
    with np.errstate(all="ignore"):
        result = attempt(z, y, test_z, test_y)
    tau, loss = pair(attempt, result, "two numbers: the temperature, and the loss on test")
    best = best_tau(z, y)
    tau = number(attempt, tau, "the temperature is one number")
    attempt.require(
        tau > 0,
        f"returned the temperature {tau:.4g}",
        "a positive number",
        "a temperature below 0 turns every answer round, and 0 divides by zero",
    )
    everything = best_tau(np.concatenate([z, test_z]), np.concatenate([y, test_y]))
    hint = why(
        tau,
        {
            "that is the best one on test: what is chosen there is no test any more": best_tau(
                test_z, test_y
            ),
            "log-odds are divided by the temperature, not multiplied: above 1, the net was too "
            "sure": 1 / best,
            "that is the best one on both parts together: choose on validation alone": everything,
        },
        rtol=0.05,
    )
    attempt.require(
        math.isclose(tau, best, rel_tol=0.05),
        f"returned the temperature {tau:.4g}",
        f"{best:.3g}",
        hint or "try values from 0.1 to 10 in small steps, and keep the smallest mean loss",
    )
    require_loss(attempt, loss, tau, (z, y), (test_z, test_y))
    z[:2], y[:2] = (2000, -2000), (1, 0)  # surely right
    test_z[0], test_y[0] = -8000, 1  # surely wrong
    hint = "the exponential of 2000 overflows: take np.logaddexp(0, a) for log(1 + exp(a))"
    with np.errstate(all="ignore"):
        result = attempt(z, y, test_z, test_y)
    sure, loss = pair(attempt, result, "two numbers: the temperature, and the loss on test")
    sure = number(attempt, sure, "the temperature is one number", hint)
    attempt.require(
        math.isclose(sure, best, rel_tol=0.05),
        f"returned the temperature {sure:.4g} where two log-odds are 2000 and -2000",
        f"{best:.3g}",
        hint,
    )
    require_loss(attempt, loss, sure, (z, y), (test_z, test_y), hint)


def require_loss(
    attempt: Attempt, loss: Any, tau: float, validation: Rows, test: Rows, nan: str = NAN
) -> None:
    """Require the mean loss on test, in nats, with that temperature."""
    loss = number(attempt, loss, "the loss is one number", nan)
    expected = mean_loss(*test, tau)
    wrong = {
        "that is the loss on validation, where tau was chosen: it flatters": mean_loss(
            *validation, tau
        ),
        "that is the loss without the temperature": mean_loss(*test, 1),
        "that is the loss of log-odds that are multiplied": mean_loss(*test, 1 / tau),
        "that is the sum over the rows: take the mean": expected * len(test[0]),
        "these are bits: take the natural logarithm": expected / math.log(2),
        "log-odds above 0 speak for label 1: yours are turned round": mean_loss(
            -test[0], test[1], tau
        ),
    }
    attempt.require(
        math.isclose(loss, expected, rel_tol=2e-3),
        f"returned the loss {loss:.4g}",
        f"{expected:.4g}",
        why(loss, wrong, rtol=2e-3)
        or "the mean of log(1 + exp(-z / tau)) over label 1, of log(1 + exp(z / tau)) over 0",
    )


def exactly(k: int, n: int, p: float) -> float:
    """The probability that k of n are right, each with probability p."""
    return math.comb(n, k) * p**k * (1 - p) ** (n - k)


@check
def at_most(attempt: Attempt) -> None:
    """`at_most(k, n, p)`: the probability that at most k of n answers are right, each of them with
    probability p.

    k of n answers can be right in math.comb(n, k) ways, each with the probability p^k (1 - p)^(n -
    k). Add this up for 0, 1, …, k, which is range(k + 1).
    """
    for k, n, p in ((3, 5, 0.7), (40, 56, 0.8)):
        chances = [exactly(i, n, p) for i in range(n + 1)]
        expected = sum(chances[: k + 1])
        result = number(attempt, attempt(k, n, p), "one probability")
        wrong = {
            "that is the probability of exactly k: add up those of 0, 1, …, k": chances[k],
            "that is fewer than k: range(k) stops before k": sum(chances[:k]),
            "that is more than k": 1 - expected,
            "that is at least k": 1 - expected + chances[k],
            "p is the probability of a right answer, and k counts right ones": sum(
                exactly(i, n, 1 - p) for i in range(k + 1)
            ),
            "count in how many ways k of n can be right: math.comb(n, k)": sum(
                p**i * (1 - p) ** (n - i) for i in range(k + 1)
            ),
        }
        hint = why(result, wrong)
        if not hint and abs(result - expected) < 0.1:
            hint = "near: an approximation or a simulation? Add up the probabilities themselves"
        attempt.require(math.isclose(result, expected), result, f"{expected:.6f}", hint)
    result = number(attempt, attempt(4, 4, 0.5), "one probability")
    attempt.require(math.isclose(result, 1), result, "1", "at most all of them: that is certain")
