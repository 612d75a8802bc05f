"""Generators in Keras and PyTorch: the same weights give the same logits, states, losses and
texts.
"""

import numpy as np
import pytest
import torch

from rnncourse.conversion.models import copy_weights
from rnncourse.generation.sampling import Windowed, beam_search, sample
from rnncourse.in_keras import language_models as keras_generators
from rnncourse.in_keras import text_training as keras_training
from rnncourse.in_numpy import language_model as in_numpy
from rnncourse.in_torch import language_models as torch_generators
from rnncourse.in_torch import text_training as torch_training
from rnncourse.preprocessing.encoding import Vocab
from rnncourse.preprocessing.language_modelling import Streams, next_symbol_windows
from rnncourse.training.recipe import Recipe

VOCAB = Vocab("abcde\n")
TEXT = VOCAB.encode("abcde\n" * 60)


def twins(cell="elman", layers=1, **options):
    options |= {"cell": cell, "layers": layers}
    torch_model = torch_generators.language_model(len(VOCAB), 8, **options, seed=1)
    keras_model = keras_generators.language_model(len(VOCAB), 8, **options, seed=2)
    copy_weights(torch_model, keras_model)
    return torch_model, keras_model


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("embedding_size", [None, 5])
def test_the_same_weights_give_the_same_logits_at_every_step(cell, layers, embedding_size):
    torch_model, keras_model = twins(cell, layers, embedding_size=embedding_size)
    x = TEXT[:12].reshape(2, 6)
    torch_logits = torch_model(torch.from_numpy(x))[0].detach().numpy()
    assert torch_logits.shape == (2, 6, len(VOCAB))
    np.testing.assert_allclose(keras_model(x).numpy(), torch_logits, atol=1e-5)


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_carrying_the_state_step_by_step_is_reading_all_at_once(cell):
    torch_model, keras_model = twins(cell)
    whole = torch_model(torch.from_numpy(TEXT[None, :10]))[0].detach().numpy()[0]
    for step in (
        torch_generators.next_logits(torch_model),
        keras_generators.next_logits(keras_model),
    ):
        state, carried = None, []
        for symbol in TEXT[:10]:
            logits, state = step(np.array([symbol]), state)
            carried.append(logits[0])
        np.testing.assert_allclose(carried, whole, atol=1e-5)


@pytest.mark.parametrize("cell", ["elman", "lstm"])
def test_the_same_random_numbers_give_the_same_texts_in_both_frameworks(cell):
    torch_model, keras_model = twins(cell)
    steps = (
        torch_generators.next_logits(torch_model),
        keras_generators.next_logits(keras_model, count=3),
    )
    texts = [sample(step, VOCAB, "ab", 30, count=3, rng=np.random.default_rng(0)) for step in steps]
    assert texts[0] == texts[1] and len(set(texts[0])) == 3


def test_numpy_keras_and_pytorch_write_and_search_the_same_texts():
    torch_model, keras_model = twins()
    steps = (
        in_numpy.next_logits(in_numpy.elman_weights(keras_model.get_weights())),
        torch_generators.next_logits(torch_model),
        keras_generators.next_logits(keras_model, count=3),
    )
    written = [
        sample(step, VOCAB, "ab", 40, count=3, temperature=0.7, rng=np.random.default_rng(1))
        for step in steps
    ]
    assert written[0] == written[1] == written[2]
    found = [beam_search(step, VOCAB, "ab", 6, width=3) for step in steps]
    for texts in found[1:]:
        assert [text for text, _ in texts] == [text for text, _ in found[0]]
        np.testing.assert_allclose([p for _, p in texts], [p for _, p in found[0]], atol=1e-4)


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_one_compiled_call_writes_what_a_call_a_step_writes(cell):
    keras_model = twins(cell)[1]
    step = keras_generators.next_logits(keras_model)
    write = keras_generators.compiled_writer(keras_model)
    for seed in (0, 1):  # the second text begins from nothing
        [expected] = sample(step, VOCAB, "ab", 50, rng=np.random.default_rng(seed))
        found = write(VOCAB.encode("ab"), np.random.default_rng(seed).random(50))
        assert VOCAB.decode(found) == expected


