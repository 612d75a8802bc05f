"""Output that no terminal refuses."""

import io
import sys


def take_any_text() -> None:
    """Let a terminal that cannot show a character show its code instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
