"""Every check passes the solution of its page, and catches the usual wrong answers with a message
that helps.
"""

import math
import re
from pathlib import Path

import numpy as np
import practice_notebooks as practice
import pytest
import torch

from _ext.execution.code_cells import cells
from rnncourse import checks

ROOT = Path(__file__).parents[2]


CHECK = re.compile(r"^checks\.(\w+)\((\w+)\)", re.M)
PAGES = {
    path.stem: cells(path.read_text("utf-8"))
    for path in sorted((ROOT / "book/practice").glob("*.md"))
}
CELLS = {page: [cell.code for cell in found if cell.in_solution] for page, found in PAGES.items()}
CHECKS = [
    (page, *call)
    for page, found in PAGES.items()
    for cell in found
    for call in CHECK.findall(cell.code)
]


def written(source):
    """What a student has once the cells of a page ran."""
    import keras
    import torch

    names = {"np": np, "math": math, "keras": keras, "torch": torch, "nn": torch.nn}
    exec("from __future__ import annotations\n" + source, names)
    return names


def message(page, check, source):
    """What a check says to this source in place of a page's solutions."""
    name = next(name for found, other, name in CHECKS if (found, other) == (page, check))
    with pytest.raises(checks.CheckFailed) as failed:
        getattr(checks, check)(written(source)[name])
    return str(failed.value)


@pytest.mark.parametrize("page, check, name", CHECKS)
def test_a_solution_passes(page, check, name, capsys):
    getattr(checks, check)(written("\n".join(CELLS[page]))[name])
    assert capsys.readouterr().out == f"{name}: right\n"


@pytest.mark.parametrize("page, check, name", CHECKS)
def test_what_is_not_written_yet_is_told(page, check, name):
    source = "\n".join(map(practice.stub, CELLS[page]))
    assert message(page, check, source).startswith(f"not written yet: {name}\n")


@pytest.mark.parametrize("page, check, name", CHECKS)
@pytest.mark.parametrize("result", ["...", "None"])
def test_a_function_without_a_result_is_not_written_yet(page, check, name, result):
    said = message(page, check, f"def {name}(*args, **options):\n    return {result}")
    assert said.startswith(f"not written yet: {name}\n") and "return" in said


def test_every_check_stands_on_a_page():
    assert {check for _, check, _ in CHECKS} == set(checks.__all__) - {"CheckFailed", "summary"}


