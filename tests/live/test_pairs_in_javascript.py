"""An encoder and a decoder answer on the page what NumPy answers in 64 bits with the same packed
weights, and what PyTorch answers in 32.
"""

from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from asked import WHERE, ask, job

from rnncourse import live
from rnncourse.datasets import load_pronunciations
from rnncourse.generation.decoding import beam_decoding, greedy_decoding, log_softmax
from rnncourse.in_torch.pairs.encoder_decoder import encoder_decoder
from rnncourse.live import pairs
from rnncourse.live.packing import Packed
from rnncourse.preprocessing import Vocab
from rnncourse.studies.pair_nets import vocabularies

COUNT, LONGEST = 200, 12  # inputs of a kind, symbols of an answer
KINDS = {  # attention, and in how many bits the net is packed
    "with attention": ("dot", "float16"),
    "with attention, 8 bits": ("dot", "int8"),
    "without attention": (None, "float16"),
}


def build(attention="dot", hidden_size=12):
    """A net from letters to phonemes, not trained, whose weights 16 bits and 8 hold exactly."""
    vocabs = vocabularies("to phonemes")
    net = encoder_decoder(*map(len, vocabs), hidden_size, attention=attention, seed=1)
    rng = np.random.default_rng(1)
    for parameter in net.parameters():
        values = np.round(128 * rng.normal(0, 0.5, tuple(parameter.shape))).clip(-127, 127) / 128
        if values.ndim == 2:  # the scale of a row of 8 bits, which may lie across
            values[0], values[:, 0] = 127 / 128, 127 / 128
        parameter.data = parameter.data.new_tensor(values)
    return net.eval()


def asked_words():
    """200 words and 200 texts of random letters, and random phonemes to follow."""
    rng = np.random.default_rng(0)
    table = load_pronunciations()["word"]
    words = table[table.str.len().isin((3, 6, 9))].sample(COUNT, random_state=0).tolist()
    sources = [vocabularies("to phonemes")[0].encode(word) for word in words]
    sources += [rng.integers(1, 27, rng.choice((3, 6, 9))) for _ in range(COUNT)]
    return [(source, rng.integers(3, 42, 5)) for source in sources]


WORDS = asked_words()
SOURCES = [source for source, _ in WORDS[::20]]  # for which answers are looked for
WIDTHS = (1, 3, 10, 0, -1, 2.5)


@cache
def net(kind):
    attention, dtype = KINDS[kind]
    model = build(attention)
    packed = live.pack_pairs(model, *vocabularies("to phonemes"), dtype=dtype)
    return SimpleNamespace(model=model, packed=packed)


@cache
def answers(where):
    """What the page says to everything that is asked here."""
    given = [source.tolist() for source in SOURCES]
    beams = [{"width": width, "longest": LONGEST} for width in WIDTHS]
    asked = {
        "follow": [[source.tolist(), target.tolist()] for source, target in WORDS],
        "greedy": [LONGEST, given],
        "beams": [beams, given],
    }
    nones = {"follow": [[[], []], [[99], []], [[1], [99]]]}
    lies = {name: with_lies(changes) for name, (changes, _) in LIES.items()}
    return ask(
        where,
        {kind: job(net(kind).packed, **asked) for kind in KINDS}
        | {name: job(packed, follow=[[[1], [3]]]) for name, packed in lies.items()}
        | {"nones": job(net("with attention").packed, **nones), "mixed": job(mixed(), **nones)},
    )


