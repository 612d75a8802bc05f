"""Symbols to numbers and back: the vocabulary, one-hot vectors, padding.

Shapes use the letters of the book: N sequences, T steps, V symbols.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from rnncourse.preprocessing.inputs import check_texts

PAD = -1  # the index of "no symbol here"; its one-hot vector is all zeros


class Vocab:
    """The symbols that a model can read, each with its index 0 … V-1."""

    def __init__(self, symbols: Iterable[str]):
        """Number `symbols` in order; raise ValueError if one repeats or there
        is none.
        """
        self.symbols = tuple(symbols)
        self.index = {symbol: i for i, symbol in enumerate(self.symbols)}
        if not self.symbols:
            raise ValueError("a Vocab needs a symbol, got none; pass the texts to encode")
        if len(self.index) < len(self.symbols):
            repeated = next(s for i, s in enumerate(self.symbols) if self.index[s] != i)
            raise ValueError(f"symbol {repeated!r} stands twice; list every symbol once")

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> Vocab:
        """Collect the characters of `texts`, sorted: the order of a set changes
        from run to run.
        """
        return cls(sorted(set().union(*texts)))

    def __len__(self) -> int:
        return len(self.symbols)

    def __contains__(self, symbol: str) -> bool:
        return symbol in self.index

    def __repr__(self) -> str:
        return f"Vocab({''.join(self.symbols)!r})"

    def encode(self, text: Iterable[str]) -> np.ndarray:
        """Return the indices of the symbols of `text`, shape (T,).

        Raises ValueError on a symbol that is not in the vocabulary.
        """
        text = list(text)
        for symbol in text:
            if symbol not in self.index:
                raise ValueError(
                    f"character {symbol!r} is not in the vocabulary "
                    f"{self._preview()}; "
                    "build the Vocab from the text that you encode, "
                    "or fold names with datasets.names.fold_name"
                )
        return np.array([self.index[symbol] for symbol in text], dtype=np.int64)

    def decode(self, indices: Iterable[int]) -> str:
        """Return the text of `indices`, shape (T,), leaving out padding.

        Raises ValueError on an index that no symbol has.
        """
        indices = [int(i) for i in indices]
        for i in indices:
            if not PAD <= i < len(self):
                raise ValueError(f"index {i} is outside 0 … {len(self) - 1}; wrong Vocab?")
        return "".join(self.symbols[i] for i in indices if i != PAD)

    def _preview(self) -> str:
        shown = "".join(self.symbols[:40])
        return f'"{shown}{"…" if len(self) > 40 else ""}"'


def one_hot(indices: np.ndarray, size: int) -> np.ndarray:
    """Turn indices of shape (…) into one-hot vectors of shape (…, size),
    float32.

    PAD becomes the zero vector. Raises ValueError on an index outside -1 …
    size-1.
    """
    indices = np.asarray(indices)
    if indices.size and not (PAD <= indices.min() and indices.max() < size):
        outside = indices[(indices < PAD) | (indices >= size)].flat[0]
        raise ValueError(f"index {outside} is not below the size {size}; pass len(vocab)")
    rows = np.vstack([np.eye(size, dtype=np.float32), np.zeros((1, size), np.float32)])
    return rows[indices]  # PAD = -1 picks the last row, which is zero


def from_one_hot(vectors: np.ndarray) -> np.ndarray:
    """Turn one-hot vectors of shape (…, V) back into indices of shape (…); a
    zero vector becomes PAD.

    Raises ValueError on a vector that is neither one-hot nor zero.
    """
    vectors = np.asarray(vectors)
    ones, zeros = vectors == 1, vectors == 0
    if not np.all(ones | zeros) or np.any(ones.sum(axis=-1) > 1):
        raise ValueError(
            "a vector holds something other than zeros and at most one 1; take argmax for scores"
        )
    return np.where(ones.any(axis=-1), ones.argmax(axis=-1), PAD)


def pad(sequences: Sequence[np.ndarray], length: int | None = None) -> np.ndarray:
    """Stack index sequences into one array of shape (N, T), filled with PAD at
    the end.

    T is `length`, or the longest sequence. Raises ValueError on an empty
    sequence and on one longer than `length`: nothing is cut off silently.
    """
    lengths = [len(sequence) for sequence in sequences]
    if not lengths or min(lengths) == 0:
        raise ValueError("a sequence of length 0 cannot be encoded; drop empty texts first")
    length = max(lengths) if length is None else length
    if max(lengths) > length:
        raise ValueError(
            f"a sequence of length {max(lengths)} does not fit "
            f"length={length}; "
            "raise it or cut the text"
        )
    padded = np.full((len(sequences), length), PAD, dtype=np.int64)
    for row, sequence in zip(padded, sequences):
        row[: len(sequence)] = sequence
    return padded


def encode_texts(texts: Iterable[str], vocab: Vocab, length: int | None = None) -> np.ndarray:
    """Turn texts into padded one-hot vectors, shape (N, T, V), float32."""
    check_texts(texts)
    return one_hot(pad([vocab.encode(text) for text in texts], length), len(vocab))


START, END = "^", "$"  # stand before and after a text, so that a model knows its edges


def with_edges(texts: Iterable[str]) -> list[str]:
    """Put START before each text and END after it: "rossi" becomes "^rossi$"."""
    check_texts(texts)
    return [f"{START}{text}{END}" for text in texts]


FILL = "\n"  # stands after the end of a text, up to the common length


def alphabet_of(texts: Sequence[str]) -> str:
    """Return FILL and every character of `texts`, sorted."""
    return FILL + "".join(sorted(set("".join(texts)) - {FILL}))


def filled_one_hot(texts: Sequence[str], alphabet: str, steps: int) -> np.ndarray:
    """Turn texts into one-hot vectors (N, T, V) of T = `steps` characters,
    filled up with FILL.

    Raises ValueError if a text is longer than `steps` - 1, so that its end
    could not be told, or if it holds a character that is not in `alphabet`.
    """
    check_texts(texts)
    place = {character: i for i, character in enumerate(alphabet)}
    x = np.zeros((len(texts), steps, len(alphabet)), dtype=np.float32)
    for row, text in zip(x, texts):
        if len(text) >= steps:
            raise ValueError(
                f"the text {text!r} has {len(text)} characters, expected fewer "
                f"than steps={steps}; "
                "raise steps, or leave it out"
            )
        if unknown := set(text) - set(alphabet):
            raise ValueError(
                f"the text {text!r} holds {sorted(unknown)[0]!r}, which is not "
                "in the alphabet; "
                "make the alphabet from the texts that you encode"
            )
        for step, character in enumerate(text.ljust(steps, FILL)):
            row[step, place[character]] = 1
    return x


def texts_of(logits: np.ndarray, alphabet: str) -> list[str]:
    """Return the most probable text of each row of logits (N, T, V), up to its
    first FILL.
    """
    return ["".join(alphabet[i] for i in row).split(FILL)[0] for row in logits.argmax(axis=2)]
