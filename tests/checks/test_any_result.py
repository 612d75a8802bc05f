"""Whatever comes out of a student's function ends in a sentence that names the cause, and changes
nothing that the checks know.
"""

import sys
from unittest.mock import MagicMock

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
import torch
from torch import nn

from rnncourse import checks
from rnncourse.checks import encoding
from rnncourse.checks.values import shown

NAMES = [name for name in checks.__all__ if name not in ("CheckFailed", "summary")]
SLOW = "keras_training"  # it builds a model each time


def hostile(method):
    """An object, one of whose methods raises."""

    def fail(*_):
        raise RuntimeError(f"{method} fails")

    return type("Hostile", (), {method: fail})()


def itself():
    """A list that contains itself."""
    found = []
    found.append(found)
    return found


def deep():
    """A list in a list, too deep for Python to go down."""
    found = []
    for _ in range(5000):
        found = [found]
    return found


def loss():
    """A tensor with one number and gradients."""
    return torch.tensor(1.0, requires_grad=True) * 2


RESULTS = {
    "a number": 3,
    "a truth": True,
    "a number without end": float("nan"),
    "a number of NumPy": np.float32(2),
    "a complex number": 1j,
    "a large number": 10**5000,
    "a text": "abc",
    "an empty text": "",
    "bytes": b"abc",
    "an empty list": [],
    "a list of None": [None, None],
    "a list of both": ["a", 1],
    "a ragged list": [[1, 2], [3]],
    "a list in itself": itself(),
    "a deep list": deep(),
    "an empty dictionary": {},
    "a dictionary": {"a": 1},
    "a set": {1, 2},
    "a range": range(3),
    "two of nothing": (None, None),
    "two numbers": (1, 2),
    "two texts": ("a", "b"),
    "two ragged lists": ([["a"]], ["b", ["c"]]),
    "two dictionaries": ({1: 2}, {2: 1}),
    "dictionaries of nothing": ({"a": None}, {}),
    "dictionaries of arrays": ({"a": np.zeros(2)}, {0: np.zeros(2)}),
    "no index of an index": ({"a": 0}, {0: np.zeros(2)}),
    "infinities": np.full(12, np.inf),
    "complex numbers": np.ones((2, 2), complex),
    "objects": np.array([object()]),
    "a text of NumPy": np.array("x"),
    "a structured array": np.zeros(2, [("a", int)]),
    "a table": pd.DataFrame({"a": [1, None]}),
    "a column": pd.Series(["a", "b"]),
    "nothing of pandas": pd.NA,
    "a loss": loss(),
    "losses": [loss()] * 12,
    "two losses": (loss(), loss()),
    "bfloat16": torch.zeros(2, dtype=torch.bfloat16),
    "a meta tensor": torch.zeros(2, device="meta"),
    "two meta tensors": (torch.zeros(2, device="meta"),) * 2,
    "a sparse tensor": torch.eye(2).to_sparse(),
    "a conjugate": torch.ones(2, dtype=torch.complex64).conj(),
    "a tensor of TensorFlow": tf.constant([1.0]),
    "a ragged tensor": tf.ragged.constant([[1], [1, 2]]),
    "a variable": keras.Variable([1.0]),
    "a symbolic tensor": keras.Input((3,)),
    "a layer": nn.Linear(2, 2),
    "an empty module": nn.Module(),
    "a class": nn.Linear,
    "a model": keras.Sequential([keras.Input((2, 3)), keras.layers.Dense(2)]),
    "a model that is not built": keras.Sequential(),
    "a class of models": keras.Sequential,
    "an optimiser": torch.optim.SGD([nn.Parameter(torch.ones(1))]),
    "another optimiser": keras.optimizers.Adam(),
    "a function": len,
    "a module": np,
    "an error": ValueError("x"),
    "a mock": MagicMock(),
    **{
        method: hostile(method)
        for method in "__repr__ __eq__ __len__ __iter__ __bool__ __array__ __getattr__".split()
    },
}
GENERATORS = {"generator": lambda: (i for i in "ab"), "map": lambda: map(str, "ab"), "zip": zip}


class Unspeakable(Exception):
    """An error whose words cannot be read."""

    def __str__(self):
        raise RuntimeError


class Stop(BaseException):
    """An error of the kind that ends programs."""


def endless(*_, **__):
    """Call itself without end."""
    return endless()


ERRORS = [
    NameError("x"),
    KeyError("x"),
    ValueError(),
    StopIteration(1),
    MemoryError(),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
    SystemExit(),
    GeneratorExit(),
    Unspeakable(),
    Stop(),
]


