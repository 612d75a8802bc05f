"""The nets by hand: gradients against finite differences, and what they do at the edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnncourse.in_numpy import training
from rnncourse.in_numpy.bptt import backward, forward
from rnncourse.in_numpy.elman import ELMAN, elman, initialise_elman, orthogonal
from rnncourse.in_numpy.gated import GRU, LSTM, sigmoid
from rnncourse.preprocessing.encoding import PAD

CELLS = [ELMAN, LSTM, GRU]
every_cell = pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)


def problem(cell, *, B=3, T=5, D=4, H=6, C=3, head="one", seed=0):
    """Weights with biases that are not zero, a batch of sequences of different lengths, and its
    classes.
    """
    rng = np.random.default_rng(seed)
    weights = training.initialise(cell, D, H, C, seed=seed)
    weights = {name: W + rng.normal(0, 0.2, W.shape) for name, W in weights.items()}
    x = rng.normal(size=(B, T, D))
    y = rng.integers(0, C, B if head == "one" else (B, T))
    lengths = rng.integers(1, T + 1, B)
    state = rng.normal(size=(B, cell.parts * H))
    return weights, x, y, dict(lengths=lengths, initial_state=state)


def slope(f, array, place, eps=1e-5):
    """The central difference of f() as array[place] moves."""
    kept = array[place]
    array[place] = kept + eps
    above = f()
    array[place] = kept - eps
    below = f()
    array[place] = kept
    return (above - below) / (2 * eps)


sizes = dict(
    B=st.integers(1, 3),
    T=st.integers(1, 6),
    D=st.integers(1, 4),
    H=st.integers(1, 5),
    C=st.integers(2, 4),
    head=st.sampled_from(["one", "many"]),
    seed=st.integers(0, 10_000),
)


@every_cell
@settings(max_examples=25)
@given(**sizes)
def test_bptt_agrees_with_finite_differences(cell, **case):
    weights, x, y, options = problem(cell, **case)

    def loss():
        return training.loss_and_gradients(cell, weights, x, y, **options).loss

    way = training.loss_and_gradients(cell, weights, x, y, **options)
    rng = np.random.default_rng(case["seed"])
    checked = [
        *((weights[name], way.gradients[name]) for name in weights),
        (x, way.dx),
        (options["initial_state"], way.dstates[0]),
    ]
    for array, gradient in checked:
        assert array.shape == gradient.shape
        for flat in rng.choice(array.size, min(array.size, 6), replace=False):
            place = np.unravel_index(flat, array.shape)
            assert abs(slope(loss, array, place) - gradient[place]) < 1e-6


@pytest.mark.parametrize("activation", ["relu", "identity"])
def test_other_activations_agree_with_finite_differences(activation):
    cell = elman(activation)
    weights, x, y, options = problem(cell)
    way = training.loss_and_gradients(cell, weights, x, y, **options)
    for place in np.ndindex(weights["W_hh"].shape):
        found = slope(
            lambda: training.loss_and_gradients(cell, weights, x, y, **options).loss,
            weights["W_hh"],
            place,
        )
        assert abs(found - way.gradients["W_hh"][place]) < 1e-6


@every_cell
@pytest.mark.parametrize("head", ["one", "many"])
def test_padding_changes_nothing(cell, head):
    weights, x, y, options = problem(cell, head=head, B=1, T=4)
    options["lengths"] = np.array([4])
    short = training.loss_and_gradients(cell, weights, x, y, **options)
    padded = np.concatenate([x, np.ones((1, 3, 4))], axis=1)
    labels = y if head == "one" else np.concatenate([y, np.zeros((1, 3), int)], axis=1)
    long = training.loss_and_gradients(cell, weights, padded, labels, **options)
    assert long.loss == pytest.approx(short.loss, abs=1e-14)
    for name in weights:
        np.testing.assert_allclose(long.gradients[name], short.gradients[name], atol=1e-14)
    assert not long.dx[:, 4:].any()


@every_cell
def test_a_batch_gives_what_its_sequences_give_alone(cell):
    weights, x, y, options = problem(cell)
    together, last, _ = forward(cell, weights, x, **options)
    for b in range(len(x)):
        n = options["lengths"][b]
        alone, state, _ = forward(
            cell, weights, x[b : b + 1, :n], initial_state=options["initial_state"][b : b + 1]
        )
        np.testing.assert_allclose(together[b, :n], alone[0], atol=1e-14)
        np.testing.assert_allclose(last[b], state[0], atol=1e-14)
        np.testing.assert_array_equal(
            together[b, n:], np.broadcast_to(last[b, :6], together[b, n:].shape)
        )


@every_cell
def test_two_halves_with_a_carried_state_give_what_the_whole_gives(cell):
    weights, x, _, _ = problem(cell, T=6)
    whole, last, _ = forward(cell, weights, x)
    first, state, _ = forward(cell, weights, x[:, :2])
    second, end, _ = forward(cell, weights, x[:, 2:], initial_state=state)
    np.testing.assert_allclose(np.concatenate([first, second], axis=1), whole, atol=1e-14)
    np.testing.assert_allclose(end, last, atol=1e-14)


@every_cell
def test_one_sequence_of_one_step_is_one_step(cell):
    weights, x, _, _ = problem(cell, B=1, T=1)
    h, state, caches = forward(cell, weights, x)
    by_hand, _ = cell.step(weights, x[:, 0], np.zeros_like(state))
    np.testing.assert_array_equal(state, by_hand)
    assert h.shape == (1, 1, 6) and len(caches) == 1
    gradients, dx, dstates = backward(cell, weights, caches, np.ones_like(h))
    assert (
        dx.shape == (1, 1, 4)
        and dstates.shape == (2, 1, 6 * cell.parts)
        and set(gradients) == set(weights)
    )


@every_cell
def test_float32_stays_float32(cell):
    weights, x, y, _ = problem(cell)
    weights = {name: W.astype("float32") for name, W in weights.items()}
    way = training.loss_and_gradients(cell, weights, x.astype("float32"), y)
    assert {g.dtype for g in [*way.gradients.values(), way.dx, way.dstates, way.logits]} == {
        np.dtype("float32")
    }


@every_cell
@pytest.mark.parametrize(
    "change, message",
    [
        (dict(x=np.zeros((2, 0, 4))), "needs at least one sequence and one step"),
        (dict(x=np.zeros((0, 3, 4))), "needs at least one sequence and one step"),
        (dict(x=np.zeros((3, 4))), r"x has shape \(3, 4\), expected \(B, T, 4\)"),
        (dict(x=np.zeros((2, 3, 5))), r"x has shape \(2, 3, 5\), expected \(B, T, 4\); add"),
        (
            dict(lengths=[3, 0]),
            r"lengths are \[3, 0\], expected 2 numbers from 1 to 3; drop sequences of length 0",
        ),
        (dict(lengths=[3, 4]), "expected 2 numbers from 1 to 3"),
        (dict(lengths=[3]), "expected 2 numbers from 1 to 3"),
        (
            dict(initial_state=np.zeros((2, 5))),
            r"the initial state has shape \(2, 5\), expected \(2, \d+\) for ",
        ),
    ],
)
def test_what_does_not_fit_is_refused(cell, change, message):
    weights = problem(cell)[0]
    with pytest.raises(ValueError, match=message):
        forward(cell, weights, **({"x": np.zeros((2, 3, 4))} | change))


@every_cell
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_an_input_that_is_not_finite_is_refused_with_its_place(cell, value):
    weights, x, _, _ = problem(cell)
    x[2, 1, 3] = value
    with pytest.raises(
        ValueError, match=rf"x\[2, 1, 3\] is {value} \(sequence 2, step 1, feature 3\); repair"
    ):
        forward(cell, weights, x)


@pytest.mark.parametrize(
    "y", [np.array([0, 3]), np.array([0, -2]), np.array([0]), np.array([PAD, PAD])], ids=str
)
def test_classes_that_do_not_fit_are_refused(y):
    with pytest.raises(ValueError, match=r"expected shape \(2,\) and classes 0 … 2"):
        training.cross_entropy(np.zeros((2, 3)), y)


def test_the_cross_entropy_of_even_odds_is_the_logarithm_of_the_number_of_classes():
    loss, dlogits = training.cross_entropy(np.full((2, 4), 1e4), np.array([0, 3]))
    assert loss == pytest.approx(np.log(4))
    np.testing.assert_allclose(dlogits[0], [-0.375, 0.125, 0.125, 0.125])


def test_an_unknown_activation_is_refused():
    with pytest.raises(ValueError, match="activation is 'step'; use tanh, relu, identity"):
        elman("step")


def test_the_same_seed_gives_the_same_weights():
    first, again, other = (training.initialise(LSTM, 3, 4, 2, seed=seed) for seed in (1, 1, 2))
    assert all((first[name] == again[name]).all() for name in first)
    assert (first["W_hh"] != other["W_hh"]).any()


def test_an_orthogonal_matrix_keeps_lengths():
    W = orthogonal(7, rng=np.random.default_rng(0))
    np.testing.assert_allclose(W @ W.T, np.eye(7), atol=1e-14)
    assert "b_x" not in initialise_elman(2, 3, rng=np.random.default_rng(0))


def test_the_sigmoid_never_overflows():
    with np.errstate(all="raise"):
        np.testing.assert_allclose(sigmoid(np.array([-1e4, 0, 1e4])), [0, 0.5, 1])


GRADIENTS = {"a": np.array([3.0, -4.0]), "b": np.array([[12.0]])}  # global norm 13


def test_clipping_by_norm_keeps_the_direction():
    clipped = training.clip_by_norm(GRADIENTS, 1.3)
    assert training.global_norm(clipped) == pytest.approx(1.3)
    np.testing.assert_allclose(clipped["a"], [0.3, -0.4])
    np.testing.assert_array_equal(training.clip_by_norm(GRADIENTS, 20)["b"], GRADIENTS["b"])
    assert not training.clip_by_norm({"a": np.zeros(2)}, 1.0)["a"].any()


def test_clipping_by_value_cuts_each_component():
    clipped = training.clip_by_value(GRADIENTS, 3.5)
    np.testing.assert_array_equal(clipped["a"], [3.0, -3.5])
    np.testing.assert_array_equal(clipped["b"], [[3.5]])


@every_cell
def test_training_learns_which_symbol_came_first(cell):
    rng = np.random.default_rng(0)
    symbols = rng.integers(0, 3, (150, 5))
    x, y, lengths = np.eye(3)[symbols], symbols[:, 0], rng.integers(2, 6, 150)
    weights = training.initialise(cell, 3, 16, 3, seed=0)
    history = training.train(
        cell,
        weights,
        x,
        y,
        lengths,
        validation=(x, y, lengths),
        epochs=30,
        batch_size=10,
        learning_rate=0.01,
        seed=0,
    )
    assert history["validation_accuracy"][-1] > 0.95
    assert history["train_loss"][-1] < history["train_loss"][0] / 3
    assert {name: len(curve) for name, curve in history.items()} == dict.fromkeys(
        ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy", "seconds"), 30
    )
    assert history["seconds"] == sorted(history["seconds"]) and history.seconds > 0


def test_a_diverging_training_is_an_error():
    x, y, lengths = np.ones((4, 3, 2)), np.array([0, 1, 0, 1]), np.full(4, 3)
    weights = training.initialise(ELMAN, 2, 3, 2, seed=0)
    weights["b_y"] += np.nan
    with pytest.raises(FloatingPointError, match="train_loss is nan after epoch 1"):
        training.train(
            ELMAN,
            weights,
            x,
            y,
            lengths,
            validation=(x, y, lengths),
            epochs=1,
            batch_size=4,
            seed=0,
        )
