"""Which edition of a data set is at hand: RNNCOURSE_EDITION decides, checksums confirm, and nothing
is downloaded here.
"""

import contextlib
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rnncourse.datasets.editions.catalogue import DATASETS
from rnncourse.datasets.editions.model import (
    MISSING,
    DataError,
    Dataset,
    Edition,
    File,
    Kind,
    bundled_folder,
    contents,
    fault_of,
    first_few,
)

CHOICES = ("auto", "bundled", "reference")
FETCH = "python -m rnncourse.datasets fetch"


@dataclass(frozen=True)
class Resolved:
    """One edition whose files exist and have the right checksums; `sha256` is one hash over theirs,
    `reason` a sentence, `variant` the edition's.
    """

    dataset: str
    edition: Kind
    reason: str
    paths: Mapping[str, Path]
    sha256: str
    variant: str = ""


@dataclass(frozen=True)
class Copy:
    """What a folder holds of an edition: all of it (no faults), some, or nothing."""

    edition: Edition
    folder: Path
    faults: Mapping[str, str]


def dataset_named(name: str) -> Dataset:
    """The entry of the catalogue called `name`; ValueError if there is none."""
    if name not in DATASETS:
        known = ", ".join(DATASETS)
        raise ValueError(
            f"no data set is called {name!r}, expected one of {known}; see python -m "
            "rnncourse.datasets"
        )
    return DATASETS[name]


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


def resolve(name: str) -> Resolved:
    """The edition of a data set to use now, by RNNCOURSE_EDITION (auto, bundled or reference) and
    RNNCOURSE_DATA (as `data_folder` reads it).

    `auto` takes the reference edition if all its files are at hand with the right checksums, else
    the bundled one. A set with one edition takes that one, whatever is asked for. Raises ValueError
    for an unknown name or choice, `DataError` where the edition that was asked for is missing or
    damaged.
    """
    dataset = dataset_named(name)
    choice = os.environ.get("RNNCOURSE_EDITION") or "auto"
    if choice not in CHOICES:
        raise ValueError(
            f"RNNCOURSE_EDITION is {choice!r}, expected one of {', '.join(CHOICES)}; set or unset "
            "it"
        )
    if dataset.reference is None:
        return _bundled(dataset, "it has no other edition")
    if choice == "bundled" and dataset.bundled is not None:
        return _bundled(dataset, "RNNCOURSE_EDITION=bundled asks for it")
    copies = reference_copies(dataset)
    for copy in copies:
        if not copy.faults:
            why = (
                "RNNCOURSE_EDITION=reference asks for it"
                if choice == "reference"
                else "its files are at hand"
            )
            why = "it has no other edition" if dataset.bundled is None else why
            why += _complaint(dataset, copies)
            return _resolved(dataset, copy.edition, copy.folder, why)
    if choice == "reference" or dataset.bundled is None:
        raise DataError(_cannot(dataset, copies))
    return _bundled(dataset, "the reference edition is not at hand" + _complaint(dataset, copies))


def resolve_bundled(name: str) -> Resolved:
    """The bundled edition of a data set, whatever RNNCOURSE_EDITION asks for: the nets that a page
    hands to its readers come from it.

    Raises ValueError for an unknown name, `DataError` where its files are missing or damaged, or
    where the set has no such edition.
    """
    dataset = dataset_named(name)
    if dataset.bundled is None:
        raise DataError(f"the data set {name!r} has no bundled edition; use resolve({name!r})")
    return _bundled(dataset, "it is asked for by name")


def edition_of(name: str) -> Kind:
    """The kind of edition that `resolve` takes, known without a file where the set has one
    edition.
    """
    return "reference" if dataset_named(name).bundled is None else resolve(name).edition


def known_hashes(name: str, kind: Kind) -> set[str]:
    """What `Resolved.sha256` can be for the editions of this kind, known without their files: a
    stand-in is one, too.
    """
    dataset = dataset_named(name)
    return {
        _hash_of_all(edition)
        for edition in (dataset.bundled, dataset.reference, dataset.stand_in)
        if edition and edition.kind == kind
    }


