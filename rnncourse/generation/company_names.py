"""Names of companies, written and judged: cut out of a text, compared with the
names that there are, and chosen by a rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

import numpy as np

from rnncourse.evaluation.text import share_of_real_words
from rnncourse.generation.sampling import NextLogits, sample
from rnncourse.preprocessing.encoding import Vocab

LONGEST = 40  # characters of a name; the few longer ones are left out
LEGAL = frozenset(
    "ab ag as bv co company corp corporation gmbh inc incorporated kg "
    "limited llc llp lp ltd nv oy plc pte pty sa sarl sas spa srl".split()
)


def name_key(name: str) -> str:
    """Fold a name to what two spellings of it share: "Fannie’s, Inc." ->
    "fannies".

    Accents, capitals, spaces and signs go, and so do legal endings (LEGAL) as
    long as a word stays before them. A name of signs alone keeps them.
    """
    parts = unicodedata.normalize("NFKD", name.casefold())  # letter, then accent
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    words = re.sub(r"[.'’]", "", plain).replace(",", " ").split()
    while len(words) > 1 and words[-1] in LEGAL:
        words.pop()
    return re.sub(r"[\W_]", "", "".join(words)) or plain


def split_names(
    names: Sequence[str], *, train: int, validation: int, test: int, seed: int
) -> dict[str, list[str]]:
    """Share out names in random order, one for each key: no name stands in two
    parts.

    Returns lists "train", "validation" and "test" of as many names as the
    arguments say; names longer than LONGEST are left out. Raises ValueError if
    there are too few names.
    """
    by_key = {}
    for name in names:
        if len(name) <= LONGEST:
            by_key.setdefault(name_key(name), name)
    distinct = list(by_key.values())
    if len(distinct) < train + validation + test:
        raise ValueError(
            f"{len(distinct)} different names are fewer than {train} + "
            f"{validation} + {test}; ask for smaller parts"
        )
    order = np.random.default_rng(seed).permutation(len(distinct))
    cuts = np.cumsum([train, validation, test])
    rows = dict(zip(("train", "validation", "test"), np.split(order[: cuts[-1]], cuts[:-1])))
    return {part: [distinct[i] for i in chosen] for part, chosen in rows.items()}


def as_text(names: Sequence[str]) -> str:
    """Join names to one text: a line break, then every name with a line break
    after it.
    """
    return "\n" + "".join(f"{name}\n" for name in names)


def write_names(
    next_logits: NextLogits,
    vocab: Vocab,
    count: int,
    *,
    start: str = "",
    before: str = "\n",
    temperature: float = 1.0,
    top_k: int | None = None,
    rng: np.random.Generator,
) -> list[str]:
    """Write `count` names that begin with `start`, each up to its line break.

    `before` is what the model reads first, such as the end of its training
    text; its last character is a line break. A name that does not end is cut at
    LONGEST characters; the empty ones are left out. Raises ValueError where
    `sample` does, and on a `start` with a line break or without room behind it.
    """
    if "\n" in start or len(start) >= LONGEST:
        raise ValueError(
            f"the start {start!r} should be shorter than {LONGEST} characters "
            "and hold no line break; it is the beginning of one name"
        )
    texts = sample(
        next_logits,
        vocab,
        before + start,
        LONGEST - len(start),
        count=count,
        temperature=temperature,
        top_k=top_k,
        rng=rng,
    )
    return [name for text in texts if (name := (start + text.partition("\n")[0]).strip())]


def negative_log_likelihood(
    next_logits: NextLogits, vocab: Vocab, names: Sequence[str], *, before: str = "\n"
) -> np.ndarray:
    """Return -log p (nats) of each character of each name, and of the line
    break after it.

    The array has shape (N, T), nan behind the line break; each name is read
    alone, after `before`. Raises ValueError if there is no name, or nothing
    before it.
    """
    if len(names) == 0 or not before:
        raise ValueError(
            f"there are {len(names)} names to read after {before!r}; give a"
            " name, and at least one character before it, such as a newline"
        )
    longest = max(len(name) for name in names) + 1
    targets = np.stack([vocab.encode((name + "\n").ljust(longest, "\n")) for name in names])
    state = None
    for symbol in vocab.encode(before):
        logits, state = next_logits(np.full(len(names), symbol), state)
    nats = np.empty(targets.shape)
    for t, target in enumerate(targets.T):
        logits = np.asarray(logits, dtype=np.float64)
        shifted = logits - logits.max(axis=1, keepdims=True)
        wanted = np.take_along_axis(shifted, target[:, None], axis=1)[:, 0]
        nats[:, t] = np.log(np.exp(shifted).sum(axis=1)) - wanted
        if t < longest - 1:
            logits, state = next_logits(target, state)
    ended = np.arange(longest) > np.array([len(name) for name in names])[:, None]
    return np.where(ended, np.nan, nats)


def novelty(names: Sequence[str], training: Collection[str], known: Collection[str]) -> list[str]:
    """Say of each name "in training", "exists" (elsewhere in `known`) or "new",
    by its key.

    `training` and `known` are sets of keys.
    """
    return [
        "in training" if key in training else "exists" if key in known else "new"
        for key in map(name_key, names)
    ]


def evaluate(
    names: Sequence[str], training: Sequence[str], known: Collection[str]
) -> dict[str, float]:
    """Measure names: the shares that are new and different, and the share of
    their words that the training names know.

    `known` are the keys of all names that exist, `training` the names that the
    model read. Raises ValueError if there is no name.
    """
    if not names:
        raise ValueError("there is no name to judge; write some first")
    keys = [name_key(name) for name in names]
    return {
        "new": sum(key not in known for key in keys) / len(keys),
        "different": len(set(keys)) / len(keys),
        "known words": share_of_real_words("\n".join(names), "\n".join(training)),
    }


def choose(
    names: Sequence[str], scores: Sequence[float], known: Sequence[str], *, count: int = 8
) -> list[str]:
    """Choose `count` coined names: the lowest score first, and no two that
    begin alike.

    A coined name is one word of 5 to 12 letters that is no word, and no key, of
    a name in `known`. Two names begin alike that share their first two letters.
    """
    words = {word.casefold() for name in known for word in re.findall(r"\w+", name)}
    words |= {name_key(name) for name in known}
    chosen: dict[str, str] = {}
    for _, name in sorted(zip(scores, names)):
        coined = not {name.casefold(), name_key(name)} & words
        if name.isalpha() and 5 <= len(name) <= 12 and coined:
            chosen.setdefault(name_key(name)[:2], name)
    return list(chosen.values())[:count]
