"""Data sets in editions: `resolve` says which is at hand, `fetch` downloads, `verify` checks; names.py loads."""

from rnncourse.datasets.catalogue import DATASETS
from rnncourse.datasets.download import fetch
from rnncourse.datasets.editions import DataError, Dataset, Edition, bundled_folder
from rnncourse.datasets.registry import Resolved, edition_of, known_hashes, resolve, resolve_all, verify

__all__ = ["DATASETS", "DataError", "Dataset", "Edition", "Resolved", "bundled_folder", "edition_of", "fetch", "known_hashes", "resolve", "resolve_all", "verify"]