def said(check, function):
    """What a check says to a function that is not right."""
    with pytest.raises(checks.CheckFailed) as failed:
        getattr(checks, check)(function)
    return str(failed.value)


def returning(result):
    """A function that returns `result`, whatever it is asked."""
    return lambda *_, **__: result


def raising(error):
    """A function that raises `error`, whatever it is asked."""

    def function(*_, **__):
        raise error

    return function


@pytest.mark.parametrize("check", NAMES)
def test_no_result_makes_a_check_crash(check, capsys):
    for name in list(RESULTS)[:: 4 if check == SLOW else 1]:
        message = said(check, returning(RESULTS[name]))
        assert "<lambda>" in message, name
        assert "expected" in message or message.startswith("not written yet"), name
    assert not capsys.readouterr().out


@pytest.mark.parametrize("check", sorted({*NAMES} - {"torch_training", "torch_clipping"}))
def test_a_message_tells_what_came_out(check):
    for result in (b"abc", {"a": 1}, [None, None], nn.Linear(2, 2), ValueError("x")):
        message = said(check, returning(result))
        assert shown(result) in message or "made a model" in message


@pytest.mark.parametrize("check", NAMES)
def test_no_error_of_a_function_passes_through_a_check(check):
    for error in ERRORS[:: 4 if check == SLOW else 1]:
        assert f"raised {type(error).__name__}" in said(check, raising(error))
    assert "without end" in said(check, endless)


@pytest.mark.parametrize("check", sorted({*NAMES} - {"torch_training", SLOW}))
@pytest.mark.parametrize("kind", GENERATORS)
def test_a_result_that_is_used_up_by_reading_is_refused(check, kind):
    message = said(check, lambda *_, **__: GENERATORS[kind]())
    assert f"gave a {kind}" in message and "return list(…)" in message


def test_an_interrupt_is_none_of_the_function():
    with pytest.raises(KeyboardInterrupt):
        checks.alphabet(raising(KeyboardInterrupt()))


@pytest.mark.parametrize("check", NAMES)
def test_a_function_of_other_arguments_is_told_how_it_is_called(check):
    message = said(check, lambda: 1)
    assert "raised TypeError" in message and "called as `" in message


def one_hot_rows(name, alphabet, length):
    if set(name) - {*alphabet}:
        raise ValueError(f"{name!r} is not of the alphabet")
    return np.eye(len(alphabet) + 1)[
        ([alphabet.index(c) for c in name] + [-1] * length)[:length], :-1
    ]


@pytest.mark.parametrize(
    "kind",
    [
        lambda rows: torch.tensor(rows),
        lambda rows: torch.tensor(rows, requires_grad=True),
        lambda rows: torch.tensor(rows, dtype=torch.bfloat16),
        lambda rows: [torch.tensor(row) for row in rows],
        tf.constant,
        keras.Variable,
        pd.DataFrame,
        lambda rows: rows.tolist(),
        lambda rows: tuple(map(tuple, rows)),
        lambda rows: rows == 1,
    ],
)
def test_right_values_are_right_in_any_kind_of_array(kind):
    checks.one_hot_name(lambda *passed: kind(one_hot_rows(*passed)))


@pytest.mark.parametrize("kind", [float, np.float32, np.array, torch.tensor, tf.constant])
def test_a_number_is_right_in_any_kind(kind):
    checks.accuracy(lambda labels, predicted: kind(np.mean(labels == predicted)))


def alphabet_in(kind):
    return lambda names: kind(sorted(set("".join(names))))


@pytest.mark.parametrize("kind", [list, tuple])
def test_an_alphabet_is_a_list(kind):
    checks.alphabet(alphabet_in(kind))


@pytest.mark.parametrize(
    "kind", ["".join, np.array, pd.Series, pd.Index, lambda symbols: dict.fromkeys(symbols).keys()]
)
def test_an_alphabet_that_later_cells_cannot_use_as_a_list_is_refused(kind):
    assert " list" in said("alphabet", alphabet_in(kind))


def emptying(names):
    found = set()
    while names:
        found.update(names.pop())
    return sorted(found)


def shrinking(train, held_out):
    mean, std = train.mean(axis=(0, 1)), train.std(axis=(0, 1))
    for windows in (train, held_out):
        windows -= mean
        windows /= std
    return train, held_out


def scaling(gradients, largest):
    factor = min(1, largest / (np.sqrt(sum((g**2).sum() for g in gradients)) + 1e-12))
    for gradient in gradients:
        gradient *= factor
    return gradients