def resolve_all() -> dict[str, Resolved]:
    """The editions to use now of all data sets, by name, in the catalogue's order.

    A set without a bundled edition is left out where it is not at hand: the book can do without it.
    Raises what `resolve` raises for the others.
    """
    found = {}
    for name, dataset in DATASETS.items():
        if dataset.bundled is not None or any(
            not copy.faults for copy in reference_copies(dataset)
        ):
            found[name] = resolve(name)
    return found


def _complaint(dataset: Dataset, copies: list[Copy]) -> str:
    """What holds something else than it should, or leads nowhere, is never passed over in
    silence.
    """
    wrong = [f"passed over: {text}" for text in passed_over(copies).values()]
    return "".join(f"; {text}" for text in filter(None, [*wrong, _astray(dataset)]))


def _astray(dataset: Dataset) -> str:
    """What is wrong with RNNCOURSE_DATA as the folder above that of this data set, as a sentence;
    "" if nothing is.
    """
    given, folders = data_folder(), {edition.folder for edition in dataset.references}
    if given is None or any(os.path.exists(given / folder) for folder in folders):
        return ""
    asked = os.environ["RNNCOURSE_DATA"]
    told = f"RNNCOURSE_DATA is {asked!r}" + (f", read as {given}" if str(given) != asked else "")
    if not os.path.isdir(given):
        return f"{told}, which is no folder"
    if given.name in folders:
        return f"{told}, the folder of {dataset.name} itself: point it at the folder above"
    files = {file.name for edition in dataset.references for file in edition.files}
    known = {name.casefold() for name in folders | files}
    held = sorted(repr(path.name) for path in given.glob("*") if path.name.casefold() in known)
    if not held:
        return ""
    return f"{told}, which holds {first_few(held)}, looked for a folder {' or '.join(folders)}"


def _cannot(dataset: Dataset, copies: list[Copy]) -> str:
    looked = "; ".join(filter(None, [*shortfalls(copies).values(), _astray(dataset)]))
    asked = (
        "RNNCOURSE_EDITION=reference, but"
        if dataset.bundled
        else f"{dataset.name} has no bundled edition, and"
    )
    reference = dataset.references[0]
    fetch_it = f"Run {FETCH} {dataset.name}, or point" if reference.downloads else "Point"
    return (
        f"{asked} the reference edition of {dataset.name} is not at hand: "
        f"{looked or 'RNNCOURSE_DATA is not set, and there is no place for a cache'}. "
        f"{fetch_it} RNNCOURSE_DATA at a folder that holds {reference.folder}/"
    )


def _bundled(dataset: Dataset, why: str) -> Resolved:
    copy = bundled_copy(dataset)
    for fault in shortfalls([copy]).values():
        raise DataError(
            f"the bundled edition of {dataset.name} is damaged: {fault}; restore it from the "
            "repository"
        )
    return _resolved(dataset, dataset.bundled, copy.folder, why)


def _resolved(dataset: Dataset, edition: Edition, folder: Path, why: str) -> Resolved:
    paths = MappingProxyType({file.name: folder / file.name for file in edition.files})
    kind = (
        f"{edition.kind} edition ({edition.variant})"
        if edition.variant
        else f"{edition.kind} edition"
    )
    return Resolved(
        dataset.name, edition.kind, f"{kind}: {why}.", paths, _hash_of_all(edition), edition.variant
    )


def _hash_of_all(edition: Edition) -> str:
    return hashlib.sha256(
        "".join(f"{file.name} {file.sha256}\n" for file in edition.files).encode()
    ).hexdigest()


def verify(*names: str) -> dict[str, str]:
    """Check every copy that is here of the data sets named (of all, if none is): {folder: "right" |
    "absent" | what is wrong}.
    """
    found = {}
    for name in names or DATASETS:
        dataset = dataset_named(name)
        own, others = [bundled_copy(dataset)] if dataset.bundled else [], reference_copies(dataset)
        wrong = shortfalls(own) | passed_over(others)
        whole = {copy.folder: "right" for copy in own + others if not copy.faults}
        states = {copy.folder: "absent" for copy in own + others} | whole | wrong
        for folder, state in states.items():  # sets may share one: what is wrong goes first
            if folder in wrong or found.get(str(folder), "absent") == "absent":
                found[str(folder)] = state
        if sentence := _astray(dataset):
            found[str(data_folder())] = sentence
    return found
