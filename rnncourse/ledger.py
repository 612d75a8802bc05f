"""The ledger of long runs: what a minute of build time cannot show is run once and recorded.

A study (one module in :mod:`rnncourse.studies`) names its configurations, its seeds and how one run is made.
``python -m rnncourse.ledger`` runs what is missing or stale and appends one JSON line per finished run to
``results/<study>.jsonl``; a chapter reads the records back with :func:`read`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import packages_distributions, version
from pathlib import Path

import joblib
import pandas as pd
from tqdm import tqdm

from rnncourse import datasets
from rnncourse.records.code_hash import LIBRARIES, code_hash

PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Study:
    """A grid of configurations, each run with every seed.

    A configuration is a dict of plain values with a "framework" of "keras" or "torch"; `run(configuration, seed)`
    returns ``{"metrics": {...}, "history": {...}}`` of plain values. `question` is what the study answers. A study
    without a `dataset` draws its data itself. A study that `reads_test` data runs only as committed, and its records name that
    commit: what was chosen was chosen before. Where a run in one framework uses the other too, the study says `both_frameworks`.
    """

    name: str
    dataset: str | None
    question: str
    configurations: tuple[dict, ...]
    seeds: tuple[int, ...]
    run: Callable[[dict, int], dict]
    reads_test: bool = False
    both_frameworks: bool = False


def load_study(name: str) -> Study:
    """Import the study `name`; raise ValueError if there is no module of that name."""
    if name not in study_names():
        raise ValueError(f"there is no study {name!r}; there are {', '.join(study_names())}")
    return importlib.import_module(f"rnncourse.studies.{name}").STUDY


def study_names() -> list[str]:
    """Return the names of all studies, sorted."""
    return sorted(path.stem for path in (PACKAGE / "studies").glob("*.py") if path.stem != "__init__")


def results_folder() -> Path:
    """Return the folder of the records: results/ of a checkout, or its copy inside the installed package."""
    installed = PACKAGE / "_results"
    return installed if installed.is_dir() else PACKAGE.parent / "results"


# -- records -----------------------------------------------------------------------------------------------------

def records(study: str) -> list[dict]:
    """Read all finished records of `study`; a last line cut short by a crash is left out."""
    path = results_folder() / f"{study}.jsonl"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def resolve(study: Study) -> tuple[str | None, str | None]:
    """Return the edition and the hash of the data that `study` reads; None twice if it draws its data itself."""
    if study.dataset is None:
        return None, None
    data = datasets.resolve(study.dataset)
    return data.edition, data.sha256


def _key(record: dict) -> str:
    return json.dumps([record["edition"], record["configuration"], record["seed"]], sort_keys=True)


def _latest(study: str) -> dict[str, dict]:
    """Return the latest record of every run of `study`, by its key."""
    return {_key(record): record for record in records(study)}


def is_current(record: dict, code: str, data: str | None) -> bool:
    """Tell whether `record` was made from this code and these data."""
    return record["code_hash"] == code and record["data_hash"] == data


def read(study: str, edition: str | None) -> pd.DataFrame:
    """Return the records of `study` in `edition` (None for a study without a data set), one row per run.

    Columns: the configuration's entries, `seed`, `seconds`, the metrics, `history` (a dict of lists) and `stale`,
    which tells whether the code or the data have changed since. Raises LookupError if there is no record.
    """
    latest = [record for record in _latest(study).values() if record["edition"] == edition]
    if not latest:
        raise LookupError(f"no records of study {study!r} in edition {edition!r}; run `make sweeps`")
    codes = {framework: code_hash(study, framework) for framework in LIBRARIES}
    dataset = load_study(study).dataset
    known = {None} if dataset is None else datasets.known_hashes(dataset, edition)
    return pd.DataFrame([
        record["configuration"] | record["metrics"] | {
            "seed": record["seed"], "seconds": record["seconds"], "history": record["history"],
            "stale": not any(is_current(record, codes[record["configuration"]["framework"]], data) for data in known),
        } for record in latest
    ])


def append(study: str, record: dict) -> None:
    """Add one record as one line in one write, after dropping what a crash may have left of a line."""
    path = results_folder() / f"{study}.jsonl"
    path.parent.mkdir(exist_ok=True)
    with open(path, "a+b") as file:
        file.seek(0)
        whole = file.read().rfind(b"\n") + 1
        file.truncate(whole)
        file.write(json.dumps(record, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def tidy(study: Study) -> None:
    """Keep the latest record of every run that the study still has, in a steady order, by replacing the file at once."""
    wanted = [json.dumps(configuration, sort_keys=True) for configuration in study.configurations]
    latest = {key: record for key, record in _latest(study.name).items()
              if json.dumps(record["configuration"], sort_keys=True) in wanted}
    path = results_folder() / f"{study.name}.jsonl"
    aside = path.with_suffix(".new")
    aside.write_text("".join(json.dumps(latest[key], sort_keys=True) + "\n" for key in sorted(latest)), encoding="utf8")
    aside.replace(path)


# -- running -----------------------------------------------------------------------------------------------------

def make_record(name: str, configuration: dict, seed: int) -> dict:
    """Make one run of study `name` and return its record."""
    study, framework = load_study(name), configuration["framework"]
    edition, data = resolve(study)
    commit = {"commit": committed(name)} if study.reads_test else {}
    start = time.perf_counter()
    outcome = study.run(configuration, seed)
    return {
        "study": name, "configuration": configuration, "seed": seed,
        "edition": edition, "data_hash": data, "code_hash": code_hash(name, framework),
        "versions": _versions(framework),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores", "date": time.strftime("%Y-%m-%d"),
        "seconds": round(time.perf_counter() - start, 2), **commit, **outcome,
    }


def committed(study: str) -> str:
    """Return the commit that holds the module of `study` as it stands; raise RuntimeError if it has been edited since."""
    path = str(PACKAGE / "studies" / f"{study}.py")
    git = ["git", "-C", str(PACKAGE)]
    commit = subprocess.run([*git, "log", "-1", "--format=%H", "--", path], capture_output=True, text=True).stdout.strip()
    changed = subprocess.run([*git, "status", "--porcelain", "--", path], capture_output=True, text=True).stdout.strip()
    if not commit or changed:
        raise RuntimeError(f"study {study!r} reads test data and {path} is not committed as it stands; "
                           "commit the configuration that you chose, then run it")
    return commit


def _versions(framework: str) -> dict[str, str]:
    distributions = packages_distributions()      # TensorFlow is installed as tensorflow-cpu on Linux
    return {library: version(distributions[library][0]) for library in LIBRARIES[framework]}


def _single_threaded(name: str, configuration: dict, seed: int, edition: str | None) -> dict:
    """Run with one thread: two workers with two threads each are several times slower than this.

    The worker is told the edition: it may have been started with another one, or on another machine.
    """
    if edition is not None:
        os.environ["RNNCOURSE_EDITION"] = edition
    for variable in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
        os.environ[variable] = "1"
    if configuration["framework"] == "torch":
        import torch
        torch.set_num_threads(1)
        torch.set_flush_denormal(True)      # vanished gradients are numbers so small that the processor crawls
    return make_record(name, configuration, seed)


def missing(study: Study) -> list[tuple[dict, int]]:
    """List the runs that have no record made from today's code and data."""
    edition, data = resolve(study)
    codes = {framework: code_hash(study.name, framework) for framework in LIBRARIES}
    done = {_key(r) for r in records(study.name)
            if is_current(r, codes[r["configuration"]["framework"]], data)}
    return [
        (configuration, seed) for configuration in study.configurations for seed in study.seeds
        if _key({"edition": edition, "configuration": configuration, "seed": seed}) not in done
    ]


