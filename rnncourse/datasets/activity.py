"""What people were doing, in windows of signals from an accelerometer and a gyroscope that they
wore.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.signal import butter, sosfilt, sosfilt_zi

from rnncourse.datasets.editions.copies import cache_folder
from rnncourse.datasets.editions.model import DataError, first_few, opened_zip
from rnncourse.datasets.editions.registry import Resolved, resolve
from rnncourse.preprocessing.signals import cut_windows

RATE = 50  # samples per second


STEPS = 128  # samples per window


CHANNELS = (
    "body_acc_x",
    "body_acc_y",
    "body_acc_z",
    "body_gyro_x",
    "body_gyro_y",
    "body_gyro_z",
    "total_acc_x",
    "total_acc_y",
    "total_acc_z",
)


UNITS = ("g",) * 3 + ("rad/s",) * 3 + ("g",) * 3


# Of the ten persons of the bundled edition, drawn by lot: default_rng(0).permutation(1 … 10)[:3].
TEST_PERSONS = (3, 5, 7)


ARRAYS = ("x", "y", "person", "is_test")
PARSER = 2  # another number whenever `parse_zip` makes other arrays of the same zip


@dataclass(frozen=True)
class Activities:
    """Windows of N signals: x (N, 128, 9) float32, y (N,) class indices, person (N,), is_test (N,)
    bool.

    `channels` and `units` (g or rad/s) belong to the last axis of x; RATE is the samples per
    second. `edition` is "bundled" or "reference", `variant` tells an "official" from a "rebuilt"
    reference file. x is read-only.
    """

    x: np.ndarray
    y: np.ndarray
    person: np.ndarray
    is_test: np.ndarray
    classes: tuple[str, ...]
    edition: str
    variant: str = ""
    channels: tuple[str, ...] = CHANNELS
    units: tuple[str, ...] = UNITS

    def __post_init__(self):
        self.x.setflags(
            write=False
        )  # as it is where it comes from the cache: what works once works always


def load_activity() -> Activities:
    """Load the windows of the edition at hand; raise `DataError` where files are missing or
    damaged.

    The text files of the reference edition are parsed once and kept as memory-mapped arrays in this
    user's cache, if it can be written. Sources: see the data set's datasheet.
    """
    found = resolve("activity")
    return read_bundled(found) if found.edition == "bundled" else read_reference(found)


def read_bundled(found: Resolved) -> Activities:
    """Cut the recordings into windows that overlap by half, after mirroring left arms and taking
    gravity apart.
    """
    path = found.paths["recordings.npz"]
    try:
        with np.load(path) as file:
            table = dict(file)
        values = table["values"] / table["scale"]  # (samples, 6): g and rad/s
        starts, owners = table["starts"], (table["exercise"], table["person"], table["right_arm"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(
            f"{path} cannot be read as recordings ({error}); restore it from the repository"
        ) from error
    windows, labels, people = [], [], []
    for start, end, exercise, person, right_arm in zip(starts[:-1], starts[1:], *owners):
        cut = cut_windows(
            nine_channels(values[start:end], mirrored=not right_arm), STEPS, STEPS // 2
        )
        windows.append(cut)
        labels += [exercise] * len(cut)
        people += [person] * len(cut)
    person = np.array(people, dtype=np.int64)
    return Activities(
        np.concatenate(windows),
        np.array(labels, dtype=np.int64),
        person,
        np.isin(person, TEST_PERSONS),
        tuple(table["exercises"].tolist()),
        found.edition,
    )


def nine_channels(recording: np.ndarray, *, mirrored: bool) -> np.ndarray:
    """Turn acceleration and rotation, shape (T, 6), into body acceleration, rotation and total
    acceleration (T, 9).

    Gravity is what a causal Butterworth low-pass of order 3 at 0.3 Hz leaves of the acceleration
    (Anguita et al. 2013); it starts as if the first sample had always been so. The mirror image of
    a movement turns the sign of the acceleration along one axis, x, and of the rotations about the
    other two.
    """
    total, rotation = recording[:, :3].copy(), recording[:, 3:].copy()
    if mirrored:
        total[:, 0] *= -1
        rotation[:, 1:] *= -1
    low_pass = butter(3, 0.3, fs=RATE, output="sos")
    rest = sosfilt_zi(low_pass)[:, :, None] * total[0]  # (sections, 2, 3)
    gravity, _ = sosfilt(low_pass, total, axis=0, zi=rest)
    return np.hstack([total - gravity, rotation, total]).astype(np.float32)


def read_reference(found: Resolved) -> Activities:
    """Read the parsed arrays from the cache, or parse the zip and try to keep them there."""
    [path] = found.paths.values()
    classes, arrays = None, {}
    # nobody has a cache, or there is nothing in it, or not the whole of it: parse
    with contextlib.suppress(DataError, OSError, ValueError, EOFError):
        folder = _parsed(found)
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS}
        classes = tuple((folder / "classes.txt").read_text(encoding="utf-8").split())
    if not classes:
        classes, arrays = parse_zip(path)
        # a cache that cannot be written costs seconds, not the data
        with contextlib.suppress(DataError, OSError):
            _keep(_parsed(found), classes, arrays)
    return Activities(*(arrays[name] for name in ARRAYS), classes, found.edition, found.variant)


def _parsed(found: Resolved) -> Path:
    """The folder in the cache for what today's parser makes of these data."""
    return cache_folder() / "activity" / f"parsed-{found.sha256[:16]}-{PARSER}"