def test_a_second_text_begins_from_nothing():
    for step in (
        torch_generators.next_logits(twins()[0]),
        keras_generators.next_logits(twins()[1]),
    ):
        first, second = (
            sample(step, VOCAB, "a", 20, rng=np.random.default_rng(0)) for _ in range(2)
        )
        assert first == second


def test_tied_weights_are_one_array_and_stay_one_while_they_learn():
    net = torch_generators.language_model(len(VOCAB), 8, embedding_size=8, tied=True, seed=0)
    torch_training.train_on_streams(
        net, Streams(TEXT, 4, 10), recipe=Recipe(epochs=1), validation=TEXT, seed=0
    )
    assert net.linear.weight is net.embedding.weight
    assert "linear.weight" not in dict(net.named_parameters())


def test_tied_weights_of_two_sizes_are_refused():
    with pytest.raises(ValueError, match="embedding_size is None and hidden_size 8.*size=8"):
        torch_generators.language_model(len(VOCAB), 8, tied=True, seed=0)


@pytest.mark.parametrize("cell, gates", [("elman", 1), ("lstm", 4), ("gru", 3)])
def test_recurrent_dropout_keeps_each_gate_from_hearing_some_units(cell, gates):
    net = torch_generators.language_model(len(VOCAB), 200, cell=cell, recurrent_dropout=0.3, seed=0)
    with torch_generators.weights_from(1):
        weights = torch_generators.without_some_units(net.recurrent, 0.3)
    whole = net.recurrent.weight_hh_l0.view(gates, 200, 200)
    left = weights["weight_hh_l0"].view(gates, 200, 200)
    heard = (left != 0).any(dim=1)  # (gates, H)
    assert 0.6 < heard.float().mean() < 0.8
    torch.testing.assert_close(left, whole * heard[:, None] / 0.7)
    assert gates == 1 or (heard[0] != heard[1]).any()
    assert weights["weight_ih_l0"] is net.recurrent.weight_ih_l0


@pytest.mark.parametrize(
    "build", [torch_generators.language_model, keras_generators.language_model]
)
def test_recurrent_dropout_acts_in_training_alone_and_reaches_the_gradient(build):
    net = build(len(VOCAB), 8, cell="gru", recurrent_dropout=0.5, seed=0)
    x = TEXT[:40].reshape(2, 20)
    if isinstance(net, torch.nn.Module):
        learns, tells = (net.train(way)(torch.from_numpy(x))[0] for way in (True, False))
        again = net(torch.from_numpy(x))[0]
        learns.sum().backward()
        gradient = net.recurrent.weight_hh_l0.grad.numpy()
        assert 0 < (gradient == 0).mean() < 1  # of the units that a gate did not hear
        learns, tells, again = (logits.detach().numpy() for logits in (learns, tells, again))
    else:
        learns, tells, again = (net(x, training=way).numpy() for way in (True, False, False))
    np.testing.assert_array_equal(tells, again)
    assert np.abs(learns - tells).max() > 1e-3


@pytest.mark.parametrize("made, asked, told", [(1, 3, "1 text"), (3, 1, "3 texts")])
def test_keras_tells_for_how_many_texts_it_was_made(made, asked, told):
    step = keras_generators.next_logits(twins()[1], made)
    remedy = rf"made for {told}, asked for {asked}: next_logits\(model, {asked}\)"
    with pytest.raises(ValueError, match=remedy):
        sample(step, VOCAB, "ab", 4, count=asked, rng=np.random.default_rng(0))


def test_windows_give_the_same_texts_in_both_frameworks():
    torch_model, keras_model = twins()
    windowed = (
        Windowed(torch_generators.window_logits(torch_model), 4),
        Windowed(keras_generators.window_logits(keras_model), 4),
    )
    texts = [sample(w, VOCAB, "abcd", 5, rng=np.random.default_rng(0)) for w in windowed]
    assert texts[0] == texts[1]


