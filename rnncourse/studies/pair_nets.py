"""What the studies of spelling and sound share: an encoder and a decoder are built, trained and
asked as a configuration says.

A study's module says in which direction, which configurations, and what is noted.
"""

from __future__ import annotations

import string
from typing import NamedTuple

import numpy as np

from rnncourse.datasets.pronunciations import PHONEMES
from rnncourse.generation.decoding import beam_decoding, greedy_decoding
from rnncourse.preprocessing.encoding import END, START, Vocab
from rnncourse.preprocessing.pairs import (
    decode_targets,
    encode_sources,
    encode_targets,
    one_length_batches,
    source_vocab,
    target_vocab,
)
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe

LONGEST = 20  # symbols that a decoder may write


class Pairs(NamedTuple):
    """Pairs of sequences as indices: sources (N, S), targets (N, T)."""

    sources: np.ndarray
    targets: np.ndarray

    def rows(self, chosen: np.ndarray) -> Pairs:
        """Return the pairs of the chosen rows."""
        return Pairs(self.sources[chosen], self.targets[chosen])


def vocabularies(direction: str) -> tuple[Vocab, Vocab]:
    """Return the vocabularies of sources and of targets: letters and phonemes, or the other way
    round for the direction "to letters".
    """
    if direction == "to phonemes":
        return source_vocab(string.ascii_lowercase), target_vocab(PHONEMES)
    return source_vocab(PHONEMES), target_vocab(string.ascii_lowercase)


def encode(sources, targets, vocabs: tuple[Vocab, Vocab]) -> Pairs:
    """Turn sequences of symbols into Pairs."""
    return Pairs(encode_sources(sources, vocabs[0]), encode_targets(targets, vocabs[1]))


def build(configuration: dict, seed: int, vocabs: tuple[Vocab, Vocab]):
    """Build the net of `configuration`, not trained."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.pairs.encoder_decoder import encoder_decoder
    else:
        from rnncourse.in_torch.pairs.encoder_decoder import encoder_decoder
    return encoder_decoder(
        *map(len, vocabs),
        configuration["hidden_size"],  # pyright: ignore
        attention=configuration["attention"],
        dropout=configuration["dropout"],
        seed=seed,
    )


def fit(
    configuration: dict, seed: int, vocabs: tuple[Vocab, Vocab], train: Pairs, validation: Pairs
) -> tuple:
    """Build and train the net of `configuration`; return it and its history. Norms are clipped to
    1.
    """
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.pairs import pair_training
    else:
        from rnncourse.in_torch.pairs import pair_training
    model = build(configuration, seed, vocabs)
    history: History = pair_training.train_on_pairs(
        model,
        *train,
        recipe=Recipe.of(configuration | {"clip_norm": 1.0}),
        validation=validation,
        seed=seed,
    )
    return model, history


def decoder_of(configuration: dict):
    """Return the functions `first_state` and `next_logits` for a net of `configuration`."""
    if configuration["framework"] == "keras":
        from rnncourse.in_keras.pairs import encoder_decoder
    else:
        from rnncourse.in_torch.pairs import encoder_decoder
    return encoder_decoder.first_state, encoder_decoder.next_logits


def answers(configuration: dict, model, sources: np.ndarray, vocab: Vocab) -> list[tuple[str, ...]]:
    """Return what `model` writes for each of sources (N, S), greedily; `vocab` is that of its
    targets.
    """
    first_state, next_logits = decoder_of(configuration)
    step = next_logits(model)
    written: list[tuple[str, ...]] = [()] * len(sources)
    for rows in one_length_batches(sources, 1024)(np.random.default_rng(0)):
        batch = sources[rows]
        batch = batch[:, : (batch[0] != 0).sum()]
        found = greedy_decoding(
            step,
            first_state(model, batch),
            start=vocab.index[START],
            end=vocab.index[END],
            longest=LONGEST,
        )
        for row, symbols in zip(rows, decode_targets(found, vocab)):
            written[row] = symbols
    return written


def best_answers(
    configuration: dict, step, model, source: np.ndarray, vocab: Vocab, *, width: int
) -> list[tuple[tuple[str, ...], float]]:
    """Return the `width` likeliest answers to one source (S,) that a beam finds, with their
    log-probabilities (nats); `step` is the `next_logits` of `model`.
    """
    first_state, _ = decoder_of(configuration)
    found = beam_decoding(
        step,
        first_state(model, source[None, : (source != 0).sum()]),
        start=vocab.index[START],
        end=vocab.index[END],
        longest=LONGEST,
        width=width,
    )
    return [(tuple(vocab.symbols[i] for i in symbols), log_p) for symbols, log_p in found]


def weights(model) -> dict[str, np.ndarray]:
    """Return the weights of a net in PyTorch, for a page to run."""
    from rnncourse.in_torch.weights import weights_of

    return weights_of(model)
