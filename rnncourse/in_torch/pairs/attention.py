"""Attention in PyTorch: a mean of vectors, with weights that a query chooses."""

from __future__ import annotations

import math

import torch
from torch import nn


class DotAttention(nn.Module):
    """Scores are scalar products of queries and keys, divided by sqrt(H)
    (Luong and others 2015; Vaswani and others 2017).
    """

    def __init__(self, query_size: int, value_size: int):
        super().__init__()
        self.key = nn.Linear(value_size, query_size, bias=False)

    def forward(self, queries, values, mask):
        """Return the contexts (B, T, D) of queries (B, T, H) among values (B,
        S, D), and the weights (B, T, S); where mask (B, S) is False there is
        nothing to look at.
        """
        keys = self.key(values)  # (B, S, H)
        scores = queries @ keys.transpose(1, 2) / math.sqrt(keys.shape[2])
        return weighted_mean(scores, values, mask)


class AdditiveAttention(nn.Module):
    """Scores come from a small dense net that reads query and value (Bahdanau
    and others 2015).
    """

    def __init__(self, query_size: int, value_size: int):
        super().__init__()
        self.key = nn.Linear(value_size, query_size, bias=False)
        self.query = nn.Linear(query_size, query_size)
        self.score = nn.Linear(query_size, 1)

    def forward(self, queries, values, mask):
        """Return contexts and weights, as `DotAttention` does."""
        sums = self.query(queries)[:, :, None] + self.key(values)[:, None]
        scores = self.score(torch.tanh(sums))[..., 0]  # (B, T, S)
        return weighted_mean(scores, values, mask)


def weighted_mean(scores, values, mask):
    """Return the means (B, T, D) of values (B, S, D) and their weights, the
    softmax of scores (B, T, S) over what mask (B, S) leaves.
    """
    scores = scores.masked_fill(~mask[:, None], -math.inf)
    weights = torch.softmax(scores, dim=2)
    return weights @ values, weights


ATTENTION = {"dot": DotAttention, "additive": AdditiveAttention}
