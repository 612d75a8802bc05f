"""Checked numbers for the prose.

``report("last-names/elman/accuracy", value, bundled=(0.7, 0.8), reference=(0.7, 0.85))`` checks the
value against the band of the edition that is in use and hands it to ``{glue:text}`` under its key.
The record travels in the cell's output, so that a chapter taken from the cache reports all the
same; a value out of its band fails the build of the book.
"""

from __future__ import annotations

import math

import numpy as np

from rnncourse import datasets
from rnncourse.evaluation.bootstrap import Estimate

PREFIX = "application/papermill.record/"  # how myst_nb.glue marks what {glue:text} may read


def report(
    key: str,
    value: float | str | Estimate,
    *,
    bundled: tuple[float, float] | None = None,
    reference: tuple[float, float] | None = None,
    band: tuple[float, float] | None = None,
    timing: bool = False,
) -> None:
    """Check `value` and make it available to the prose under `key`.

    The part of `key` before the first slash names the data set, whose edition selects the band, or
    the chapter, if it uses none; then pass `band`. Numbers need a band, texts have none. Of an
    Estimate, the value is checked, and the interval is available under ``key/interval``. `timing`
    marks seconds, which differ from run to run. Raises ValueError on a number that is not finite,
    or that has no band.
    """
    interval = None
    if isinstance(value, Estimate):
        interval = [value.low, value.high]
        _emit(key + "/interval", interval_text(value), {})
        value = value.value
    if isinstance(value, str):
        value = str(value)  # not NumPy's kind of text
    else:
        if isinstance(value, np.generic | np.ndarray):
            value = value.item()  # {glue:text} cannot format NumPy's numbers
        if not math.isfinite(value):
            raise ValueError(
                f"{key} is {value}, not a finite number; look for a division by zero or a diverged "
                "training"
            )
    edition = None
    if band is None and (bundled or reference):
        edition = datasets.resolve(key.split("/")[0]).edition
        band = bundled if edition == "bundled" else reference
    if not isinstance(value, str) and band is None:
        raise ValueError(
            f"{key} = {value} has no band for edition {edition}; pass bundled=(low, high), "
            "reference=(low, high)"
        )
    if band is not None and not band[0] <= value <= band[1]:
        print(
            f"{key} = {value:.4g} is outside {band[0]:g} … {band[1]:g}, where the book expects it"
        )
    _emit(
        key,
        value,
        {"band": band and list(band), "edition": edition, "timing": timing, "interval": interval},
    )


def interval_text(estimate: Estimate) -> str:
    """Write an interval with two significant digits of its width: 0.721 to 0.738, -1.0 to 0.6."""
    width = estimate.high - estimate.low
    decimals = min(max(1 - math.floor(math.log10(width)), 1), 4) if width > 0 else 2
    return f"{estimate.low:z.{decimals}f} to {estimate.high:z.{decimals}f}"


def _emit(key: str, value: float | str, record: dict) -> None:
    """Write one invisible output that {glue:text} and the collector of results both read."""
    from IPython.display import display

    blank = {"band": None, "edition": None, "timing": False, "interval": None, "source": None}
    display(
        {PREFIX + "text/plain": repr(value)},
        raw=True,
        metadata={
            "scrapbook": {"name": key, "mime_prefix": PREFIX},
            "rnncourse": blank | record | {"key": key, "value": value},
        },
    )
