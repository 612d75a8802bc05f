"""What the slider of the logit adjustment shows is what NumPy finds, wherever it stands."""

import numpy as np
import pytest

from rnncourse.evaluation import accuracy, confusion, f1, recall
from rnncourse.records.compact import STEP

C, N = 18, 500


@pytest.fixture(scope="module")
def kept():
    """Steps below zero (N, C), true classes (N,), rare and frequent, and their shares."""
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.full(C, 0.5)) + 1e-3
    y = np.r_[np.arange(C), rng.choice(C, N - C, p=shares / shares.sum())]
    steps = rng.integers(0, 256, (N, C))
    steps[np.arange(N), y] //= 8
    return steps, y, np.log(shares / shares.sum())


def test_the_answers_at_every_place_of_the_slider_are_those_of_numpy(live, kept):
    steps, y, log_shares = kept
    arrays = {"logits": steps.ravel().tolist(), "y": y.tolist()}
    facts = {"step": STEP, "log_shares": log_shares.tolist()}
    taus = [round(0.05 * place, 2) for place in range(41)]
    found = live([["adjustment_math.js", "confusion", arrays, facts, tau] for tau in taus])
    ours = [
        confusion(y, (-STEP * steps - tau * log_shares).argmax(axis=1), C).tolist() for tau in taus
    ]
    assert found == ours
    assert ours[0] != ours[20]  # it matters
    for counts, page in zip(
        ours, live([["adjustment_math.js", "scores", counts] for counts in ours]), strict=True
    ):
        counts = np.array(counts)
        np.testing.assert_allclose(page["recall"], recall(counts), rtol=1e-12)
        assert page["rows"] == counts.sum(axis=1).tolist()
        assert page["accuracy"] == pytest.approx(accuracy(counts), rel=1e-12)
        assert page["balanced_accuracy"] == pytest.approx(recall(counts).mean(), rel=1e-12)
        assert page["macro_f1"] == pytest.approx(f1(counts).mean(), rel=1e-12)


def test_of_equal_answers_the_first_counts_as_in_numpy(live):
    facts = {"step": STEP, "log_shares": [-1.0, -1.0, -1.0]}
    [counts] = live(
        [
            [
                "adjustment_math.js",
                "confusion",
                {"logits": [5, 5, 9, 7, 3, 3], "y": [1, 1]},
                facts,
                0.5,
            ]
        ]
    )
    assert counts == [[0, 0, 0], [1, 1, 0], [0, 0, 0]]


def test_the_rows_go_from_the_most_names_to_train_on_to_the_fewest(live):
    facts = {
        "classes": ["A", "B", "C"],
        "training_counts": [5, 100, 20],
        "trained": {"recall": [0.1, 0.2, 0.3], "accuracy": 0.5},
    }
    found = {"recall": [0.4, 0.5, 0.6], "rows": [1, 30, 8], "accuracy": 0.7}
    [rows] = live([["adjust_logits.js", "table", facts, found]])
    assert [row["name"] for row in rows] == ["B (30)", "C (8)", "A (1)"]
    assert [row["value"] for row in rows] == [0.5, 0.6, 0.4]
    assert [row["reached"] for row in rows] == [0.2, 0.3, 0.1]
    assert live([["adjust_logits.js", "measures", facts, found]])[0][0] == {
        "name": "accuracy",
        "value": 0.7,
        "reached": 0.5,
    }


LIES = {
    "no arrays": ({"arrays": {}}, "holds no arrays"),
    "a later format": ({"format": 2}, "described in format 2"),
    "no shape": ({"arrays": {"y": {"dtype": "uint8", "offset": 0}}}, "y has no shape"),
    "an endless shape": (
        {"arrays": {"y": {"dtype": "uint8", "shape": [1e99], "offset": 0}}},
        "y has no shape",
    ),
    "a place outside": (
        {"arrays": {"y": {"dtype": "uint8", "shape": [9], "offset": 0}}},
        "y lies outside the file",
    ),
    "another kind": (
        {"arrays": {"y": {"dtype": "text", "shape": [1], "offset": 0}}},
        "y is stored as text",
    ),
}


@pytest.mark.parametrize("changes, words", LIES.values(), ids=LIES)
def test_arrays_that_are_described_wrongly_are_refused_in_words(live, changes, words):
    manifest = {"format": 1, "arrays": {"y": {"dtype": "uint8", "shape": [2], "offset": 0}}}
    [found] = live([["", "unpacked", manifest | changes, [1, 2]]])
    assert words in found["refused"]
    [whole] = live([["", "unpacked", manifest, [1, 2]]])
    assert whole == {"y": [1, 2]}
