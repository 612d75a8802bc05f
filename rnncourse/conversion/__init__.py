"""The same weights in another framework.

======  ===============================================================
models  whole models between Keras and PyTorch
arrays  one cell between NumPy and either, as plain arrays
======  ===============================================================

Neither framework is imported before :func:`copy_weights` is asked for.
"""

from typing import TYPE_CHECKING

from rnncourse.conversion.arrays import from_keras, from_torch, to_keras, to_torch

if TYPE_CHECKING:
    from rnncourse.conversion.models import copy_weights

__all__ = ["copy_weights", "from_keras", "from_torch", "to_keras", "to_torch"]


def __getattr__(name: str):
    """Import both frameworks when whole models are to be converted."""
    if name != "copy_weights":
        raise AttributeError(f"rnncourse.conversion has no {name!r}; it has {', '.join(__all__)}")
    from rnncourse.conversion.models import copy_weights

    return copy_weights
