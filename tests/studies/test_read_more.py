import numpy as np
import pytest

from rnncourse.datasets import DATASETS
from rnncourse.records.compact import numbers_from_text
from rnncourse.studies.texts import read_more_test, sonnets
from rnncourse.studies.texts.generators import log_probabilities


def test_the_configuration_names_the_verse_that_is_bundled():
    [file] = DATASETS["verse"].bundled.files
    assert file.sha256.startswith(read_more_test.READ_MORE["verse"])


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_the_log_probabilities_are_those_of_the_loss(framework):
    if framework == "keras":
        from rnncourse.in_keras.language_models import language_model, stateful_twin
        from rnncourse.in_keras.text_training import text_loss

        model = language_model(4, 5, seed=0)
        listener = stateful_twin(model, 1)
    else:
        from rnncourse.in_torch.language_models import language_model
        from rnncourse.in_torch.text_training import text_loss

        listener = model = language_model(4, 5, seed=0)
    text = np.arange(50) % 4
    found = log_probabilities({"framework": framework}, model, text)
    assert found.shape == (49,) and found.max() < 0
    assert -found.mean() == pytest.approx(text_loss(listener, text), abs=1e-6)


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
