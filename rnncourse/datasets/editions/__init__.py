"""Which edition of a data set is at hand: named in a catalogue, found, downloaded, and verified by
checksums.

=========  =============================================================
catalogue  every data set with its editions, files, checksums, sources
copies     what the folders of this machine hold of an edition
registry   the edition to use now, and why
download   a reference edition fetched, verified, and moved into place
model      what a data set, an edition and a file are
=========  =============================================================
"""

from rnncourse.datasets.editions.catalogue import DATASETS
from rnncourse.datasets.editions.download import fetch
from rnncourse.datasets.editions.model import DataError, Dataset, Edition, bundled_folder
from rnncourse.datasets.editions.registry import (
    Resolved,
    edition_of,
    known_hashes,
    resolve,
    resolve_all,
    resolve_bundled,
    verify,
)

__all__ = [
    "DATASETS",
    "DataError",
    "Dataset",
    "Edition",
    "Resolved",
    "bundled_folder",
    "edition_of",
    "fetch",
    "known_hashes",
    "resolve",
    "resolve_all",
    "resolve_bundled",
    "verify",
]
