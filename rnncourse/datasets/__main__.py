"""`python -m rnncourse.datasets [list | fetch [NAME ...] | verify [NAME ...]]`: the data sets and
where they stand.
"""

import argparse
import sys

from rnncourse.datasets import DATASETS, DataError, Edition, fetch, resolve, verify
from rnncourse.datasets.editions.copies import (
    Copy,
    bundled_copy,
    passed_over,
    reference_copies,
    shortfalls,
)
from rnncourse.datasets.terminal import take_any_text


def human_size(size: int) -> str:
    """Bytes as B, kB or MB (powers of ten): 938763 -> "939 kB"."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def state(edition: Edition, copies: list[Copy]) -> str:
    """Where an edition stands: "here", "not here", or what is wrong with what lies in its place."""
    if any(not copy.faults for copy in copies):
        return "here"
    wrong = shortfalls(copies) if edition.kind == "bundled" else passed_over(copies)
    return f"wrong: {next(iter(wrong.values()))}" if wrong else "not here"


def list_datasets() -> int:
    """Print every set with its editions, their licence, size and state, and which edition is taken
    now and why.
    """
    for dataset in DATASETS.values():
        print(f"{dataset.name}: {dataset.title}")
        bundled = [bundled_copy(dataset)] if dataset.bundled else []
        editions = [(dataset.bundled, bundled), (dataset.reference, reference_copies(dataset))]
        for edition, copies in editions:
            if edition is not None:
                where = state(edition, copies)
                print(
                    f"  {edition.kind:9}  {human_size(edition.size):>7}  {where}; licence: "
                    f"{edition.licence}"
                )
        try:
            print(f"  taken now: {resolve(dataset.name).reason}")
        except DataError as error:
            print(f"  taken now: none, {error}")
    return 0


def fetch_datasets(names: list[str]) -> int:
    """Fetch the sets named, or all whose reference edition has an address, and print where each
    lies or why it failed. A stand-in at hand does not count.
    """
    failed = 0
    public = [
        dataset.name
        for dataset in DATASETS.values()
        if dataset.reference and dataset.reference.downloads
    ]
    for name in names or public:
        try:
            folder = fetch(name, progress=sys.stderr.isatty())
            variant = DATASETS[name].references[0].variant
            print(f"{name}{f' ({variant})' if variant else ''}: {folder}")
        except DataError as error:
            failed += 1
            print(f"{name}: {error}", file=sys.stderr)
    return 1 if failed else 0


def verify_datasets(names: list[str]) -> int:
    """Print the state of every copy of the sets named (or of all); 1 if something else lies in its
    place.
    """
    results = verify(*names)
    for folder, result in results.items():
        print(f"{result:8} {folder}" if result in ("right", "absent") else f"wrong    {result}")
    return 0 if set(results.values()) <= {"right", "absent"} else 1


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(
        "python -m rnncourse.datasets", description="The data sets and where they stand."
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser(
        "list", help="every set with editions, licence, size and state (the default)"
    )
    for command, what in (
        ("fetch", "download reference editions to your cache"),
        ("verify", "check all checksums"),
    ):
        named = commands.add_parser(command, help=what)
        named.add_argument("names", nargs="*", metavar="NAME", help="all, if none is given")
    options = parser.parse_args(arguments)
    try:
        if options.command == "fetch":
            return fetch_datasets(options.names)
        return verify_datasets(options.names) if options.command == "verify" else list_datasets()
    except (ValueError, DataError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    take_any_text()
    sys.exit(main())