def _keep(folder: Path, classes: tuple[str, ...], arrays: dict[str, np.ndarray]) -> None:
    """Write the arrays aside, then move the whole folder: another reader sees all of it or
    nothing.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".parsing-", dir=folder.parent) as scratch:
        aside = Path(scratch) / "whole"
        aside.mkdir()
        for name, array in arrays.items():
            np.save(aside / f"{name}.npy", array)
        (aside / "classes.txt").write_text("\n".join(classes), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(aside, folder)


def parse_zip(path: Path) -> tuple[tuple[str, ...], dict[str, np.ndarray]]:
    """Parse the zip of UCI HAR; return the class names and the arrays of `Activities`, training
    rows first.

    Raises `DataError` if the zip cannot be unpacked or lacks a file, if one is not a number where
    one is expected, of another length than its labels or of another width, if a label is unknown,
    or if a signal holds nan.
    """
    try:
        with opened_zip(path, path, "fetch it again") as bundle:
            classes = _classes(bundle, path)
            parts = [_part(bundle, path, part, len(classes)) for part in ("train", "test")]
    except OSError as error:
        raise DataError(
            f"{path} cannot be read ({error.strerror or error}); mend its permissions, or fetch it "
            "again"
        ) from error
    arrays = {name: np.concatenate([part[name] for part in parts]) for name in ("x", "y", "person")}
    arrays["is_test"] = np.repeat([False, True], [len(part["y"]) for part in parts])
    return classes, arrays


def _classes(bundle: zipfile.ZipFile, path: Path) -> tuple[str, ...]:
    """The names of the classes, in the order of their numbers."""
    table = _table(bundle, path, "activity_labels.txt", columns=2, dtype=str)
    names, numbers = dict(table.tolist()), [str(number) for number in range(1, len(table) + 1)]
    if set(names) != set(numbers):
        raise DataError(
            f"{path}: activity_labels.txt numbers its classes {', '.join(map(str, table[:, 0]))}, "
            f"expected 1 to {len(table)}; fetch it again"
        )
    return tuple(names[number] for number in numbers)


def _part(
    bundle: zipfile.ZipFile, path: Path, part: str, class_count: int
) -> dict[str, np.ndarray]:
    labels = _table(bundle, path, f"{part}/y_{part}.txt", columns=1, dtype=np.int64)[:, 0]
    if len(wrong := np.flatnonzero((labels < 1) | (labels > class_count))):
        raise DataError(
            f"{path}: {part}/y_{part}.txt, line {wrong[0] + 1}, holds the label "
            f"{labels[wrong[0]]}, "
            f"expected 1 to {class_count}; fetch it again"
        )
    person = _table(
        bundle, path, f"{part}/subject_{part}.txt", columns=1, dtype=np.int64, rows=len(labels)
    )[:, 0]
    signals = [
        _table(
            bundle,
            path,
            f"{part}/Inertial Signals/{channel}_{part}.txt",
            columns=STEPS,
            dtype=np.float32,
            rows=len(labels),
        )
        for channel in CHANNELS
    ]
    return {"x": np.stack(signals, axis=2), "y": labels - 1, "person": person}  # x (N, 128, 9)


def _table(
    bundle: zipfile.ZipFile,
    path: Path,
    member: str,
    *,
    columns: int,
    dtype: type,
    rows: int | None = None,
) -> np.ndarray:
    """Read one text file as an array of shape (rows, columns)."""
    where, inside = f"{path}: {member}", f"UCI HAR Dataset/{member}"
    try:
        with bundle.open(inside) as stream:
            table = pd.read_csv(
                stream, sep=r"\s+", header=None, dtype=dtype, engine="c", na_values=["NaN", "nan"]
            ).to_numpy()
    except KeyError as error:
        held = first_few([repr(name) for name in bundle.namelist()])
        raise DataError(
            f"{where} is missing in the archive: looked for {inside!r}, it holds "
            f"{held or 'nothing'}; fetch it again"
        ) from error
    except (ValueError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(
            f"{where} cannot be read as {columns} columns of {dtype.__name__} ({error}); fetch it "
            "again"
        ) from error
    expected = (len(table) if rows is None else rows, columns)
    if table.shape != expected:
        raise DataError(
            f"{where} has {table.shape[0]} lines of {table.shape[1]}, expected {expected[0]} of "
            f"{columns}; fetch it again"
        )
    if dtype is np.float32 and len(wrong := np.argwhere(~np.isfinite(table))):
        raise DataError(
            f"{where} holds {table[tuple(wrong[0])]} in line {wrong[0][0] + 1}, expected numbers; "
            "fetch it again"
        )
    return table
