"""The nets of spelling and sound that a page runs, with the weights of their kept runs, trained on
the words that come with this book.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rnncourse import live, records
from rnncourse.datasets.pronunciations import load_pronunciations, split_pronunciations
from rnncourse.studies import pair_nets as nets
from rnncourse.studies.pronunciations import letters_to_phonemes, phonemes_to_letters

STUDIES = {"to phonemes": letters_to_phonemes, "to letters": phonemes_to_letters}
EXAMPLES = "phone knight nightmare prophecy bureau onslaught attention colonel".split()


def kept_net(direction: str):
    """Return the kept net that reads letters ("to phonemes") or writes them ("to letters"), in
    PyTorch.
    """
    from rnncourse.in_torch.weights import put_weights

    study = STUDIES[direction]
    net = nets.build(study.LIVE, 0, nets.vocabularies(direction))
    put_weights(net, records.kept_run(study.STUDY.name, "bundled", study.LIVE).weights)
    return net.eval()


def packed(direction: str, **facts: Any) -> live.Packed:
    """Pack a kept net in 8 bits: two of them are small enough for one page."""
    return live.pack_pairs(
        kept_net(direction), *nets.vocabularies(direction), dtype="int8", facts=facts
    )


def examples(words: Iterable[str] = EXAMPLES) -> list[dict[str, Any]]:
    """Return for each word the dictionary's pronunciations, and whether the nets have learnt from
    it.

    Raises ValueError for a word that the dictionary has not.
    """
    table = load_pronunciations()
    learnt = set(table["word"].iloc[split_pronunciations(table).train])
    sounds = dict(zip(table["word"], table["pronunciations"]))
    words = list(words)
    if unknown := [word for word in words if word not in sounds]:
        raise ValueError(f"the dictionary has no {unknown}, expected words of the dictionary")
    return [
        {"word": word, "sounds": [list(one) for one in sounds[word]], "learnt": word in learnt}
        for word in words
    ]
