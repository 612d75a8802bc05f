"""One try of a student's function: what was called, what came out, what was expected, and the usual
cause.
"""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable

import numpy as np


class CheckFailed(AssertionError):
    """What a check says when a function is not right, or not written yet."""

    def _render_traceback_(self) -> list[str]:
        """Show the message alone in a notebook: the inside of a check helps nobody."""
        return [f"{type(self).__name__}: {self}"]


class Attempt:
    """A student's function that remembers its last call, so that a message can quote it."""

    def __init__(self, function: Callable, name: str):
        self.function, self.name = function, getattr(function, "__name__", name)
        self.call = f"{self.name}(…)"

    def __call__(self, *args, hint: str = "", **options):
        """Call the function; raise CheckFailed if it is not written yet, or raises anything."""
        self.call = called(self.name, *args, **options)
        if not callable(self.function):
            raise self.unwritten(f"got {shown(self.function)} in place of a function")
        try:
            result = self.function(*args, **options)
        except NotImplementedError as error:
            raise self.unwritten(f"it raises NotImplementedError: {error}") from None
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            raise self.wrong(
                f"raised {type(error).__name__}: {error}\n   at       {where.line or where.name}",
                "a result",
                hint,
            ) from error
        if result is None or result is ...:
            raise self.unwritten(
                f"{self.call} returned {result}; does it end with a line `return …`?"
            )
        return result

    def unwritten(self, why: str) -> CheckFailed:
        """Return the failure of a function that is not written yet, with the reason."""
        return CheckFailed(f"not written yet: {self.name}\n   {why}")

    def wrong(self, came_out: str, expected: str, hint: str = "") -> CheckFailed:
        """Return the failure of a call: what came out, what was expected, the usual cause."""
        lines = [f"{self.call}", f"   {came_out}", f"   expected {expected}"]
        return CheckFailed("\n".join(lines + ([f"   hint:    {hint}"] if hint else [])))

    def require(self, right: bool, result: object, expected: object, hint: str = "") -> None:
        """Raise CheckFailed, quoting the last call, unless `right`; texts are quoted as they
        are.
        """
        if not right:
            expected = expected if isinstance(expected, str) else shown(expected)
            raise self.wrong(
                result if isinstance(result, str) else f"returned {shown(result)}", expected, hint
            )

    def refuses(self, *args, hint: str, naming: str, **options) -> None:
        """Require a ValueError whose message contains `naming`."""
        self.call = called(self.name, *args, **options)
        try:
            result = self.function(*args, **options)
        except NotImplementedError as error:
            raise self.unwritten(f"it raises NotImplementedError: {error}") from None
        except ValueError as error:
            self.require(
                naming in str(error),
                f"raised ValueError: {error}",
                f"a message that names {naming!r}",
                hint,
            )
        except Exception as error:
            raise self.wrong(
                f"raised {type(error).__name__}: {error}",
                f"a ValueError that names {naming!r}",
                hint,
            ) from error
        else:
            raise self.wrong(
                f"returned {shown(result)}", f"a ValueError that names {naming!r}", hint
            )


def check(function: Callable) -> Callable:
    """Make a check of a function that takes an Attempt: it prints `name: right`, or raises
    CheckFailed.
    """

    @functools.wraps(function)
    def checked(student: Callable, *args, **options) -> None:
        attempt = Attempt(student, function.__name__)
        function(attempt, *args, **options)
        print(f"{attempt.name}: right")

    return checked


def called(name: str, *args, **options) -> str:
    """A call as one would write it, long arguments cut."""
    named = (f"{key}={shown(value)}" for key, value in options.items())
    return f"{name}({', '.join([*map(shown, args), *named])})"


def shown(value: object, width: int = 160) -> str:
    """A value in one line, an array as its numbers or, if it is large, its shape."""
    if isinstance(value, np.ndarray):
        value = (
            f"an array of shape {value.shape}"
            if value.size > 24
            else np.array2string(value, separator=", ", precision=4)
        )
        return " ".join(value.split())
    if isinstance(value, np.generic):
        value = value.item()  # 2, not np.int64(2)
    text = " ".join(repr(value).split())
    return text if len(text) <= width else f"{text[:width]}…"


def array(attempt: Attempt, result: object, shape: tuple[int, ...], hint: str = "") -> np.ndarray:
    """The result as an array; raise CheckFailed unless it has that shape."""
    try:
        result = np.asarray(result)
    except ValueError:
        raise attempt.wrong(
            f"returned {shown(result)}", f"an array of shape {shape}", "its rows differ in length"
        ) from None
    attempt.require(
        result.shape == shape,
        f"returned an array of shape {result.shape}",
        f"the shape {shape}",
        hint,
    )
    return result
