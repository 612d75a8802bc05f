"""`python -m rnncourse.records [STUDY ...] [--workers N] [--against COMMIT]`: make the runs that
are missing or stale, or compare code.
"""

import argparse
import os
import subprocess
import sys

from rnncourse import datasets
from rnncourse.datasets.terminal import take_any_text
from rnncourse.records.against import confirm_against
from rnncourse.records.store import NotWritable
from rnncourse.records.study import load_study, study_names
from rnncourse.records.sweep import sweep


def main(arguments: list[str] | None = None) -> int:
    """Run the studies named on the command line, or all; return 0, or, with the reason on the
    screen, 1 if records cannot be written or a commit is not there, 2 if a study or its data are
    not.
    """
    parser = argparse.ArgumentParser(
        prog="python -m rnncourse.records",
        description="Make the long runs that are missing or stale.",
    )
    parser.add_argument(
        "studies", nargs="*", default=study_names(), help="names of studies; all if none is given"
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=os.cpu_count() or 1,
        help="runs at a time (default: one per core)",
    )
    parser.add_argument(
        "--against",
        metavar="COMMIT",
        help="make no run anew: keep the records that were made with the code of this commit where "
        "that code and today's give the same in a short run",
    )
    options = parser.parse_args(arguments)
    if options.workers < 1:
        parser.error(f"--workers is {options.workers}, expected 1 or more")
    try:
        at_hand = datasets.resolve_all()
        studies = [load_study(name) for name in options.studies]
    except (ValueError, datasets.DataError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        for study in studies:
            if study.dataset is not None and study.dataset not in at_hand:
                print(
                    f"{study.name}: left out, its data are not at hand; run python -m "
                    f"rnncourse.datasets fetch {study.dataset}"
                )
            elif options.against:
                confirm_against(study, options.against)
            else:
                sweep(study, workers=options.workers)
    except (NotWritable, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    take_any_text()
    sys.exit(main())