def test_the_lectures_net_has_its_number_of_parameters():
    assert keras_generators.language_model(62, 256, seed=0).count_params() == 97_598
    torch_count = sum(
        p.numel() for p in torch_generators.language_model(62, 256, seed=0).parameters()
    )
    assert torch_count == 97_598 + 256  # a second bias


def test_an_unknown_cell_is_refused():
    for build in (torch_generators.language_model, keras_generators.language_model):
        with pytest.raises(ValueError, match="cell 'rnn' is not known"):
            build(5, 4, cell="rnn", seed=0)


def test_both_frameworks_measure_the_same_loss_of_a_text_and_of_windows():
    torch_model, keras_model = twins("gru")
    mine = torch_training.text_loss(torch_model, TEXT[:101], steps=30)
    theirs = keras_training.text_loss(
        keras_generators.stateful_twin(keras_model, 1), TEXT[:101], steps=30
    )
    assert mine == pytest.approx(theirs, abs=1e-5)
    assert mine == pytest.approx(
        torch_training.text_loss(torch_model, TEXT[:101]), abs=1e-5
    )  # however it is cut
    x, y = next_symbol_windows(TEXT[:60], 5)
    many_to_one = keras_training.last_step(keras_model)
    assert torch_training.window_loss(torch_model, x, y) == pytest.approx(
        keras_training.window_loss(many_to_one, x, y), abs=1e-5
    )


@pytest.mark.parametrize(
    "training, build",
    [
        (torch_training, torch_generators.language_model),
        (keras_training, keras_generators.language_model),
    ],
)
def test_both_ways_of_training_learn_a_text_that_repeats_itself(training, build):
    x, y = next_symbol_windows(TEXT, 6)
    one = training.train_on_windows(
        build(len(VOCAB), 16, seed=0),
        x,
        y,
        recipe=Recipe(epochs=4, batch_size=32, learning_rate=0.02, clip_norm=1.0),
        validation=(x, y),
        seed=0,
    )
    streams = Streams(TEXT, batch_size=4, steps=10)
    many = training.train_on_streams(
        build(len(VOCAB), 16, seed=0),
        streams,
        recipe=Recipe(epochs=8, learning_rate=0.02, clip_norm=1.0),
        validation=TEXT,
        seed=0,
    )
    for history, epochs in ((one, 4), (many, 8)):
        assert history["validation_loss"][-1] < 0.3 < history["train_loss"][0]
        assert history["seconds"] == sorted(history["seconds"])
        assert {name: len(curve) for name, curve in history.items()} == dict.fromkeys(
            ("train_loss", "validation_loss", "seconds"), epochs
        )


@pytest.mark.parametrize("name", ["keras", "torch"])
@pytest.mark.parametrize("way", ["windows", "streams"])
def test_the_weights_of_the_best_epoch_are_kept_if_the_recipe_says_so(name, way):
    training = {"keras": keras_training, "torch": torch_training}[name]
    model = dict(zip(("torch", "keras"), twins()))[name]
    recipe = Recipe(epochs=4, batch_size=16, learning_rate=0.05, keep="best")
    x, y = next_symbol_windows(TEXT, 6)  # the better they are learnt, the worse is what is held out
    if way == "windows":
        wrong = x, (y + 1) % len(VOCAB)
        history = training.train_on_windows(model, x, y, recipe=recipe, validation=wrong, seed=0)
        if name == "keras":
            model = keras_training.last_step(model)
        left = training.window_loss(model, *wrong)
    else:
        backwards = TEXT[::-1].copy()
        history = training.train_on_streams(
            model, Streams(TEXT, 4, 10), recipe=recipe, validation=backwards, seed=0
        )
        if name == "keras":
            model = keras_generators.stateful_twin(model, 1)
        left = training.text_loss(model, backwards)
    assert history["validation_loss"][-1] > min(history["validation_loss"]) + 0.01
    assert left == pytest.approx(min(history["validation_loss"]), abs=1e-5)