def by_numpy_and_torch(net, source, target):
    """The logits (T, V) of both, and the weights of attention (T, S), after START and each
    symbol.
    """
    targets = np.concatenate([[net.packed.manifest["start"]], target])[None]
    logits, weights = pairs.follow(net.packed, source[None], targets)
    with torch.no_grad():
        others = net.model(torch.from_numpy(source[None]), torch.from_numpy(targets)).numpy()
    return logits[0], others[0], weights[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", WHERE)
def test_the_page_answers_what_numpy_and_pytorch_answer(where, kind):
    errors = []
    for steps, pair in zip(answers(where)[kind]["follow"], WORDS, strict=True):
        logits, others, weights = by_numpy_and_torch(net(kind), *pair)
        answer = np.array([step["logits"] for step in steps])
        looked = np.array([step["weights"] for step in steps])
        largest = np.abs(logits).max()
        errors.append([np.abs(answer - each).max() / largest for each in (logits, others)])
        assert np.allclose(looked, weights, rtol=0, atol=1e-9)
    error, other = np.max(errors, axis=0)
    print(f"{len(WORDS)} inputs, {error:.1e} from NumPy, {other:.1e} from PyTorch")
    assert error <= 1e-5 and other <= 1e-4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", WHERE)
def test_the_page_finds_the_answers_that_python_finds(where, kind):
    found, packed = answers(where)[kind], net(kind).packed
    options, step = {"start": 1, "end": 2, "longest": LONGEST}, pairs.next_logits(packed)
    for place, source in enumerate(SOURCES):
        state = pairs.first_state(packed, source[None])
        [expected] = greedy_decoding(step, state, **options).tolist()
        greedy = found["greedy"][place]
        assert greedy["symbols"] == (expected[:-1] if greedy["ended"] else expected)
        assert greedy["ended"] == (2 in expected)
        for width, beam in zip(WIDTHS[:3], found["beams"]):
            expected = beam_decoding(step, state, **options, width=width)
            assert [e["symbols"] for e in beam[place]] == [list(e.symbols) for e in expected]
            logs = [answer["logP"] for answer in beam[place]]
            assert np.allclose(logs, [e.log_p for e in expected], rtol=0, atol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_a_greedy_answer_has_its_log_probability(kind):
    answer, source = answers("node")[kind]["greedy"][0], SOURCES[0]
    symbols = np.array(answer["symbols"] + [2] * answer["ended"], dtype=int)
    logits, _, _ = by_numpy_and_torch(net(kind), source, symbols[:-1])
    log_p = log_softmax(logits)
    assert answer["logP"] == pytest.approx(log_p[np.arange(len(symbols)), symbols].sum())


# what no page can run
# --------------------------------------------------------------------------------------------------


def test_another_attention_is_refused():
    with pytest.raises(ValueError, match='cannot run on a page: it runs dot .* attention="dot"'):
        live.pack_pairs(build("additive"), *vocabularies("to phonemes"))


def test_another_model_is_refused():
    with pytest.raises(TypeError, match="model is a Linear, expected an EncoderDecoder"):
        live.pack_pairs(torch.nn.Linear(2, 2), *vocabularies("to phonemes"))


def test_vocabularies_of_other_sizes_are_refused():
    with pytest.raises(ValueError, match="there are 40 symbols, and the net reads 27"):
        live.pack_pairs(build(), *vocabularies("to letters"))
    with pytest.raises(ValueError, match="there are 3 symbols, and the net writes 42"):
        live.pack_pairs(build(), vocabularies("to phonemes")[0], Vocab("abc"))


def test_other_bits_and_too_many_bytes_are_refused():
    with pytest.raises(ValueError, match="dtype is 'float32', expected one of float16, int8"):
        live.pack_pairs(build(), *vocabularies("to phonemes"), dtype="float32")
    with pytest.raises(ValueError, match="expected 600,000 at most; pack them as int8"):
        live.pack_pairs(build(hidden_size=128), *vocabularies("to phonemes"))


LIES = {  # what is said instead, and what the page says to it
    "no parts": ({"parts": {}}, "lacks its parts or its symbols"),
    "another alphabet": ({"sources": ["a"]}, "lacks its parts or its symbols"),
    "targets in words": ({"targets": "abc"}, "lacks its parts or its symbols"),
    "an end that is nowhere": ({"end": 99}, "lacks its parts or its symbols"),
    "a later format": ({"format": 2}, "described in format 2"),
}


def with_lies(changes):
    packed = net("with attention").packed
    return Packed(packed.manifest | changes, packed.data)


def mixed():
    """A net with a part of another size."""
    packed, other = net("with attention").packed, build(hidden_size=6)
    bridge = live.pack_pairs(other, *vocabularies("to phonemes")).manifest["parts"]["bridge"]
    return with_lies({"parts": packed.manifest["parts"] | {"bridge": bridge}})


@pytest.mark.parametrize("name", LIES)
@pytest.mark.parametrize("where", WHERE)
def test_a_false_description_is_refused_in_words(where, name):
    answer = answers(where)[name]
    assert answer["kind"] == "Error" and LIES[name][1] in answer["refused"]


@pytest.mark.parametrize("where", WHERE)
def test_a_part_that_does_not_fit_is_refused_in_words(where):
    assert answers(where)["mixed"]["follow"][2] == {
        "kind": "Error",
        "refused": "A step should be 12 numbers.",
    }


@pytest.mark.parametrize("where", WHERE)
def test_sources_and_beams_that_are_none_are_refused_in_words(where):
    found = answers(where)["nones"]["follow"]
    assert [answer["kind"] for answer in found] == 3 * ["Error"]
    assert "nothing to read" in found[0]["refused"] and "no symbol 99" in found[1]["refused"]
    for width, beam in zip(WIDTHS[3:], answers(where)["with attention"]["beams"][3:]):
        words = f"The beam is {width} wide; it should be 1 or more."
        assert {answer["refused"] for answer in beam} == {words}