@contextmanager
def _processes(workers: int) -> Iterator[None]:
    """Run joblib's calls in `workers` processes here, or on the Dask cluster that DASK_SCHEDULER_ADDRESS names."""
    address = os.environ.get("DASK_SCHEDULER_ADDRESS")
    if address is None:
        with joblib.parallel_config("loky", n_jobs=workers):
            yield
    else:
        from distributed import Client
        with Client(address), joblib.parallel_config("dask"):
            yield


def _records_of(study: Study, runs: list[tuple[dict, int]], workers: int, what: str) -> Iterator[dict]:
    """Make `runs` in processes, behind a progress bar, and yield their records as they are finished."""
    edition, _ = resolve(study)
    with _processes(workers):
        made = joblib.Parallel(return_as="generator_unordered")(
            joblib.delayed(_single_threaded)(study.name, configuration, seed, edition) for configuration, seed in runs)
        yield from tqdm(made, total=len(runs), desc=f"{study.name}, {what}", unit="run")


def confirm(study: Study, *, workers: int) -> None:
    """Keep the stale records to which the change of the code made no difference.

    Of the stale records of each configuration, made from today's data, the quickest is made again. If its metrics and curves come
    out the same to the last digit, so would the others: they get today's code hash, and `confirmed`, the date.
    If not, they stay stale. Seconds are not compared.
    """
    edition, data = resolve(study)
    latest, stale = _latest(study.name), {}
    for configuration, seed in missing(study):
        record = latest.get(_key({"edition": edition, "configuration": configuration, "seed": seed}))
        if record is not None and record["data_hash"] == data:
            stale.setdefault(json.dumps(configuration, sort_keys=True), []).append(record)
    quickest = {key: min(found, key=lambda record: record["seconds"]) for key, found in stale.items()}
    runs = [(record["configuration"], record["seed"]) for record in quickest.values()]
    for again in _records_of(study, runs, workers, "confirming"):
        key = json.dumps(again["configuration"], sort_keys=True)
        append(study.name, again)
        if _outcome(again) == _outcome(quickest[key]):
            for record in stale[key]:
                if record["seed"] != again["seed"]:
                    append(study.name, record | {"code_hash": again["code_hash"], "confirmed": again["date"]})


def _outcome(record: dict) -> list[dict]:
    return [{name: value for name, value in part.items() if not name.endswith("seconds")} for part in (record["metrics"], record["history"])]


def sweep(study: Study, *, workers: int) -> None:
    """Run what is stale and not confirmed, and what is missing, `workers` at a time; kill it when you like, only unfinished runs are lost.

    Where the environment variable DASK_SCHEDULER_ADDRESS names a Dask scheduler, its workers do the runs. They need this
    package with its data at hand, and should have one thread each.
    """
    if not missing(study):
        return
    confirm(study, workers=workers)
    for record in _records_of(study, missing(study), workers, "running"):
        append(study.name, record)
    tidy(study)


def main() -> None:
    """Run the studies named on the command line, or all."""
    parser = argparse.ArgumentParser(description="Run the long runs that are missing or stale.")
    parser.add_argument("studies", nargs="*", default=study_names(), help="names of studies; all if none is given")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="runs at a time (default: one per core)")
    arguments = parser.parse_args()
    at_hand = datasets.resolve_all()
    for name in arguments.studies:
        study = load_study(name)
        if study.dataset is None or study.dataset in at_hand:
            sweep(study, workers=arguments.workers)
        else:
            print(f"{name}: left out, its data are not at hand; run python -m rnncourse.datasets fetch {study.dataset}")


if __name__ == "__main__":
    main()
