"""The nets of spelling and sound, with their kept weights: they answer as NumPy and PyTorch do, and
are small enough to be loaded.
"""

from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from asked import ROOT, WHERE, ask, job

from rnncourse.conversion.arrays import to_torch
from rnncourse.datasets import load_pronunciations
from rnncourse.generation.decoding import greedy_decoding
from rnncourse.in_numpy.gated import GRU
from rnncourse.in_torch.weights import put_weights, weights_of
from rnncourse.live import pairs
from rnncourse.live.reference import of_direction
from rnncourse.studies import pair_boxes
from rnncourse.studies.pair_nets import encode, vocabularies

COUNT = 200
WAYS = ("to phonemes", "to letters")
OF_NETS = ["nets.js", "kneser_ney.js", "ngrams.js", "movement.js"]
SCRIPTS = ROOT / "book/live"
SHARED = [
    "nets.js",
    "kneser_ney.js",
    "ngrams.js",
    "movement.js",
    "weights.js",
    "encoder_decoder.js",
]
READ = ["typed_word.js", "folding.js", "folds.js"]
BEFORE = ["live.js", "controls.js"]
BOXES = {  # the scripts of a box before touch, those after, and its nets
    "say_a_word": ([*BEFORE, "published.js"], [*SHARED, *READ, "sounds.js"], WAYS[:1]),
    "spell_sounds": (
        [*BEFORE, "sounds.js"],
        [*SHARED, *READ, "published.js"],
        WAYS,
    ),
}


@cache
def kept(way):
    """A kept net as a page packs it, and the packed weights in PyTorch, in 32 bits."""
    facts = {"examples": pair_boxes.examples()} if way == "to phonemes" else {}
    packed, net = pair_boxes.packed(way, **facts), pair_boxes.kept_net(way)
    put_weights(net, weights_of(net) | dict(in_torch(packed)))
    return SimpleNamespace(packed=packed, net=net.eval())


def in_torch(packed):
    """The packed weights by their names in PyTorch."""
    layers = {name: pairs.part_of(packed, name).weights() for name in packed.manifest["parts"]}
    for part in ("encoder", "decoder"):
        embedding, recurrent = layers[part]
        yield f"{part}.embedding.weight", embedding["W"]
        for way, suffix in (("forward", ""), ("backward", "_reverse")):
            if weights := of_direction(recurrent, way):
                for name, array in to_torch(GRU, weights).items():
                    yield f"{part}.recurrent.{name}{suffix}", array
    dense = {"encoder.bridge": layers["bridge"][0], "decoder.combine": layers["output"][0]}
    for name, layer in (dense | {"decoder.output": layers["output"][2]}).items():
        yield f"{name}.weight", layer["W"].T
        yield f"{name}.bias", layer["b"]
    yield "decoder.attention.key.weight", layers["key"][0]["W"].T


def asked(way):
    """200 pairs of the dictionary, and 200 of random symbols, each whole and without padding."""
    vocabs, rng = vocabularies(way), np.random.default_rng(0)
    table = load_pronunciations().sample(COUNT, random_state=0)
    real = (table["word"], [several[0] for several in table["pronunciations"]])
    sources, targets = encode(*(real if way == "to phonemes" else real[::-1]), vocabs)
    found = [(source[source > 0], target[target > 2]) for source, target in zip(sources, targets)]
    V, W = map(len, vocabs)
    for source, target in found[:COUNT]:
        found.append((rng.integers(1, V, len(source)), rng.integers(3, W, len(target))))
    return found


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("where", WHERE)
def test_the_box_answers_as_numpy_and_pytorch_do(where, way):
    given, net, errors = asked(way), kept(way), []
    wish = [[source.tolist(), target.tolist()] for source, target in given]
    found = ask(where, {"net": job(net.packed, follow=wish)})["net"]["follow"]
    for steps, (source, target) in zip(found, given, strict=True):
        targets = np.concatenate([[1], target])[None]
        logits = pairs.follow(net.packed, source[None], targets)[0][0]
        with torch.no_grad():
            others = net.net(torch.from_numpy(source[None]), torch.from_numpy(targets))[0].numpy()
        answer = np.array([step["logits"] for step in steps])
        errors.append([np.abs(answer - e).max() / np.abs(logits).max() for e in (logits, others)])
    error, other = np.max(errors, axis=0)
    print(f"{way}: {len(given)} inputs, {error:.1e} from NumPy, {other:.1e} from PyTorch")
    assert len(given) == 2 * COUNT and error <= 1e-5 and other <= 1e-4


@pytest.mark.parametrize("name", BOXES)
def test_a_box_is_small_before_and_after_touch(name):
    before, after, ways = BOXES[name]
    size = {script: (SCRIPTS / script).stat().st_size for script in {*before, *after}}
    first = sum(map(size.get, before)) + (SCRIPTS / f"{name}.js").stat().st_size
    total = first + sum(map(size.get, after)) + sum(len(kept(way).packed.data) for way in ways)
    print(f"{name}: {first} bytes before touch, {total} after")
    assert first <= 30_000 and total <= 600_000


@pytest.mark.parametrize("name", BOXES)
def test_the_scripts_that_are_weighed_are_those_that_are_loaded(name):
    loaded, left = set(), [f"{name}.js"]
    while left:
        loaded.add(script := left.pop())
        text = (SCRIPTS / script).read_text("utf-8")
        left += {path.name for path in SCRIPTS.glob("*.js") if f'{path.name}"' in text} - loaded
    before, after, _ = BOXES[name]
    assert loaded | {"live.js"} == {*before, *after, f"{name}.js"}


def test_the_examples_have_pronunciations_and_one_is_a_failure():
    net = kept("to phonemes")
    examples = net.packed.manifest["facts"]["examples"]
    wrong = []
    for example in examples:
        source = np.array([vocabularies("to phonemes")[0].encode(example["word"])])
        written = ask_greedily(net.packed, source)
        wrong.append(written not in example["sounds"])
    assert 5 <= len(examples) <= 8 and any(wrong) and not all(wrong)
    assert {example["learnt"] for example in examples} == {False, True}


def test_a_word_that_the_dictionary_has_not_is_no_example():
    with pytest.raises(ValueError, match=r"the dictionary has no \['airmix'\], expected words of"):
        pair_boxes.examples(["phone", "airmix"])


def ask_greedily(packed, source):
    """What a packed net writes for a source (1, S)."""
    options = {"start": 1, "end": 2, "longest": 20}
    [found] = greedy_decoding(
        pairs.next_logits(packed), pairs.first_state(packed, source), **options
    )
    return [packed.manifest["targets"][i] for i in found if i > 2]
