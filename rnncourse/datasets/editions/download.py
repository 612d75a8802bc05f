"""Fetch reference editions from their official addresses: download aside, verify, then move into
the user's cache.
"""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from rnncourse.datasets.editions.copies import cached, inspect, reference_copies, shortfalls
from rnncourse.datasets.editions.model import (
    GIT,
    DataError,
    Download,
    Edition,
    first_few,
    opened_zip,
)
from rnncourse.datasets.editions.registry import dataset_named

RETRIES = 3
TIMEOUT = 30  # seconds without an answer
A_DAY = 86_400  # seconds


def fetch(name: str, *, progress: bool = False) -> Path:
    """Bring a reference edition into the user's cache, unless it is at hand already; returns its
    folder. A stand-in at hand is not enough.

    `progress` draws a bar on stderr. Raises ValueError for an unknown name, `DataError` if the set
    has no reference edition, or none with a public address, or if the download fails, has a wrong
    checksum, lacks a member, leads outside its folder or cannot be kept. Whatever happens, nothing
    half-written stays behind.
    """
    dataset = dataset_named(name)
    if dataset.reference is None:
        raise DataError(
            f"{name} has no reference edition to fetch; its bundled edition is all there is"
        )
    reference = dataset.reference
    for copy in reference_copies(dataset):
        if copy.edition == reference and not copy.faults:
            return copy.folder
    by_hand = (
        f"put {first_few([file.name for file in reference.files])} into the folder "
        f"{reference.folder} below RNNCOURSE_DATA"
    )
    do_without = "do without (RNNCOURSE_EDITION=bundled takes the edition that comes along)"
    if not reference.downloads:
        remedies = f"{by_hand}, or {do_without}" if dataset.bundled else by_hand
        raise DataError(f"the reference edition of {name} has no public address; {remedies}")
    try:
        target = cached(dataset)
        _fetch(name, reference, target, progress)
    except DataError as error:
        raise DataError(f"{error}, or {do_without if dataset.bundled else by_hand}") from error
    return target


def _fetch(name: str, edition: Edition, target: Path, progress: bool) -> None:
    try:
        with _folder_aside(target.parent) as aside:
            files = aside / "files"
            files.mkdir()
            for download in edition.downloads:
                _bring(download, aside, files, progress)
            for fault in shortfalls([inspect(edition, files)]).values():
                raise DataError(
                    f"the download of {name} has changed: {fault}; nothing was kept. Report it"
                )
            _put_in_place(files, target, aside, edition)
    except OSError as error:
        remedy = "make room there, or set XDG_CACHE_HOME to a folder that you can write to"
        raise DataError(f"cannot keep {name} in {target} ({error}); {remedy}") from error


@contextlib.contextmanager
def _folder_aside(parent: Path) -> Iterator[Path]:
    """A folder on the same disk as the target, gone afterwards; what a killed process left there a
    day ago goes too.
    """
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(".incoming-*"):
        with contextlib.suppress(FileNotFoundError):  # its own process may tidy up meanwhile
            if time.time() - left.stat().st_mtime > A_DAY:
                shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=parent) as aside:
        yield Path(aside)


def _bring(download: Download, aside: Path, files: Path, progress: bool) -> None:
    if not download.members:
        shutil.move(_download(download, aside, progress), files / download.saves_as)
        return
    archive = _download(download, aside, progress)
    _extract(archive, download, files)


def _download(download: Download, aside: Path, progress: bool) -> Path:
    import pooch
    import requests

    name, url = download.saves_as, download.url
    # pooch knows no hashes of git; `fetch` checks them when all files are there
    registry = {name: None if download.sha256.startswith(GIT) else f"sha256:{download.sha256}"}
    store = pooch.create(
        aside, base_url="", registry=registry, urls={name: url}, retry_if_failed=RETRIES
    )
    try:
        return Path(
            store.fetch(
                name, downloader=pooch.HTTPDownloader(timeout=TIMEOUT, progressbar=progress)
            )
        )
    except requests.RequestException as error:
        remedy = "check the connection and try again"
        raise DataError(f"{url} cannot be downloaded ({error}); {remedy}") from error
    except ValueError as error:  # pooch's word for a wrong hash
        raise DataError(
            f"{url} does not have the expected SHA-256 {download.sha256[:12]}… ({error}); nothing "
            "was kept. Try again"
        ) from error


def _extract(archive: Path, download: Download, files: Path) -> None:
    """Copy the wanted members out under the names that we choose; a path of the archive is never
    followed.
    """
    with opened_zip(archive, download.url, "nothing was kept. Try again") as bundle:
        present = dict.fromkeys(bundle.namelist())
        if outside := sorted(filter(_leads_outside, present)):
            raise DataError(
                f"the archive {download.url} holds {outside[0]!r}, a path that leaves its folder; "
                "nothing was unpacked. Report it"
            )
        for name, member in download.members.items():
            if member not in present:
                raise DataError(
                    f"the archive {download.url} has no member {member!r}, expected for {name}: it "
                    f"holds {first_few([repr(name) for name in present])}; nothing was kept. "
                    "Report it"
                )
            with bundle.open(member) as source, (files / name).open("xb") as sink:
                shutil.copyfileobj(source, sink)


def _leads_outside(member: str) -> bool:
    windows = PureWindowsPath(
        member
    )  # knows both / and \, drives and .. as every system would read them
    return bool(
        windows.root
        or windows.drive
        or ".." in windows.parts
        or ".." in PurePosixPath(member).parts
    )


def _put_in_place(files: Path, target: Path, aside: Path, edition: Edition) -> None:
    """Swap the whole folder: a reader sees the old files, none, or all of the new ones."""
    if target.exists():
        os.replace(target, aside / "old")
    try:
        os.replace(files, target)
    except OSError:
        if inspect(edition, target).faults:  # unless another process was faster
            raise
