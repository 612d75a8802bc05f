"""Where records lie: a line of JSON for every finished run in ``results/<study>.jsonl``, and how
they are written and read.

Several processes may write at once: a file is locked while a line is added. What a crash left of a
line is dropped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from filelock import FileLock

from rnncourse import datasets
from rnncourse.records import weights
from rnncourse.records.code_hash import LIBRARIES, code_hash
from rnncourse.records.study import PACKAGE, Study, load_study


class NotWritable(RuntimeError):
    """A record cannot be written; the message names the file, the reason and the remedy."""


def results_folder() -> Path:
    """Return the folder of the records: results/ of a checkout, or its copy inside the installed
    package.
    """
    installed = PACKAGE / "_results"
    return installed if installed.is_dir() else PACKAGE.parent / "results"


def stored(study: str) -> list[dict]:
    """Read all finished records of `study`; a last line cut short by a crash is left out."""
    path = _file(study)
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def resolve(study: Study) -> tuple[str | None, str | None]:
    """Return the edition and the hash of the data that `study` reads; None twice if it draws its
    data itself.
    """
    if study.dataset is None:
        return None, None
    data = datasets.resolve(study.dataset)
    return data.edition, data.sha256


def key_of(record: dict) -> str:
    """Tell runs apart: by edition, configuration and seed."""
    return json.dumps([record["edition"], record["configuration"], record["seed"]], sort_keys=True)


def latest(study: str) -> dict[str, dict]:
    """Return the latest record of every run of `study`, by its key."""
    return {key_of(record): record for record in stored(study)}


def is_current(record: dict, code: str, data: str | None) -> bool:
    """Tell whether `record` was made from this code and these data."""
    return record["code_hash"] == code and record["data_hash"] == data


def code_hashes(study: str) -> dict[str, str]:
    """Return today's hash of the code of `study` in each framework."""
    return {framework: code_hash(study, framework) for framework in LIBRARIES}


def known_data(study: Study, edition: str | None) -> set[str | None]:
    """Return the hashes that data of this edition can have."""
    return {None} if study.dataset is None else datasets.known_hashes(study.dataset, edition)


def read(study: str, edition: str | None) -> pd.DataFrame:
    """Return the records of `study` in `edition` (None for a study without a data set), one row per
    run.

    Columns: the configuration's entries, `seed`, `seconds`, the metrics, `history` (a dict of
    lists) and `stale`, which tells whether the code or the data have changed since. Raises
    LookupError if there is no record.
    """
    found = [record for record in latest(study).values() if record["edition"] == edition]
    if not found:
        raise LookupError(
            f"no records of study {study!r} in edition {edition!r}; run `make sweeps`"
        )
    codes, known = code_hashes(study), known_data(load_study(study), edition)
    return pd.DataFrame(
        [
            record["configuration"]
            | record["metrics"]
            | {
                "seed": record["seed"],
                "seconds": record["seconds"],
                "history": record["history"],
                "stale": not any(
                    is_current(record, codes[record["configuration"]["framework"]], data)
                    for data in known
                ),
            }
            for record in found
        ]
    )


def kept_run(study: str, edition: str | None, configuration: dict) -> weights.KeptRun:
    """Return a run of `study` whose weights were stored.

    Raises LookupError if there is none of this configuration, or only one that was made from other
    code or data.
    """
    codes, known = code_hashes(study), known_data(load_study(study), edition)
    for record in latest(study).values():
        if (record["edition"], record["configuration"]) == (
            edition,
            configuration,
        ) and "weights" in record:
            if not any(
                is_current(record, codes[configuration["framework"]], data) for data in known
            ):
                raise LookupError(
                    f"the weights of {study} {configuration} in edition {edition!r} were made with "
                    "other code or data; run `make sweeps`"
                )
            return weights.KeptRun(
                configuration,
                record["seed"],
                record["metrics"],
                weights.load(results_folder(), study, record["weights"]),
            )
    raise LookupError(
        f"no weights are stored of {study} {configuration} in edition {edition!r}; name it in "
        "`kept` of the study and run `make sweeps`"
    )


def check_writable(study: str) -> None:
    """Raise NotWritable where `append` would: a run of many minutes should not find it out."""
    with _writing(study) as path, open(path, "ab"):
        pass


def append(study: str, record: dict) -> None:
    """Add one record as one line, after dropping what a crash may have left of a line; weights go
    into a file of their own. Raises NotWritable.
    """
    arrays = record.get("weights")
    with _writing(study) as path, open(path, "a+b") as file:
        if isinstance(arrays, dict):
            record = record | {"weights": weights.store(results_folder(), study, arrays)}
        file.seek(0)
        whole = file.read().rfind(b"\n") + 1
        file.truncate(whole)
        file.write(json.dumps(record, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def tidy(study: Study) -> None:
    """Keep the latest record of every run that the study still has, in a steady order, by replacing
    the file at once; print what was dropped.

    Weights that no record names are deleted. Raises NotWritable.
    """
    with _writing(study.name) as path:
        lines, found = len(stored(study.name)), latest(study.name)
        kept = {
            key: record
            for key, record in found.items()
            if record["configuration"] in study.configurations
        }
        aside = path.with_suffix(".new")
        aside.write_text(
            "".join(json.dumps(kept[key], sort_keys=True) + "\n" for key in sorted(kept)),
            encoding="utf8",
        )
        aside.replace(path)
        weights.forget_others(
            results_folder(),
            study.name,
            {record["weights"] for record in kept.values() if "weights" in record},
        )
    for count, why in (
        (lines - len(found), "newer ones of the same run stand in their place"),
        (len(found) - len(kept), "the study has no such configuration in this version of the code"),
    ):
        if count:
            print(f"{study.name}: {count} records dropped: {why}")


def missing(study: Study) -> list[tuple[dict, int]]:
    """List the runs that have no record made from today's code and data, or whose weights were
    never stored.
    """
    edition, data = resolve(study)
    codes = code_hashes(study.name)
    done = {
        key: record
        for key, record in latest(study.name).items()
        if is_current(record, codes[record["configuration"]["framework"]], data)
    }

    def is_done(configuration: dict, seed: int) -> bool:
        record = done.get(
            key_of({"edition": edition, "configuration": configuration, "seed": seed})
        )
        kept = record is not None and weights.exist(
            results_folder(), study.name, record.get("weights")
        )
        return record is not None and (kept or not study.keeps(configuration, seed))

    return [
        (configuration, seed)
        for configuration in study.configurations
        for seed in study.seeds
        if not is_done(configuration, seed)
    ]


def _file(study: str) -> Path:
    return results_folder() / f"{study}.jsonl"


@contextmanager
def _writing(study: str) -> Iterator[Path]:
    """Lock the records of `study` and yield their file; whatever keeps it from being written, now
    or later, is a NotWritable.
    """
    path = _file(study)
    try:
        path.parent.mkdir(exist_ok=True)
        with FileLock(path.parent / f".{study}.lock"):
            yield path
    except (OSError, NotImplementedError) as error:  # the second: a disk that knows no locks
        raise NotWritable(
            f"{path} cannot be written ({error}); make room there, or work in a checkout that you "
            "may write to"
        ) from error
