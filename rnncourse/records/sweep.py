"""Making the runs of studies that are missing or stale, in several processes, and confirming stale
ones.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path

import joblib
from tqdm import tqdm

from rnncourse.records.code_hash import LIBRARIES, code_hash
from rnncourse.records.store import append, check_writable, key_of, latest, missing, resolve, tidy
from rnncourse.records.study import PACKAGE, Study, file_of, load_study


def make_record(name: str, configuration: dict, seed: int) -> dict:
    """Make one run of study `name` and return its record; raise ValueError if it should return
    weights and does not.
    """
    study, framework = load_study(name), configuration["framework"]
    edition, data = resolve(study)
    commit = {"commit": committed(name)} if study.reads_test else {}
    code = code_hash(name, framework)  # before the run: it may be edited meanwhile
    start = time.perf_counter()
    outcome = study.run(configuration, seed)
    seconds = round(time.perf_counter() - start, 2)
    if not study.keeps(configuration, seed):
        outcome.pop("weights", None)
    elif "weights" not in outcome:
        raise ValueError(
            f"study {name!r} keeps the weights of {configuration}, but its run returns no 'weights'"
        )
    return {
        "study": name,
        "configuration": configuration,
        "seed": seed,
        "edition": edition,
        "data_hash": data,
        "code_hash": code,
        "versions": versions(framework),
        "machine": machine(),
        "date": time.strftime("%Y-%m-%d"),
        "seconds": seconds,
        **commit,
        **outcome,
    }


def committed(study: str) -> str:
    """Return the commit that holds the module of `study` as it stands; raise RuntimeError if it has
    been edited since.
    """
    path = str(file_of(study, PACKAGE))
    git = ["git", "-C", str(PACKAGE)]
    commit = subprocess.run(
        [*git, "log", "-1", "--format=%H", "--", path], capture_output=True, text=True
    ).stdout.strip()
    changed = subprocess.run(
        [*git, "status", "--porcelain", "--", path], capture_output=True, text=True
    ).stdout.strip()
    if not commit or changed:
        raise RuntimeError(
            f"study {study!r} reads test data and {path} is not committed as it stands; "
            "commit the configuration that you chose, then run it"
        )
    return commit


@cache
def versions(framework: str) -> dict[str, str]:
    """Return the versions of the libraries that a run in `framework` uses."""
    distributions = packages_distributions()  # TensorFlow is installed as tensorflow-cpu on Linux
    return {library: version(distributions[library][0]) for library in LIBRARIES[framework]}


def machine() -> str:
    """Describe the machine: another processor may round otherwise, and then trainings part after
    some epochs.

    Virtual machines give processors of several generations one name; family and model tell them
    apart.
    """
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    about = {  # of the last of the processors, for all are alike
        what.strip(): value.strip() for what, _, value in (line.partition(":") for line in lines)
    }
    name = about.get("model name") or platform.processor() or "processor unknown"
    if "cpu family" in about:
        name += f" (family {about['cpu family']}, model {about['model']})"
    return f"{platform.machine()}, {name}, {os.cpu_count()} cores"


def single_threaded(name: str, configuration: dict, seed: int, edition: str | None) -> dict:
    """Run with one thread: two workers with two threads each are several times slower than this.

    The worker is told the edition: it may have been started with another one, or on another
    machine.
    """
    os.environ["RNNCOURSE_DEVICE"] = "cpu"
    if edition is not None:
        os.environ["RNNCOURSE_EDITION"] = edition
    for variable in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
        os.environ[variable] = "1"
    if configuration["framework"] == "torch":
        import torch

        torch.set_num_threads(1)
        torch.set_flush_denormal(
            True
        )  # vanished gradients are numbers so small that the processor crawls
    return make_record(name, configuration, seed)


@contextmanager
def processes(workers: int) -> Iterator[None]:
    """Run joblib's calls in `workers` processes here, or on the Dask cluster that
    DASK_SCHEDULER_ADDRESS names.
    """
    address = os.environ.get("DASK_SCHEDULER_ADDRESS")
    if address is None:
        with joblib.parallel_config("loky", n_jobs=workers):
            yield
    else:
        from distributed import Client

        with Client(address), joblib.parallel_config("dask"):
            yield


def make_records(
    study: Study, runs: list[tuple[dict, int]], workers: int, what: str
) -> Iterator[dict]:
    """Make `runs` in processes, behind a progress bar, and yield their records as they are
    finished.
    """
    edition, _ = resolve(study)
    with processes(workers):
        made = joblib.Parallel(return_as="generator_unordered")(
            joblib.delayed(single_threaded)(study.name, configuration, seed, edition)
            for configuration, seed in runs
        )
        yield from tqdm(made, total=len(runs), desc=f"{study.name}, {what}", unit="run")


def stale_records(study: Study) -> dict[str, list[dict]]:
    """Return the records made from today's data and other code, by configuration."""
    edition, data = resolve(study)
    found, records = {}, latest(study.name)
    for configuration, seed in missing(study):
        record = records.get(
            key_of({"edition": edition, "configuration": configuration, "seed": seed})
        )
        if (
            record is not None
            and record["data_hash"] == data
            and record["code_hash"] != code_hash(study.name, configuration["framework"])
        ):
            found.setdefault(json.dumps(configuration, sort_keys=True), []).append(record)
    return found


def confirm(study: Study, *, workers: int) -> None:
    """Keep the stale records to which the change of the code made no difference.

    Of the stale records of each configuration, made from today's data, the quickest is made again.
    If its metrics and curves come out the same to the last digit, so would the others: they get
    today's code hash, and `confirmed`, the date. If not, they stay stale. Seconds are not compared.
    """
    stale = stale_records(study)
    quickest = {
        key: min(found, key=lambda record: record["seconds"]) for key, found in stale.items()
    }
    runs = [(record["configuration"], record["seed"]) for record in quickest.values()]
    for again in make_records(study, runs, workers, "confirming"):
        key = json.dumps(again["configuration"], sort_keys=True)
        append(study.name, again)
        if outcome(again) == outcome(quickest[key]):
            for record in stale[key]:
                if record["seed"] != again["seed"]:
                    append(
                        study.name,
                        record | {"code_hash": again["code_hash"], "confirmed": again["date"]},
                    )


def outcome(record: dict) -> list[dict]:
    """Return what came out of a run, its metrics and curves, without seconds, which are never the
    same, and without curves that have no epoch.
    """
    return [
        {
            name: value
            for name, value in record[part].items()
            if not name.endswith("seconds") and value != []
        }
        for part in ("metrics", "history")
    ]


def sweep(study: Study, *, workers: int) -> None:
    """Run what is stale and not confirmed, and what is missing, `workers` at a time; kill it when
    you like, only unfinished runs are lost.

    Where the environment variable DASK_SCHEDULER_ADDRESS names a Dask scheduler, its workers do the
    runs. They need this package with its data at hand, and should have one thread each. Raises
    NotWritable, before any run, where no record could be written.
    """
    if not missing(study):
        return
    check_writable(study.name)
    confirm(study, workers=workers)
    for record in make_records(study, missing(study), workers, "running"):
        append(study.name, record)
    tidy(study)
