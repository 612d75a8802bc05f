"""What the folders of this machine hold of a data set: copies of its editions, whole or not."""

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rnncourse.datasets.editions.model import (
    MISSING,
    DataError,
    Dataset,
    Edition,
    File,
    bundled_folder,
    contents,
    fault_of,
    first_few,
)


@dataclass(frozen=True)
class Copy:
    """What a folder holds of an edition: all of it (no faults), some, or nothing."""

    edition: Edition
    folder: Path
    faults: Mapping[str, str]


def data_folder() -> Path | None:
    """The folder that RNNCOURSE_DATA names, as an absolute path, or None where it is not set.

    "~" is the home folder; a relative path starts at the folder in which Python runs.
    """
    given = os.environ.get("RNNCOURSE_DATA")
    return Path(os.path.expanduser(given)).absolute() if given else None


def cache_folder() -> Path:
    """Where `fetch` keeps what it downloaded, in this user's cache; `DataError` where there is no
    place for one: no home folder, or none that may be entered.
    """
    import pooch  # a tenth of a second that most readers of the catalogue never need

    try:
        folder = Path(pooch.os_cache("rnncourse"))
        if not folder.is_absolute():
            raise OSError(f"no home folder is known for {folder}")
        with contextlib.suppress(FileNotFoundError):
            folder.stat()
    except (OSError, RuntimeError, ValueError) as error:
        raise DataError(
            f"there is no place for a cache ({error}); set HOME or XDG_CACHE_HOME to a folder that "
            "you can write to"
        ) from error
    return folder


def cached(dataset: Dataset) -> Path:
    """The folder in the cache for this data set's reference edition."""
    return cache_folder() / dataset.name / "reference"


def inspect(edition: Edition, folder: Path) -> Copy:
    """Check the files of `edition` in `folder` against their checksums."""
    return Copy(
        edition,
        folder,
        {
            file.name: fault
            for file in edition.files
            if (fault := fault_of(file, folder / file.name))
        },
    )


def bundled_copy(dataset: Dataset) -> Copy:
    """The bundled edition as it lies in the checkout or the installed package; not for a set
    without one.
    """
    assert dataset.bundled is not None, f"{dataset.name} has no bundled edition"
    return inspect(dataset.bundled, bundled_folder() / dataset.bundled.folder)


def reference_copies(dataset: Dataset) -> list[Copy]:
    """The places where the reference edition may lie, best first: below RNNCOURSE_DATA, then in the
    user's cache, then its stand-in in both.
    """
    copies = []
    for edition in dataset.references:
        if given := data_folder():
            copies.append(inspect(edition, given / edition.folder))
        with contextlib.suppress(DataError):  # a user without a home has no cache
            copies.append(inspect(edition, cached(dataset)))
    return copies


def shortfalls(copies: Sequence[Copy]) -> dict[Path, str]:
    """What is wrong with what each folder holds, as a sentence; not for a folder that holds an
    edition whole and nothing damaged.
    """
    by_folder: dict[Path, list[Copy]] = {}
    for copy in copies:
        by_folder.setdefault(copy.folder, []).append(copy)
    found = {folder: _shortfall(folder, here) for folder, here in by_folder.items()}
    return {folder: text for folder, text in found.items() if text}


def passed_over(copies: Sequence[Copy]) -> dict[Path, str]:
    """The shortfalls of those folders that hold something."""
    return {folder: text for folder, text in shortfalls(copies).items() if contents(folder)}


def _shortfall(folder: Path, copies: list[Copy]) -> str:
    faults = {name: fault for copy in copies for name, fault in copy.faults.items()}
    damaged = [f"{folder / name} {fault}" for name, fault in faults.items() if fault != MISSING]
    if damaged:
        return damaged[0] + (f" (and {len(damaged) - 1} more)" if len(damaged) > 1 else "")
    if not all(copy.faults for copy in copies):
        return ""
    files = {file.name: file for copy in copies for file in copy.edition.files}
    missing = [files[name] for name in faults]
    held = contents(folder)
    return (
        f"{folder} {f'holds {first_few(held)}' if held else 'is absent or empty'}, looked for "
        f"{first_few([repr(name) for name in faults])}{_renamed(folder, missing)}"
    )


def _renamed(folder: Path, missing: list[File]) -> str:
    """Tell of files that have the right content under another name; only what has the right size
    is read.
    """
    pairs = [
        (path.name, file.name)
        for file in missing
        for path in sorted(folder.glob("*"))
        if os.path.isfile(path)
        and os.path.getsize(path) == file.size
        and fault_of(file, path) is None
    ]
    if not pairs:
        return ""
    found, expected = pairs[0]
    more = f", and {len(pairs) - 1} more likewise" if len(pairs) > 1 else ""
    return f" ({found!r} has the right content: rename it to {expected!r}{more})"
