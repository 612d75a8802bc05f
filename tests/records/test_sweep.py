import dataclasses
import json
import os
import subprocess
import time

import numpy as np
import pytest

from rnncourse import datasets
from rnncourse.records import __main__ as command
from rnncourse.records import against, store, sweep
from rnncourse.records.study import Study
from rnncourse.records.sweep import single_threaded

CONFIGURATIONS = (
    {"framework": "torch", "hidden_size": 4},
    {"framework": "keras", "hidden_size": 8},
)


def run(configuration, seed):
    """A run of a moment: its metric tells configuration and seed apart, its seconds are never the
    same.
    """
    return {
        "metrics": {
            "score": configuration["hidden_size"] + seed,
            "training_seconds": time.perf_counter(),
        },
        "history": {"loss": [1.0, 0.5], "seconds": time.perf_counter()},
    }


STUDY = Study("toy", "last-names", "does it add up?", CONFIGURATIONS, (0, 1), run)


def use(monkeypatch, study):
    """Let this study be the one that is loaded."""
    for module in (store, sweep):
        monkeypatch.setattr(module, "load_study", lambda name: study)


def hash_as(monkeypatch, **hashes):
    """Let the code of each framework have this hash."""
    for module in (store, sweep):
        monkeypatch.setattr(module, "code_hash", lambda study, framework: hashes[framework])


