"""`python -m rnncourse.records [STUDY ...] [--workers N] [--against COMMIT]`: make the runs that
are missing or stale, or compare code.
"""

import argparse
import os
import sys

from rnncourse import datasets
from rnncourse.records.against import confirm_against
from rnncourse.records.study import load_study, study_names
from rnncourse.records.sweep import sweep


def main() -> int:
    """Run the studies named on the command line, or all; return 0, or 1 with the reason on the
    screen.
    """
    parser = argparse.ArgumentParser(
        prog="python -m rnncourse.records",
        description="Make the long runs that are missing or stale.",
    )
    parser.add_argument(
        "studies", nargs="*", default=study_names(), help="names of studies; all if none is given"
    )
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count(), help="runs at a time (default: one per core)"
    )
    parser.add_argument(
        "--against",
        metavar="COMMIT",
        help="make no run anew: keep the records that were made with the code of this commit where "
        "that code and today's give the same in a short run",
    )
    arguments = parser.parse_args()
    at_hand = datasets.resolve_all()
    try:
        studies = [load_study(name) for name in arguments.studies]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for study in studies:
        if study.dataset is not None and study.dataset not in at_hand:
            print(
                f"{study.name}: left out, its data are not at hand; run python -m "
                f"rnncourse.datasets fetch {study.dataset}"
            )
        elif arguments.against:
            confirm_against(study, arguments.against)
        else:
            sweep(study, workers=arguments.workers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
