"""Whatever a page is given as a net, or types into one, it answers or refuses in words."""

import copy

import numpy as np
import pytest
from asked import WHERE, ask, job
from torch import nn

from rnncourse import live
from rnncourse.live import storage
from rnncourse.live.packing import Packed


def packed(**options):
    parts = [nn.Embedding(4, 3), nn.GRU(3, 5, batch_first=True), nn.Linear(5, 2)]
    return live.pack(parts, symbols="abcß", **options)


def convolution():
    return live.pack([nn.Conv1d(3, 5, 3), nn.AdaptiveMaxPool1d(1), nn.Linear(5, 2)])


def with_changes(net, changes):
    """The net with a manifest that says otherwise: {(key, key, ...): value}."""
    manifest = copy.deepcopy(net.manifest)
    for path, value in changes.items():
        place = manifest
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
    return Packed(manifest, net.data)


W, LAYER = ("layers", 0, "arrays", "W"), ("layers", 1)
LIES = {  # what is changed in the manifest, and what the page says to it
    "no format": ({("format",): None}, "described in format null; this page reads format 1"),
    "a later format": ({("format",): 2}, "described in format 2"),
    "no layers": ({("layers",): []}, "lacks its input, its layers or its symbols"),
    "layers in words": ({("layers",): "gru"}, "lacks its input"),
    "no input": ({("input",): None}, "lacks its input"),
    "an endless input": ({("input", "size"): 1e300}, "lacks its input"),
    "symbols in a heap": ({("symbols",): {"a": 1}}, "lacks its input, its layers or its symbols"),
    "a layer that is none": ({LAYER: None}, r"This page cannot run layer 2 \(undefined\)"),
    "another kind": ({(*LAYER, "kind"): "attention"}, r"cannot run layer 2 \(attention\)"),
    "a kind that every object has": (
        {(*LAYER, "kind"): "constructor"},
        r"cannot run layer 2 \(constructor\)",
    ),
    "no units": ({(*LAYER, "units"): 0}, r"In layer 2 \(gru\), there are 0 units"),
    "a fraction of a unit": ({(*LAYER, "units"): 2.5}, "are 2.5 units"),
    "endless units": ({(*LAYER, "units"): 1e99}, r"are 1e\+99 units"),
    "other units": (
        {(*LAYER, "units"): 6},
        r"W_xh of layer 2 \(gru\) should have the shape 3 × 18",
    ),
    "no arrays": ({(*LAYER, "arrays"): None}, r"forward.W_xh of layer 2 \(gru\) should have"),
    "another place of the reset gate": ({(*LAYER, "reset"): "never"}, "acts never, not after"),
    "no direction": ({(*LAYER, "directions"): []}, "reads forward, backward or both"),
    "a direction in words": ({(*LAYER, "directions"): "forward"}, "forward, backward or both"),
    "another output": ({(*LAYER, "output"): "first"}, "or the “last”, not first"),
    "another activation": ({("layers", 2, "activation"): "toString"}, "toString is none of"),
    "symbols twice": ({(*LAYER, "kind"): "embedding"}, r"There cannot be a layer 2 \(embedding\)"),
    "steps where there are none": (
        {("layers", 2, "kind"): "maximum"},
        r"There cannot be a layer 3 \(maximum\)",
    ),
    "another shape": ({(*W, "shape"): [2, 6]}, r"W of layer 1 \(embedding\) should have .* 4 × 3"),
    "another dtype": ({(*W, "dtype"): "float64"}, "is stored as float64, not as float16 or int8"),
    "8 bits without scales": ({(*W, "dtype"): "int8"}, "W of layer 1 .* lies outside the file"),
    "a place before the file": ({(*W, "offset"): -2}, "lies outside the file of weights"),
    "a place behind the file": ({(*W, "offset"): 10_000}, "lies outside the file of weights"),
    "a place in words": ({(*W, "offset"): "0"}, "lies outside the file of weights"),
}
LIES_OF_CONVOLUTIONS = {
    "no padding": ({("layers", 0, "padding"): None}, "padding of a convolution are whole numbers"),
    "endless padding": ({("layers", 0, "padding"): [0, 1e9]}, "whole numbers up to 1000"),
    "no dilation": ({("layers", 0, "dilation"): 0}, "the dilation and the padding"),
    "no stride": ({("layers", 0, "stride"): None}, "The width, the stride, the dilation"),
    "a stride of half a step": ({("layers", 0, "stride"): 0.5}, "are whole numbers up to 1000"),
    "maxima of no steps": (
        {("layers", 1, "kind"): "maxpool"},
        "A maximum of undefined steps is none; there should be 1 to 1000",
    ),
}


