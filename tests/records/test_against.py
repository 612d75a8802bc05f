"""Two versions of the code make the same short runs: what agrees is kept, what does not stays
stale.
"""

import copy
import dataclasses
import subprocess

import pytest

from rnncourse.records import against, store
from rnncourse.records.study import PACKAGE, load_study

OUTCOME = {
    "metrics": {"score": 0.5, "training_seconds": 3.0, "names": ["a", "b"]},
    "history": {"loss": [1.0, 0.5], "seconds": [1, 2]},
}


def changed(part, name, value):
    other = copy.deepcopy(OUTCOME)
    other[part][name] = value
    return other


@pytest.mark.parametrize(
    "other, verdict",
    [
        (OUTCOME, "equal to the last digit"),
        (changed("metrics", "training_seconds", 9.0), "equal to the last digit"),
        (changed("history", "loss", [1.0, 0.5 + 1e-8]), "equal but for rounding"),
        (changed("history", "loss", [1.0, 0.5 + 1e-5]), None),
        (changed("history", "validation_loss", []), "equal to the last digit"),
        (changed("history", "loss", [1.0]), None),
        (changed("history", "loss", []), None),
        (changed("metrics", "score", float("nan")), None),
        (changed("metrics", "names", ["a", "c"]), None),
        (changed("metrics", "more", 1), None),
    ],
)
def test_outcomes_agree_to_the_last_digit_but_for_rounding_or_not(other, verdict):
    assert against.agreement(OUTCOME, other) == verdict


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """Records of the memory study, made by the code in a tree whose hash differs from today's."""
    study = load_study("memory")
    study = dataclasses.replace(study, configurations=study.configurations[:2], seeds=(0, 1))
    monkeypatch.setattr(store, "results_folder", lambda: tmp_path)
    monkeypatch.setattr(
        against,
        "code_hash",
        lambda name, framework, root=None: "today" if root in (None, PACKAGE) else "before",
    )
    for configuration in study.configurations:
        for seed in study.seeds:
            store.append(
                "memory",
                {
                    "edition": None,
                    "configuration": configuration,
                    "seed": seed,
                    "data_hash": None,
                    "code_hash": "before",
                },
            )
    store.append(
        "memory",
        {
            "edition": None,
            "configuration": study.configurations[0],
            "seed": 7,
            "data_hash": None,
            "code_hash": "older",
        },
    )
    return study


def test_the_records_of_configurations_that_agree_are_kept_with_all_their_seeds(toy, monkeypatch):
    asked = []

    def made(trees, study, configurations):
        asked.extend(configurations)
        return [[OUTCOME, OUTCOME], [OUTCOME, changed("metrics", "score", 0.6)]]

    monkeypatch.setattr(against, "side_by_side", made)
    against.confirm_against(toy, "HEAD")
    assert [(settings["steps"], settings["epochs"]) for settings in asked] == [(100, 2)] * 2
    hashes = {
        (record["configuration"]["start"], record["seed"]): record["code_hash"]
        for record in store.latest("memory").values()
    }
    kept, other = (configuration["start"] for configuration in toy.configurations)
    assert hashes == {
        (kept, 0): "today",
        (kept, 1): "today",
        (kept, 7): "older",
        (other, 0): "before",
        (other, 1): "before",
    }
    [note] = {record["confirmed"] for record in store.stored("memory") if "confirmed" in record}
    assert note.endswith("a short run beside the code of HEAD: equal to the last digit")


def test_a_run_is_as_short_as_its_study_says_and_has_two_epochs_where_it_says_nothing(
    toy, monkeypatch
):
    asked = []

    def made(trees, study, configurations):
        asked.extend(configurations)
        return [[OUTCOME] * 2, [changed("metrics", "score", 0.6)] * 2]

    monkeypatch.setattr(against, "side_by_side", made)
    for quick in ({}, {"epochs": 1}):
        against.confirm_against(dataclasses.replace(toy, quick=quick), "HEAD")
    assert [settings["epochs"] for settings in asked] == [2, 2, 1, 1]


def test_the_tree_of_a_commit_is_checked_out_and_taken_away_again():
    if subprocess.run(["git", "rev-parse", "HEAD"], cwd=PACKAGE, capture_output=True).returncode:
        pytest.skip("this is no checkout")
    with against.checked_out("HEAD") as tree:
        assert (tree / "rnncourse/__init__.py").exists()
    assert not tree.exists()


@pytest.mark.long
def test_the_code_of_today_agrees_with_itself():
    study = load_study("memory")
    short = [configuration | {"steps": 50} for configuration in study.configurations[:2]]
    before, after = against.side_by_side([PACKAGE.parent] * 2, study, short)
    assert [against.agreement(*pair) for pair in zip(before, after, strict=True)] == [
        "equal to the last digit"
    ] * 2
