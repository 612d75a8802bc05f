"""Causes of errors that are the same in every task."""

from __future__ import annotations

import re
import sysconfig
import traceback
from pathlib import Path

DEVICES = re.compile(
    r"(same|expected|on|MPS) device|devices|device type|meta tensor|CUDA|NVIDIA", re.IGNORECASE
)
DTYPES = re.compile(r"same dtype|weight dtype|scalar type (Float|Double|Half|BFloat16)")
# Parts of the paths of files that are not the student's.
ELSEWHERE = ("-packages", sysconfig.get_path("stdlib"), str(Path(__file__).parent))


def cause(error: BaseException) -> str:
    """Return what usually causes such an error in any function; "" where that depends on the
    task.
    """
    match error:
        case UnboundLocalError():
            return "the variable gets its value only further down, or in a branch that was not run"
        case NameError():
            name = f"`{error.name}`" if error.name else "a name"
            return f"{name} is not defined: a typo, or a cell above that has not run"
        case ImportError():
            return "a typo in the name, or a package that is not installed"
        case AttributeError(obj=None) if error.name:
            return (
                "None comes from a function without `return`, or from a method such as sort or "
                "append, which changes its list and returns nothing"
            )
        case AttributeError() if not isinstance(error.obj, tuple):
            return "a typo, or another kind of object than you think: print its type(…)"
        case SyntaxError():
            return "the text that it imports or runs is no Python"
        case RecursionError():
            return "a function calls itself without end: it lacks a case in which it does not"
        case SystemExit():
            return "exit() and quit() end Python: leave a function with `return`"
    words = told(error)
    if "symbolic" in words:
        return "a model of Keras is built before there are values: use keras.ops and layers, not np"
    if type(error).__module__.startswith("tensorflow"):  # its words always name a device
        return ""
    if DEVICES.search(words):
        return (
            "what is computed together must stand on one device, which this machine must have: "
            "leave out .to(…) and .cuda(), or move model and data alike"
        )
    if DTYPES.search(words):
        return "model and data must be of one type, float32: leave out .double() and .half()"
    return ""


def told(error: BaseException) -> str:
    """The type and the words of an error."""
    try:
        return f"{type(error).__name__}: {error}".removesuffix(": ")
    except Exception:
        return f"{type(error).__name__}, whose words cannot be read"


def does_not_fit(error: BaseException) -> bool:
    """Whether a call failed before anything of the function was run: its arguments do not fit."""
    trace = error.__traceback__
    return isinstance(error, TypeError) and trace is not None and trace.tb_next is None


def line(error: BaseException) -> str:
    """The line of a student's file in which it was raised; "" if none was reached."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not any(part in frame.filename for part in ELSEWHERE)
    ]
    return frames[-1].line or frames[-1].name if frames else ""
