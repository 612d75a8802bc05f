"""The text of a page, and the page's name before whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sphinx.errors import ExtensionError


def text_of(env, docname: str) -> str:
    """Return the text of a page as Sphinx reads it.

    Raises ExtensionError with the place of a byte that is no UTF-8.
    """
    path = Path(env.doc2path(docname))
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ExtensionError(
            f"{path}:{line}: the byte 0x{error.object[error.start]:02x} is no UTF-8; save the page "
            "as UTF-8"
        ) from None


@contextmanager
def naming(docname: str) -> Iterator[None]:
    """Raise an ExtensionError that begins with the page's name in place of another error."""
    try:
        yield
    except ExtensionError:
        raise
    except Exception as error:
        raise ExtensionError(f"{docname}: {error}") from error