BODY = "loss.backward()\n    nn.utils.clip_grad_norm_(model.parameters(), largest)"
TURNED = "nn.utils.clip_grad_norm_(model.parameters(), largest)\n    loss.backward()"
BY_FAMILY = (
    "keys = np.random.default_rng(seed).permutation(np.unique(families))\n    held_out = "
    "np.isin(families, keys[: len(keys) // 5])"
)
SOFTMAX = 'keras.layers.Dense(classes, activation="softmax"),'
# page, check, {what the solution says: what a student wrote instead}, a part of the message
WRONG = [
    (
        "last-names",
        "alphabet",
        {'sorted(set("".join(names)))': 'set("".join(names))'},
        "a set has no order",
    ),
    (
        "last-names",
        "alphabet",
        {'sorted(set("".join(names)))': 'list(dict.fromkeys("".join(names)))'},
        "must not depend on the order",
    ),
    (
        "last-names",
        "alphabet",
        {'sorted(set("".join(names)))': 'sorted("".join(names))'},
        "in the alphabet once",
    ),
    (
        "last-names",
        "alphabet",
        {'sorted(set("".join(names)))': 'list("abcdefghijklmnopqrstuvwxyz")'},
        "lacks",
    ),
    (
        "last-names",
        "alphabet",
        {'sorted(set("".join(names)))': 'sorted({*"".join(names), "END"})'},
        "single characters",
    ),
    (
        "last-names",
        "alphabet",
        {'sorted(set("".join(names)))': 'sorted({*"".join(names), "?"})'},
        "in none of the texts",
    ),
    (
        "last-names",
        "alphabet",
        {'sorted(set("".join(names)))': "sorted({name[0] for name in names})"},
        "raised IndexError.*a name may be empty",
    ),
    ("last-names", "alphabet", {'"".join(names)': '"".join(names).lower()'}, "lacks ..A.."),
    ("last-names", "one_hot_name", {"return vectors": "return vectors.T"}, "axes are swapped"),
    (
        "last-names",
        "one_hot_name",
        {"return vectors": "return np.roll(vectors, max(0, length - len(name)), axis=0)"},
        "padding stands at the front",
    ),
    (
        "last-names",
        "one_hot_name",
        {"np.zeros((length,": "np.zeros((len(name),"},
        "also where the name is shorter",
    ),
    (
        "last-names",
        "one_hot_name",
        {"return vectors": "vectors[len(name):, -1] = 1\n    return vectors"},
        "padding is no symbol",
    ),
    ("last-names", "one_hot_name", {"index(character)]": "index(character) - 1]"}, "counts from 0"),
    ("last-names", "one_hot_name", {"name[:length]": "name"}, "raised IndexError.*is cut"),
    (
        "last-names",
        "one_hot_name",
        {'raise ValueError(f"character {character!r} is not in the alphabet")': "continue"},
        "must not become zeros",
    ),
    (
        "last-names",
        "one_hot_name",
        {'f"character {character!r} is not in the alphabet"': '"unknown"'},
        "a message that names 'x'",
    ),
    (
        "last-names",
        "family_split",
        {BY_FAMILY: "held_out = np.random.default_rng(seed).random(len(families)) < 0.2"},
        "into both parts.*draw families, not rows",
    ),
    (
        "last-names",
        "family_split",
        {"np.random.default_rng(seed).permutation(np.unique(families))": "np.unique(families)"},
        "cut as they come",
    ),
    (
        "last-names",
        "family_split",
        {"default_rng(seed)": "default_rng()"},
        "the same rows for the same seed",
    ),
    (
        "last-names",
        "family_split",
        {
            "np.flatnonzero(~held_out), np.flatnonzero(held_out)": "np.flatnonzero(held_out), "
            "np.flatnonzero(~held_out)"
        },
        "training comes first",
    ),
    (
        "last-names",
        "family_split",
        {"np.flatnonzero(~held_out), np.flatnonzero(held_out)": "~held_out, held_out"},
        "nor True and False",
    ),
    (
        "last-names",
        "family_split",
        {"np.flatnonzero(~held_out), ": "np.arange(len(families)), "},
        "rows once",
    ),
    ("last-names", "accuracy", {"np.mean(": "np.sum("}, "divide by how many"),
    (
        "last-names",
        "accuracy",
        {"float(np.mean(labels == predicted))": "labels == predicted"},
        "one number",
    ),
    (
        "last-names",
        "confusion",
        {"(labels, predicted), 1": "(predicted, labels), 1"},
        "yours are swapped",
    ),
    (
        "last-names",
        "confusion",
        {"np.add.at(counts, (labels, predicted), 1)": "counts[labels, predicted] += 1"},
        "adds only once",
    ),
    (
        "last-names",
        "confusion",
        {"(class_count, class_count)": "(labels.max() + 1,) * 2"},
        "a class that no label names",
    ),
    ("last-names", "keras_classifier", {', activation="softmax"': ""}, "softmax is missing"),
    (
        "last-names",
        "keras_classifier",
        {SOFTMAX: f"{SOFTMAX} keras.layers.Softmax(),"},
        "a softmax of a softmax",
    ),
    (
        "last-names",
        "keras_classifier",
        {"SimpleRNN(units)": "SimpleRNN(units, use_bias=False)"},
        "the recurrent layer has no bias",
    ),
    (
        "last-names",
        "keras_classifier",
        {'activation="softmax"': 'activation="softmax", use_bias=False'},
        "the output layer has no bias",
    ),
    ("last-names", "keras_classifier", {"SimpleRNN(units)": "LSTM(units)"}, "that is an LSTM"),
    ("last-names", "keras_classifier", {"SimpleRNN(units)": "GRU(units)"}, "that is a GRU"),
    (
        "last-names",
        "keras_classifier",
        {"SimpleRNN(units)": "SimpleRNN(units, return_sequences=True)"},
        "an answer for every step",
    ),
    (
        "last-names",
        "keras_classifier",
        {
            "keras.layers.SimpleRNN(units),": "keras.layers.Cropping1D((1, 0)), "
            "keras.layers.SimpleRNN(units),"
        },
        "does not read the first step",
    ),
    (
        "last-names",
        "torch_classifier",
        {"self.linear(last[-1])": "self.linear(states.mean(dim=1))"},
        "from earlier states as well",
    ),
    (
        "last-names",
        "torch_two_layers",
        {"self.linear(last[-1])": "self.linear(states.amax(dim=1))"},
        "from earlier states as well",
    ),
    (
        "last-names",
        "keras_classifier",
        {
            "SimpleRNN(units)": "SimpleRNN(units, return_sequences=True)",
            "keras.layers.Dense(classes": (
                "keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(classes"
            ),
        },
        "from earlier states as well",
    ),
    (
        "last-names",
        "torch_training",
        {
            "torch.optim.Adam(model.parameters(), lr=learning_rate)": (
                "torch.optim.SGD(model.parameters(), lr=1.0)"
            )
        },
        "in the first step.*torch.optim.Adam",
    ),
    (
        "last-names",
        "torch_training",
        {"lr=learning_rate": "lr=0.02"},
        "moved a weight by 0.02.*pass the learning rate on",
    ),
    (
        "last-names",
        "keras_training",
        {"Adam(learning_rate)": "RMSprop(learning_rate)"},
        "trained with RMSprop",
    ),
    ("last-names", "torch_classifier", {", batch_first=True": ""}, "reads the first axis as time"),
    (
        "last-names",
        "torch_classifier",
        {", batch_first=True": "", "last[-1]": "states[:, -1]"},
        "depends on the others of its batch",
    ),
    (
        "last-names",
        "torch_classifier",
        {"self.linear(last[-1])": "self.linear(last[-1]).softmax(dim=1)"},
        "applies the softmax itself",
    ),
    (
        "last-names",
        "torch_classifier",
        {"self.linear(last[-1])": "self.linear(last[-1]).log_softmax(dim=1)"},
        "applies log_softmax itself",
    ),
    (
        "last-names",
        "torch_classifier",
        {"self.linear(last[-1])": "self.linear(states)"},
        "an answer for every step",
    ),
    (
        "last-names",
        "torch_classifier",
        {"self.linear(last[-1])": "last[-1]"},
        "the output layer is missing",
    ),
    (
        "last-names",
        "torch_classifier",
        {"self.linear(last[-1])": "self.recurrent(x)"},
        "returns two things",
    ),
    (
        "last-names",
        "torch_classifier",
        {"self.linear(last[-1])": "self.linear(last)"},
        "an axis for the layers",
    ),
    (
        "last-names",
        "torch_classifier",
        {"batch_first=True": "batch_first=True, bias=False"},
        "the recurrent layer has no bias",
    ),
    (
        "last-names",
        "keras_training",
        {'"sparse_categorical_crossentropy"': '"categorical_crossentropy"'},
        "the labels are indices",
    ),
    ("last-names", "keras_training", {'log.history["loss"]': "log"}, "one for each epoch"),
    ("last-names", "keras_training", {"Adam(learning_rate)": "Adam()"}, "pass it on"),
    (
        "last-names",
        "keras_training",
        {"model.fit(x, y,": "model.fit(x, np.random.default_rng(0).permutation(y),"},
        "the same permutation",
    ),
    (
        "last-names",
        "torch_training",
        {"            optimizer.zero_grad()\n": ""},
        "optimizer.zero_grad",
    ),
    ("last-names", "torch_training", {"            optimizer.step()\n": ""}, "optimizer.step"),
    (
        "last-names",
        "torch_training",
        {"y[batch])": "y[torch.randperm(len(x))[:len(batch)]])"},
        "the same permutation",
    ),
    (
        "last-names",
        "torch_training",
        {"torch.randperm(len(x))": "torch.arange(len(x))"},
        "the same order in every epoch",
    ),
    (
        "last-names",
        "torch_training",
        {".split(batch_size)": ".split(batch_size)[:-1]"},
        "the last batch may be smaller",
    ),
    ("last-names", "torch_training", {"return losses": "return losses[-1]"}, "one for each epoch"),
    (
        "last-names",
        "keras_two_layers",
        {", return_sequences=True": ""},
        "raised ValueError.*return_sequences=True",
    ),
    ("last-names", "torch_two_layers", {"last[-1]": "last[0]"}, "change nothing.*not h.0."),
    ("last-names", "torch_two_layers", {"layers=2": "layers=1"}, "one recurrent layer alone"),
    ("last-names", "torch_two_layers", {"layers=2": "layers=3"}, "a recurrent layer too many"),
    (
        "company-names",
        "one_text",
        {'"".join(f"{name}\\n" for name in names)': '"\\n".join(names)'},
        "the last name ends",
    ),
    (
        "company-names",
        "one_text",
        {'"".join(f"{name}\\n" for name in names)': '" ".join(names)'},
        "a line break tells",
    ),
    (
        "company-names",
        "dictionaries",
        {"enumerate(sorted(set(text)))": "enumerate(sorted(set(text)), 1)"},
        "count from 0",
    ),
    (
        "company-names",
        "dictionaries",
        {"sorted(set(text))": "dict.fromkeys(text)"},
        "must not depend on the order",
    ),
    (
        "company-names",
        "dictionaries",
        {
            "return {character: i for i, character in decoding.items()}, decoding": "return decoding, {character: i for i, character in decoding.items()}"
        },
        "from characters to indices",
    ),
    (
        "company-names",
        "windows",
        {"len(text) - length, skip": "len(text) - length + 1, skip"},
        "needs a character after it",
    ),
    (
        "company-names",
        "windows",
        {"len(text) - length, skip": "len(text) - length - 1, skip"},
        "range stops before its end",
    ),
    ("company-names", "windows", {"length, skip)\n": "length)\n"}, "every skip-th character"),
    ("company-names", "windows", {"length, skip)\n": "length, length)\n"}, "not .length."),
    (
        "company-names",
        "windows",
        {"text[i + length] for": "text[i + length - 1] for"},
        "yours is its last one",
    ),
    (
        "company-names",
        "windows",
        {"text[i + length] for": "text[(i + length + 1) % len(text)] for"},
        "right after the window",
    ),
    (
        "company-names",
        "one_hot_windows",
        {"np.eye(len(encoding)": "np.eye(len(set(targets))"},
        "a symbol that no window holds",
    ),
    (
        "company-names",
        "one_hot_windows",
        {"return x, rows": "return x.transpose(0, 2, 1), rows"},
        "windows, then steps, then symbols",
    ),
    (
        "company-names",
        "temperature",
        {"np.log(probabilities) / temperature": "np.log(probabilities) * temperature"},
        "make the likeliest likelier",
    ),
    (
        "company-names",
        "temperature",
        {"np.log(probabilities) / temperature": "np.log(probabilities / temperature)"},
        "divide their logarithms",
    ),
    ("company-names", "temperature", {"return p / p.sum()": "return p"}, "add up to 1"),
    (
        "company-names",
        "temperature",
        {"scores - scores.max()": "scores"},
        "subtract the largest logarithm",
    ),
    ("company-names", "temperature", {"temperature <= 0": "temperature < 0"}, "divide by zero"),
    ("company-names", "writing", {"text[-len(start) :]": "text"}, "the window slides"),
    ("company-names", "writing", {"text[-len(start) :]": "start"}, "must be read at the next step"),
    ("company-names", "writing", {"return text": "return text[len(start):]"}, "the start belongs"),
    (
        "company-names",
        "writing",
        {"rng.choice(alphabet, p=p / p.sum())": "alphabet[p.argmax()]"},
        "the same text each time",
    ),
    ("company-names", "writing", {", p=p / p.sum()": ""}, "the probabilities that came back"),
    ("company-names", "writing", {"rng.choice": "np.random.choice"}, "not with np.random"),
    (
        "company-names",
        "writing",
        {"range(count)": "range(count - len(start))"},
        "the start belongs|draw .count. characters",
    ),
    (
        "company-names",
        "shifted",
        {"text[i + 1 : i + 1 + length]": "text[i:i + length]"},
        "repeat what it reads",
    ),
    (
        "company-names",
        "shifted",
        {"text[i + 1 : i + 1 + length]": "text[i + 2:i + 2 + length]"},
        "one character further",
    ),
    (
        "company-names",
        "shifted",
        {"len(text) - length, length": "len(text), length"},
        "one more character",
    ),
    (
        "company-names",
        "shifted",
        {"len(text) - length, length": "len(text) - length - 1, length"},
        "range stops before its end",
    ),
    (
        "company-names",
        "shifted",
        {"len(text) - length, length": "len(text) - length"},
        "without a gap or an overlap",
    ),
    ("company-names", "keras_every_step", {", return_sequences=True": ""}, "return_sequences=True"),
    (
        "company-names",
        "torch_every_step",
        {"states if self.every_step else last[0]": "last[0]"},
        "pass all states on",
    ),
    (
        "company-names",
        "torch_every_step",
        {", batch_first=True": ""},
        "depends on the others of its batch",
    ),
    (
        "company-names",
        "streams",
        {
            "range(place, count * longest, longest)": "range(count * place, count * (place + length), length)"
        },
        "in the next row of the same chunk",
    ),
    (
        "company-names",
        "streams",
        {
            "    return chunks": "    return [tuple(zip(*stream)) for stream in zip(*(zip(*chunk) for chunk in chunks))]"
        },
        "the first index counts the chunks",
    ),
    (
        "company-names",
        "streams",
        {
            "chunks.append((inputs, [text[i + 1 : i + 1 + length] for i in starts]))": "chunks.append(inputs)"
        },
        "one pair .inputs, targets.",
    ),
    (
        "company-names",
        "streams",
        {"text[i + 1 : i + 1 + length] for i in starts": "text[i : i + length] for i in starts"},
        "repeat what it reads",
    ),
    (
        "company-names",
        "streams",
        {
            "text[i + 1 : i + 1 + length] for i in starts": "text[i + 2 : i + 2 + length] for i in starts"
        },
        "one character further",
    ),
    (
        "company-names",
        "streams",
        {"(len(text) - 1) // count": "len(text) // count"},
        "full, and so is its target",
    ),
    (
        "company-names",
        "streams",
        {"(len(text) - 1) // count": "(len(text) - 2) // count"},
        "may be the last character",
    ),
    (
        "company-names",
        "streams",
        {"range(0, longest, length)": "range(0, longest, length - 1)"},
        "without a gap or an overlap",
    ),
    (
        "company-names",
        "streams",
        {"count * longest, longest)": "place + count)"},
        "by two streams",
    ),
    (
        "company-names",
        "streams",
        {"range(0, longest, length)": "range(length, longest, length)"},
        "begins at index 0",
    ),
    (
        "company-names",
        "keras_carrying",
        {"return_sequences=True, stateful=True": "return_sequences=True"},
        "begins each call anew.*stateful=True",
    ),
    (
        "company-names",
        "keras_carrying",
        {"batch_shape=(streams, None, features)": "(None, features)"},
        "raised ValueError.*batch_shape",
    ),
    (
        "company-names",
        "keras_carrying",
        {"            layer(units,": "            keras.layers.SimpleRNN(units,"},
        "the one that was handed in",
    ),
    (
        "company-names",
        "keras_carrying",
        {"return_sequences=True, stateful=True": "stateful=True"},
        "one answer for each sequence",
    ),
    (
        "company-names",
        "keras_carrying",
        {', activation="softmax"': ""},
        "softmax is missing",
    ),
    (
        "company-names",
        "torch_carrying",
        {"states, last = self.recurrent(x, state)": "states, last = self.recurrent(x)"},
        "begins each call anew.*self.recurrent.x, state",
    ),
    (
        "company-names",
        "torch_carrying",
        {"return self.linear(states), last": "return self.linear(states)"},
        "return logits, state",
    ),
    (
        "company-names",
        "torch_carrying",
        {"return self.linear(states), last": "return self.linear(states), states"},
        "raised .*hands both to the recurrent layer",
    ),
    (
        "company-names",
        "torch_carrying",
        {"layer(features, units, batch_first=True)": "nn.RNN(features, units, batch_first=True)"},
        "the one that was handed in",
    ),
    (
        "company-names",
        "torch_carrying",
        {"layer(features, units, batch_first=True)": "layer(features, units)"},
        "reads the first axis as time",
    ),
    (
        "company-names",
        "torch_carrying",
        {"self.linear(states), last": "self.linear(states).softmax(dim=2), last"},
        "applies the softmax itself",
    ),
    (
        "company-names",
        "keras_epoch",
        {"            layer.reset_state()": "            pass"},
        "that of the text before is still there",
    ),
    (
        "company-names",
        "keras_epoch",
        {
            "    log = model.fit(": "    losses = []\n    for a, b in chunks:\n        [layer.reset_state() for layer in model.layers[:1]]\n        losses += model.fit(a, b, verbose=0).history['loss']\n    return np.mean(losses)\n    log = model.fit("
        },
        "before the first chunk only",
    ),
    (
        "company-names",
        "keras_epoch",
        {"zip(*chunks))": "zip(*chunks[::-1]))"},
        "in the order of the text",
    ),
    ("company-names", "keras_epoch", {"shuffle=False, ": ""}, "shuffle=False"),
    (
        "company-names",
        "keras_epoch",
        {"batch_size=len(chunks[0][0])": "batch_size=32"},
        "raised .*as many rows as the net has streams",
    ),
    (
        "company-names",
        "keras_epoch",
        {
            "    log = model.fit(": "    return model.evaluate(x, y, batch_size=2, verbose=0)\n    log = model.fit("
        },
        "left every weight",
    ),
    (
        "company-names",
        "keras_epoch",
        {
            "    log = model.fit(": "    return [model.train_on_batch(a, b) for a, b in chunks][-1]\n    log = model.fit("
        },
        "the loss of the last chunk",
    ),
    ("company-names", "keras_epoch", {'.history["loss"][0]': ""}, "expected one number"),
    (
        "company-names",
        "torch_epoch",
        {"        state = cut(state)\n": ""},
        "raised RuntimeError.*hangs on the chunk before",
    ),
    (
        "company-names",
        "torch_epoch",
        {"        state = cut(state)\n": "        state = state.detach()\n"},
        "raised AttributeError.*is a pair",
    ),
    (
        "company-names",
        "torch_epoch",
        {"tuple(part.detach() for part in state)": "(state[0].detach(), state[1])"},
        "raised RuntimeError.*detach both",
    ),
    (
        "company-names",
        "torch_epoch",
        {"        state = cut(state)\n": "        state = None\n"},
        "began every chunk without a state.*model.x, state",
    ),
    (
        "company-names",
        "torch_epoch",
        {
            "        optimizer.zero_grad()\n        loss.backward()\n        optimizer.step()\n        state = cut(state)\n": "        optimizer.zero_grad()\n        loss.backward(retain_graph=True)\n        with torch.no_grad():\n            for p in model.parameters():\n                p.data = p.data - 0.1 * p.grad\n"
        },
        "remembers how it was computed.*detach",
    ),
    (
        "company-names",
        "torch_epoch",
        {
            "logits.flatten(0, 1), y.flatten()": "logits, y",
        },
        "raised RuntimeError.*one row for each answer",
    ),
    (
        "company-names",
        "torch_epoch",
        {"state = cut(state)": "state = torch.randn_like(state)"},
        "another state",
    ),
    (
        "company-names",
        "torch_epoch",
        {"state, total = None, 0.0": "state, total = torch.ones(1, 2, 4), 0.0"},
        "the beginning of the text",
    ),
    (
        "company-names",
        "torch_epoch",
        {"in chunks:": "in chunks[::-1]:"},
        "the first chunk to the last",
    ),
    (
        "company-names",
        "torch_epoch",
        {"        optimizer.zero_grad()\n": ""},
        "optimizer.zero_grad",
    ),
    ("company-names", "torch_epoch", {"        optimizer.step()\n": ""}, "optimizer.step"),
    (
        "company-names",
        "torch_epoch",
        {"total += loss.item()": "total = len(chunks) * loss.item()"},
        "the loss of the last chunk",
    ),
    (
        "company-names",
        "torch_epoch",
        {"return total / len(chunks)": "return total"},
        "the sum of the losses",
    ),
    (
        "company-names",
        "torch_epoch",
        {"total += loss.item()": "total += loss"},
        "loss.item",
    ),
    (
        "first-names",
        "end_padded",
        {'*["END"] * (length - len(name))': '*["END"] * (length > len(name))'},
        "also|each of .length. steps",
    ),
    (
        "first-names",
        "end_padded",
        {
            "symbols = [*name, *": "symbols = [*",
            "(length - len(name))]": "(length - len(name)), *name]",
        },
        "END stands in front",
    ),
    (
        "first-names",
        "end_padded",
        {"np.float32)[rows]": "np.float32)[rows] * (np.arange(length) < len(name))[:, None]"},
        "are zeros; here END",
    ),
    (
        "first-names",
        "end_padded",
        {"np.float32)[rows]": "np.float32)[rows] * (np.arange(length) <= len(name))[:, None]"},
        "every row behind the name, not one alone",
    ),
    ("first-names", "end_padded", {"np.float32)[rows]": "np.float32)[rows].T"}, "axes are swapped"),
    (
        "first-names",
        "end_padded",
        {"alphabet.index(symbol) for": "-1 if symbol == 'END' else alphabet.index(symbol) for"},
        "need not be the last",
    ),
    (
        "first-names",
        "end_padded",
        {"alphabet.index(symbol) for": "alphabet.index(symbol) - 1 for"},
        "counts from 0",
    ),
    (
        "first-names",
        "end_padded",
        {"len(name) > length": "len(name) >= length"},
        "exactly .length. characters fits",
    ),
    (
        "first-names",
        "end_padded",
        {"if len(name) > length:": "if False:"},
        "refuse what is too long",
    ),
    (
        "first-names",
        "end_padded",
        {'raise ValueError(f"{name!r} has more than {length} characters")': "name = name[:length]"},
        "a name that loses its end is another name",
    ),
    (
        "first-names",
        "end_padded",
        {
            "alphabet.index(symbol) for symbol in symbols": "alphabet.index(symbol) if symbol in alphabet else 0 for symbol in symbols"
        },
        "not in the alphabet has no row",
    ),
    (
        "first-names",
        "name_split",
        {"permutation(np.unique(names))": "permutation(names)"},
        "what is drawn for one must not be drawn for another",
    ),
    (
        "first-names",
        "name_split",
        {
            "np.isin(names, drawn[:fifth])": "chance < 0.2",
            "np.isin(names, drawn[fifth : 2 * fifth])": "chance > 0.8",
            "fifth = len": "chance = np.random.default_rng(seed).random(len(names))\n    fifth = len",
        },
        "draw names, not rows",
    ),
    (
        "first-names",
        "name_split",
        {"(train, validation, test)))": "(test, validation, train)))"},
        "training comes first",
    ),
    (
        "first-names",
        "name_split",
        {"(train, validation, test)))": "(train, test)))"},
        "three arrays",
    ),
    (
        "first-names",
        "name_split",
        {"map(np.flatnonzero, (": "map(np.asarray, ("},
        "nor True and False",
    ),
    ("first-names", "name_split", {"~test & ~validation": "~test"}, "rows once"),
    (
        "first-names",
        "name_split",
        {"len(drawn) // 5": "len(drawn) // 50"},
        "a fifth of the names for each",
    ),
    (
        "first-names",
        "name_split",
        {"default_rng(seed)": "default_rng()"},
        "the same rows for the same seed",
    ),
    ("first-names", "name_split", {"default_rng(seed)": "default_rng(7)"}, "the seed is not used"),
    ("first-names", "last_letter_rule", {"name[-1]": "name[0]"}, "the rule of the first letter"),
    (
        "first-names",
        "last_letter_rule",
        {"answers.get(name[-1], otherwise)": "answers[name[-1]]"},
        "raised KeyError.*needs an answer too",
    ),
    (
        "first-names",
        "last_letter_rule",
        {"answers.get(name[-1], otherwise)": "answers.get(name[-1], 0)"},
        "needs an answer too",
    ),
    (
        "first-names",
        "last_letter_rule",
        {"answers.get(name[-1], otherwise)": "otherwise"},
        "all get the same answer",
    ),
    (
        "first-names",
        "last_letter_rule",
        {
            "np.bincount(labels[last == letter]).argmax()": "(np.bincount(labels[last == letter], minlength=2) / np.bincount(labels)).argmax()"
        },
        "not shares of each list",
    ),
    (
        "first-names",
        "last_letter_rule",
        {"last == letter]).argmax()": "last == letter], minlength=2).argmin()"},
        "expected",
    ),
    (
        "first-names",
        "ceiling",
        {"float(right / len(names))": "float(1 - right / len(names))"},
        "the ceiling is what is left",
    ),
    (
        "first-names",
        "ceiling",
        {"float(right / len(names))": "float(100 * right / len(names))"},
        "not hundredths",
    ),
    (
        "first-names",
        "ceiling",
        {
            "np.bincount(labels[names == name]).max() for name in np.unique(names)": "len(set(labels[names == name])) == 1 for name in names"
        },
        "only the other one is lost",
    ),
    (
        "first-names",
        "ceiling",
        {
            "np.bincount(labels[names == name]).max() for name in np.unique(names)": "len(set(labels[names == name])) == 1 for name in np.unique(names)",
            "len(names))": "len(set(names)))",
        },
        "count rows, not names",
    ),
    (
        "first-names",
        "ceiling",
        {"float(right / len(names))": "len(set(names)) / len(names)"},
        "eva stands twice",
    ),
    (
        "first-names",
        "ceiling",
        {
            "np.bincount(labels[names == name]).max()": "(names == name).sum() / len(set(labels[names == name]))"
        },
        "its most frequent label",
    ),
    (
        "first-names",
        "keras_masked",
        {"            keras.layers.Masking(),\n": ""},
        "when zeros follow it.*Masking",
    ),
    (
        "first-names",
        "keras_masked",
        {"Masking()": "Masking(mask_value=1.0)"},
        "when zeros follow it",
    ),
    (
        "first-names",
        "keras_masked",
        {"SimpleRNN(units)": "SimpleRNN(units, use_bias=False)"},
        "the recurrent layer has no bias",
    ),
    ("first-names", "keras_masked", {"SimpleRNN(units)": "GRU(units)"}, "that is a GRU"),
    (
        "first-names",
        "torch_masked",
        {"states[torch.arange(len(x)), lengths - 1]": "states[:, -1]"},
        "not after the zeros",
    ),
    (
        "first-names",
        "torch_masked",
        {"lengths - 1": "lengths"},
        "raised IndexError.*is number n - 1",
    ),
    (
        "first-names",
        "torch_masked",
        {"lengths - 1": "(lengths - 2).clamp(0)"},
        "when zeros follow it|the last step",
    ),
    (
        "first-names",
        "torch_masked",
        {
            "states[torch.arange(len(x)), lengths - 1]": "(states * x.any(dim=2, keepdim=True)).sum(dim=1) / lengths[:, None]"
        },
        "from earlier states as well",
    ),
    (
        "first-names",
        "torch_masked",
        {
            "states, _ = self.recurrent(x)": "packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True)\n        _, last = self.recurrent(packed)",
            "states[torch.arange(len(x)), lengths - 1]": "last[-1]",
        },
        "raised RuntimeError.*enforce_sorted=False",
    ),
    (
        "first-names",
        "torch_masked",
        {
            "states, _ = self.recurrent(x)": "lengths, order = lengths.sort(descending=True)\n        states, _ = self.recurrent(x[order])",
        },
        "in another order",
    ),
    (
        "first-names",
        "calibration",
        {"mean_loss(log_odds, labels, tau) for": "mean_loss(test_log_odds, test_labels, tau) for"},
        "no test any more",
    ),
    (
        "first-names",
        "calibration",
        {
            "mean_loss(log_odds, labels, tau) for": "mean_loss(np.concatenate([log_odds, test_log_odds]), np.concatenate([labels, test_labels]), tau) for"
        },
        "on both parts together",
    ),
    (
        "first-names",
        "calibration",
        {"against / tau": "against * tau"},
        "divided by the temperature, not multiplied",
    ),
    (
        "first-names",
        "calibration",
        {"return tau,": "return -tau,"},
        "below 0 turns every answer round",
    ),
    (
        "first-names",
        "calibration",
        {"np.geomspace(0.1, 10, 400)": "np.linspace(0.001, 1, 400)"},
        "in small steps",
    ),
    (
        "first-names",
        "calibration",
        {
            "return tau, mean_loss(test_log_odds, test_labels, tau)": "return tau, mean_loss(log_odds, labels, tau)"
        },
        "loss on validation",
    ),
    (
        "first-names",
        "calibration",
        {"test_labels, tau)": "test_labels, 1.0)"},
        "without the temperature",
    ),
    (
        "first-names",
        "calibration",
        {"test_labels, tau)": "test_labels, 1 / tau)"},
        "that are multiplied",
    ),
    ("first-names", "calibration", {".mean())": ".sum())"}, "take the mean"),
    ("first-names", "calibration", {".mean())": ".mean() / np.log(2))"}, "bits"),
    (
        "first-names",
        "calibration",
        {"mean_loss(test_log_odds, test_labels": "mean_loss(test_log_odds, 1 - test_labels"},
        "turned round",
    ),
    (
        "first-names",
        "calibration",
        {"np.logaddexp(0, against / tau)": "np.log(1 + np.exp(against / tau))"},
        "expected .*finite.*the exponential of 2000 overflows",
    ),
    ("first-names", "at_most", {"range(k + 1)": "range(k)"}, "stops before k"),
    ("first-names", "at_most", {"range(k + 1)": "[k]"}, "of exactly k"),
    ("first-names", "at_most", {"range(k + 1)": "range(k + 1, n + 1)"}, "more than k"),
    ("first-names", "at_most", {"range(k + 1)": "range(k, n + 1)"}, "at least k"),
    ("first-names", "at_most", {"math.comb(n, i) * ": ""}, "in how many ways"),
    (
        "first-names",
        "at_most",
        {"p**i * (1 - p) ** (n - i)": "(1 - p) ** i * p ** (n - i)"},
        "k counts right ones",
    ),
    (
        "first-names",
        "at_most",
        {
            "return sum(": "return float(np.mean(np.random.default_rng(0).binomial(n, p, 9999) <= k)) or sum("
        },
        "a simulation",
    ),
    (
        "class-imbalance",
        "balanced_accuracy",
        {
            "return float((found[present] / rows[present]).mean())": "return found.sum() / rows.sum()"
        },
        "a mean over rows: here every class",
    ),
    ("class-imbalance", "balanced_accuracy", {"axis=1": "axis=0"}, "mean precision"),
    (
        "class-imbalance",
        "balanced_accuracy",
        {".mean())": ".sum())"},
        "divide by the number of classes",
    ),
    (
        "class-imbalance",
        "balanced_accuracy",
        {"float((found[present] / rows[present]).mean())": "found[present] / rows[present]"},
        "one number: the mean over the classes|expected one number",
    ),
    (
        "class-imbalance",
        "balanced_accuracy",
        {"rows > 0": "rows >= 0"},
        "a class without rows has neither",
    ),
    (
        "class-imbalance",
        "balanced_accuracy",
        {"found[present] / rows[present]": "found / np.maximum(rows, 1)"},
        "a class without rows has neither",
    ),
    (
        "class-imbalance",
        "macro_f1",
        {"return float(f1.mean())": "return np.trace(counts) / counts.sum()"},
        "the F1 of all rows together",
    ),
    (
        "class-imbalance",
        "macro_f1",
        {
            "return float(f1.mean())": "r, p = (found / rows).mean(), (found / counts.sum(axis=0)).mean()\n    return 2 / (1 / r + 1 / p)"
        },
        "F1 for each class comes first",
    ),
    (
        "class-imbalance",
        "macro_f1",
        {
            "return float(f1.mean())": "return (found / rows + found / counts.sum(axis=0)).mean() / 2"
        },
        "the plain mean of recall and precision",
    ),
    (
        "class-imbalance",
        "macro_f1",
        {"return float(f1.mean())": "return (found / rows).mean()"},
        "the mean recall",
    ),
    (
        "class-imbalance",
        "macro_f1",
        {"return float(f1.mean())": "return (found / counts.sum(axis=0)).mean()"},
        "the mean precision",
    ),
    (
        "class-imbalance",
        "macro_f1",
        {
            "f1 = 2": "r, p = found / rows, found / counts.sum(axis=0)\n    f1 = 2 / (1 / r + 1 / p) if counts.sum(axis=0).all() else 0 * found / counts.sum(axis=0)  #"
        },
        "is never answered has no precision",
    ),
    ("class-imbalance", "macro_f1", {"[rows > 0]": ""}, "a class without rows has neither"),
    (
        "class-imbalance",
        "class_weights",
        {
            "return len(labels) / (class_count * counts)": "return class_count * counts / len(labels)"
        },
        "the heavier is the more frequent",
    ),
    (
        "class-imbalance",
        "class_weights",
        {"(class_count * counts)": "(class_count * np.sqrt(counts))"},
        "the root treats",
    ),
    ("class-imbalance", "class_weights", {"(class_count * counts)": "counts"}, "the size is not"),
    (
        "class-imbalance",
        "class_weights",
        {"(class_count * counts)": "(class_count * counts[labels])"},
        "not for each row",
    ),
    (
        "class-imbalance",
        "class_weights",
        {"return len(labels)": "return -len(labels)"},
        "its weight is positive",
    ),
    ("class-imbalance", "class_weights", {", minlength=class_count": ""}, "needs minlength"),
    (
        "class-imbalance",
        "class_weights",
        {"if not counts.all():": "if False:"},
        "class 2 has no row and no weight",
    ),
    (
        "class-imbalance",
        "oversampling",
        {
            "    held_out = np.isin(names, drawn[: len(drawn) // 5])\n": "    every = np.concatenate([rng.choice(np.flatnonzero(labels == c), 60) for c in range(3)])\n    order = rng.permutation(180)\n    return every[order[36:]], every[order[:36]]\n",
        },
        "repeated before the split",
    ),
    (
        "class-imbalance",
        "oversampling",
        {
            "    held_out = np.isin(names, drawn[: len(drawn) // 5])\n": "    order = rng.permutation(180)\n    return order[36:], order[:36]\n",
        },
        "places in a table that was repeated first",
    ),
    (
        "class-imbalance",
        "oversampling",
        {
            "np.isin(names, drawn[: len(drawn) // 5])": "np.random.default_rng(seed).permutation(len(names)) % 5 == 0"
        },
        "under two labels.*draw names, not rows",
    ),
    (
        "class-imbalance",
        "oversampling",
        {
            "np.array(repeated), np.flatnonzero(held_out)": "np.array(repeated), rng.choice(np.flatnonzero(held_out), 90)"
        },
        "only what is trained on is repeated",
    ),
    (
        "class-imbalance",
        "oversampling",
        {
            "np.array(repeated), np.flatnonzero(held_out)": "np.flatnonzero(held_out), np.flatnonzero(~held_out)"
        },
        "the training part comes first",
    ),
    ("class-imbalance", "oversampling", {"np.array(repeated), ": "train, "}, "nothing is repeated"),
    (
        "class-imbalance",
        "oversampling",
        {"np.bincount(labels[train]).max()": "np.bincount(labels).max()"},
        "as many rows as the largest has in training",
    ),
    (
        "class-imbalance",
        "oversampling",
        {
            "largest = np.bincount(labels[train]).max()": "largest = np.bincount(labels[train]).min()",
            "more = rng.choice(rows, largest - len(rows))": "rows, more = rng.choice(rows, largest), []",
        },
        "that is undersampling",
    ),
    (
        "class-imbalance",
        "oversampling",
        {
            "more = rng.choice(rows, largest - len(rows))": "rows, more = rng.choice(rows, largest), []"
        },
        "with replacement leaves some rows out",
    ),
    (
        "class-imbalance",
        "oversampling",
        {"default_rng(seed)": "default_rng()"},
        "the same rows for the same seed",
    ),
    (
        "class-imbalance",
        "oversampling",
        {"np.array(repeated), np.flatnonzero(held_out)": "names[repeated], names[held_out]"},
        "not the names",
    ),
    (
        "class-imbalance",
        "balanced_batches",
        {
            "    return [\n        np.concatenate([rng.choice(rows, each) for rows in members])": "    return [\n        labels[np.concatenate([rng.choice(rows, each) for rows in members])]"
        },
        "these are labels",
    ),
    (
        "class-imbalance",
        "balanced_batches",
        {
            "np.concatenate([rng.choice(rows, each) for rows in members])": "rng.permutation(len(labels))[:batch_size]"
        },
        "as the data do",
    ),
    (
        "class-imbalance",
        "balanced_batches",
        {
            "np.concatenate([rng.choice(rows, each) for rows in members])": "np.array([rng.choice(members[rng.integers(3)]) for _ in range(batch_size)])"
        },
        "single batches are not",
    ),
    (
        "class-imbalance",
        "balanced_batches",
        {"rng.choice(rows, each)": "rng.choice(rows, each, replace=False)"},
        "raised ValueError.*its rows repeat",
    ),
    (
        "class-imbalance",
        "balanced_batches",
        {"-(-len(labels) // batch_size)": "len(labels) // batch_size"},
        "are 5 batches",
    ),
    (
        "class-imbalance",
        "balanced_batches",
        {"rng.choice(rows, each)": "rng.choice(rows[:each], each)"},
        "draw among all rows of a class",
    ),
    (
        "class-imbalance",
        "balanced_batches",
        {"rng.choice": "np.random.choice"},
        "not with np.random",
    ),
    (
        "class-imbalance",
        "balanced_batches",
        {"members = [": "rng = np.random.default_rng(0)\n    members = ["},
        "every epoch has other batches",
    ),
    (
        "class-imbalance",
        "balanced_batches",
        {"batch_size // len(members)": "batch_size"},
        "in batches of 12",
    ),
    ("class-imbalance", "logit_adjustment", {"logits - beta": "logits + beta"}, "the sign"),
    (
        "class-imbalance",
        "logit_adjustment",
        {"np.log(counts / counts.sum())": "(counts / counts.sum())"},
        "the logarithm of the shares",
    ),
    (
        "class-imbalance",
        "logit_adjustment",
        {"np.log(counts / counts.sum())": "counts"},
        "the logarithm of the counts",
    ),
    (
        "class-imbalance",
        "logit_adjustment",
        {"np.log(counts / counts.sum())": "np.log(counts / counts.sum())[:, None]"},
        "classes, which are columns",
    ),
    (
        "class-imbalance",
        "logit_adjustment",
        {"beta * np.log": "np.log"},
        "multiply the logarithm by beta",
    ),
    (
        "class-imbalance",
        "logit_adjustment",
        {
            "return logits - beta * np.log(counts / counts.sum())": "p = np.exp(logits) / (counts / counts.sum()) ** beta\n    return p / p.sum(axis=1, keepdims=True)"
        },
        "return logits, without a softmax",
    ),
    (
        "class-imbalance",
        "logit_adjustment",
        {
            "return logits - beta * np.log(counts / counts.sum())": "return (logits - np.log(counts)).argmax(axis=1)"
        },
        "as they came",
    ),
    (
        "class-imbalance",
        "one_look",
        {"max(validation, key=validation.get)": "max(test, key=test.get)"},
        "Choose on validation",
    ),
    ("class-imbalance", "one_look", {"test[best]": "validation[best]"}, "which flatters it"),
    ("class-imbalance", "one_look", {"test[best]": "max(test.values())"}, "of another treatment"),
    (
        "class-imbalance",
        "one_look",
        {"max(validation, key=validation.get)": "max(validation)"},
        "expected",
    ),
    (
        "class-imbalance",
        "one_look",
        {"max(validation, key=validation.get)": "min(validation, key=validation.get)"},
        "the largest score",
    ),
    (
        "class-imbalance",
        "one_look",
        {"best, test[best]": "test[best], best"},
        "the name comes first",
    ),
    ("activity", "labels_to_one_hot", {"[labels]": "[labels - 1]"}, "counted from 0"),
    (
        "activity",
        "labels_to_one_hot",
        {"np.eye(class_count": "np.eye(labels.max() + 1"},
        "a class that no label has",
    ),
    ("activity", "labels_to_one_hot", {"if len(outside)": "if False"}, "must be refused"),
    (
        "activity",
        "labels_to_one_hot",
        {"(labels < 0) | (labels >= class_count)": "labels >= class_count"},
        "silently become the last class",
    ),
    ("activity", "one_hot_to_labels", {"axis=1": "axis=0"}, "along the classes"),
    (
        "activity",
        "one_hot_to_labels",
        {"vectors.argmax(axis=1)": "np.where(vectors == 1)[1]"},
        "answers with probabilities",
    ),
    (
        "activity",
        "one_hot_to_labels",
        {"vectors.argmax(axis=1)": "vectors.argmax(axis=1) + 1"},
        "count from 0",
    ),
    (
        "activity",
        "standardised",
        {
            "train.mean(": "np.concatenate([train, held_out]).mean(",
            "train.std(": "np.concatenate([train, held_out]).std(",
        },
        "that is a leak",
    ),
    (
        "activity",
        "standardised",
        {"(held_out - mean) / std": "(held_out - held_out.mean(axis=(0, 1))) / std"},
        "by their own mean",
    ),
    (
        "activity",
        "standardised",
        {"axis=(0, 1)": "axis=None"},
        "one number is left for each channel",
    ),
    ("activity", "standardised", {"axis=(0, 1)": "axis=0"}, "steps of a channel one by one"),
    (
        "activity",
        "standardised",
        {"(held_out - mean) / std": "held_out"},
        "the same shift and scale",
    ),
    (
        "activity",
        "keras_l2",
        {"recurrent_regularizer=penalty": ""},
        "that is the penalty of W_xh and W_hy",
    ),
    (
        "activity",
        "keras_l2",
        {', activation="softmax", kernel_regularizer=penalty': ', activation="softmax"'},
        "that is the penalty of W_xh and W_hh",
    ),
    (
        "activity",
        "keras_l2",
        {
            "recurrent_regularizer=penalty": "recurrent_regularizer=penalty, "
            "bias_regularizer=penalty"
        },
        "W_xh and W_hh and b_h",
    ),
    ("activity", "torch_l2", {" if p.ndim == 2": ""}, "W_xh and W_hh and b_xh"),
    ("activity", "torch_l2", {"(p**2).sum()": "p.norm()"}, "sum of the squares"),
    (
        "activity",
        "torch_l2",
        {"(p**2).sum()": "(p.detach() ** 2).sum()"},
        "gradients flow through",
    ),
    (
        "activity",
        "clipping",
        {"factor * gradient for": "gradient / max(1, np.linalg.norm(gradient) / largest) for"},
        "clipped one by one",
    ),
    (
        "activity",
        "clipping",
        {"min(1.0, largest / (norm + 1e-12))": "largest / (norm + 1e-12)"},
        "stays as it is",
    ),
    ("activity", "clipping", {"min(1.0, largest / (norm + 1e-12))": "1.0"}, "nothing was clipped"),
    ("activity", "clipping", {"np.sqrt(sum(": "(sum("}, "multiply all by one factor"),
    ("activity", "keras_clipping", {"global_clipnorm": "clipnorm"}, "each variable alone"),
    ("activity", "keras_clipping", {"global_clipnorm": "clipvalue"}, "every number alone"),
    ("activity", "keras_clipping", {", global_clipnorm=largest": ""}, "nothing is clipped"),
    (
        "activity",
        "torch_clipping",
        {"    nn.utils.clip_grad_norm_(model.parameters(), largest)\n": ""},
        "clip after backward",
    ),
    ("activity", "torch_clipping", {BODY: TURNED}, "clip after backward"),
    ("activity", "torch_clipping", {"    optimizer.zero_grad()\n": ""}, "optimizer.zero_grad"),
    ("activity", "torch_clipping", {"    optimizer.step()\n": ""}, "optimizer.step"),
    ("activity-models", "keras_linear", {', activation="softmax"': ""}, "softmax is missing"),
    (
        "activity-models",
        "keras_linear",
        {
            'keras.layers.Dense(classes, activation="softmax"),': 'keras.layers.Dense(classes, activation="softmax"), keras.layers.Softmax(),'
        },
        "a softmax of a softmax",
    ),
    (
        "activity-models",
        "keras_linear",
        {"keras.layers.Flatten(),": "keras.layers.GlobalAveragePooling1D(),"},
        "one number for each feature",
    ),
    (
        "activity-models",
        "keras_linear",
        {"keras.layers.Flatten(),": ""},
        "each step is answered by itself",
    ),
    (
        "activity-models",
        "keras_linear",
        {"keras.layers.Flatten(),": "keras.layers.Flatten(), keras.layers.ReLU(),"},
        "half of each signal is lost",
    ),
    (
        "activity-models",
        "keras_linear",
        {'classes, activation="softmax"': 'classes, activation="softmax", use_bias=False'},
        "the output layer has no bias",
    ),
    (
        "activity-models",
        "torch_linear",
        {
            "nn.Sequential(nn.Flatten(), nn.Linear(steps * features, classes))": "nn.Sequential(nn.Flatten(), nn.Linear(steps * features, classes), nn.Softmax(dim=1))"
        },
        "applies the softmax itself",
    ),
    (
        "activity-models",
        "torch_linear",
        {
            "nn.Sequential(nn.Flatten(), nn.Linear(steps * features, classes))": "nn.Sequential(nn.Flatten(), nn.Linear(steps * features, classes), nn.LogSoftmax(dim=1))"
        },
        "applies log_softmax itself",
    ),
    (
        "activity-models",
        "torch_linear",
        {
            "nn.Sequential(nn.Flatten(), nn.Linear(steps * features, classes))": "nn.Sequential(nn.Flatten(), nn.Linear(steps * features, classes, bias=False))"
        },
        "the output layer has no bias",
    ),
    (
        "activity-models",
        "torch_linear",
        {
            "nn.Sequential(nn.Flatten(), nn.Linear(steps * features, classes))": "nn.Sequential(nn.Flatten(), nn.Tanh(), nn.Linear(steps * features, classes))"
        },
        "a linear model has none",
    ),
    (
        "activity-models",
        "torch_linear",
        {
            "nn.Sequential(nn.Flatten(), nn.Linear(steps * features, classes))": "nn.Linear(features, classes)"
        },
        "each step is answered by itself",
    ),
    (
        "activity-models",
        "torch_linear",
        {
            "nn.Sequential(nn.Flatten(), nn.Linear(steps * features, classes))": "nn.Sequential(nn.Flatten(), nn.Linear(features, classes))"
        },
        "raised RuntimeError",
    ),
    (
        "activity-models",
        "keras_dense",
        {'keras.layers.Dense(units, activation="relu"),': "keras.layers.Dense(units),"},
        "two linear layers in a row are one",
    ),
    (
        "activity-models",
        "keras_dense",
        {
            'keras.layers.Dense(units, activation="relu"),': 'keras.layers.Dense(units, activation="tanh"),'
        },
        "tanh; the task wants ReLU",
    ),
    (
        "activity-models",
        "keras_dense",
        {
            'keras.layers.Dense(units, activation="relu"),': 'keras.layers.Dense(units, activation="sigmoid"),'
        },
        "a sigmoid; the task wants ReLU",
    ),
    (
        "activity-models",
        "keras_dense",
        {'keras.layers.Dense(units, activation="relu"),': ""},
        "there is no hidden layer",
    ),
    (
        "activity-models",
        "keras_dense",
        {
            'keras.layers.Dense(units, activation="relu"),': 'keras.layers.Dense(units, activation="relu"),keras.layers.Dense(units, activation="relu"),'
        },
        "a hidden layer too many",
    ),
    (
        "activity-models",
        "keras_dense",
        {
            'keras.layers.Dense(units, activation="relu"),': 'keras.layers.Dense(units, activation="relu", use_bias=False),'
        },
        "the hidden layer has no bias",
    ),
    (
        "activity-models",
        "torch_dense",
        {"        nn.ReLU(),\n": ""},
        "two linear layers in a row are one",
    ),
    ("activity-models", "torch_dense", {"nn.ReLU()": "nn.Tanh()"}, "tanh; the task wants ReLU"),
    (
        "activity-models",
        "torch_dense",
        {"nn.Linear(units, classes),\n": "nn.Linear(units, classes), nn.ReLU(),\n"},
        "a ReLU on the scores too",
    ),
    (
        "activity-models",
        "torch_dense",
        {"nn.Linear(units, classes),\n": "nn.Linear(units, classes), nn.Softmax(dim=1),\n"},
        "applies the softmax itself",
    ),
    (
        "activity-models",
        "torch_dense",
        {"        nn.Linear(units, classes),\n": ""},
        "the output layer is missing",
    ),
    (
        "activity-models",
        "torch_dense",
        {
            "        nn.Flatten(),\n": "",
            "nn.Linear(steps * features, units)": "nn.Linear(features, units)",
        },
        "flatten the window first",
    ),
    (
        "activity-models",
        "keras_recurrent",
        {"layers[cell](units),": 'layers["lstm"](units),'},
        "the layer for 'lstm', and 'elman' is wanted",
    ),
    (
        "activity-models",
        "keras_recurrent",
        {'"lstm": keras.layers.LSTM': '"lstm": keras.layers.GRU'},
        "the layer for 'gru', and 'lstm' is wanted",
    ),
    (
        "activity-models",
        "keras_recurrent",
        {"layers[cell](units),": "layers[cell](units, return_sequences=True),"},
        "take the last state alone",
    ),
    (
        "activity-models",
        "keras_recurrent",
        {
            "layers[cell](units),": "layers[cell](units, return_sequences=True), keras.layers.GlobalAveragePooling1D(),"
        },
        "a mean of the states",
    ),
    (
        "activity-models",
        "keras_recurrent",
        {
            "layers[cell](units),": "layers[cell](units, return_sequences=True), keras.layers.GlobalMaxPooling1D(),"
        },
        "the largest value of each unit",
    ),
    (
        "activity-models",
        "keras_recurrent",
        {"layers[cell](units),": "layers[cell](units, go_backwards=True),"},
        "reads the window backwards",
    ),
    (
        "activity-models",
        "keras_recurrent",
        {"layers[cell](units),": "layers[cell](units, use_bias=False),"},
        "the recurrent layer has no bias",
    ),
    (
        "activity-models",
        "torch_recurrent",
        {"states[:, -1]": "states.mean(dim=1)"},
        "a mean of the states",
    ),
    (
        "activity-models",
        "torch_recurrent",
        {"states[:, -1]": "states[:, 0]"},
        "the state after the first step",
    ),
    (
        "activity-models",
        "torch_recurrent",
        {"states[:, -1]": "states"},
        "take the last state alone",
    ),
    (
        "activity-models",
        "torch_recurrent",
        {", batch_first=True": ""},
        "depends on the others of its batch",
    ),
    (
        "activity-models",
        "torch_recurrent",
        {", batch_first=True": "", "states[:, -1]": "states[-1]"},
        "reads the first axis as time",
    ),
    (
        "activity-models",
        "torch_recurrent",
        {"layers[cell](features": 'layers["gru"](features'},
        "the layer for 'gru', and 'elman' is wanted",
    ),
    (
        "activity-models",
        "torch_recurrent",
        {"self.linear(states[:, -1])": "states[:, -1]"},
        "the output layer is missing",
    ),
    (
        "activity-models",
        "keras_convolutional",
        {
            'keras.layers.Conv1D(filters, width, activation="relu"),': "keras.layers.Conv1D(filters, width),"
        },
        "no ReLU between convolution and mean",
    ),
    (
        "activity-models",
        "keras_convolutional",
        {
            'keras.layers.Conv1D(filters, width, activation="relu"),': 'keras.layers.Conv1D(filters, width, activation="tanh"),'
        },
        "the filters have tanh",
    ),
    (
        "activity-models",
        "keras_convolutional",
        {"GlobalAveragePooling1D": "GlobalMaxPooling1D"},
        "the largest value over time",
    ),
    (
        "activity-models",
        "keras_convolutional",
        {"            keras.layers.GlobalAveragePooling1D(),\n": ""},
        "take the mean over the steps",
    ),
    (
        "activity-models",
        "keras_convolutional",
        {
            'keras.layers.Conv1D(filters, width, activation="relu"),': 'keras.layers.Conv1D(filters, width, padding="same", activation="relu"),'
        },
        "zeros are added at the ends",
    ),
    (
        "activity-models",
        "keras_convolutional",
        {
            'keras.layers.Conv1D(filters, width, activation="relu"),': 'keras.layers.Conv1D(filters, width, padding="causal", activation="relu"),'
        },
        "zeros are added in front",
    ),
    (
        "activity-models",
        "keras_convolutional",
        {
            'keras.layers.Conv1D(filters, width, activation="relu"),': 'keras.layers.Conv1D(filters, 1, activation="relu"),'
        },
        "see one step at a time",
    ),
    (
        "activity-models",
        "torch_convolutional",
        {"found.mean(dim=2)": "found.amax(dim=2)"},
        "the largest value over time",
    ),
    (
        "activity-models",
        "torch_convolutional",
        {"found.mean(dim=2)": "found.sum(dim=2)"},
        "the sum over time",
    ),
    (
        "activity-models",
        "torch_convolutional",
        {"found.mean(dim=2)": "found[:, :, -1]"},
        "the last step alone",
    ),
    (
        "activity-models",
        "torch_convolutional",
        {"x.transpose(1, 2)": "x"},
        "wants the channels before the steps",
    ),
    (
        "activity-models",
        "torch_convolutional",
        {"x.transpose(1, 2)).relu()": "x.transpose(1, 2))"},
        "no ReLU between",
    ),
    (
        "activity-models",
        "torch_convolutional",
        {
            "x.transpose(1, 2)).relu()": "x.transpose(1, 2))",
            "found.mean(dim=2)": "found.mean(dim=2).relu()",
        },
        "first ReLU, then mean",
    ),
    (
        "activity-models",
        "keras_strided",
        {'filters, width, strides=stride, activation="relu"': 'filters, width, activation="relu"'},
        "pass the stride on",
    ),
    (
        "activity-models",
        "keras_strided",
        {'filters, width, strides=stride, activation="relu"': "filters, width, strides=stride"},
        "no ReLU behind the convolution",
    ),
    (
        "activity-models",
        "keras_strided",
        {
            'filters, width, strides=stride, activation="relu"': 'filters, width, strides=stride, activation="relu", padding="same"'
        },
        "leave out the padding",
    ),
    (
        "activity-models",
        "keras_strided",
        {"keras.layers.GRU(units)": "keras.layers.LSTM(units)"},
        "the layer for 'lstm', and 'gru' is wanted",
    ),
    (
        "activity-models",
        "keras_strided",
        {"keras.layers.GRU(units)": "keras.layers.SimpleRNN(units)"},
        "the layer for 'elman', and 'gru' is wanted",
    ),
    (
        "activity-models",
        "keras_strided",
        {"keras.layers.GRU(units)": "keras.layers.GRU(units, return_sequences=True)"},
        "take the last state alone",
    ),
    ("activity-models", "torch_strided", {", stride=stride": ""}, "pass the stride on"),
    (
        "activity-models",
        "torch_strided",
        {", stride=stride": ", stride=stride, padding=width // 2"},
        "leave out the padding",
    ),
    (
        "activity-models",
        "torch_strided",
        {"x.transpose(1, 2)).relu()": "x.transpose(1, 2))"},
        "no ReLU behind the convolution",
    ),
    (
        "activity-models",
        "torch_strided",
        {", stride=stride": "", "x.transpose(1, 2)": "x[:, ::2].transpose(1, 2)"},
        "thinned out before the convolution",
    ),
    (
        "activity-models",
        "torch_strided",
        {"states[:, -1]": "states.mean(dim=1)"},
        "a mean of the states",
    ),
    (
        "activity-models",
        "torch_strided",
        {"nn.GRU(filters, units": "nn.RNN(filters, units"},
        "the layer for 'elman', and 'gru' is wanted",
    ),
    (
        "activity-models",
        "torch_strided",
        {"found.transpose(1, 2)": "found"},
        "wants the channels before the steps",
    ),
    (
        "activity-models",
        "signs",
        {"1.1 * min(validation)": "min(validation) + 0.1"},
        "a tenth of the loss, not 0.1",
    ),
    ("activity-models", "signs", {"b > 1.1 * a": "b > a + 0.1"}, "a tenth of the loss, not 0.1"),
    ("activity-models", "signs", {"b > 1.1 * a": "b > a"}, "expected"),
    (
        "activity-models",
        "signs",
        {"zip(train, train[1:])": "zip(validation, validation[1:])"},
        "unstable means the training loss",
    ),
    ("activity-models", "signs", {"np.isnan(train).any()": "False"}, "ask with np.isnan first"),
    (
        "activity-models",
        "signs",
        {"< min(validation[:-1])": "<= min(validation[:-1])"},
        "of equal losses the first",
    ),
    (
        "activity-models",
        "signs",
        {"< min(validation[:-1])": "< validation[-2]"},
        "but not lower than in all",
    ),
    ("activity-models", "signs", {"validation[-1] > 1.1": "max(validation) > 1.1"}, "expected"),
    (
        "activity-models",
        "signs",
        {"return [sign for sign, holds in shown.items() if holds]": "return shown"},
        "a list of words",
    ),
    (
        "activity-models",
        "signs",
        {
            "return [sign for sign, holds in shown.items() if holds]": "return [sign for sign, holds in shown.items() if holds][:1]"
        },
        "several signs may show",
    ),
    (
        "activity-models",
        "signs",
        {'"overfitting": v': '"overfits": v'},
        "spell them as the task does",
    ),
    (
        "activity-models",
        "by_person",
        {"right[person == who].mean()": "right[person == who].sum()"},
        "that is how many are right",
    ),
    (
        "activity-models",
        "by_person",
        {"right[person == who].mean()": "(right & (person == who)).mean()"},
        "by the windows of this person, not by all",
    ),
    (
        "activity-models",
        "by_person",
        {"right[person == who].mean()": "1 - right[person == who].mean()"},
        "the share of wrong answers",
    ),
    (
        "activity-models",
        "by_person",
        {"right[person == who].mean()": "100 * right[person == who].mean()"},
        "shares, not hundredths",
    ),
    (
        "activity-models",
        "by_person",
        {"in np.unique(person)": "in dict.fromkeys(person.tolist())"},
        "not as they appear",
    ),
    (
        "activity-models",
        "by_person",
        {"right[person == who].mean()": "(person[right] == who).mean()"},
        "whose windows are right",
    ),
    (
        "activity-models",
        "by_person",
        {"np.array([right[person == who].mean() for who in np.unique(person)])": "right.mean()"},
        "one share for each person",
    ),
    (
        "activity-models",
        "verdict",
        {
            "(a.min(axis=0) > b.max(axis=0)).all()": "a.mean() > b.mean()",
            "(a.max(axis=0) < b.min(axis=0)).all()": "a.mean() < b.mean()",
        },
        "it must hold for every person",
    ),
    (
        "activity-models",
        "verdict",
        {"(a.min(axis=0) > b.max(axis=0)).all()": "(a.min(axis=0) > b.max(axis=0)).any()"},
        "expected 'undecided'",
    ),
    (
        "activity-models",
        "verdict",
        {"(a.min(axis=0) > b.max(axis=0)).all()": "(a.min(axis=0) >= b.max(axis=0)).all()"},
        "above means above",
    ),
    (
        "activity-models",
        "verdict",
        {"axis=0": "axis=1"},
        "raised ValueError|person by person|expected",
    ),
    (
        "activity-models",
        "verdict",
        {"(a.min(axis=0) > b.max(axis=0)).all()": "(a[: len(b)] > b[: len(a)]).all()"},
        "not seed by seed",
    ),
    (
        "activity-models",
        "verdict",
        {"(a.min(axis=0) > b.max(axis=0)).all()": "(a.min() > b.max()).all()"},
        "compare person by person",
    ),
    (
        "activity-models",
        "verdict",
        {'return "behind"': 'return "undecided"'},
        "below every seed of b",
    ),
    (
        "activity-models",
        "verdict",
        {'return "undecided"': 'return "equal"'},
        "one of the three words",
    ),
    (
        "activity",
        "best_epoch",
        {"int(np.nanargmin(losses)) + 1": "int(np.nanargmin(losses))"},
        "counted from 1",
    ),
    ("activity", "best_epoch", {"np.nanargmin": "np.argmin"}, "np.argmin stops at it"),
    ("activity", "best_epoch", {"np.nanargmin": "np.nanargmax"}, "the highest loss"),
    (
        "activity",
        "best_epoch",
        {"int(np.nanargmin(losses)) + 1": "min(losses)"},
        "that is the loss itself",
    ),
    (
        "activity",
        "best_epoch",
        {"int(np.nanargmin(losses)) + 1": "len(losses)"},
        "the last epoch, not the best",
    ),
    (
        "activity",
        "best_epoch",
        {"int(np.nanargmin(losses)) + 1": "len(losses) - int(np.nanargmin(losses[::-1]))"},
        "take the first",
    ),
    (
        "activity",
        "confusion",
        {"(truth, predicted), 1": "(predicted, truth), 1"},
        "yours are swapped",
    ),
    (
        "activity",
        "confusion",
        {"np.add.at(counts, (truth, predicted), 1)": "counts[truth, predicted] += 1"},
        "adds only once",
    ),
    (
        "activity",
        "confusion",
        {"(class_count, class_count)": "(truth.max() + 1,) * 2"},
        "a class that no label names",
    ),
    (
        "activity",
        "confusion",
        {"return counts": "return counts / counts.sum()"},
        "counts, not shares",
    ),
    ("activity", "most_confused", {"counts + counts.T": "counts.copy()"}, "count both directions"),
    (
        "activity",
        "most_confused",
        {"    np.fill_diagonal(both, 0)\n": ""},
        "what is right: leave it out",
    ),
    ("activity", "most_confused", {"counts + counts.T": "counts"}, "changed its argument no. 1"),
    (
        "activity",
        "most_confused",
        {
            "one, other = np.unravel_index(both.argmax(), both.shape)": "one, other = both.argmax(), 0"
        },
        "argmax of a table counts through",
    ),
    ("activity", "most_confused", {"int(one), int(other)": "int(both.max())"}, "two classes"),
    (
        "activity",
        "most_confused",
        {
            "one, other = np.unravel_index(both.argmax(), both.shape)": "one, other = both.sum(axis=0).argsort()[-2:]",
            "counts + counts.T": "counts * 1",
        },
        "expected",
    ),
    (
        "poem-metres",
        "plain_line",
        {"sign for sign in line if sign not in marks": "sign for sign in line"},
        "marks are left out first",
    ),
    (
        "poem-metres",
        "plain_line",
        {'sign if sign in letters else " "': 'sign if sign in letters else ""'},
        "raised|returned.*parts two words|leaves a blank",
    ),
    ("poem-metres", "plain_line", {'" ".join(line.split())': "line"}, "several blanks become one"),
    (
        "poem-metres",
        "plain_line",
        {'sign if sign in letters else " "': "sign"},
        "what else is no letter goes too",
    ),
    (
        "poem-metres",
        "batches_of_one_length",
        {"np.flatnonzero(lengths == length)": "np.arange(len(lengths))"},
        "one by one",
    ),
    (
        "poem-metres",
        "batches_of_one_length",
        {"range(0, len(rows), size)": "range(0, len(rows) - size + 1, size)"},
        "none is lost",
    ),
    (
        "poem-metres",
        "batches_of_one_length",
        {"rows[i : i + size]": "rows[i:]"},
        "at most `size` lines",
    ),
    (
        "poem-metres",
        "batches_of_one_length",
        {"rows[i : i + size]": "lengths[rows[i : i + size]] * 9"},
        "rows, not lengths",
    ),
    (
        "poem-metres",
        "keras_line_reader",
        {
            "keras.layers.Bidirectional(keras.layers.GRU(units))(x)": "keras.layers.GRU(units)(x) * 0"
        },
        "does not see the first letter",
    ),
    (
        "poem-metres",
        "keras_line_reader",
        {
            "keras.layers.Bidirectional(keras.layers.GRU(units))": "keras.layers.GlobalMaxPooling1D()",
            "units, 5,": "units, 1,",
        },
        "turned round",
    ),
    (
        "poem-metres",
        "keras_line_reader",
        {"keras.layers.GRU(units)": "keras.layers.GRU(units, return_sequences=True)"},
        "last state of each direction",
    ),
    (
        "poem-metres",
        "torch_line_reader",
        {"units, batch_first=True": "units"},
        "batch_first=True|last state",
    ),
    (
        "poem-metres",
        "torch_line_reader",
        {"torch.cat([h_n[0], h_n[1]], dim=1)": "torch.cat([x[:, 0], x[:, 0]], dim=1)"},
        "does not see the last letter",
    ),
    (
        "poem-metres",
        "torch_line_reader",
        {"return self.linear(torch": "return self.linear, (torch"},
        "made a model that",
    ),
    (
        "poem-metres",
        "two_halves",
        {"both - np.log(np.exp(both).sum(axis=1, keepdims=True))": "both"},
        "no longer add up to 1",
    ),
    ("poem-metres", "two_halves", {"first + second": "first"}, "second half is not used"),
    ("poem-metres", "two_halves", {"axis=1": "axis=0"}, "the metres of a row, axis=1"),
    (
        "poem-metres",
        "two_halves",
        {
            "return both - np": "return np.exp(both) / np.exp(both).sum(axis=1, keepdims=True) + 0 * np"
        },
        "give their logarithms",
    ),
    ("poem-metres", "without_end", {"np.floor(share": "np.ceil(share"}, "rounded down"),
    ("poem-metres", "without_end", {"< kept": ">= kept"}, "expected"),
    (
        "poem-metres",
        "without_end",
        {"kept = lengths - np": "kept = np"},
        "what was to be left out",
    ),
    (
        "attention",
        "attention_scores",
        {"queries @ keys.T / np.sqrt(keys.shape[1])": "queries @ keys.T"},
        "not divided yet",
    ),
    (
        "attention",
        "attention_scores",
        {"np.sqrt(keys.shape[1])": "keys.shape[1]"},
        "not by the number itself",
    ),
    (
        "attention",
        "attention_scores",
        {"np.sqrt(keys.shape[1])": "np.sqrt(len(keys))"},
        "how many keys there are",
    ),
    (
        "attention",
        "attention_scores",
        {"np.sqrt(keys.shape[1])": "np.sqrt(len(queries))"},
        "how many queries there are",
    ),
    (
        "attention",
        "attention_scores",
        {"/ np.sqrt(keys": "* np.sqrt(keys"},
        "multiplied, not divided",
    ),
    (
        "attention",
        "attention_scores",
        {"queries @ keys.T": "keys @ queries.T"},
        "a row for each query",
    ),
    (
        "attention",
        "attention_scores",
        {"queries @ keys.T": "queries @ keys"},
        "raised ValueError.*a row for each query",
    ),
    (
        "attention",
        "attention_scores",
        {
            "return queries @ keys.T / np.sqrt(keys.shape[1])": "lengths = [np.linalg.norm(a, axis=1) for a in (queries, keys)]\n    return queries @ keys.T / np.outer(*lengths)"
        },
        "these are cosines",
    ),
    (
        "attention",
        "attention_scores",
        {
            "return queries @ keys.T / np.sqrt(keys.shape[1])": "powers = np.exp(queries @ keys.T / np.sqrt(keys.shape[1]))\n    return powers / powers.sum(axis=1, keepdims=True)"
        },
        "weights already",
    ),
    (
        "attention",
        "masked_weights",
        {"    scores = np.where(mask, scores, -np.inf)\n": ""},
        "the mask is forgotten",
    ),
    (
        "attention",
        "masked_weights",
        {"scores = np.where(mask, scores, -np.inf)": "scores = scores * mask"},
        "exp.0. is 1",
    ),
    (
        "attention",
        "masked_weights",
        {"np.where(mask, scores, -np.inf)": "np.where(mask, -np.inf, scores)"},
        "other way round",
    ),
    (
        "attention",
        "masked_weights",
        {"powers / powers.sum(axis=1, keepdims=True)": "powers / powers.sum(axis=0)"},
        "over the queries|over axis=1",
    ),
    (
        "attention",
        "masked_weights",
        {"powers / powers.sum(axis=1, keepdims=True)": "powers / powers.sum(axis=1)"},
        "raised ValueError.*keepdims",
    ),
    (
        "attention",
        "masked_weights",
        {"powers / powers.sum(axis=1, keepdims=True)": "powers"},
        "not divided by their sum yet",
    ),
    (
        "attention",
        "masked_weights",
        {"scores - scores.max(axis=1, keepdims=True)": "scores"},
        "subtract the largest score",
    ),
    ("attention", "masked_weights", {"-np.inf)": "-100.0)"}, "real scores can fall below"),
    (
        "attention",
        "masked_weights",
        {
            "    scores = np.where(mask, scores, -np.inf)\n    powers = np.exp(scores - scores.max(axis=1, keepdims=True))\n": "    powers = np.exp(scores - scores.max(axis=1, keepdims=True)) * mask\n"
        },
        "taken out too late",
    ),
    (
        "attention",
        "masked_weights",
        {
            "    scores = np.where(mask, scores, -np.inf)\n    powers = np.exp(scores - scores.max(axis=1, keepdims=True))\n    return powers / powers.sum(axis=1, keepdims=True)": "    powers = np.exp(scores - scores.max(axis=1, keepdims=True))\n    return powers / powers.sum(axis=1, keepdims=True) * mask"
        },
        "no longer adds up to 1",
    ),
    (
        "attention",
        "masked_weights",
        {
            "return powers / powers.sum(axis=1, keepdims=True)": "return (powers / powers.sum(axis=1, keepdims=True))[:, mask]"
        },
        "a weight for each score",
    ),
    (
        "attention",
        "softmax_gradient",
        {"weights * (dweights - mean)": "weights * dweights"},
        "the mean is missing",
    ),
    (
        "attention",
        "softmax_gradient",
        {"weights * (dweights - mean)": "weights * (1 - weights) * dweights"},
        "slope of a sigmoid",
    ),
    (
        "attention",
        "softmax_gradient",
        {"weights * (dweights - mean)": "dweights - mean"},
        "multiply by the weights",
    ),
    (
        "attention",
        "softmax_gradient",
        {"weights * (dweights - mean)": "weights * (mean - dweights)"},
        "the sign is turned",
    ),
    (
        "attention",
        "softmax_gradient",
        {
            ".sum(axis=1, keepdims=True)\n    return weights * (d": ".sum(axis=0)\n    return weights * (d"
        },
        "goes over its keys",
    ),
    (
        "attention",
        "softmax_gradient",
        {".sum(axis=1, keepdims=True)\n    return weights * (d": ".sum()\n    return weights * (d"},
        "that is one for all",
    ),
    (
        "attention",
        "softmax_gradient",
        {
            ".sum(axis=1, keepdims=True)\n    return weights * (d": ".sum(axis=1)\n    return weights * (d"
        },
        "raised ValueError.*keepdims",
    ),
    (
        "attention",
        "softmax_gradient",
        {"(weights * dweights).sum(axis=1, keepdims=True)": "dweights.mean(axis=1, keepdims=True)"},
        "that with the weights",
    ),
    (
        "attention",
        "additive_scores",
        {"np.tanh(queries[:, None] + keys) @ w": "(queries[:, None] + keys) @ w"},
        "the tanh is missing",
    ),
    (
        "attention",
        "additive_scores",
        {"np.tanh(queries[:, None] + keys) @ w": "(np.tanh(queries)[:, None] + np.tanh(keys)) @ w"},
        "not two",
    ),
    (
        "attention",
        "additive_scores",
        {"queries[:, None] + keys": "queries[:, None] * keys"},
        "not multiplied",
    ),
    (
        "attention",
        "additive_scores",
        {"queries[:, None] + keys": "queries[:, None] - keys"},
        "not the difference",
    ),
    (
        "attention",
        "additive_scores",
        {"np.tanh(queries[:, None] + keys) @ w": "np.tanh(queries[:, None] + keys).sum(axis=2)"},
        "in place of a sum",
    ),
    (
        "attention",
        "additive_scores",
        {"np.tanh(queries[:, None] + keys) @ w": "np.tanh(queries[:, None] + keys).mean(axis=2)"},
        "in place of a mean",
    ),
    (
        "attention",
        "additive_scores",
        {"np.tanh(queries[:, None] + keys) @ w": "np.tanh((queries[:, None] + keys) @ w)"},
        "comes before w",
    ),
    (
        "attention",
        "additive_scores",
        {"queries[:, None] + keys": "queries + keys"},
        "raised ValueError.*each query meets each key",
    ),
    (
        "attention",
        "additive_scores",
        {"queries[:, None] + keys": "queries + keys[:, None]"},
        "each query meets each key",
    ),
    (
        "attention",
        "additive_scores",
        {"+ keys) @ w": "+ keys) @ w / np.sqrt(len(w))"},
        "nothing is divided",
    ),
    (
        "attention",
        "keras_readout",
        {" / decoder.shape[2] ** 0.5": ""},
        "Keras' layer does not do it",
    ),
    ("attention", "keras_readout", {", mask=[None, mask]": ""}, "padding is looked at"),
    ("attention", "keras_readout", {"[None, mask]": "[None, ~mask]"}, "other way round"),
    ("attention", "keras_readout", {"[decoder, context]": "[context, decoder]"}, "come first"),
    (
        "attention",
        "keras_readout",
        {"keras.ops.tanh(keras.ops.matmul(both, W_c))": "keras.ops.matmul(both, W_c)"},
        "the tanh is missing",
    ),
    (
        "attention",
        "keras_readout",
        {"keras.ops.matmul(both, W_c)": "keras.ops.matmul(context, W_c)"},
        "raised .*side by side",
    ),
    (
        "attention",
        "keras_readout",
        {"[decoder, context], axis=2": "[decoder, decoder], axis=2"},
        "it was not looked up",
    ),
    (
        "attention",
        "keras_readout",
        {"[decoder, context], axis=2": "[decoder, context], axis=1"},
        "raised .*side by side",
    ),
    ("attention", "torch_readout", {", attn_mask=mask[:, None]": ""}, "padding is looked at"),
    (
        "attention",
        "torch_readout",
        {"attn_mask=mask[:, None]": "attn_mask=~mask[:, None]"},
        "other way round",
    ),
    (
        "attention",
        "torch_readout",
        {
            "        decoder, encoder, encoder,": "        decoder / decoder.shape[2] ** 0.5, encoder, encoder,"
        },
        "PyTorch's function does it",
    ),
    (
        "attention",
        "torch_readout",
        {"[decoder, context], dim=2": "[context, decoder], dim=2"},
        "come first",
    ),
    (
        "attention",
        "torch_readout",
        {
            "torch.tanh(torch.cat([decoder, context], dim=2) @ W_c)": "torch.cat([decoder, context], dim=2) @ W_c"
        },
        "the tanh is missing",
    ),
    (
        "attention",
        "torch_readout",
        {"[decoder, context], dim=2": "[decoder, decoder], dim=2"},
        "it was not looked up",
    ),
    (
        "attention",
        "torch_readout",
        {"torch.cat([decoder, context], dim=2)": "context"},
        "raised RuntimeError.*side by side",
    ),
    (
        "attention",
        "torch_readout",
        {
            "    context = nn.functional.scaled_dot_product_attention(\n        decoder, encoder, encoder, attn_mask=mask[:, None]\n    )": "    made = decoder @ encoder.transpose(1, 2) / decoder.shape[2] ** 0.5\n    made = made.masked_fill(~mask[:, None], -1e9)\n    context = made.softmax(dim=1) @ encoder"
        },
        "the last axis",
    ),
    (
        "attention",
        "alignment",
        {"(sound, letters[place])": "(letters[place], sound)"},
        "the sound comes first",
    ),
    (
        "attention",
        "alignment",
        {"(sound, letters[place])": "(sound, int(place))"},
        "not their places",
    ),
    (
        "attention",
        "alignment",
        {
            "argmax(axis=1)\n    return [(sound, letters[place])": "argmin(axis=1)\n    return [(sound, letters[place])"
        },
        "smallest weight",
    ),
    (
        "attention",
        "alignment",
        {
            "zip(sounds, places)]": "zip(sounds, places) if weights[sounds.index(sound)].max() > 0.5]"
        },
        "below a half",
    ),
    ("attention", "alignment", {"(sound, letters[place])": "letters[place]"}, "a list of pairs"),
    (
        "attention",
        "alignment",
        {"zip(sounds, places)]": "zip(sounds, range(len(letters)))]"},
        "letter t does not belong",
    ),
    (
        "attention",
        "alignment",
        {
            "[(sound, letters[place]) for sound, place in zip(sounds, places)]": "[(letter, sounds[t]) for letter, t in zip(letters, weights.argmax(axis=0))]"
        },
        "the sound of each letter",
    ),
    (
        "attention",
        "alignment",
        {"letters[place]) for": "letters[place - 1]) for"},
        "largest weight",
    ),
    ("attention", "edit_distance", {"(x != y)": "2 * (x != y)"}, "counts it as two"),
    (
        "attention",
        "edit_distance",
        {"row = row, [i]": "row = row, [0]"},
        "as many edits as symbols of a",
    ),
    (
        "attention",
        "edit_distance",
        {
            "    row = list(range(len(b) + 1))\n    for i, x in enumerate(a, start=1):\n": "    return sum(x != y for x, y in zip(a, b)) + abs(len(a) - len(b))\n    row = list(range(len(b) + 1))\n    for i, x in enumerate(a, start=1):\n"
        },
        "place by place",
    ),
    (
        "attention",
        "edit_distance",
        {
            "    row = list(range(len(b) + 1))\n    for i, x in enumerate(a, start=1):\n": "    return abs(len(a) - len(b))\n    row = list(range(len(b) + 1))\n    for i, x in enumerate(a, start=1):\n"
        },
        "how much the lengths differ",
    ),
    (
        "attention",
        "edit_distance",
        {
            "    row = list(range(len(b) + 1))\n    for i, x in enumerate(a, start=1):\n": "    return len({*a} ^ {*b})\n    row = list(range(len(b) + 1))\n    for i, x in enumerate(a, start=1):\n"
        },
        "the order counts",
    ),
    (
        "attention",
        "edit_distance",
        {"return row[-1]\n": "return row[-1] / max(1, len(b))\n"},
        "that is a rate",
    ),
    ("attention", "edit_distance", {"return row[-1]\n": "return row\n"}, "one number"),
    (
        "attention",
        "edit_distance",
        {"above[j - 1] + (x != y)": "above[j - 1] + 1"},
        "equal symbols cost nothing",
    ),
    (
        "attention",
        "edit_distance",
        {"above[j - 1] + (x != y)": "above[j - 1] + 99 * (x != y)"},
        "one out and one in",
    ),
    (
        "attention",
        "teacher_forcing",
        {"return read, asked": "return asked, read"},
        "the other way round",
    ),
    (
        "attention",
        "teacher_forcing",
        {"return read, asked": "return asked, asked"},
        "learn to copy",
    ),
    ("attention", "teacher_forcing", {"return read, asked": "return read, read"}, "one step apart"),
    ("attention", "teacher_forcing", {"return read, asked": "return read"}, "two arrays"),
    ("attention", "teacher_forcing", {"[*answer, end]": "[*answer, 0]"}, "never learn to stop"),
    ("attention", "teacher_forcing", {"[start, *answer]": "[0, *answer]"}, "start is missing"),
    (
        "attention",
        "teacher_forcing",
        {"return read, asked": "return read, np.where(asked == 0, end, asked)"},
        "not another end",
    ),
    (
        "attention",
        "teacher_forcing",
        {"max(map(len, answers)) + 1": "max(map(len, answers)) + 2"},
        "one step more",
    ),
    (
        "attention",
        "teacher_forcing",
        {
            "read[n, : len(answer) + 1]": "read[n, -len(answer) - 1 :]",
            "asked[n, : len(answer) + 1]": "asked[n, -len(answer) - 1 :]",
        },
        "not in front",
    ),
    (
        "attention",
        "teacher_forcing",
        {
            "    return read, asked": "    asked[:, -1] = end\n    asked[1, 1] = 0\n    return read, asked"
        },
        "comes before the padding",
    ),
    (
        "attention",
        "teacher_forcing",
        {"    return read, asked": "    read[1, 2] = end\n    return read, asked"},
        "end is never read",
    ),
    ("attention", "loss_without_padding", {"picked[targets != 0]": "picked"}, "padding is counted"),
    (
        "attention",
        "loss_without_padding",
        {"picked[targets != 0]": "(picked * (targets != 0))"},
        "still counts in the division",
    ),
    (
        "attention",
        "loss_without_padding",
        {"[targets != 0].mean()": "[targets != 0].sum()"},
        "the sum over the steps",
    ),
    (
        "attention",
        "loss_without_padding",
        {"-picked[targets != 0].mean()": "-(picked * (targets != 0)).sum(axis=1).mean()"},
        "words. sums",
    ),
    (
        "attention",
        "loss_without_padding",
        {
            "-picked[targets != 0].mean()": "-np.mean([p[t != 0].mean() for p, t in zip(picked, targets)])"
        },
        "one mean over the real steps",
    ),
    ("attention", "loss_without_padding", {"return -picked": "return picked"}, "the sign"),
    (
        "attention",
        "loss_without_padding",
        {"-picked[targets != 0].mean()": "-picked[targets != 0].mean() / np.log(2)"},
        "these are bits",
    ),
    (
        "attention",
        "loss_without_padding",
        {"(log_p, targets": "(logits, targets"},
        "the softmax is missing",
    ),
    (
        "attention",
        "loss_without_padding",
        {"(log_p, targets": "(np.exp(log_p), targets"},
        "the logarithm of the probabilities",
    ),
    ("attention", "loss_without_padding", {"targets != 0": "targets == 0"}, "loss of the padding"),
    (
        "attention",
        "loss_without_padding",
        {"-picked[targets != 0].mean()": "-picked"},
        "one number",
    ),
    (
        "attention",
        "greedy",
        {"symbol, answer = start, []": "symbol, answer = start, [start]"},
        "has not written it",
    ),
    (
        "attention",
        "greedy",
        {
            "        if symbol == end:\n            break\n        answer.append(symbol)\n": "        answer.append(symbol)\n        if symbol == end:\n            break\n"
        },
        "no part of it",
    ),
    (
        "attention",
        "greedy",
        {"        if symbol == end:\n            break\n": ""},
        "ends at the first end",
    ),
    (
        "attention",
        "greedy",
        {
            "        symbol = int(np.argmax(logits))\n        if symbol == end:\n            break\n        answer.append(symbol)\n": "        likeliest = int(np.argmax(logits))\n        if likeliest == end:\n            break\n        answer.append(likeliest)\n"
        },
        "read at the next step",
    ),
    (
        "attention",
        "greedy",
        {"symbol, answer = start, []": "symbol, answer = end, []"},
        "first symbol that it reads is start",
    ),
    (
        "attention",
        "greedy",
        {"logits, state = next_logits": "logits, _ = next_logits"},
        "the state that came back",
    ),
    ("attention", "greedy", {"np.argmax": "np.argmin"}, "the largest of the logits"),
    ("attention", "greedy", {"    return answer\n": "    return answer[-1:]\n"}, "all symbols"),
    (
        "attention",
        "greedy",
        {"for _ in range(longest):": "while True:"},
        "raised RuntimeError.*longest",
    ),
    (
        "attention",
        "greedy",
        {"range(longest)": "range(longest - 1)"},
        "after `longest` symbols|may have `longest`",
    ),
    (
        "attention",
        "greedy",
        {
            "        if symbol == end:\n            break\n        answer.append(symbol)\n": "        answer.append(symbol)\n        if symbol == end:\n            break\n",
            "    return answer\n": "    return answer[:-1]\n",
        },
        "after `longest` symbols|may have `longest`",
    ),
]


