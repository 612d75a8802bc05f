"""Logistic regression on n-grams for the page: made smaller, read into a layer, and run in NumPy.

The arrays of the layer, for F n-grams of up to n symbols and C classes:

======  ==========  ================================================================================
ngrams  (F, n)      the places of its symbols in the alphabet, from 1, filled up with 0; uint8
idf     (F,)        an n-gram that stands c times in a text counts (1 + ln c) idf
W, b    (F, C), C   the vector of these numbers, brought to length 1, gives x W + b
======  ==========  ================================================================================

The option "blank" is the place of the blank in the alphabet where every word is read by itself with
a blank on either side, scikit-learn's "char_wb", and None where the text is read as it stands,
"char".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from rnncourse.live.layers import Layer, refused

RUN = {  # the options of a TfidfVectorizer that a page can run
    "analyzer": ("char", "char_wb"),
    "sublinear_tf": (True,),
    "use_idf": (True,),
    "norm": ("l2",),
    "binary": (False,),
}


def smaller(pipeline: Pipeline, texts: Sequence[str], labels: np.ndarray, size: int) -> Pipeline:
    """Fit a pipeline such as `baselines.ngram_classifier` again, to the `size` of its n-grams that
    have the largest weight for any class.

    Raises ValueError if the pipeline has not so many n-grams.
    """
    ngrams, regression = parts(pipeline)
    found = ngrams.get_feature_names_out()
    if not 0 < size <= len(found):
        raise ValueError(f"size is {size}, expected 1 to {len(found)}, the n-grams of the pipeline")
    largest = np.abs(regression.coef_).max(axis=0)
    kept = np.sort(found[np.argsort(-largest, kind="stable")[:size]])
    again = make_pipeline(
        TfidfVectorizer(**{**ngrams.get_params(), "vocabulary": kept}),
        LogisticRegression(**regression.get_params()),
    )
    return again.fit(texts, labels)


def parts(pipeline: Any) -> tuple[TfidfVectorizer, LogisticRegression]:
    """The two steps of a pipeline that a page can run; raise ValueError for any other."""
    steps = [step for _, step in getattr(pipeline, "steps", [])]
    names = [type(step).__name__ for step in steps]
    if names != ["TfidfVectorizer", "LogisticRegression"]:
        raise not_run(f"its steps are {names}", "pass one such as baselines.ngram_classifier")
    ngrams, regression = steps
    for option, values in RUN.items():
        if (found := getattr(ngrams, option)) not in values:
            remedy = f"fit it with {option}={' or '.join(map(repr, values))}"
            raise not_run(f"its {option} is {found!r}", remedy)
    return ngrams, regression


def not_run(why: str, remedy: str) -> ValueError:
    """The error for a pipeline that no page can run."""
    return refused("pipeline", "ngrams", why, remedy)


def layers_of(pipeline: Pipeline, symbols: Sequence[str] | None) -> list[Layer]:
    """Read a fitted pipeline into one layer that reads `symbols`; raise ValueError if its n-grams
    hold others, or if there are more than 255.
    """
    ngrams, regression = parts(pipeline)
    found = ngrams.get_feature_names_out()
    place = {symbol: number for number, symbol in enumerate(symbols or (), start=1)}
    wrapped = ngrams.analyzer == "char_wb"
    unknown = set("".join(found)).union(" " if wrapped else "") - set(place)
    if unknown or len(place) > 255:
        raise not_run(
            f"its n-grams hold {sorted(unknown)[:5]}, which are not among the {len(place)} symbols",
            "pass all characters of the texts as symbols, at most 255",
        )
    longest = max(map(len, found))
    rows = [[place[s] for s in gram] + [0] * (longest - len(gram)) for gram in found]
    W, b = regression.coef_.T, regression.intercept_
    if W.shape[1] == 1:  # of two classes, scikit-learn keeps the odds of the second
        W, b = np.hstack([0 * W, W]), np.append(0, b)
    arrays = {
        "ngrams": np.array(rows, np.uint8),
        "idf": ngrams.idf_,
        "W": W,
        "b": b,
    }
    options = {"blank": place[" "] - 1 if wrapped else None}
    return [Layer("ngrams", "n-grams", len(place), W.shape[1], options, arrays)]


def forward(layer: dict[str, Any], arrays: dict[str, np.ndarray], x: np.ndarray) -> np.ndarray:
    """Return the logits (B, C) of a packed layer for symbols x (B, T)."""
    rows = {tuple(gram[gram > 0] - 1): i for i, gram in enumerate(arrays["ngrams"].astype(int))}
    longest = arrays["ngrams"].shape[1]

    def logits(symbols: tuple[int, ...]) -> np.ndarray:
        grams = (gram for part in alone(symbols, layer["blank"]) for gram in within(part, longest))
        counts = Counter(rows[gram] for gram in grams if gram in rows)
        found = np.array(list(counts), dtype=int)
        values = (1 + np.log(list(counts.values()))) * arrays["idf"][found]
        return values / (np.linalg.norm(values) or 1) @ arrays["W"][found] + arrays["b"]

    return np.stack([logits(tuple(symbols)) for symbols in x.tolist()])


def alone(symbols: tuple[int, ...], blank: int | None) -> Iterator[tuple[int, ...]]:
    """The parts of a text that are read by themselves."""
    if blank is None:
        yield symbols
        return
    for is_blank, word in groupby(symbols, lambda symbol: symbol == blank):
        if not is_blank:
            yield (blank, *word, blank)


def within(part: tuple[int, ...], longest: int) -> Iterator[tuple[int, ...]]:
    """All n-grams of a part, n = 1 … `longest`."""
    for n in range(1, longest + 1):
        for start in range(len(part) - n + 1):
            yield part[start : start + n]
