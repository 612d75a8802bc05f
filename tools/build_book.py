"""Build the site and the notebooks: `make book` runs this.

Both come from one reading of the pages: the second builder finds the doctrees of the first. A build
that failed leaves `_build/.unfinished` behind, and the next one then reads every page anew, for a
page that was read with a warning is not read again by itself. Executed cells stay in the cache all
the same. Two builds in one folder wait for each other.
"""

import errno
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from build_environment import BUILD, ROOT, prepare_environment
from filelock import FileLock, Timeout

UNFINISHED = BUILD / ".unfinished"
DOCTREES = BUILD / ".doctrees"
EXECUTED = BUILD / "jupyter_execute"
EXPORTED = BUILD / "jupyter/.exported"
SECONDS = BUILD / "cpu_seconds.json"
BUDGET = 40  # processor seconds that a chapter may take
# Chapters that still take more. One leaves this list when it is renewed, and none joins it.
HEAVY = (
    "book/classifying/last-names",
    "book/foundations/two-frameworks",
    "book/practice/activity",
    "book/practice/last-names",
    "book/review/generative",
    "book/review/recurrent-nets",
)
OUTPUT = {"html": "html", "notebooks": "jupyter", "latex": "latex"}  # builder: folder
UNWRITABLE = {
    errno.EACCES,
    errno.EDQUOT,
    errno.EEXIST,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
}


@contextmanager
def said_if_unwritable() -> Iterator[None]:
    """End in a sentence, and not in a traceback, where a folder cannot be written or a disk is
    full.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        path = error.filename2 or error.filename or BUILD  # where it is copied to
        raise SystemExit(
            f"{path} cannot be written: {error.strerror}. Make room on its disk, delete what "
            "another user has built (make clean), or build in a copy of the checkout that is yours"
        ) from None


def try_to_write() -> None:
    """Write a megabyte into the build folder, and where cells run, and forget it; raises OSError
    with the folder's name.
    """
    BUILD.mkdir(exist_ok=True)
    for folder in (str(BUILD), tempfile.gettempdir()):
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(2**20))
        except OSError as error:
            raise OSError(error.errno, error.strerror, folder) from None


@contextmanager
def alone() -> Iterator[None]:
    """Hold the build folder for this process; say so and wait where another one has it."""
    with said_if_unwritable():
        try_to_write()
        lock = FileLock(BUILD / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            print(
                "another build is at work in this folder; this one begins when that one has ended",
                flush=True,
            )
            lock.acquire()
        try:
            yield
        finally:
            lock.release()


def forget_unfinished_reading() -> None:
    """Delete the doctrees where they cannot be trusted: after a failure, or without the images they
    point at.
    """
    if UNFINISHED.exists() or not EXECUTED.is_dir():
        shutil.rmtree(DOCTREES, ignore_errors=True)


def notebooks_are_current() -> bool:
    """Whether no page was read since the last export: Sphinx saves its environment whenever it
    reads one.
    """
    return (
        EXPORTED.exists()
        and EXPORTED.stat().st_mtime > (DOCTREES / "environment.pickle").stat().st_mtime
    )


def sphinx(builder: str) -> int:
    """Run one Sphinx builder over the book, warnings as errors, and return its exit status; raises
    OSError.
    """
    from jupyter_book.sphinx import build_sphinx
    from sphinx.util.console import nocolor

    if not sys.stdout.isatty():
        nocolor()

    status = build_sphinx(
        ROOT,
        BUILD / OUTPUT[builder],
        noconfig=True,
        path_config=ROOT / "_config.yml",
        builder=builder,
        doctreedir=DOCTREES,
        warningiserror=True,
        keep_going=True,
        confoverrides={"external_toc_path": str(ROOT / "_toc.yml"), "latex_individualpages": False},
    )
    if isinstance(status, OSError):
        raise status
    return 2 if isinstance(status, BaseException) else status


def read_book(*builders: str) -> bool:
    """Read the pages, execute what is not cached, and write them with each builder; tell whether
    all went well.
    """
    prepare_environment()
    forget_unfinished_reading()
    BUILD.mkdir(exist_ok=True)
    UNFINISHED.touch()
    for builder in builders:
        if builder == "notebooks" and notebooks_are_current():
            continue
        if status := sphinx(builder):
            try_to_write()  # a full disk has many faces
            print(
                "\nThe book was not built: the reasons stand above, marked WARNING or ERROR "
                f"({builder}, {status}).",
                file=sys.stderr,
            )
            return False
    return True


def processor_seconds() -> str:
    """Say what the chapters took, each in its latest run, and which are over the budget."""
    seconds = json.loads(SECONDS.read_text("utf-8")) if SECONDS.exists() else {}
    if not seconds:
        return ""
    over = sorted(
        (page for page, taken in seconds.items() if taken > BUDGET), key=lambda page: -seconds[page]
    )
    listed = "".join(
        f"\n  {page} {seconds[page]:.0f}{'' if page in HEAVY else ', which is new'}"
        for page in over
    )
    return (
        f"Processor seconds of the chapters: {sum(seconds.values()):,.0f}, "
        f"{sum(seconds.values()) / len(seconds):.0f} each on average"
        f"{f'; over {BUDGET}:' if over else ''}{listed}"
    )


@alone()
def main() -> int:
    """Build the site and the notebooks; return 0, or 1 with the reason on the screen."""
    start = time.monotonic()
    if not read_book("html", "notebooks"):
        return 1
    EXPORTED.touch()
    import notebooks

    notebooks.publish(BUILD / "jupyter", BUILD / "notebooks", BUILD / "html/_sources")
    UNFINISHED.unlink()
    print(processor_seconds())
    print(
        f"\nBuilt in {time.monotonic() - start:.0f} s.  Site: _build/html/index.html  Notebooks: "
        "_build/notebooks/"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