def test_two_epochs_on_streams_change_the_weights_alike_in_both_frameworks():
    torch_model, keras_model = twins("gru")  # two biases in both, so that Adam moves them alike
    streams = Streams(TEXT[:61], batch_size=2, steps=10)
    recipe = Recipe(epochs=2, learning_rate=0.01, clip_norm=1.0)
    settings = {"recipe": recipe, "validation": TEXT[:30], "seed": 0}
    mine = torch_training.train_on_streams(torch_model, streams, **settings)
    theirs = keras_training.train_on_streams(keras_model, streams, **settings)
    assert len(streams) == 3  # a carried state, twice; then an epoch from zero
    for name in ("train_loss", "validation_loss"):
        np.testing.assert_allclose(mine[name], theirs[name], atol=1e-4)


def test_a_state_is_carried_into_the_next_chunk():
    torch_model, keras_model = twins()
    x = TEXT[:8]
    together = torch_model(torch.from_numpy(x[None]))[0].detach().numpy()[0, 4:]
    _, state = torch_model(torch.from_numpy(x[None, :4]))
    np.testing.assert_allclose(
        torch_model(torch.from_numpy(x[None, 4:]), state)[0].detach().numpy()[0],
        together,
        atol=1e-6,
    )
    twin = keras_generators.stateful_twin(keras_model, 1)
    twin(x[None, :4])
    np.testing.assert_allclose(twin(x[None, 4:]).numpy()[0], together, atol=1e-5)
    keras_generators.reset_state(twin)
    assert np.abs(twin(x[None, 4:]).numpy()[0] - together).max() > 1e-3


def test_numpy_looks_up_rows_and_gives_the_logits_of_both_frameworks():
    torch_model, keras_model = twins()
    weights = in_numpy.elman_weights(keras_model.get_weights())
    windows = TEXT[:12].reshape(2, 6)
    expected = torch_generators.window_logits(torch_model)(windows)
    np.testing.assert_allclose(in_numpy.window_logits(weights)(windows), expected, atol=1e-5)
    step, state = in_numpy.next_logits(weights), None
    for symbols in windows.T:
        logits, state = step(symbols, state)
    np.testing.assert_allclose(logits, expected, atol=1e-5)


def test_numpys_window_reproduces_the_text_of_the_lectures_loop():
    _, keras_model = twins()
    numpy_model = Windowed(
        in_numpy.window_logits(in_numpy.elman_weights(keras_model.get_weights())), 4
    )
    [mine] = sample(numpy_model, VOCAB, "abcd", 12, rng=np.random.default_rng(5))
    rng, window, theirs = (
        np.random.default_rng(5),
        np.eye(len(VOCAB))[VOCAB.encode("abcd")][None],
        "",
    )
    for _ in range(12):  # the loop of the lecture, one-hot and all
        logits = np.asarray(keras_model(window.argmax(axis=2)))[0, -1].astype(float)
        p = np.exp(logits) / np.exp(logits).sum()
        symbol = (p.cumsum() / p.sum()).searchsorted(rng.random(), side="right")
        theirs += VOCAB.symbols[symbol]
        window = np.concatenate((window[:, 1:], np.eye(len(VOCAB))[[[symbol]]]), axis=1)
    assert mine == theirs


def test_other_arrays_than_an_elman_generators_are_refused():
    for arrays in (
        [],
        [np.zeros((3, 2))] * 5,
        keras_generators.language_model(6, 4, cell="gru", seed=0).get_weights(),
    ):
        with pytest.raises(ValueError, match="no one-layer Elman generator"):
            in_numpy.elman_weights(arrays)


def test_dropout_on_streams_hangs_on_the_seed_alone():
    text, found = np.arange(60) % 3, []
    for draws in (0, 3):
        model = keras_generators.language_model(3, 4, dropout=0.5, seed=1)
        for _ in range(draws):
            np.random.random()
            keras_generators.language_model(3, 4, dropout=0.5, seed=draws)
        keras_training.train_on_streams(
            model, Streams(text, 2, 5), recipe=Recipe(epochs=2), validation=text, seed=7
        )
        found.append(model.get_weights())
    assert all(np.array_equal(a, b) for a, b in zip(*found, strict=True))
