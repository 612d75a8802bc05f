"""Real data, loaded; each set in the edition that is at hand.

==============  ================================================================
names           last names with their language, first names with their gender or
                country
poems           couplets and ghazals with their metres
pronunciations  English words, how they are pronounced, and their stems
texts           sonnets, verse, names of companies, Tiny Shakespeare
activity        what people did, in windows of signals
letters         images of letters in many fonts
editions        which edition is at hand: found, downloaded, verified
terminal        output that no terminal refuses
==============  ================================================================

A loader's module is imported when the loader is first used: to look at the catalogue must not cost
a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from rnncourse.datasets.editions import (
    DATASETS,
    DataError,
    Dataset,
    Edition,
    Resolved,
    bundled_folder,
    edition_of,
    fetch,
    known_hashes,
    resolve,
    resolve_all,
    resolve_bundled,
    verify,
)

if TYPE_CHECKING:
    from rnncourse.datasets.activity import load_activity
    from rnncourse.datasets.letters import load_letters
    from rnncourse.datasets.names import (
        family,
        fold_name,
        load_first_names,
        load_first_names_by_country,
        load_first_names_elsewhere,
        load_last_names,
    )
    from rnncourse.datasets.poems import (
        load_couplets,
        load_ghazals,
        load_hafez_couplets,
        split_couplets,
    )
    from rnncourse.datasets.pronunciations import load_pronunciations, split_pronunciations
    from rnncourse.datasets.texts import (
        load_company_names,
        load_sonnets,
        load_tiny_shakespeare,
        load_verse,
    )

LAZY = {
    "load_activity": "activity",
    "load_letters": "letters",
    "family": "names",
    "fold_name": "names",
    "load_first_names": "names",
    "load_first_names_by_country": "names",
    "load_first_names_elsewhere": "names",
    "load_last_names": "names",
    "load_couplets": "poems",
    "load_ghazals": "poems",
    "load_hafez_couplets": "poems",
    "split_couplets": "poems",
    "load_pronunciations": "pronunciations",
    "split_pronunciations": "pronunciations",
    "load_company_names": "texts",
    "load_sonnets": "texts",
    "load_tiny_shakespeare": "texts",
    "load_verse": "texts",
}

__all__ = [
    "DATASETS",
    "DataError",
    "Dataset",
    "Edition",
    "Resolved",
    "bundled_folder",
    "edition_of",
    "family",
    "fetch",
    "fold_name",
    "known_hashes",
    "load_activity",
    "load_company_names",
    "load_couplets",
    "load_first_names",
    "load_first_names_by_country",
    "load_first_names_elsewhere",
    "load_ghazals",
    "load_hafez_couplets",
    "load_last_names",
    "load_letters",
    "load_pronunciations",
    "load_sonnets",
    "load_tiny_shakespeare",
    "load_verse",
    "resolve",
    "resolve_all",
    "resolve_bundled",
    "split_couplets",
    "split_pronunciations",
    "verify",
]


def __getattr__(name: str):
    """Import a loader from its module when it is asked for."""
    if name not in LAZY:
        raise AttributeError(f"rnncourse.datasets has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"rnncourse.datasets.{LAZY[name]}"), name)
