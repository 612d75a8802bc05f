import pytest

from rnncourse.datasets import DATASETS
from rnncourse.records.compact import numbers_from_text
from rnncourse.studies.texts import read_more_test, sonnets


def test_the_configuration_names_the_verse_that_is_bundled():
    [file] = DATASETS["verse"].bundled.files
    assert file.sha256.startswith(read_more_test.READ_MORE["verse"])


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_a_net_reads_verse_first_and_then_the_sonnets(monkeypatch, framework):
    poems = "\n\n".join(["abcab\ncabba\nbbaac"] * 40) + "\n"
    monkeypatch.setattr(sonnets, "load_sonnets", lambda: poems)
    monkeypatch.setattr(read_more_test, "load_verse", lambda: "\n\n".join(["abba\ncaac"] * 200))
    small = {"hidden_size": 6, "streams": 4, "steps": 10, "epochs": 2, "fine_epochs": 2}
    small |= {"fine_streams": 2, "fine_steps": 10, "fine_rate": 0.01}
    small |= {"framework": framework}
    monkeypatch.setattr(read_more_test, "LENGTH", 20)
    found = read_more_test.run(read_more_test.READ_MORE | small, 0)
    metrics, history = found["metrics"], found["history"]
    before, after = (numbers_from_text(metrics[part]) for part in ("before", "after"))
    assert len(before) == len(after)
    assert -after.mean() == pytest.approx(metrics["test_loss"], abs=1e-3)
    assert len(history["verse_train_loss"]) == len(history["sonnets_train_loss"]) == 2
    assert metrics["validation_loss"] == pytest.approx(
        min(history["sonnets_validation_loss"]), abs=1e-3
    )
    assert after.mean() > before.mean(), "the sonnets taught nothing"