@pytest.mark.parametrize("page, check, changes, part", WRONG)
def test_a_wrong_answer_is_caught(page, check, changes, part):
    torch.manual_seed(0)  # of two faults, chance decides which is met first
    source = "\n".join(CELLS[page])
    for right, wrong in changes.items():
        assert right in source, f"the solution no longer says {right!r}"
        source = source.replace(right, wrong)
    said = message(page, check, source)
    assert re.search(part, said, re.S), said
    assert "expected" in said and "not written yet" not in said


# page, check, {what the solution says: another way to say it}
RIGHT = [
    (
        "first-names",
        "end_padded",
        {
            "np.eye(len(alphabet), dtype=np.float32)[rows]": "[[float(i == row) for i in range(len(alphabet))] for row in rows]"
        },
    ),
    (
        "company-names",
        "streams",
        {
            "    longest = (len(text) - 1) // count // length * length\n": "    longest = (len(text) - 1) // count\n",
            "range(0, longest, length)": "range(0, longest // length * length, length)",
        },
    ),
    (
        "company-names",
        "keras_epoch",
        {
            "    log = model.fit(": "    return np.mean([model.train_on_batch(a, b) for a, b in chunks])\n    log = model.fit("
        },
    ),
    (
        "company-names",
        "torch_epoch",
        {
            "        logits, state = model(x, state)\n": "        logits, state = model(x, state) if state is not None else model(x)\n"
        },
    ),
    ("first-names", "name_split", {"drawn[:fifth]": "drawn[-fifth:]", "// 5": "// 7"}),
    (
        "first-names",
        "last_letter_rule",
        {"return np.array([": "return ([float(", "otherwise) for": "otherwise)) for"},
    ),
    (
        "first-names",
        "ceiling",
        {"float(right / len(names))": "np.float64(1) - (len(names) - right) / len(names)"},
    ),
    ("first-names", "keras_masked", {"Masking()": "Masking(0.0)"}),
    (
        "first-names",
        "torch_masked",
        {
            "states, _ = self.recurrent(x)": "packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)\n        _, last = self.recurrent(packed)",
            "states[torch.arange(len(x)), lengths - 1]": "last[-1]",
        },
    ),
    ("first-names", "torch_masked", {"x.any(dim=2).sum(dim=1)": "x.sum(dim=(1, 2)).long()"}),
    ("first-names", "calibration", {"np.geomspace(0.1, 10, 400)": "np.linspace(0.1, 10, 1000)"}),
    (
        "first-names",
        "at_most",
        {"return sum(": "return 1 - sum(", "range(k + 1)": "range(k + 1, n + 1)"},
    ),
    (
        "class-imbalance",
        "balanced_accuracy",
        {"float((found[present] / rows[present]).mean())": "float(np.nanmean(found / rows))"},
    ),
    ("class-imbalance", "macro_f1", {"return float(f1.mean())": "return np.mean([v for v in f1])"}),
    (
        "class-imbalance",
        "class_weights",
        {
            "return len(labels) / (class_count * counts)": "return [len(labels) / class_count / n for n in counts]"
        },
    ),
    (
        "class-imbalance",
        "oversampling",
        {"repeated += [*rows, *more]": "repeated += list(np.resize(rows, largest))"},
    ),
    (
        "class-imbalance",
        "balanced_batches",
        {
            "    return [\n        np.concatenate([rng.choice(rows, each) for rows in members])": "    return [\n        rng.permutation(np.concatenate([rng.choice(rows, each) for rows in members]))"
        },
    ),
    ("class-imbalance", "logit_adjustment", {"counts / counts.sum()": "counts"}),
    (
        "class-imbalance",
        "one_look",
        {"return best, test[best]": "return [best, np.float32(test[best])]"},
    ),
    (
        "activity-models",
        "keras_linear",
        {"keras.layers.Flatten(),": "keras.layers.Permute((2, 1)), keras.layers.Flatten(),"},
    ),
    (
        "activity-models",
        "torch_linear",
        {
            "nn.Sequential(nn.Flatten(), nn.Linear(steps * features, classes))": "nn.Sequential(nn.Flatten(), nn.LazyLinear(classes))"
        },
    ),
    (
        "activity-models",
        "torch_dense",
        {"        nn.ReLU(),\n": "        nn.LeakyReLU(0.0), nn.Dropout(0.5),\n"},
    ),
    (
        "activity-models",
        "keras_dense",
        {
            'keras.layers.Dense(units, activation="relu"),': 'keras.layers.Dense(units), keras.layers.Activation("relu"), keras.layers.Dropout(0.5),'
        },
    ),
    (
        "activity-models",
        "keras_recurrent",
        {
            "layers[cell](units),": "layers[cell](units, return_sequences=True), keras.layers.Lambda(lambda states: states[:, -1]),"
        },
    ),
    (
        "activity-models",
        "torch_recurrent",
        {
            "states, _ = self.recurrent(x)": "x = self.recurrent(x)[1]",
            "self.linear(states[:, -1])": "self.linear((x[0] if isinstance(x, tuple) else x)[-1])",
        },
    ),
    (
        "activity-models",
        "keras_convolutional",
        {
            "            keras.layers.GlobalAveragePooling1D(),\n": "            keras.layers.Lambda(lambda found: keras.ops.mean(found, axis=1)),\n"
        },
    ),
    (
        "activity-models",
        "torch_convolutional",
        {
            "        self.convolution = nn.Conv1d(features, filters, width)\n        self.linear = nn.Linear(filters, classes)\n": "        self.linear = nn.Linear(filters, classes)\n        self.convolution = nn.Conv1d(features, filters, width)\n",
            "found.mean(dim=2)": "nn.functional.adaptive_avg_pool1d(found, 1)[:, :, 0]",
        },
    ),
    (
        "activity-models",
        "torch_strided",
        {
            ", stride=stride": "",
            "x.transpose(1, 2)).relu()": "x.transpose(1, 2))[:, :, ::2].clamp(min=0)",
        },
    ),
    (
        "activity-models",
        "signs",
        {
            "return [sign for sign, holds in shown.items() if holds]": "return {sign for sign in reversed(shown) if shown[sign]}"
        },
    ),
    (
        "activity-models",
        "by_person",
        {
            "np.array([right[person == who].mean() for who in np.unique(person)])": "[float(np.mean(right[person == who])) for who in sorted(set(person.tolist()))]"
        },
    ),
    (
        "activity-models",
        "verdict",
        {
            "(a.max(axis=0) < b.min(axis=0)).all()": "all(x < y for x, y in zip(np.max(a, 0), np.min(b, 0)))"
        },
    ),
    (
        "activity",
        "best_epoch",
        {
            "int(np.nanargmin(losses)) + 1": "1 + min((loss, i) for i, loss in enumerate(losses) if loss == loss)[1]"
        },
    ),
    ("activity", "most_confused", {"int(one), int(other)": "[other, one]"}),
    (
        "activity",
        "confusion",
        {
            "np.add.at(counts, (truth, predicted), 1)": "for i, j in zip(truth, predicted):\n        counts[i, j] += 1"
        },
    ),
    (
        "attention",
        "attention_scores",
        {
            "queries @ keys.T / np.sqrt(keys.shape[1])": "np.einsum('th,sh->ts', queries, keys) * keys.shape[1] ** -0.5"
        },
    ),
    (
        "attention",
        "masked_weights",
        {"np.where(mask, scores, -np.inf)": "scores + np.where(mask, 0, -1e9)"},
    ),
    (
        "attention",
        "softmax_gradient",
        {
            "weights * (dweights - mean)": "np.stack([(np.diag(row) - np.outer(row, row)) @ d for row, d in zip(weights, dweights)])"
        },
    ),
    (
        "attention",
        "additive_scores",
        {
            "np.tanh(queries[:, None] + keys) @ w": "[[np.tanh(q + k) @ w for k in keys] for q in queries]"
        },
    ),
    ("attention", "keras_readout", {"[queries, encoder]": "[queries, encoder, encoder]"}),
    (
        "attention",
        "torch_readout",
        {
            "    context = nn.functional.scaled_dot_product_attention(\n        decoder, encoder, encoder, attn_mask=mask[:, None]\n    )": "    made = decoder @ encoder.transpose(1, 2) / decoder.shape[2] ** 0.5\n    made = made.masked_fill(~mask[:, None], -torch.inf)\n    context = made.softmax(dim=2) @ encoder"
        },
    ),
    ("attention", "alignment", {"(sound, letters[place])": "[sound, letters[place]]"}),
    ("attention", "edit_distance", {"return row[-1]\n": "return np.int64(row[-1])\n"}),
    (
        "attention",
        "teacher_forcing",
        {"return read, asked": "return [read.tolist(), asked.tolist()]"},
    ),
    (
        "attention",
        "loss_without_padding",
        {"-picked[targets != 0].mean()": "-(picked * (targets != 0)).sum() / (targets != 0).sum()"},
    ),
    ("attention", "greedy", {"for _ in range(longest):": "while len(answer) < longest:"}),
]


