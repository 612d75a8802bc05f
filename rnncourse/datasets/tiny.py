"""Tiny Shakespeare: a million characters of the plays, which many have trained on before."""

from rnncourse.datasets.registry import resolve


def load_tiny_shakespeare() -> str:
    """Return the text of the plays. Raises `DataError` where the file is not at hand or damaged; there is no bundled edition."""
    [path] = resolve("tiny-shakespeare").paths.values()
    return path.read_text(encoding="utf-8")
