import numpy as np
import pytest

from rnncourse.baselines.kneser_ney import KneserNey
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.studies.texts import tiny_shakespeare

PLAY = "What say you?\nNothing, my lord.\nNothing will come of nothing.\n" * 40


def test_a_net_and_kneser_ney_are_scored_on_the_same_held_out_tenth(monkeypatch):
    monkeypatch.setattr(tiny_shakespeare, "load_tiny_shakespeare", lambda: PLAY)
    configuration, dropped, quick = tiny_shakespeare.STUDY.configurations
    assert quick["epochs"] < configuration["epochs"]
    assert dropped == configuration | {"recurrent_dropout": 0.25}
    small = dropped | {"hidden_size": 4, "streams": 4, "steps": 20, "epochs": 2}
    metrics = tiny_shakespeare.run(small, 0)["metrics"]
    vocab, parts = tiny_shakespeare.prepare()
    assert len(parts["held_out"]) == round(0.1 * len(PLAY))
    counted = KneserNey(len(vocab), metrics["kneser_ney_order"]).fit(parts["train"])
    assert metrics["kneser_ney_loss"] == pytest.approx(counted.loss(parts["held_out"]))
    assert metrics["kneser_ney_loss"] < metrics["held_out_loss"] < np.log(len(vocab))


def test_the_order_is_as_long_as_the_text_needs():
    bits = list(np.random.default_rng(0).integers(2, size=6))
    while len(bits) < 900:
        bits.append(bits[-1] ^ bits[-6])  # known after six symbols, and not after five
    assert tiny_shakespeare.best_order(np.array(bits), Vocab("ab")) > 6
