"""One try of a student's function: what was called, what came out, what was expected, and the usual
cause.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from rnncourse.checks.causes import cause, does_not_fit, line, told
from rnncourse.checks.values import (
    Unreadable,
    called,
    copied,
    keeps_gradients,
    plain,
    same,
    shown,
)

UNWRITTEN = "not written yet"
NAN = "nan and inf come from a division by zero, a logarithm of zero, or an overflow"
NO_NUMBERS = {  # by the kind of dtype
    "c": "these are complex numbers",
    "U": "there are texts in it",
    "O": "it must hold numbers alone: no None, no dictionaries, no other objects",
}
COPY = (
    "work on a copy, such as list(names) or x.copy(); `x = x / 2` makes another array, `x /= 2` "
    "changes this one"
)


states: dict[str, str] = {}  # how each check ended, by its name; see progress.summary


class CheckFailed(AssertionError):
    """What a check says when a function is not right, or not written yet."""

    def _render_traceback_(self) -> list[str]:
        """Show the message alone in a notebook: the inside of a check helps nobody."""
        return [f"{type(self).__name__}: {self}"]


class Attempt:
    """A student's function that remembers its last call, so that a message can quote it.

    It gets copies of lists, arrays and tensors, so that it cannot change what the check knows.
    `wanted` says how the function is to be called.
    """

    def __init__(self, function: Any, name: str, wanted: str):
        self.function, self.name = function, getattr(function, "__name__", name)
        self.wanted, self.call = wanted, f"{self.name}(…)"
        self.returned: Any = None  # what the last call returned, as it came
        self.changed = ""  # what the last call did to its arguments

    def __call__(self, *args: Any, hint: str = "", **options: Any) -> Any:
        """Call the function; return its result in plain Python and NumPy.

        Raises CheckFailed if it is not written yet, raises anything, or changes an argument, and
        Unreadable as `plain` does.
        """
        error = self.run(args, options)
        if error is not None:
            raise self.raised(error, "a result", hint) from error
        if self.returned is None or self.returned is ...:
            raise self.unwritten(
                f"{self.call} returned {self.returned}; does it end with a line `return …`?"
            )
        self.require_same_arguments()
        return plain(self.returned)

    def refuses(self, *args: Any, hint: str, naming: str, **options: Any) -> None:
        """Require a ValueError whose message contains `naming`."""
        error = self.run(args, options)
        expected = f"a ValueError that names {naming!r}"
        if error is None:
            raise self.wrong(f"returned {shown(self.returned)}", expected, hint)
        if not isinstance(error, ValueError):
            raise self.raised(error, expected, hint) from error
        self.require(
            naming in str(error), f"raised {told(error)}", f"a message that names {naming!r}", hint
        )
        self.require_same_arguments()

    def run(self, args: tuple, options: dict[str, Any]) -> BaseException | None:
        """Call the function with copies of its arguments; return what it raised, or None."""
        self.call = called(self.name, *args, **options)
        if not callable(self.function):
            raise self.unwritten(f"got {shown(self.function)} in place of a function")
        given, error, self.returned = [copied(value) for value in args], None, None
        try:
            self.returned = self.function(*given, **options)
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # also what would end Python, such as exit()
            error = raised
        changes = (
            f"changed its argument no. {i}, which is now {shown(after)}"
            for i, (before, after) in enumerate(zip(args, given), 1)
            if before is not after and not same(plain(before), plain(after))
        )
        self.changed = next(changes, "")
        return error

    def require_same_arguments(self) -> None:
        """Require that the last call left its arguments as they were."""
        self.require(
            not self.changed,
            self.changed,
            "arguments that stay as they were",
            COPY,
        )

    def unwritten(self, why: str) -> CheckFailed:
        """Return the failure of a function that is not written yet, with the reason."""
        return CheckFailed(f"{UNWRITTEN}: {self.name}\n   {why}")

    def raised(
        self, error: BaseException, expected: str, hint: str, doing: str = ""
    ) -> CheckFailed:
        """Return the failure of a call, or of what it was `doing`, that raised an error: with the
        cause that such an error always has, or else with `hint`.
        """
        found = cause(error)
        if isinstance(error, NotImplementedError) and not found:
            return self.unwritten(f"it {doing}raises {told(error)}")
        if does_not_fit(error):
            expected, hint = f"a function that is called as {self.wanted}", ""
        where = f"at       {line(error)}" if line(error) else ""
        lines = filter(None, [f"{doing}raised {told(error)}", where, self.changed])
        return self.wrong("\n   ".join(lines), expected, found or (COPY if self.changed else hint))

    def wrong(self, came_out: str, expected: str, hint: str = "") -> CheckFailed:
        """Return the failure of a call: what came out, what was expected, the usual cause."""
        lines = [f"{self.call}", f"   {came_out}", f"   expected {expected}"]
        return CheckFailed("\n".join(lines + ([f"   hint:    {hint}"] if hint else [])))

    def require(self, right: Any, result: object, expected: object, hint: str = "") -> None:
        """Raise CheckFailed, quoting the last call, unless `right`; texts are quoted as they
        are.
        """
        if not right:
            expected = expected if isinstance(expected, str) else shown(expected)
            raise self.wrong(
                result if isinstance(result, str) else f"returned {shown(result)}", expected, hint
            )


def check(function: Callable[[Attempt], None]) -> Callable[..., None]:
    """Make a check of a function that takes an Attempt: it prints `name: right`, or raises
    CheckFailed, whatever came out; `help=True` adds the recipe, which is what the docstring says
    below its first paragraph. `states` notes how it ended.
    """
    first, _, recipe = inspect.cleandoc(function.__doc__ or "").partition("\n\n")
    wanted = first.partition(":")[0] or "the page says"

    @functools.wraps(function)
    def checked(student: Any, help: bool = False) -> None:
        attempt = Attempt(student, function.__name__, wanted)
        try:
            judge(function, attempt)
        except CheckFailed as failed:
            missing = str(failed).startswith(UNWRITTEN)
            states[function.__name__] = UNWRITTEN if missing else "not right yet"
            if recipe and help:
                failed.args = (f"{failed}\n   recipe:  {' '.join(recipe.split())}",)
            elif recipe:
                call = f"checks.{function.__name__}({attempt.name}, help=True)"
                failed.args = (f"{failed}\n   more:    {call}",)
            raise
        states[function.__name__] = "right"
        print(f"{attempt.name}: right")

    return checked


def judge(function: Callable[[Attempt], None], attempt: Attempt) -> None:
    """Try an attempt; raise CheckFailed, and nothing else, if it is not right."""
    try:
        function(attempt)
    except (CheckFailed, KeyboardInterrupt):
        raise
    except Unreadable as error:
        raise attempt.wrong(f"gave {error}", error.expected, error.hint) from error
    except BaseException as error:
        kind, result = type(attempt.returned).__name__, shown(attempt.returned)
        raise attempt.wrong(
            f"returned a {kind}: {result}",
            "something else",
            f"this cannot be judged, it raises {told(error)}",
        ) from error


def numbers(
    attempt: Attempt, result: Any, expected: str, hint: str = "", nan: str = NAN
) -> np.ndarray:
    """The result, or a part of it, as an array; raise CheckFailed unless it holds real numbers
    alone, with the hint `nan` where they are not finite.
    """
    came_out = f"returned {shown(attempt.returned)}"
    try:
        result = np.asarray(result)
    except ValueError:
        raise attempt.wrong(came_out, expected, "its rows differ in length") from None
    kind = result.dtype.kind
    attempt.require(kind in "biuf", came_out, expected, hint or NO_NUMBERS.get(kind, ""))
    attempt.require(np.isfinite(result).all(), came_out, f"{expected}, all of them finite", nan)
    return result


def array(
    attempt: Attempt, result: Any, shape: tuple[int, ...], hint: str = "", nan: str = NAN
) -> np.ndarray:
    """The result as an array; raise CheckFailed unless it holds finite numbers and has that
    shape.
    """
    result = numbers(attempt, result, f"an array of shape {shape}", nan=nan)
    attempt.require(
        result.shape == shape,
        f"returned an array of shape {result.shape}" if result.ndim else result,
        f"the shape {shape}",
        hint,
    )
    return result


def number(attempt: Attempt, result: Any, hint: str, nan: str = NAN) -> float:
    """The result as a number; raise CheckFailed unless it is one, and finite."""
    found = numbers(attempt, result, "one number", hint, nan)
    attempt.require(found.ndim == 0, found, "one number", hint)
    return float(found)


def why(result: Any, wrong: dict[str, Any], rtol: float = 1e-5) -> str:
    """The cause whose value came out, among the usual wrong ones; "" if it is none of them."""
    return next((cause for cause, value in wrong.items() if np.allclose(result, value, rtol)), "")


def pair(attempt: Attempt, result: Any, expected: str) -> Any:
    """The result; raise CheckFailed unless it is a tuple or a list of two."""
    attempt.require(
        isinstance(result, (tuple, list)) and len(result) == 2,
        f"returned {shown(result)}",
        expected,
        "return the two with a comma between them",
    )
    return result


def require_no_gradients(attempt: Attempt) -> None:
    """Require that what came out are numbers, not tensors that remember their computation."""
    attempt.require(
        not keeps_gradients(attempt.returned),
        f"returned {shown(attempt.returned)}",
        "plain numbers",
        "such a tensor keeps all that its gradients need in memory; loss.item() is its number",
    )
