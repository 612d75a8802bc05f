"""Which edition of a data set is at hand: RNNCOURSE_EDITION decides, checksums confirm, and nothing
is downloaded here.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rnncourse.datasets.editions.catalogue import DATASETS
from rnncourse.datasets.editions.model import (
    DataError,
    Dataset,
    Edition,
    Kind,
    bundled_folder,
    fault_of,
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
    """What a folder holds of an edition: every file (no faults), some of them, or none."""

    edition: Edition
    folder: Path
    faults: Mapping[str, str]
    absent: bool

    @property
    def only_incomplete(self) -> bool:
        """Whether files are missing and nothing else is wrong."""
        return bool(self.faults) and set(self.faults.values()) == {"is missing"}

    def __str__(self) -> str:
        name, fault = next(iter(self.faults.items()))
        others = f" (and {len(self.faults) - 1} more)" if len(self.faults) > 1 else ""
        return f"{self.folder / name} {fault}{others}"


def dataset_named(name: str) -> Dataset:
    """The entry of the catalogue called `name`; ValueError if there is none."""
    if name not in DATASETS:
        known = ", ".join(DATASETS)
        raise ValueError(
            f"no data set is called {name!r}, expected one of {known}; see python -m "
            "rnncourse.datasets"
        )
    return DATASETS[name]


def cache_folder() -> Path:
    """Where `fetch` keeps what it downloaded, in this user's cache."""
    import pooch  # a tenth of a second that most readers of the catalogue never need

    return Path(pooch.os_cache("rnncourse"))


def cached(dataset: Dataset) -> Path:
    """The folder in the cache for this data set's reference edition."""
    return cache_folder() / dataset.name / "reference"


def inspect(edition: Edition, folder: Path) -> Copy:
    """Check the files of `edition` in `folder` against their checksums."""
    faults = {
        file.name: fault for file in edition.files if (fault := fault_of(file, folder / file.name))
    }
    return Copy(
        edition,
        folder,
        faults,
        absent=len(faults) == len(edition.files) and set(faults.values()) == {"is missing"},
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
    for edition in filter(None, (dataset.reference, dataset.stand_in)):
        if given := os.environ.get("RNNCOURSE_DATA"):
            copies.append(inspect(edition, Path(given).expanduser() / edition.folder))
        copies.append(inspect(edition, cached(dataset)))
    return copies


def resolve(name: str) -> Resolved:
    """The edition of a data set to use now, by RNNCOURSE_EDITION (auto, bundled or reference) and
    RNNCOURSE_DATA.

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
            return _resolved(dataset, copy.edition, copy.folder, why + _complaint(copies))
    if choice == "reference" or dataset.bundled is None:
        raise DataError(_cannot(dataset, copies))
    return _bundled(dataset, "the reference edition is not at hand" + _complaint(copies))


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


def _complaint(copies: list[Copy]) -> str:
    """A damaged or incomplete copy, or a RNNCOURSE_DATA that leads nowhere, is never passed over in
    silence.
    """
    whole = {
        copy.folder for copy in copies if not copy.faults
    }  # a stand-in with fewer files may lie in the same folder
    complaints = [
        f"{copy} and was passed over"
        for copy in copies
        if copy.faults and not copy.absent and not (copy.only_incomplete and copy.folder in whole)
    ]
    given = os.environ.get("RNNCOURSE_DATA")
    if given and not Path(given).expanduser().is_dir():
        complaints.append(f"RNNCOURSE_DATA is {given!r}, which is no folder")
    return "".join(f"; {complaint}" for complaint in complaints)


def _cannot(dataset: Dataset, copies: list[Copy]) -> str:
    looked = "; ".join(
        f"{copy.folder} is absent or empty" if copy.absent else str(copy) for copy in copies
    )
    asked = (
        "RNNCOURSE_EDITION=reference, but"
        if dataset.bundled
        else f"{dataset.name} has no bundled edition, and"
    )
    return (
        f"{asked} the reference edition of {dataset.name} is not at hand: {looked}. "
        f"Run {FETCH} {dataset.name}, or point RNNCOURSE_DATA at a folder that holds "
        f"{dataset.reference.folder}/"
    )


def _bundled(dataset: Dataset, why: str) -> Resolved:
    copy = bundled_copy(dataset)
    if copy.faults:
        raise DataError(
            f"the bundled edition of {dataset.name} is damaged: {copy}; restore it from the "
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
        whole = {copy.folder for copy in others if not copy.faults}
        for copy in own + others:
            absent = copy not in own and (
                copy.absent or (copy.only_incomplete and copy.folder in whole)
            )
            state = "absent" if absent else (str(copy) if copy.faults else "right")
            if found.get(str(copy.folder), "absent") == "absent" or state not in (
                "right",
                "absent",
            ):
                found[str(copy.folder)] = (
                    state  # two editions may share a folder: what is wrong goes first
                )
    return found
