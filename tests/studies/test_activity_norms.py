"""Norms that are noted during a training are those of its gradients, and change nothing."""

import numpy as np
import pytest
import torch

from rnncourse.datasets.activity import Activities
from rnncourse.in_torch.classifier_training import classify
from rnncourse.in_torch.classifiers import recurrent_classifier
from rnncourse.in_torch.gradients import gradient_norms
from rnncourse.in_torch.training import Shuffled, train
from rnncourse.studies.activity import activity_norms, activity_rnn
from rnncourse.studies.activity.activity_norms import FORMS, note_norms, noting_losses
from rnncourse.training.recipe import Recipe


@pytest.fixture(scope="module")
def windows():
    """Signals x (24, 10, 3) and their classes (24,)."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(24, 10, 3)).astype(np.float32), np.arange(24) % 2


def one_step(net, windows, step, clip_norm):
    recipe = Recipe(epochs=1, batch_size=24, learning_rate=0.01, clip_norm=clip_norm)
    train(net, Shuffled(*windows, batch_size=24), step, recipe=recipe, seed=0)


@pytest.mark.parametrize("clip_norm", [None, 0.01])
def test_the_norm_is_that_of_the_gradient_before_it_is_clipped(windows, clip_norm):
    net = recurrent_classifier(3, 4, 2, padded=False, seed=0)
    expected, _ = gradient_norms(net, *windows, batch_size=24)
    norms = note_norms(net)
    one_step(net, windows, classify(), clip_norm)
    assert norms == pytest.approx(expected.tolist(), rel=1e-5) and norms[0] > 0.01


def test_the_loss_is_noted_before_the_step_and_the_net_learns_as_without(windows):
    nets = [recurrent_classifier(3, 4, 2, padded=False, seed=0) for _ in range(2)]
    with torch.no_grad():
        logits = nets[0](torch.from_numpy(windows[0][:8]))
    before = torch.nn.functional.cross_entropy(logits, torch.from_numpy(windows[1][:8])).item()
    note_norms(nets[0])
    step, losses = noting_losses(classify(), windows[0][:8], windows[1][:8])
    one_step(nets[0], windows, step, None)
    one_step(nets[1], windows, classify(), None)
    assert losses == pytest.approx([before])
    for noted, plain in zip(nets[0].parameters(), nets[1].parameters(), strict=True):
        assert torch.equal(noted, plain)


def test_a_run_notes_every_step_and_learns_as_in_the_study_of_elman_nets(monkeypatch):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(140, 16, 9)).astype(np.float32)
    person, y = np.repeat(np.arange(7), 20), np.arange(140) % 2
    few = Activities(x, y, person, person > 4, ("slow", "fast"), "bundled")
    monkeypatch.setattr(activity_norms, "WATCHED", 16)
    for study in (activity_norms, activity_rnn):
        monkeypatch.setattr(study, "load_activity", lambda: few)
    configuration = FORMS[1] | {"epochs": 2, "batch_size": 16}
    noted = activity_norms.run(configuration, 0)
    assert len(noted["metrics"]["norms"]) == len(noted["metrics"]["losses"]) == 2 * 5
    plain = activity_rnn.run(configuration, 0)
    for curve in ("train_loss", "validation_accuracy"):
        assert noted["history"][curve] == plain["history"][curve]