def counting(windows, targets, encoding):
    encoding["end"] = len(encoding)
    return np.eye(5)[[[0, 1], [1, 2], [2, 0]]], np.eye(5)[[2, 0, 1]]


def looping(model, x, y, epochs, batch_size, learning_rate):
    x *= 2
    return [0.0] * epochs


@pytest.mark.parametrize(
    "check, function, argument, now",
    [
        ("alphabet", emptying, 1, "[]"),
        ("standardised", shrinking, 1, "an array of shape (40, 30, 3)"),
        ("clipping", scaling, 1, "[array([0.6, 0. ]), array([[0. , 0.8]])]"),
        ("one_hot_windows", counting, 3, "{'a': 0, 'b': 1, 'c': 2, 'd': 3, 'end': 4}"),
        ("torch_training", looping, 2, "a tensor of shape (210, 2, 3)"),
    ],
)
def test_a_changed_argument_is_told(check, function, argument, now):
    message = said(check, function)
    assert f"changed its argument no. {argument}, which is now {now}" in message
    assert "work on a copy" in message


def test_a_changed_argument_is_told_where_the_function_raises():
    message = said("alphabet", lambda names: [names.pop() for _ in range(9)])
    assert (
        "raised IndexError" in message and "changed its argument no. 1, which is now []" in message
    )
    assert "work on a copy" in message


def test_a_changed_argument_is_told_where_an_error_is_right():
    def to_one_hot(labels, class_count):
        if labels.max() >= class_count or labels.min() < 0:
            worst, labels[:] = labels[1], 0
            raise ValueError(f"label {worst}")
        return np.eye(class_count)[labels]

    assert "changed its argument no. 1, which is now [0, 0]" in said(
        "labels_to_one_hot", to_one_hot
    )


def test_a_function_that_empties_its_list_leaves_the_checks_as_they_were():
    before = list(encoding.NAMES)
    said("alphabet", emptying)
    assert before == encoding.NAMES
    assert "lacks" in said("alphabet", lambda names: ["A", "a", "b"] if names else [])


def in_place(features, units, classes):
    """A model that changes what it reads."""

    class InPlace(nn.Module):
        def __init__(self):
            super().__init__()
            self.recurrent, self.linear = (
                nn.RNN(features, units, batch_first=True),
                nn.Linear(units, classes),
            )

        def forward(self, x):
            return self.linear(self.recurrent(x.mul_(0.5))[1][-1])

    return InPlace()


def test_a_model_that_changes_its_input_changes_none_of_the_check():
    checks.torch_classifier(in_place)


def trained(returned, done=lambda model: None):
    """A loop of training, right but for what it returns and does at the end."""

    def torch_train(model, x, y, epochs, batch_size, learning_rate):
        optimizer, losses = torch.optim.Adam(model.parameters(), lr=learning_rate), []
        for _ in range(epochs):
            for batch in torch.randperm(len(x)).split(batch_size):
                loss = nn.functional.cross_entropy(model(x[batch]), y[batch])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            losses.append(returned(loss))
        done(model)
        return losses

    return torch_train


def test_losses_that_keep_their_gradients_are_refused():
    message = said("torch_training", trained(lambda loss: loss))
    assert "grad_fn" in message and "loss.item()" in message


@pytest.mark.parametrize("returned", [torch.Tensor.item, torch.Tensor.detach, np.float64])
def test_losses_without_gradients_are_right(returned):
    checks.torch_training(trained(lambda loss: returned(loss.detach())))


def test_a_loss_that_keeps_its_gradients_is_refused_after_a_step_too():
    def clipped_step(model, optimizer, x, y, largest):
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), largest)
        optimizer.step()
        return loss

    assert "loss.item()" in said("torch_clipping", clipped_step)
    checks.torch_clipping(lambda *passed: clipped_step(*passed).item())


@pytest.mark.parametrize("left", ["double", "half", "bfloat16"])
def test_a_model_that_is_left_in_another_type_is_refused(left):
    message = said(
        "torch_training", trained(torch.Tensor.item, lambda model: getattr(model, left)())
    )
    assert "with weights of type torch." in message and "float32, as they were" in message


def test_a_loop_of_ones_own_needs_no_optimiser_of_keras():
    message = said("keras_training", returning([1.0] * 12))
    assert "left every weight as it was" in message


def elman(features, units, classes, *, done=lambda model: model, layer=nn.RNN):
    """A right classifier in PyTorch, but for what is `done` with it, or for its layer."""

    class Elman(nn.Module):
        def __init__(self):
            super().__init__()
            self.recurrent = layer(features, units, batch_first=True)
            self.linear = nn.Linear(units, classes)

        def forward(self, x):
            return self.linear(self.recurrent(x)[1][-1])

    return done(Elman())


