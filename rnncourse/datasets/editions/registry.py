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
from rnncourse.datasets.editions.copies import (
    Copy,
    bundled_copy,
    data_folder,
    passed_over,
    reference_copies,
    shortfalls,
)
from rnncourse.datasets.editions.model import DataError, Dataset, Edition, Kind, first_few

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


def dataset_named(name: str) -> Dataset:
    """The entry of the catalogue called `name`; ValueError if there is none."""
    if name not in DATASETS:
        known = ", ".join(DATASETS)
        raise ValueError(
            f"no data set is called {name!r}, expected one of {known}; see python -m "
            "rnncourse.datasets"
        )
    return DATASETS[name]


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
