"""What both frameworks promise alike; their parity is tested in tests/conversion/test_models.py."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from rnncourse.conversion.models import copy_weights
from rnncourse.preprocessing.encoding import Vocab, encode_texts
from rnncourse.training.recipe import Recipe

FRAMEWORKS = ["keras", "torch"]
both_frameworks = pytest.mark.parametrize("name", FRAMEWORKS)
RECIPE = Recipe(epochs=3, batch_size=16, learning_rate=0.02, clip_norm=1.0, keep="best")


def framework(name):
    return (
        import_module(f"rnncourse.in_{name}.{module}")
        for module in ("classifiers", "classifier_training", "training")
    )


def classifier(name, *, seed=0, **options):
    classifiers, *_ = framework(name)
    return classifiers.recurrent_classifier(3, 8, 2, seed=seed, **options)


def toy_names(count=120, seed=0):
    """Names over three letters; the class tells whether the last letter is an a."""
    rng = np.random.default_rng(seed)
    names = ["".join(rng.choice(list("abc"), rng.integers(1, 6))) for _ in range(count)]
    return encode_texts(names, Vocab("abc"), length=6), np.array(
        [name[-1] == "a" for name in names]
    ).astype(np.int64)


def train_toy(name, *, seed=3, recipe=RECIPE, **options):
    _, training, _ = framework(name)
    x, y = toy_names()
    model = classifier(name, seed=seed, **options)
    history = training.train_classifier(
        model, x[:80], y[:80], recipe=recipe, validation=(x[80:], y[80:]), seed=seed
    )
    return model, history


@both_frameworks
@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_every_cell_learns_the_last_letter_of_padded_names(name, cell):
    _, history = train_toy(name, cell=cell, recipe=replace(RECIPE, epochs=12))
    assert max(history["validation_accuracy"]) > 0.9
    assert history["train_loss"][-1] < history["train_loss"][0]


@both_frameworks
def test_the_same_seed_gives_the_same_history(name):
    histories = [train_toy(name, seed=seed, dropout=0.2)[1] for seed in (3, 3, 4)]
    first, again, other = (h["train_loss"] + h["validation_loss"] for h in histories)
    assert first == again
    assert first != other


@both_frameworks
@pytest.mark.parametrize(
    "options", [{}, {"cell": "gru", "bidirectional": True, "layers": 2}], ids=["elman", "deep"]
)
def test_padding_changes_no_logit(name, options):
    *_, training = framework(name)
    x, _ = toy_names(10)
    longer = np.concatenate([x, np.zeros((10, 4, 3), np.float32)], axis=1)
    model = classifier(name, **options)
    np.testing.assert_allclose(
        training.predict(model, x), training.predict(model, longer), atol=1e-6
    )


@both_frameworks
def test_a_model_of_signals_reads_zeros_and_answers_the_same_where_there_are_none(name):
    *_, training = framework(name)
    x = np.random.default_rng(0).normal(size=(4, 5, 3)).astype(np.float32)
    longer = np.concatenate([x, np.zeros((4, 3, 3), np.float32)], axis=1)
    options = {"cell": "gru", "layers": 2, "bidirectional": True}
    of_texts, of_signals = (classifier(name, padded=padded, **options) for padded in (True, False))
    expected = training.predict(of_texts, x)
    np.testing.assert_allclose(training.predict(of_signals, x), expected, atol=1e-6)
    assert np.abs(training.predict(of_signals, longer) - expected).max(axis=1).min() > 1e-3


def test_a_model_of_signals_is_the_same_in_both_frameworks():
    models = {name: classifier(name, cell="lstm", padded=False) for name in FRAMEWORKS}
    copy_weights(models["torch"], models["keras"])
    x = np.random.default_rng(0).normal(size=(4, 5, 3)).astype(np.float32)
    x[:, 2] = x[0, 4] = 0
    ours, theirs = (list(framework(name))[2].predict(model, x) for name, model in models.items())
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


@both_frameworks
def test_training_ends_with_the_weights_of_the_best_epoch(name):
    _, training, _ = framework(name)
    x, y = toy_names()
    model, history = train_toy(name, recipe=replace(RECIPE, epochs=6))
    scores = training.evaluate(model, x[80:], y[80:])
    assert scores.keys() == {"loss", "accuracy"}
    assert scores["loss"] == pytest.approx(min(history["validation_loss"]), abs=1e-6)
    assert scores["accuracy"] == pytest.approx(
        history["validation_accuracy"][history.best_epoch], abs=1e-6
    )


@both_frameworks
def test_an_unknown_cell_is_refused(name):
    with pytest.raises(ValueError, match="cell 'rnn' is not known; choose one of elman, lstm, gru"):
        classifier(name, cell="rnn")


def test_a_name_of_length_0_is_refused_by_packing():
    *_, training = framework("torch")
    with pytest.raises(ValueError, match="length 0"):
        training.predict(classifier("torch"), np.zeros((2, 4, 3), np.float32))


@pytest.mark.parametrize("padded", [True, False], ids=["texts", "signals"])
@pytest.mark.parametrize("cell, gates", [("elman", 1), ("lstm", 4), ("gru", 3)])
def test_parameter_counts_follow_the_formula(cell, gates, padded):
    D, H, C = 5, 7, 3
    one_bias, two_biases = gates * (D * H + H * H + H), gates * (D * H + H * H + 2 * H)
    head, counts = H * C + C, {}
    for name in FRAMEWORKS:
        classifiers, *_ = framework(name)
        model = classifiers.recurrent_classifier(D, H, C, cell=cell, padded=padded, seed=0)
        counts[name] = classifiers.parameter_count(model)
    assert counts["torch"] == two_biases + head
    assert counts["keras"] == (two_biases if cell == "gru" else one_bias) + head


@both_frameworks
def test_letter_dropout_hides_letters_in_training_alone_and_leaves_padding(name):
    classifiers, *_ = framework(name)
    x, _ = toy_names()
    layer = classifiers.LetterDropout(0.25)
    if name == "torch":
        torch = pytest.importorskip("torch")
        torch.manual_seed(0)
        trained, used = layer.train()(torch.from_numpy(x)), layer.eval()(torch.from_numpy(x))
    else:
        trained, used = layer(x, training=True), layer(x)
    trained, letters = np.asarray(trained), x.any(axis=2)
    assert (np.asarray(used) == x).all() and (trained[~letters] == 0).all()
    hidden = (trained != x).any(axis=2)[letters]
    assert 0.15 < hidden.mean() < 0.35
    np.testing.assert_allclose(trained[letters][hidden], 1 / 3)


@both_frameworks
@pytest.mark.usefixtures("eagerly")
def test_a_model_with_letter_dropout_trains_the_weights_of_the_model_behind_it(name):
    classifiers, training, frame = framework(name)
    x, y = toy_names()
    model = classifier(name)
    with_dropout = classifiers.with_letter_dropout(model, 0.2)
    before = frame.predict(model, x)
    np.testing.assert_array_equal(before, frame.predict(with_dropout, x))
    recipe = replace(RECIPE, epochs=1)
    training.train_classifier(with_dropout, x, y, recipe=recipe, validation=(x, y), seed=0)
    assert np.abs(frame.predict(model, x) - before).max() > 0.01
    np.testing.assert_array_equal(frame.predict(model, x), frame.predict(with_dropout, x))