def done(change):
    """A function that builds a classifier, and changes it."""
    return lambda *sizes: elman(*sizes, done=change)


@pytest.mark.parametrize("device", ["cpu", torch.device("cpu")])
def test_a_model_may_be_moved(device):
    checks.torch_classifier(done(lambda model: model.to(device)))


def test_a_model_without_values_is_told_so():
    message = said("torch_classifier", done(lambda model: model.to("meta")))
    assert "device meta, which holds no values" in message and "leave out .to(…)" in message


@pytest.mark.parametrize(
    "check, function",
    [
        ("torch_classifier", elman),
        ("torch_training", trained(torch.Tensor.item)),
        ("torch_l2", lambda model, strength: sum((p**2).sum() for p in model.parameters())),
    ],
)
def test_a_default_device_is_that_of_the_check_as_well(check, function):
    before = torch.get_default_device()
    torch.set_default_device("meta")
    try:
        message = said(check, function)
    finally:
        torch.set_default_device(before)
    assert "device meta, which holds no values" in message


def half_moved(model):
    model.linear.to("meta")
    return model


@pytest.mark.parametrize(
    "check, function",
    [
        ("torch_classifier", done(half_moved)),
        ("torch_classifier", done(lambda model: model.to("cuda:99"))),
        ("torch_training", lambda model, x, y, **recipe: model.to("meta")(x)),
        ("torch_training", lambda model, x, y, **recipe: [model.to("meta")(x.to("meta")).tolist()]),
        ("torch_l2", lambda model, strength: model.linear.weight.to("meta").sum().item()),
        ("torch_clipping", lambda model, optimizer, x, *_: model(x.to("meta"))),
    ],
)
def test_a_mismatch_of_devices_is_called_so(check, function):
    message = said(check, function)
    assert "must stand on one device" in message and "two things" not in message


@pytest.mark.parametrize("change", ["double", "half", "bfloat16"])
def test_a_model_in_another_type_is_told_so(change):
    message = said("torch_classifier", done(lambda model: getattr(model, change)()))
    assert "float32" in message and "leave out" in message and "two things" not in message


def test_half_precision_of_keras_is_no_missing_softmax():
    def keras_classifier(features, units, classes):
        return keras.Sequential(
            [
                keras.Input((None, features)),
                keras.layers.SimpleRNN(units),
                keras.layers.Dense(classes, activation="softmax", dtype="mixed_bfloat16"),
            ]
        )

    message = said("keras_classifier", keras_classifier)
    assert "bfloat16" in message and "mixed precision" in message


def attribute_of_none(names):
    return names.copy().sort().index("a")


def used_too_early(names):
    if not names:
        letters = []
    return letters


def missing(names):
    return np.sorted(names)


def other_package(names):
    import a_package_that_does_not_exist  # noqa: F401


def no_python(names):
    return eval("sorted(names")


@pytest.mark.parametrize(
    "function, cause",
    [
        (lambda names: sorted(alphabet_), "`alphabet_` is not defined: a typo, or a cell above"),  # noqa: F821
        (used_too_early, "gets its value only further down"),
        (missing, "a typo, or another kind of object"),
        (attribute_of_none, "changes its list and returns nothing"),
        (other_package, "a package that is not installed"),
        (no_python, "is no Python"),
        (endless, "calls itself without end"),
        (lambda names: sys.exit(), "leave a function with `return`"),
    ],
)
def test_a_fault_of_the_code_has_its_own_cause(function, cause):
    message = said("alphabet", function)
    assert cause in message and "one of the names is empty" not in message


def test_a_typo_in_a_model_is_no_matter_of_two_things():
    class Misspelt(nn.Module):
        def forward(self, x):
            return self.liner(x)

    message = said("torch_classifier", lambda *sizes: Misspelt())
    assert "no attribute 'liner'" in message and "return self.liner(x)" in message
    assert "a typo" in message and "two things" not in message


def test_numpy_in_a_model_of_keras_is_told_to_wait_for_values():
    def keras_classifier(features, units, classes):
        inputs = keras.Input((None, features))
        return keras.Model(inputs, np.asarray(inputs))

    assert "use keras.ops" in said("keras_classifier", keras_classifier)


def test_the_line_that_is_told_is_the_students():
    def to_labels(vectors):
        return np.argmax(vectors, axis=5)

    assert "at       return np.argmax(vectors, axis=5)" in said("one_hot_to_labels", to_labels)
