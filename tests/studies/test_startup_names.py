import numpy as np
import pytest

from rnncourse.generation import as_text
from rnncourse.records.compact import numbers_from_text
from rnncourse.studies.texts import (
    startup_names,
    startup_names_live,
    startup_names_test,
)

SMALL = {"hidden_size": 4, "epochs": 1}
FEW_STREAMS = startup_names.STREAMS | SMALL | {"streams": 4, "steps": 4}
WINDOWS = startup_names.WINDOWS | SMALL | {"window": 4}


@pytest.fixture
def few_names(monkeypatch):
    rng = np.random.default_rng(0)
    names = ["".join(rng.choice(list("abcd"), size=rng.integers(3, 8))).title() for _ in range(300)]
    monkeypatch.setattr(startup_names, "load_company_names", lambda: names)
    monkeypatch.setattr(startup_names, "SIZES", {"train": 60, "validation": 12, "test": 12})


@pytest.mark.parametrize(
    "configuration",
    [
        WINDOWS,
        FEW_STREAMS | {"cell": "lstm"},
        WINDOWS | {"framework": "keras"},
        FEW_STREAMS | {"framework": "keras"},
    ],
)
def test_a_run_notes_what_a_page_reads(few_names, configuration):
    outcome = startup_names.run(configuration, 0)
    loss = outcome["metrics"]["validation_loss"]
    names = startup_names.prepare()[1]["validation"]
    surprise = numbers_from_text(outcome["metrics"]["surprise"])
    assert 0 < loss < 5 and len(surprise) == len(names)
    assert surprise.sum() / len(as_text(names)[1:]) == pytest.approx(loss, rel=0.001)
    assert len(outcome["history"]["validation_loss"]) == 1


@pytest.mark.parametrize("framework", ["torch", "keras"])
def test_a_run_comes_out_the_same_again(few_names, framework):
    first, again = (
        startup_names.run(FEW_STREAMS | {"framework": framework}, 0)["metrics"] for _ in range(2)
    )
    assert first == again


def test_a_test_run_notes_every_character_of_the_test_names_and_writes_names(
    few_names, monkeypatch
):
    monkeypatch.setattr(startup_names_test, "COUNT", 5)
    metrics = startup_names_test.run(FEW_STREAMS, 0)["metrics"]
    log_p = numbers_from_text(metrics["log_p"])
    assert len(log_p) == len(as_text(startup_names.prepare()[1]["test"])) - 1
    assert -log_p.mean() == pytest.approx(metrics["test_loss"], rel=0.001)
    assert len(metrics["names"]) <= 5 and all(isinstance(name, str) for name in metrics["names"])


def test_the_test_names_are_no_part_of_the_choice(few_names, monkeypatch):
    before = startup_names.run(FEW_STREAMS, 0)["metrics"]
    vocab, parts, context = startup_names.prepare()
    monkeypatch.setattr(startup_names, "prepare", lambda: (vocab, parts | {"test": None}, context))
    assert startup_names.run(FEW_STREAMS, 0)["metrics"] == before


def test_a_net_for_a_page_is_scored_as_the_others_and_its_weights_are_kept(few_names):
    small = {"hidden_size": 4, "steps": 4, "streams": 4, "epochs": 1}
    outcome = startup_names_live.run(startup_names_live.NET | small, 0)
    assert 0 < outcome["metrics"]["validation_loss"] < 5
    assert outcome["weights"]["linear.weight"].shape[1] == 4
    assert startup_names_live.STUDY.keeps(startup_names_live.NET, 0)
