"""What a data set is made of: its editions, their files and checksums, and where the bundled ones
lie.
"""

import contextlib
import hashlib
import os
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["bundled", "reference"]
GIT = "git:"  # before a hash of the kind that git gives to files
MISSING = "is missing"
SYSTEM_FILES = ("__MACOSX", "Thumbs.db", "desktop.ini")  # and all whose name begins with a dot


class DataError(RuntimeError):
    """A file is missing, damaged or refused; the message names it, says what was expected, and what
    to do.
    """


@dataclass(frozen=True)
class File:
    """One file of an edition: the name that we give it, its SHA-256 and its size in bytes.

    Where only the hash that git gives a file is known, `sha256` is "git:" and that hash, and the
    size is 0.
    """

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Download:
    """An official address: an archive if `members` maps file names to paths in it, else the file
    `saves_as`.
    """

    url: str
    sha256: str
    members: Mapping[str, str] = field(default_factory=dict)
    saves_as: str = "download.zip"


@dataclass(frozen=True)
class Edition:
    """The files of one edition; `folder` is below data/ (bundled) or below RNNCOURSE_DATA
    (reference).

    `variant` names the copy where an edition has several: "official", "rebuilt".
    """

    kind: Kind
    folder: str
    files: tuple[File, ...]
    licence: str
    credit: str
    homepage: str
    downloads: tuple[Download, ...] = ()
    variant: str = ""

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True)
class Dataset:
    """A data set: the bundled edition that comes along and, where a handout names one, its
    reference edition.

    It has at least one of the two. A `stand_in` is accepted where the reference edition is not at
    hand, by checksums of its own.
    """

    name: str
    title: str
    bundled: Edition | None
    reference: Edition | None = None
    stand_in: Edition | None = None

    @property
    def references(self) -> tuple[Edition, ...]:
        """The reference edition and its stand-in, as far as the set has them."""
        return tuple(filter(None, (self.reference, self.stand_in)))

    @property
    def datasheet(self) -> Path:
        """Origin, licence, counts and known faults, as Markdown."""
        return bundled_folder() / (self.bundled or self.reference).folder / "datasheet.md"


def bundled_folder() -> Path:
    """The folder of the bundled editions: `_data` inside an installed package, `data` beside it in
    a checkout.

    Raises DataError if there is neither.
    """
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "_data", package.parent / "data"):
        if (folder / "last_names").is_dir():
            return folder
    raise DataError(
        f"no bundled data in {package / '_data'} nor in {package.parent / 'data'}; "
        "install rnncourse from its repository, or work in a complete checkout"
    )


def sha256_of(path: Path) -> str:
    """SHA-256 of a file as hexadecimal digits; read once per process while size and time of change
    stay.
    """
    status = path.stat()
    return _sha256(path, status.st_size, status.st_mtime_ns)


@cache
def _sha256(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@cache
def _git_hash(path: Path, size: int, changed: int) -> str:
    digest = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(2**20), b""):
            digest.update(block)
    return GIT + digest.hexdigest()


def hash_of(file: File, path: Path) -> str:
    """The hash of the copy of `file` at `path`, of the kind that is known of the file."""
    if not file.sha256.startswith(GIT):
        return sha256_of(path)
    status = path.stat()
    return _git_hash(path, status.st_size, status.st_mtime_ns)


def fault_of(file: File, path: Path) -> str | None:
    """What is wrong with the copy of `file` at `path`, as the end of a sentence, or None if nothing
    is.
    """
    try:
        found = hash_of(file, path)
        size = path.stat().st_size
    except FileNotFoundError:
        return MISSING
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if found == file.sha256:
        return None
    if file.sha256.startswith(GIT):
        return (
            f"has the git hash {found.removeprefix(GIT)[:12]}…, expected "
            f"{file.sha256.removeprefix(GIT)[:12]}…"
        )
    return (
        f"has {size} bytes and SHA-256 {found[:12]}…, expected {file.size} bytes and "
        f"{file.sha256[:12]}…"
    )


def contents(folder: Path) -> list[str]:
    """What lies in a folder, for a sentence, without what an operating system leaves there; nothing
    where there is no folder.
    """
    try:
        entries = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        return [f"nothing that can be read ({error.strerror})"]
    return [
        f"{entry.name!r}{_kind(entry)}"
        for entry in entries
        if not entry.name.startswith(".") and entry.name not in SYSTEM_FILES
    ]


def _kind(entry: Path) -> str:
    if os.path.isdir(entry):
        return " (a folder)"
    return "" if os.path.exists(entry) else " (a broken link)"


def first_few(names: Collection[str]) -> str:
    """Join names for a sentence; of many, the first four and the number of the others."""
    first, rest = list(names)[:4], len(names) - 4
    return ", ".join(first) + (f" and {rest} more" if rest > 0 else "")


@contextlib.contextmanager
def opened_zip(path: Path, name: object, remedy: str) -> Iterator[zipfile.ZipFile]:
    """Open an archive to read from it. What keeps it from being unpacked, now or later, is a
    `DataError` with `remedy`: damage, a password, a compression that Python does not know.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except DataError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise DataError(f"{name} is not a whole zip archive ({error}); {remedy}") from error
    except RuntimeError as error:
        raise DataError(f"{name} cannot be unpacked ({error}); {remedy}") from error