@pytest.fixture(scope="module", params=WHERE)
def lies(request):
    """What the page says to each net with a false description."""
    nets = {name: with_changes(packed(), changes) for name, (changes, _) in LIES.items()} | {
        name: with_changes(convolution(), changes)
        for name, (changes, _) in LIES_OF_CONVOLUTIONS.items()
    }
    return ask(request.param, {name: job(net, run=[[0]]) for name, net in nets.items()})


@pytest.mark.parametrize("name", LIES | LIES_OF_CONVOLUTIONS)
def test_a_false_description_is_refused_in_words(lies, name, match_words):
    _, words = (LIES | LIES_OF_CONVOLUTIONS)[name]
    match_words(lies[name], words)


@pytest.fixture
def match_words():
    import re

    def match(answer, words):
        assert answer.get("kind") == "Error", answer  # and none that the engine throws
        assert re.search(words, answer["refused"])

    return match


@pytest.mark.parametrize("where", WHERE)
def test_weights_that_are_cut_off_or_no_numbers_are_refused(where, match_words):
    net = packed()
    broken = Packed(net.manifest, b"\x00\x7c" + net.data[2:])  # infinity in 16 bits
    half = Packed(net.manifest, net.data[: len(net.data) // 2])
    empty = Packed(net.manifest, b"")
    found = ask(where, {"broken": job(broken), "half": job(half), "empty": job(empty)})
    match_words(found["broken"], r"W of layer 1 \(embedding\) holds something that is no number")
    match_words(found["half"], "lies outside the file of weights")
    match_words(found["empty"], "lies outside the file of weights")


@pytest.mark.parametrize("where", WHERE)
def test_inputs_that_are_none_are_refused_in_words(where, match_words):
    wrong = [[], None, 3, [4], [-1], [0.5], [None], ["a"], [[0, 0, 0]]]
    vectors = [[[0, 0]], [[0, 0, None]], [[0, 0, "1"]], [[0, 0, 0]], [3]]
    found = ask(where, {"net": job(packed(), run=wrong), "conv": job(convolution(), run=vectors)})
    words = 3 * ["nothing to read"] + 6 * ["There is no symbol .*; the net knows 4"]
    for answer, expected in zip(found["net"]["run"], words, strict=True):
        match_words(answer, expected)
    words = 3 * ["should be 3 numbers"] + ["has 1 steps, too few for a conv"] + ["3 numbers"]
    for answer, expected in zip(found["conv"]["run"], words, strict=True):
        match_words(answer, expected)


@pytest.mark.parametrize("where", WHERE)
def test_whatever_is_typed_is_encoded_or_refused_with_the_character(where, match_words):
    texts = [
        "abß",
        "",
        "<script>",
        "a\u202eb",
        "😀",
        "a\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    ]
    found = ask(where, {"net": job(packed(), encode=texts)})["net"]["encode"]
    assert found[:2] == [[0, 1, 3], []]
    for answer, character in zip(found[2:], "<\u202e😀\ufffd", strict=True):
        match_words(answer, f"The net never saw “{character}”; it reads abcß")


@pytest.mark.parametrize("where", WHERE)
def test_ten_thousand_letters_are_read(where):
    net = packed()
    (answer,) = ask(where, {"net": job(net, run=[10_000 * [1]])})["net"]["run"]
    expected = live.forward(net, np.full((1, 10_000), 1))[0]
    assert np.allclose(answer, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("where", WHERE)
def test_every_number_of_16_and_of_8_bits_is_read_as_numpy_reads_it(where):
    rng = np.random.default_rng(0)
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    table = every[np.isfinite(every)].astype(np.float32).reshape(-1, 16)
    for dtype in storage.DTYPES:
        W = nn.Embedding(*table.shape)
        values = table if dtype == "float16" else rng.normal(0, 1, table.shape)
        W.weight.data = W.weight.data.new_tensor(values)
        net = live.pack([W], dtype=dtype) if dtype == "int8" else live.pack([W])
        rows = [[place] for place in range(0, len(table), 7)]
        answers = ask(where, {"net": job(net, run=rows)})["net"]["run"]
        assert np.array_equal(np.array(answers)[:, 0], net.weights()[0]["W"][::7])
