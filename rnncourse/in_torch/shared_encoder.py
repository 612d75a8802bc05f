"""Models put together from parts, in PyTorch: one encoder with one head, with
two, or used twice.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from rnncourse.in_torch.cells import CELLS, check_cell, weights_from

COMBINATIONS = ("difference", "concatenation")


class Encoder(nn.Module):
    """An embedding and a recurrent layer: letters in, the last state out.

    `cell` is "elman", "lstm" or "gru". Raises ValueError on an unknown cell
    and, when it is called, on a text without a letter.
    """

    def __init__(
        self, symbol_count: int, embedding_size: int, hidden_size: int, *, cell: str = "lstm"
    ):
        super().__init__()
        check_cell(cell)
        self.hidden_size = hidden_size
        self.embedding = nn.Embedding(symbol_count + 1, embedding_size, padding_idx=0)
        self.recurrent = CELLS[cell](embedding_size, hidden_size, batch_first=True)

    def forward(self, letters: torch.Tensor) -> torch.Tensor:
        """Return states (B, H) for letters (B, T) from 1 to V, padded with 0 at
        the end.

        Raises ValueError on a text that holds only padding.
        """
        lengths = (letters > 0).sum(dim=1).cpu()  # (B,); packing wants them there
        if lengths.min() == 0:
            raise ValueError("a text holds only padding (length 0); drop empty texts first")
        vectors = self.embedding(letters)  # (B, T, D)
        packed = pack_padded_sequence(vectors, lengths, batch_first=True, enforce_sorted=False)
        _, state = self.recurrent(packed)
        h = state[0] if isinstance(state, tuple) else state  # an LSTM also returns c
        return h[-1]  # (B, H)


class OneHeadedClassifier(nn.Module):
    """One linear layer on an encoder, which is used as it is and not copied."""

    def __init__(self, encoder: Encoder, class_count: int):
        super().__init__()
        self.encoder = encoder
        self.main = nn.Linear(encoder.hidden_size, class_count)

    def forward(self, letters: torch.Tensor) -> torch.Tensor:
        """Return logits (B, C) for letters (B, T)."""
        return self.main(self.encoder(letters))


class TwoHeadedClassifier(nn.Module):
    """A model with two inputs and two outputs on an encoder, which is not
    copied.

    After the headline model in Keras' guide to the functional API.
    """

    def __init__(
        self,
        encoder: Encoder,
        feature_count: int,
        dense_size: int,
        class_count: int,
        auxiliary_count: int,
    ):
        super().__init__()
        self.encoder = encoder
        self.auxiliary = nn.Linear(encoder.hidden_size, auxiliary_count)
        self.dense_1 = nn.Linear(encoder.hidden_size + feature_count, dense_size)
        self.dense_2 = nn.Linear(dense_size, dense_size)
        self.dense_3 = nn.Linear(dense_size, dense_size)
        self.main = nn.Linear(dense_size, class_count)

    def forward(
        self, letters: torch.Tensor, features: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return logits (B, C) and (B, A) for letters (B, T) and features (B,
        F).
        """
        state = self.encoder(letters)  # (B, H)
        x = torch.cat([state, features], dim=1)  # (B, H + F)
        for dense in (self.dense_1, self.dense_2, self.dense_3):
            x = torch.relu(dense(x))
        return self.main(x), self.auxiliary(state)


class SameLanguageNet(nn.Module):
    """One encoder that reads two texts, and a comparison of its two states.

    `combine` is "difference", |a - b|, or "concatenation", (a, b); a dense
    layer reads it, or, if `dense_size` is 0, the output itself. Raises
    ValueError on an unknown combination.
    """

    def __init__(self, encoder: Encoder, dense_size: int, *, combine: str = "difference"):
        super().__init__()
        if combine not in COMBINATIONS:
            raise ValueError(f"combine is {combine!r}, expected {' or '.join(COMBINATIONS)}")
        self.encoder, self.combine = encoder, combine
        width = encoder.hidden_size * (1 if combine == "difference" else 2)
        self.dense = nn.Linear(width, dense_size) if dense_size else None
        self.main = nn.Linear(dense_size or width, 1)

    def forward(self, letters_a: torch.Tensor, letters_b: torch.Tensor) -> torch.Tensor:
        """Return logits (B, 1) for two batches of letters (B, T)."""
        a, b = self.encoder(letters_a), self.encoder(letters_b)  # (B, H) each
        x = (a - b).abs() if self.combine == "difference" else torch.cat([a, b], dim=1)
        if self.dense is not None:
            x = torch.relu(self.dense(x))
        return self.main(x)


def encoder(
    symbol_count: int, embedding_size: int, hidden_size: int, *, cell: str = "lstm", seed: int
) -> Encoder:
    """Build an Encoder; the same `seed` gives the same weights."""
    with weights_from(seed):
        return Encoder(symbol_count, embedding_size, hidden_size, cell=cell)


def one_headed_classifier(encoder: Encoder, class_count: int, *, seed: int) -> OneHeadedClassifier:
    """Build a OneHeadedClassifier; the same `seed` gives the same new layer."""
    with weights_from(seed):
        return OneHeadedClassifier(encoder, class_count)


def two_headed_classifier(
    encoder: Encoder,
    feature_count: int,
    dense_size: int,
    class_count: int,
    auxiliary_count: int,
    *,
    seed: int,
) -> TwoHeadedClassifier:
    """Build a TwoHeadedClassifier; the same `seed` gives the same new
    layers.
    """
    with weights_from(seed):
        return TwoHeadedClassifier(encoder, feature_count, dense_size, class_count, auxiliary_count)


def same_language_net(
    encoder: Encoder, dense_size: int, *, combine: str = "difference", seed: int
) -> SameLanguageNet:
    """Build a SameLanguageNet; the same `seed` gives the same new layers."""
    with weights_from(seed):
        return SameLanguageNet(encoder, dense_size, combine=combine)