@pytest.fixture(autouse=True)
def toy_study(tmp_path, monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    monkeypatch.setattr(store, "results_folder", lambda: tmp_path)
    use(monkeypatch, STUDY)
    hash_as(monkeypatch, torch="code of torch", keras="code of keras")
    monkeypatch.setattr(
        sweep,
        "single_threaded",
        lambda name, configuration, seed, edition: sweep.make_record(name, configuration, seed),
    )
    return tmp_path / "toy.jsonl"


def test_a_sweep_records_every_configuration_with_every_seed():
    sweep.sweep(STUDY, workers=1)
    runs = store.read("toy", "bundled")
    assert sorted(zip(runs["framework"], runs["seed"], runs["score"])) == [
        ("keras", 0, 8),
        ("keras", 1, 9),
        ("torch", 0, 4),
        ("torch", 1, 5),
    ]
    assert not runs["stale"].any()


def test_a_record_says_what_it_was_made_from():
    record = sweep.make_record("toy", CONFIGURATIONS[0], 1)
    assert set(record) == {
        "study",
        "configuration",
        "seed",
        "edition",
        "data_hash",
        "code_hash",
        "versions",
        "machine",
        "date",
        "seconds",
        "metrics",
        "history",
    }
    assert record["data_hash"] == datasets.resolve("last-names").sha256
    assert set(record["versions"]) == {"numpy", "torch"}


@pytest.mark.parametrize(
    "facts, named",
    [
        (
            "model name\t: AMD EPYC\ncpu family\t: 25\nmodel\t\t: 17\n\n",
            "AMD EPYC (family 25, model 17)",
        ),
        (
            "model name\t: AMD EPYC\ncpu family\t: 25\nmodel\t\t: 1\n\n",
            "AMD EPYC (family 25, model 1)",
        ),
        ("processor\t: 0\nmodel name\t: Cortex\n\n", "Cortex"),
    ],
)
def test_processors_of_one_name_are_told_apart_by_family_and_model(
    facts, named, monkeypatch, tmp_path
):
    (tmp_path / "cpuinfo").write_text(facts)
    monkeypatch.setattr(sweep, "Path", lambda path: tmp_path / "cpuinfo")
    assert sweep.machine().split(", ", 1)[1].rsplit(", ", 1)[0] == named


def test_what_is_done_is_not_done_again(toy_study):
    sweep.sweep(STUDY, workers=1)
    before = toy_study.read_bytes()
    assert store.missing(STUDY) == []
    sweep.sweep(STUDY, workers=1)
    assert toy_study.read_bytes() == before


def test_a_killed_sweep_loses_only_the_unfinished_run(toy_study):
    store.append("toy", sweep.make_record("toy", CONFIGURATIONS[0], 0))
    with open(toy_study, "a") as file:
        file.write('{"study": "toy", "configur')  # killed while it wrote
    assert len(store.stored("toy")) == 1
    assert len(store.missing(STUDY)) == 3
    sweep.sweep(STUDY, workers=1)
    assert [json.loads(line)["study"] for line in toy_study.read_text().splitlines()] == ["toy"] * 4


def test_a_change_of_the_code_makes_its_framework_stale_and_runs_it_again(monkeypatch, toy_study):
    sweep.sweep(STUDY, workers=1)
    hash_as(monkeypatch, torch="new code of torch", keras="code of keras")
    stale = store.read("toy", "bundled").set_index("framework")["stale"]
    assert stale["torch"].all() and not stale["keras"].any()
    assert [configuration["framework"] for configuration, _ in store.missing(STUDY)] == [
        "torch",
        "torch",
    ]
    sweep.sweep(STUDY, workers=1)
    assert len(toy_study.read_text().splitlines()) == 4  # the stale ones were replaced
    assert not store.read("toy", "bundled")["stale"].any()


def test_other_data_make_every_record_missing(monkeypatch):
    sweep.sweep(STUDY, workers=1)
    resolved = datasets.resolve("last-names")
    monkeypatch.setattr(
        datasets, "resolve", lambda name: dataclasses.replace(resolved, sha256="other data")
    )
    assert len(store.missing(STUDY)) == 4


def test_a_record_of_other_data_is_shown_as_stale():
    sweep.sweep(STUDY, workers=1)
    [record, *_] = store.stored("toy")
    store.append("toy", record | {"data_hash": "other data"})
    assert store.read("toy", "bundled")["stale"].sum() == 1


def test_a_study_that_draws_its_data_itself_needs_no_data_set(monkeypatch):
    drawn = dataclasses.replace(STUDY, dataset=None)
    use(monkeypatch, drawn)
    monkeypatch.setattr(datasets, "resolve", lambda name: pytest.fail("asked for data"))
    sweep.sweep(drawn, workers=1)
    assert store.missing(drawn) == []
    runs = store.read("toy", None)
    assert len(runs) == 4 and not runs["stale"].any()
    assert {(record["edition"], record["data_hash"]) for record in store.stored("toy")} == {
        (None, None)
    }


def test_a_study_without_records_says_how_to_make_them():
    with pytest.raises(
        LookupError, match="no records of study 'toy' in edition 'reference'; run `make sweeps`"
    ):
        store.read("toy", "reference")


def test_a_study_that_reads_test_data_runs_only_as_committed(tmp_path, monkeypatch):
    monkeypatch.setattr(sweep, "PACKAGE", tmp_path)
    module = tmp_path / "studies" / "of_data" / "toy.py"
    module.parent.mkdir(parents=True)
    module.write_text("UNITS = 64\n")

    def git(*words):
        return subprocess.run(
            ["git", "-C", tmp_path, "-c", "user.name=a", "-c", "user.email=a@b", *words],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    git("init")
    with pytest.raises(RuntimeError, match="is not committed as it stands"):
        sweep.committed("toy")
    git("add", ".")
    git("commit", "-m", "Choose 64 units")
    assert sweep.committed("toy") == git("rev-parse", "HEAD")
    module.write_text("UNITS = 128\n")
    with pytest.raises(RuntimeError, match="commit the configuration that you chose"):
        sweep.committed("toy")


def made_stale(monkeypatch, toy_study):
    """Sweep, then change the code of PyTorch; return the names of the runs that are made from here
    on.
    """
    sweep.sweep(STUDY, workers=1)
    hash_as(monkeypatch, torch="new code of torch", keras="code of keras")
    made = []

    def run_noted(name, configuration, seed, edition):
        made.append((configuration["framework"], seed))
        return sweep.make_record(name, configuration, seed)

    monkeypatch.setattr(sweep, "single_threaded", run_noted)
    return made


def test_stale_records_are_kept_if_one_of_them_comes_out_the_same(monkeypatch, toy_study):
    made = made_stale(monkeypatch, toy_study)
    sweep.sweep(STUDY, workers=1)
    assert len(made) == 1 and made[0][0] == "torch"  # one of two seeds was made again
    assert not store.read("toy", "bundled")["stale"].any()
    confirmed = [record for record in store.stored("toy") if "confirmed" in record]
    assert [record["configuration"]["framework"] for record in confirmed] == ["torch"]


def test_stale_records_are_made_again_if_one_of_them_comes_out_differently(monkeypatch, toy_study):
    made = made_stale(monkeypatch, toy_study)
    use(
        monkeypatch,
        dataclasses.replace(
            STUDY,
            run=lambda configuration, seed: {
                "metrics": {"score": 100 + seed},
                "history": {"loss": [1.0, 0.5]},
            },
        ),
    )
    sweep.sweep(STUDY, workers=1)
    assert sorted(made) == [("torch", 0), ("torch", 1)]
    runs = store.read("toy", "bundled")
    assert (
        sorted(runs[runs["framework"] == "torch"]["score"]) == [100, 101]
        and not runs["stale"].any()
    )


def test_records_of_other_data_are_never_confirmed(monkeypatch, toy_study):
    made = made_stale(monkeypatch, toy_study)
    for module in (store, sweep):
        monkeypatch.setattr(module, "resolve", lambda study: ("bundled", "other data"))
    sweep.sweep(STUDY, workers=1)
    assert len(made) == 4


def run_with_weights(configuration, seed):
    """A run that also returns what it has learnt."""
    return run(configuration, seed) | {"weights": {"W": np.full(3, seed + 0.1)}}


def stored_weights(folder):
    return sorted(path.stem for path in (folder / "weights").rglob("*.npz"))


def test_the_weights_of_a_kept_configuration_are_stored_for_the_first_seed_alone(
    monkeypatch, toy_study
):
    keeping = dataclasses.replace(STUDY, run=run_with_weights, kept=(CONFIGURATIONS[0],))
    use(monkeypatch, keeping)
    sweep.sweep(keeping, workers=1)
    [kept] = [record for record in store.stored("toy") if "weights" in record]
    assert (kept["configuration"], kept["seed"]) == (CONFIGURATIONS[0], 0) and stored_weights(
        toy_study.parent
    ) == [kept["weights"]]
    found = store.kept_run("toy", "bundled", CONFIGURATIONS[0])
    assert found.metrics["score"] == 4 and found.weights["W"] == pytest.approx([0.1] * 3, abs=1e-4)


def test_a_record_whose_weights_were_never_stored_is_made_again(monkeypatch, toy_study):
    sweep.sweep(STUDY, workers=1)
    keeping = dataclasses.replace(STUDY, run=run_with_weights, kept=(CONFIGURATIONS[0],))
    use(monkeypatch, keeping)
    assert store.missing(keeping) == [(CONFIGURATIONS[0], 0)]
    sweep.sweep(keeping, workers=1)
    assert store.missing(keeping) == [] and len(stored_weights(toy_study.parent)) == 1
    use(monkeypatch, STUDY)
    store.append(
        "toy",
        {
            key: value
            for key, value in next(r for r in store.stored("toy") if "weights" in r).items()
            if key != "weights"
        },
    )
    store.tidy(STUDY)
    assert stored_weights(toy_study.parent) == []  # no record names them any more


def test_a_run_that_should_return_weights_and_does_not_is_refused(monkeypatch):
    use(monkeypatch, dataclasses.replace(STUDY, kept=(CONFIGURATIONS[0],)))
    with pytest.raises(
        ValueError, match="keeps the weights of .*, but its run returns no 'weights'"
    ):
        sweep.make_record("toy", CONFIGURATIONS[0], 0)


def test_a_sweep_tells_which_lines_it_drops_and_why(monkeypatch, toy_study, capsys):
    sweep.sweep(STUDY, workers=1)
    assert "dropped" not in capsys.readouterr().out
    hash_as(monkeypatch, torch="code of torch", keras="new code of keras")
    monkeypatch.setattr(sweep, "confirm", lambda study, workers: None)
    smaller = dataclasses.replace(STUDY, configurations=CONFIGURATIONS[1:])
    use(monkeypatch, smaller)
    sweep.sweep(smaller, workers=1)
    assert capsys.readouterr().out.splitlines() == [
        "toy: 2 records dropped: newer ones of the same run stand in their place",
        "toy: 2 records dropped: the study has no such configuration in this version of the code",
    ]
    assert len(store.stored("toy")) == 2


# records that cannot be written, and commands that ask for what is not there


@pytest.fixture
def unwritable(tmp_path, monkeypatch):
    """A folder of results that nobody can make or write: it lies below a file."""
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(store, "results_folder", lambda: tmp_path / "file" / "results")
    for module in (sweep, against):
        monkeypatch.setattr(module, "confirm" if module is sweep else "checked_out", pytest.fail)
    monkeypatch.setattr(sweep, "make_records", pytest.fail)


@pytest.fixture
def toy_command(monkeypatch):
    """The command, for the toy study."""
    monkeypatch.setattr(command, "load_study", lambda name: STUDY)
    return command.main


@pytest.mark.parametrize("more", [[], ["--against", "HEAD"]])
def test_no_run_is_made_where_no_record_can_be_written(unwritable, toy_command, more, capsys):
    assert toy_command(["toy", *more]) == 1
    said = capsys.readouterr().err
    assert "results/toy.jsonl cannot be written (" in said.replace(os.sep, "/")
    assert "work in a checkout that you may write to" in said


def test_a_folder_that_cannot_be_written_does_not_matter_where_nothing_is_missing(
    unwritable, toy_command, monkeypatch
):
    monkeypatch.setattr(sweep, "missing", lambda study: [])
    assert toy_command(["toy"]) == 0


def test_a_disk_that_is_full_is_told_and_leaves_what_was_there(toy_study, toy_command, monkeypatch):
    store.append("toy", sweep.make_record("toy", CONFIGURATIONS[0], 0))
    before = store.stored("toy")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(store.NotWritable, match="toy.jsonl cannot be written .*No space left"):
        store.append("toy", sweep.make_record("toy", CONFIGURATIONS[0], 1))
    monkeypatch.setattr(store.Path, "write_text", lambda *arguments, **options: full(0))
    with pytest.raises(store.NotWritable, match="No space left"):
        store.tidy(STUDY)
    assert store.stored("toy")[:1] == before


@pytest.mark.parametrize(
    ("arguments", "variables", "said"),
    [
        (["nosuch"], {}, "there is no study 'nosuch'; there are activity_"),
        (["memory"], {"RNNCOURSE_EDITION": "nosuch"}, "RNNCOURSE_EDITION is 'nosuch', expected"),
        (["memory", "--workers", "0"], {}, "--workers is 0, expected 1 or more"),
    ],
)
def test_a_command_that_asks_for_what_is_not_there_gets_a_sentence(
    monkeypatch, capsys, arguments, variables, said
):
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    try:
        assert command.main(arguments) == 2
    except SystemExit as ended:  # argparse's way
        assert ended.code == 2
    assert said in capsys.readouterr().err


def test_a_commit_that_is_not_there_gets_a_sentence(toy_command, capfd):
    assert toy_command(["toy", "--against", "nosuch"]) == 1
    said = capfd.readouterr().err
    assert "nosuch" in said and "Traceback" not in said


def test_what_came_out_of_a_run_has_no_seconds_and_no_curves_without_an_epoch():
    record = {
        "metrics": {"score": 0.5, "training_seconds": 3.0, "confused": 0},
        "history": {"train_loss": [1.0], "validation_loss": [], "seconds": [2.0], "note": ""},
    }
    assert sweep.outcome(record) == [
        {"score": 0.5, "confused": 0},
        {"train_loss": [1.0], "note": ""},
    ]


def test_every_record_is_made_on_the_cpu_whatever_is_asked_for(monkeypatch):
    asked = {"RNNCOURSE_DEVICE": "gpu", "RNNCOURSE_EDITION": "no edition", "OMP_NUM_THREADS": "7"}
    for variable, value in asked.items():
        monkeypatch.setenv(variable, value)
    for variable in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
        monkeypatch.setenv(variable, "7")
    seen = {}
    monkeypatch.setattr(sweep, "make_record", lambda *run: seen.update(os.environ) or {})
    single_threaded("toy", {"framework": "keras"}, 0, "bundled")
    assert {variable: seen[variable] for variable in asked} == {
        "RNNCOURSE_DEVICE": "cpu",
        "RNNCOURSE_EDITION": "bundled",
        "OMP_NUM_THREADS": "1",
    }