@pytest.mark.parametrize("page, check, changes", RIGHT)
def test_another_right_answer_passes(page, check, changes, capsys):
    source = "\n".join(CELLS[page])
    for one, other in changes.items():
        assert one in source, f"the solution no longer says {one!r}"
        source = source.replace(one, other)
    name = next(name for found, call, name in CHECKS if (found, call) == (page, check))
    getattr(checks, check)(written(source)[name])
    assert capsys.readouterr().out == f"{name}: right\n"


def test_a_message_tells_call_result_expectation_and_the_line_that_failed():
    def alphabet_of(names):
        return sorted(names[99])

    with pytest.raises(checks.CheckFailed) as failed:
        checks.alphabet(alphabet_of)
    said = str(failed.value)
    assert (
        "alphabet_of(['rossi'" in said
        and "IndexError" in said
        and "return sorted(names[99])" in said
    )


def test_a_notebook_shows_the_message_without_the_inside_of_the_check():
    assert checks.CheckFailed("a\n   b")._render_traceback_() == ["CheckFailed: a\n   b"]


def test_what_is_no_function_is_not_written_yet():
    with pytest.raises(checks.CheckFailed, match="not written yet"):
        checks.alphabet(...)


@pytest.mark.parametrize("page, check, name", CHECKS)
def test_a_failure_tells_how_to_get_the_recipe_and_help_gives_it(page, check, name):
    source = "\n".join(map(practice.stub, CELLS[page]))
    said = message(page, check, source)
    assert said.endswith(f"more:    checks.{check}({name}, help=True)")
    with pytest.raises(checks.CheckFailed, match="\n   recipe:  [^\n]{40,}$"):
        getattr(checks, check)(written(source)[name], help=True)


def test_the_call_of_a_training_is_short():
    with pytest.raises(checks.CheckFailed) as failed:
        checks.torch_training(lambda *_, **__: 1 / 0)
    call = str(failed.value).partition("\n")[0]
    assert "a Probe, a tensor of shape (210, 2, 3)" in call and len(call) < 160


def test_the_call_of_writing_names_its_functions():
    with pytest.raises(checks.CheckFailed, match=r"successor, \['a'"):
        checks.writing(lambda *_, **__: 1 / 0)
