"""What both frameworks promise alike; their parity is tested in tests/conversion/test_models.py."""

from importlib import import_module

import numpy as np
import pytest

from rnncourse.preprocessing.encoding import Vocab, encode_texts

FRAMEWORKS = ["keras", "torch"]


def framework(name):
    return import_module(f"rnncourse.in_{name}.classifiers"), import_module(
        f"rnncourse.in_{name}.training"
    )


def toy_names(count=120, seed=0):
    """Names over three letters; the class tells whether the last letter is an a."""
    rng = np.random.default_rng(seed)
    names = ["".join(rng.choice(list("abc"), rng.integers(1, 6))) for _ in range(count)]
    return encode_texts(names, Vocab("abc"), length=6), np.array(
        [name[-1] == "a" for name in names]
    ).astype(np.int64)


def train_toy(name, *, seed=3, epochs=3, **options):
    classifiers, training = framework(name)
    x, y = toy_names()
    model = classifiers.recurrent_classifier(3, 8, 2, seed=seed, **options)
    history = training.train(
        model,
        x[:80],
        y[:80],
        validation=(x[80:], y[80:]),
        epochs=epochs,
        batch_size=16,
        learning_rate=0.02,
        seed=seed,
    )
    return model, history, training, x, y


@pytest.mark.parametrize("name", FRAMEWORKS)
@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_every_cell_learns_the_last_letter_of_padded_names(name, cell):
    model, history, training, x, y = train_toy(name, cell=cell, epochs=12)
    assert max(history.validation_accuracy) > 0.9
    assert history.train_loss[-1] < history.train_loss[0]


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_the_same_seed_gives_the_same_history(name):
    histories = [train_toy(name, seed=seed, dropout=0.2)[1] for seed in (3, 3, 4)]
    first, again, other = (h.train_loss + h.validation_loss for h in histories)
    assert first == again
    assert first != other


@pytest.mark.parametrize("name", FRAMEWORKS)
@pytest.mark.parametrize(
    "options", [{}, {"cell": "gru", "bidirectional": True, "layers": 2}], ids=["elman", "deep"]
)
def test_padding_changes_no_logit(name, options):
    classifiers, training = framework(name)
    x, _ = toy_names(10)
    longer = np.concatenate([x, np.zeros((10, 4, 3), np.float32)], axis=1)
    model = classifiers.recurrent_classifier(3, 8, 2, seed=0, **options)
    np.testing.assert_allclose(
        training.predict_logits(model, x), training.predict_logits(model, longer), atol=1e-6
    )


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_training_ends_with_the_weights_of_the_best_epoch(name):
    model, history, training, x, y = train_toy(name, epochs=6)
    loss, accuracy = training.evaluate(model, x[80:], y[80:])
    assert loss == pytest.approx(min(history.validation_loss), abs=1e-6)
    assert accuracy == pytest.approx(history.validation_accuracy[history.best_epoch], abs=1e-6)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_patience_ends_a_training_that_gets_worse(name):
    classifiers, training = framework(name)
    x, y = toy_names()
    model = classifiers.recurrent_classifier(3, 8, 2, seed=0)
    history = training.train(
        model,
        x[:80],
        y[:80],
        validation=(x[:80], 1 - y[:80]),
        epochs=50,
        batch_size=16,
        learning_rate=0.02,
        patience=2,
        seed=0,
    )
    assert len(history.train_loss) == history.best_epoch + 1 + 2 < 50


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_an_unknown_cell_is_refused(name):
    with pytest.raises(ValueError, match="cell 'rnn' is not known; choose one of elman, lstm, gru"):
        framework(name)[0].recurrent_classifier(3, 8, 2, cell="rnn", seed=0)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_training_that_diverges_says_so(name):
    classifiers, training = framework(name)
    x, y = toy_names()
    x[5, 0, 0] = np.nan
    with pytest.raises(
        FloatingPointError, match="the loss is nan after epoch 1; lower learning_rate"
    ):
        training.train(
            classifiers.recurrent_classifier(3, 8, 2, seed=0),
            x,
            y,
            validation=(x, y),
            epochs=3,
            batch_size=16,
            seed=0,
        )


def test_a_name_of_length_0_is_refused_by_packing():
    classifiers, training = framework("torch")
    with pytest.raises(ValueError, match="length 0"):
        training.predict_logits(
            classifiers.recurrent_classifier(3, 8, 2, seed=0), np.zeros((2, 4, 3), np.float32)
        )


@pytest.mark.parametrize("cell, gates", [("elman", 1), ("lstm", 4), ("gru", 3)])
def test_parameter_counts_follow_the_formula(cell, gates):
    D, H, C = 5, 7, 3
    one_bias, two_biases = gates * (D * H + H * H + H), gates * (D * H + H * H + 2 * H)
    counts = {
        name: framework(name)[0].parameter_count(
            framework(name)[0].recurrent_classifier(D, H, C, cell=cell, seed=0)
        )
        for name in FRAMEWORKS
    }
    head = H * C + C
    assert counts["torch"] == two_biases + head
    assert counts["keras"] == (two_biases if cell == "gru" else one_bias) + head
