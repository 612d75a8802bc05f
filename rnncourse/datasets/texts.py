"""Texts to continue: Shakespeare's sonnets as one string."""

from rnncourse.datasets.editions import DataError
from rnncourse.datasets.registry import resolve


def load_sonnets() -> str:
    """Return the sonnets of the edition at hand as one text, a blank line between two of them.

    A byte-order mark at the beginning, which would count as a symbol of its own, is left out. Raises `DataError` where
    the file is missing, damaged or not UTF-8. Sources: see the data set's datasheet.
    """
    [path] = resolve("sonnets").paths.values()
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read as UTF-8 text ({error}); restore it") from error
