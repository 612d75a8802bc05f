"""Where a net is trained: on the CPU, as all records are, unless the reader asks for a GPU."""

from __future__ import annotations

import os

DEVICES = ("cpu", "gpu")


def asked_device() -> str:
    """Return what the environment variable RNNCOURSE_DEVICE asks for: "cpu", which it is by
    default, or "gpu", the one that the framework finds. Raises ValueError on anything else.
    """
    asked = os.environ.get("RNNCOURSE_DEVICE", "cpu").lower()
    if asked not in DEVICES:
        raise ValueError(f"RNNCOURSE_DEVICE is {asked!r}, expected one of {', '.join(DEVICES)}")
    return asked
