"""Activities: windows of the bundled recordings, the official layout of the reference edition, and
what is refused.
"""

import contextlib
import dataclasses
import functools
import hashlib
import os
import zipfile
from types import MappingProxyType

import numpy as np
import pytest

from rnncourse.datasets import DATASETS, DataError, Resolved, activity, resolve
from rnncourse.datasets.activity import (
    CHANNELS,
    RATE,
    STEPS,
    TEST_PERSONS,
    UNITS,
    load_activity,
    nine_channels,
    parse_zip,
    read_bundled,
    read_reference,
)
from rnncourse.datasets.editions import copies
from rnncourse.datasets.editions.model import File
from rnncourse.preprocessing.signals import cut_windows

NAMES = ("WALKING", "WALKING_UPSTAIRS", "WALKING_DOWNSTAIRS", "SITTING", "STANDING", "LAYING")
LABELS = {"train": [5, 1, 6], "test": [2, 2]}
PERSONS = {"train": [1, 1, 3], "test": [2, 4]}


def signal(part, channel):
    """Made-up samples, shape (rows, 128): their thousands tell the channel, their units the row,
    their decimals the step.
    """
    rows = np.arange(len(LABELS[part]))[:, None] + 10 * (part == "test")
    return 1000 * (CHANNELS.index(channel) + 1) + rows + np.arange(STEPS) / STEPS


def lines(table):
    """Numbers as in the official files: one or two spaces before each, seven digits, exponents of
    three digits.
    """

    def number(value):
        digits, exponent = f"{value:.7e}".split("e")
        return f"{digits}e{exponent[0]}{int(exponent[1:]):03d}".rjust(16)

    return "".join("".join(map(number, row)) + "\r\n" for row in table)


@functools.cache
def texts():
    """The files that are read, by their path below the top folder, written once."""
    found = {
        "activity_labels.txt": "".join(f"{i} {name}\n" for i, name in enumerate(NAMES, start=1))
    }
    for part in LABELS:
        found[f"{part}/y_{part}.txt"] = "".join(f"{label}\n" for label in LABELS[part])
        found[f"{part}/subject_{part}.txt"] = "".join(f"{person}\n" for person in PERSONS[part])
        for channel in CHANNELS:
            found[f"{part}/Inertial Signals/{channel}_{part}.txt"] = lines(signal(part, channel))
    return found


def members():
    """A copy of the files, for a test to spoil."""
    return dict(texts())


def write_zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            bundle.writestr(f"UCI HAR Dataset/{name}", text)
    return path


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(activity, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache" / "activity"


@pytest.fixture
def found(tmp_path, cache):
    """A small zip of the official layout, as `resolve` would hand it over."""
    path = write_zip(tmp_path / "small.zip", members())
    return Resolved(
        "activity",
        "reference",
        "made up",
        MappingProxyType({path.name: path}),
        "0123456789abcdef" * 4,
        "official",
    )


def damaged(tmp_path, name, change):
    """A zip in which the text of one file is changed."""
    files = members()
    files[name] = change(files[name])
    return write_zip(tmp_path / "damaged.zip", files)


# the official layout


def test_a_zip_of_the_official_layout_is_read_training_first(found):
    data = read_reference(found)
    assert data.x.shape == (5, STEPS, 9) and data.x.dtype == np.float32
    assert data.y.tolist() == [4, 0, 5, 1, 1] and data.classes == NAMES
    assert data.person.tolist() == [1, 1, 3, 2, 4]
    assert data.is_test.tolist() == [False, False, False, True, True] and data.is_test.dtype == bool
    assert (data.edition, data.variant) == ("reference", "official")
    for place, channel in enumerate(data.channels):
        expected = np.concatenate([signal(part, channel) for part in LABELS])
        np.testing.assert_allclose(data.x[:, :, place], expected, rtol=1e-6)


def test_the_second_read_comes_memory_mapped_and_equal(found, cache, monkeypatch):
    first = read_reference(found)
    monkeypatch.setattr(activity, "parse_zip", lambda path: pytest.fail("parsed again"))
    second = read_reference(found)
    assert isinstance(second.x, np.memmap)
    for name in activity.ARRAYS:
        assert np.array_equal(getattr(first, name), getattr(second, name)), name
        assert getattr(first, name).dtype == getattr(second, name).dtype, name
    assert second.classes == first.classes
    assert [path.name for path in cache.iterdir()] == [f"parsed-0123456789abcdef-{activity.PARSER}"]


def test_another_zip_has_a_cache_of_its_own(found, cache):
    read_reference(found)
    read_reference(dataclasses.replace(found, sha256="f" * 64))
    assert len(list(cache.iterdir())) == 2


def test_windows_are_read_only_the_first_time_and_every_time(found):
    for _ in range(2):
        with pytest.raises(ValueError, match="read-only"):
            read_reference(found).x[0, 0, 0] = 1


# what is wrong with a zip


@pytest.mark.parametrize(
    "name",
    [
        "activity_labels.txt",
        "train/y_train.txt",
        "test/subject_test.txt",
        "test/Inertial Signals/total_acc_z_test.txt",
    ],
)
def test_a_missing_member_is_named(tmp_path, name):
    files = members()
    del files[name]
    with pytest.raises(
        DataError, match=f"{name} is missing in the archive: looked for .*{name}.*; fetch it again"
    ):
        parse_zip(write_zip(tmp_path / "damaged.zip", files))


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ("UCI-HAR-Dataset/", "it holds 'UCI-HAR-Dataset/activity_labels.txt', "),
        ("", "it holds 'activity_labels.txt', "),
        ("UCI HAR Dataset\\", r"it holds 'UCI HAR Dataset\\activity_labels.txt', "),
        (None, "it holds nothing"),
    ],
)
def test_an_archive_of_another_layout_is_refused_with_what_it_holds(tmp_path, below, told):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        for name, text in texts().items() if below is not None else ():
            bundle.writestr(f"{below}{name}", text)
    with pytest.raises(DataError, match="looked for 'UCI HAR Dataset/activity_labels.txt', ") as no:
        parse_zip(path)
    assert told in str(no.value)


def test_an_archive_that_python_cannot_unpack_is_refused(tmp_path, locked):
    path = tmp_path / "locked.zip"
    path.write_bytes(locked({f"UCI HAR Dataset/{name}": text for name, text in texts().items()}))
    with pytest.raises(DataError, match="locked.zip cannot be unpacked .*; fetch it again"):
        parse_zip(path)


def test_classes_come_by_their_number_and_not_by_their_line(tmp_path):
    labels = "activity_labels.txt"
    path = damaged(tmp_path, labels, lambda text: "".join(reversed(text.splitlines(keepends=True))))
    assert parse_zip(path)[0] == NAMES


def test_a_parser_that_reads_something_else_has_another_number(found):
    """Its arrays are kept under it: an older parser's must not pass for them."""
    [path] = found.paths.values()
    classes, arrays = parse_zip(path)
    digest = hashlib.sha256(repr(classes).encode())
    for name in activity.ARRAYS:
        digest.update(f"{name} {arrays[name].dtype} {arrays[name].shape}".encode())
        digest.update(arrays[name].tobytes())
    assert {activity.PARSER: digest.hexdigest()[:16]} == {2: "2962149841018534"}


def test_what_another_parser_kept_is_not_read(found, monkeypatch):
    first = read_reference(found)
    monkeypatch.setattr(activity, "PARSER", activity.PARSER + 1)
    parsed = []
    monkeypatch.setattr(activity, "parse_zip", lambda path: parsed.append(path) or parse_zip(path))
    assert np.array_equal(read_reference(found).x, first.x) and len(parsed) == 1


SIGNAL = "train/Inertial Signals/body_gyro_y_train.txt"


@pytest.mark.parametrize(
    ("name", "change", "complaint"),
    [
        (
            SIGNAL,
            lambda text: text[: text.rindex("\r\n", 0, -2) + 2],
            f"{SIGNAL} has 2 lines of 128, expected 3 of 128",
        ),
        (
            SIGNAL,
            lambda text: text + text.splitlines()[0],
            f"{SIGNAL} has 4 lines of 128, expected 3 of 128",
        ),
        (
            SIGNAL,
            lambda text: "\r\n".join(line[:-16] for line in text.splitlines()),
            f"{SIGNAL} has 3 lines of 127, expected 3 of 128",
        ),
        (SIGNAL, lambda text: text.rstrip()[:-16], f"{SIGNAL} holds nan in line 3"),
        (
            SIGNAL,
            lambda text: text.replace(text.split()[128], "NaN"),
            f"{SIGNAL} holds nan in line 2, expected numbers",
        ),
        (
            SIGNAL,
            lambda text: text.replace(text.split()[0], "inf"),
            f"{SIGNAL} holds inf in line 1, expected numbers",
        ),
        (
            SIGNAL,
            lambda text: text.replace(text.split()[5], "five"),
            f"{SIGNAL} cannot be read as 128 columns of float32 .*five",
        ),
        (SIGNAL, lambda text: "", f"{SIGNAL} cannot be read as 128 columns"),
        (
            "train/y_train.txt",
            lambda text: "5\n7\n6\n",
            "train/y_train.txt, line 2, holds the label 7, expected 1 to 6",
        ),
        (
            "test/y_test.txt",
            lambda text: "0\n2\n",
            "test/y_test.txt, line 1, holds the label 0, expected 1 to 6",
        ),
        (
            "test/y_test.txt",
            lambda text: "2\nsitting\n",
            "test/y_test.txt cannot be read as 1 columns of int64 .*sitting",
        ),
        (
            "test/y_test.txt",
            lambda text: "2\n1.5\n",
            "test/y_test.txt cannot be read as 1 columns of int64",
        ),
        (
            "test/subject_test.txt",
            lambda text: "2\n",
            "test/subject_test.txt has 1 lines of 1, expected 2 of 1",
        ),
        (
            "test/subject_test.txt",
            lambda text: "2\nNaN\n",
            "test/subject_test.txt cannot be read as 1 columns of int64",
        ),
        (
            "activity_labels.txt",
            lambda text: "1 WALKING\n3 SITTING\n3 LAYING\n",
            "activity_labels.txt numbers its classes 1, 3, 3, expected 1 to 3",
        ),
        (
            "activity_labels.txt",
            lambda text: "WALKING\nSITTING\n",
            "activity_labels.txt has 2 lines of 1, expected 2 of 2",
        ),
    ],
)
def test_a_wrong_file_in_the_zip_is_named_with_what_was_expected(tmp_path, name, change, complaint):
    path = damaged(tmp_path, name, change)
    with pytest.raises(DataError, match=complaint) as caught:
        parse_zip(path)
    assert str(path) in str(caught.value) and "fetch it again" in str(caught.value)


@pytest.mark.parametrize("kept", [0, 20, 500, -30])
def test_a_truncated_zip_is_refused(found, kept):
    [path] = found.paths.values()
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(DataError, match="is not a whole zip archive .*fetch it again"):
        read_reference(found)


def test_a_zip_whose_bytes_were_changed_is_refused(found):
    [path] = found.paths.values()
    content = bytearray(path.read_bytes())
    content[2000:2200] = b"\xff" * 200
    path.write_bytes(content)
    with pytest.raises(DataError, match="fetch it again"):
        read_reference(found)


def refuse(*arguments, **options):
    raise PermissionError(13, "Permission denied")


def test_a_zip_that_may_not_be_read_is_reported(found, monkeypatch):
    monkeypatch.setattr(activity.zipfile, "ZipFile", refuse)
    with pytest.raises(DataError, match="small.zip cannot be read .Permission denied."):
        read_reference(found)


def test_nothing_wrong_is_ever_cached(tmp_path, found, cache):
    path = damaged(tmp_path, SIGNAL, lambda text: text.replace(text.split()[3], "NaN"))
    with pytest.raises(DataError):
        read_reference(dataclasses.replace(found, paths={path.name: path}))
    assert not cache.exists()


# the cache


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(found, cache):
    cache.parent.write_text("a file where a folder should be")
    assert len(read_reference(found).y) == len(read_reference(found).y) == 5


def test_a_user_without_a_cache_has_the_data_all_the_same(found, monkeypatch):
    def none():
        raise DataError("there is no place for a cache")

    monkeypatch.setattr(activity, "cache_folder", none)
    assert len(read_reference(found).y) == len(read_reference(found).y) == 5


@pytest.mark.parametrize("where", ["mkdir", "save", "replace"])
def test_a_cache_without_rights_or_room_keeps_nothing(found, cache, monkeypatch, where):
    owner = {"mkdir": activity.Path, "save": activity.np, "replace": activity.os}[where]
    monkeypatch.setattr(owner, where, refuse)
    assert read_reference(found).x.shape == (5, STEPS, 9)
    assert not cache.exists() or list(cache.iterdir()) == []


def cut(path):
    path.write_bytes(path.read_bytes()[:-4])


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("x.npy", os.remove),
        ("x.npy", cut),
        ("is_test.npy", cut),
        ("y.npy", lambda path: path.write_bytes(b"")),
        ("person.npy", lambda path: path.write_bytes(b"text")),
        ("classes.txt", os.remove),
        ("classes.txt", lambda path: path.write_bytes(b"")),
    ],
)
def test_a_half_written_cache_is_parsed_again_and_mended(found, cache, name, damage):
    first = read_reference(found)
    [folder] = cache.iterdir()
    damage(folder / name)
    again = read_reference(found)
    assert (
        np.array_equal(again.x, first.x)
        and np.array_equal(again.is_test, first.is_test)
        and again.classes == NAMES
    )
    assert isinstance(read_reference(found).x, np.memmap)


@pytest.mark.parametrize("after", [0, 1, 3])
def test_an_interruption_leaves_nothing_behind(found, cache, monkeypatch, after):
    save, saved = np.save, []

    def interrupted(path, array):
        if len(saved) == after:
            path.write_bytes(b"half")
            raise KeyboardInterrupt
        saved.append(path)
        save(path, array)

    monkeypatch.setattr(activity.np, "save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_reference(found)
    assert list(cache.iterdir()) == []


def test_an_interruption_while_parsing_leaves_nothing_behind(found, cache, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(activity.pd, "read_csv", interrupted)
    with contextlib.suppress(KeyboardInterrupt):
        read_reference(found)
    assert not cache.exists()


def test_another_reader_who_was_faster_is_no_error(found, cache, monkeypatch):
    keep = activity._keep

    def meanwhile(*arguments):
        keep(*arguments)
        keep(*arguments)

    monkeypatch.setattr(activity, "_keep", meanwhile)
    assert len(read_reference(found).y) == 5
    assert len(list(cache.iterdir())) == 1


# which zip is taken


@pytest.fixture
def world(tmp_path, monkeypatch, cache):
    """The catalogue with two small zips in place of the official one and its stand-in, and a folder
    for RNNCOURSE_DATA.
    """
    dataset, content = DATASETS["activity"], {}
    for which, extra in (("reference", "a"), ("stand_in", "b")):
        edition = getattr(dataset, which)
        path = write_zip(tmp_path / f"{which}.zip", members() | {"README.txt": extra})
        content[edition.variant] = (edition.files[0].name, path.read_bytes())
        file = File(
            edition.files[0].name,
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_size,
        )
        dataset = dataclasses.replace(
            dataset, **{which: dataclasses.replace(edition, files=(file,))}
        )
    monkeypatch.setitem(DATASETS, "activity", dataset)
    monkeypatch.setattr(copies, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setenv("RNNCOURSE_DATA", str(tmp_path))
    monkeypatch.setenv("RNNCOURSE_EDITION", "auto")
    (tmp_path / "uci_har").mkdir()

    def put(variant, content=content):
        name, bytes_ = content[variant]
        (tmp_path / "uci_har" / name).write_bytes(bytes_)
        return tmp_path / "uci_har" / name

    return put


def test_the_stand_in_is_accepted_by_its_own_checksum_and_named(world):
    world("rebuilt")
    found = resolve("activity")
    assert (found.edition, found.variant) == ("reference", "rebuilt")
    assert found.reason.startswith("reference edition (rebuilt): ")
    assert load_activity().variant == "rebuilt"


def test_the_official_zip_is_preferred_to_the_stand_in(world):
    world("rebuilt")
    rebuilt = resolve("activity").sha256
    world("official")
    found = resolve("activity")
    assert found.variant == "official" and found.reason.startswith("reference edition (official): ")
    assert found.sha256 != rebuilt
    assert load_activity().variant == "official"


def test_a_wrong_stand_in_is_refused_with_both_checksums(world, monkeypatch):
    cut(world("rebuilt"))
    found = resolve("activity")
    assert found.edition == "bundled"
    assert (
        "UCI_HAR_Dataset-rebuilt.zip has" in found.reason
        and "expected" in found.reason
        and "passed over: " in found.reason
    )
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    with pytest.raises(
        DataError,
        match="UCI_HAR_Dataset-rebuilt.zip has .* bytes and SHA-256 .* expected .*python -m "
        "rnncourse.datasets fetch activity",
    ):
        resolve("activity")


def test_a_damaged_official_zip_is_passed_over_but_not_in_silence(world):
    cut(world("official"))
    world("rebuilt")
    found = resolve("activity")
    assert (
        found.variant == "rebuilt"
        and "UCI HAR Dataset.zip has" in found.reason
        and "passed over: " in found.reason
    )


def test_a_folder_that_may_not_be_read_is_reported(world, monkeypatch):
    world("official")
    monkeypatch.setattr(copies, "fault_of", lambda file, path: "cannot be read (Permission denied)")
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    with pytest.raises(DataError, match="UCI HAR Dataset.zip cannot be read .Permission denied."):
        load_activity()


# the bundled edition, and whichever are at hand


@pytest.fixture(scope="module", params=["bundled", "reference"])
def data(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNCOURSE_EDITION", request.param)
        try:
            yield load_activity()
        except DataError:
            if request.param == "bundled":
                raise
            pytest.skip("the reference edition is not at hand: set RNNCOURSE_DATA, or fetch it")


def test_every_window_has_nine_channels_a_class_and_a_person(data):
    count = {"bundled": 3605, "reference": 10299}[data.edition]
    assert data.x.shape == (count, STEPS, 9) and data.x.dtype == np.float32
    assert data.y.shape == data.person.shape == data.is_test.shape == (count,)
    assert sorted(set(data.y.tolist())) == list(range(len(data.classes)))
    assert (data.channels, data.units) == (CHANNELS, UNITS) and np.isfinite(data.x).all()


def test_who_is_tested_was_not_trained_on(data):
    assert not set(data.person[data.is_test]) & set(data.person[~data.is_test])
    assert len(set(data.person[data.is_test])) == {"bundled": 3, "reference": 9}[data.edition]
    assert set(data.y[data.is_test]) == set(data.y)


def test_what_the_body_does_and_gravity_make_up_the_total(data):
    gravity = data.x[:, :, 6:9] - data.x[:, :, :3]
    assert np.median(np.linalg.norm(gravity, axis=2)) == pytest.approx(1, abs=0.1)


def test_the_counts_are_those_that_the_authors_published(data):
    if data.edition == "bundled":
        pytest.skip("it is about the reference edition")
    counts = [np.bincount(data.y[part]).tolist() for part in (~data.is_test, data.is_test)]
    assert counts == [[1226, 1073, 986, 1286, 1374, 1407], [496, 471, 420, 491, 532, 537]]
    assert data.classes == NAMES and data.variant in ("official", "rebuilt")


def test_the_test_persons_are_those_that_were_drawn_by_lot():
    assert tuple(sorted(np.random.default_rng(0).permutation(np.arange(1, 11))[:3])) == TEST_PERSONS


@pytest.fixture
def bundled(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    return resolve("activity")


def test_no_window_of_the_bundled_edition_crosses_two_recordings(bundled):
    starts = np.load(bundled.paths["recordings.npz"])["starts"]
    lengths = np.diff(starts)
    assert len(read_bundled(bundled).y) == sum(
        (length - STEPS) // (STEPS // 2) + 1 for length in lengths
    )


def write_recordings(tmp_path, bundled, **arrays):
    path = tmp_path / "recordings.npz"
    np.savez(path, **arrays)
    return dataclasses.replace(bundled, paths={path.name: path})


def recordings(values, right_arm):
    """Recordings of 256 samples each, of one exercise and one person."""
    count = len(right_arm)
    return {
        "values": values,
        "scale": np.ones(6),
        "starts": np.arange(count + 1) * 256,
        "exercise": np.zeros(count, dtype=int),
        "person": np.ones(count, dtype=int),
        "right_arm": right_arm,
        "exercises": np.array(["PEN"]),
    }


def test_a_left_arm_that_does_the_mirror_image_reads_like_a_right_arm(tmp_path, bundled):
    right = np.random.default_rng(0).normal(size=(256, 6))
    left = right * [-1, 1, 1, 1, -1, -1]
    found = write_recordings(
        tmp_path, bundled, **recordings(np.concatenate([right, left]), [True, False])
    )
    x = read_bundled(found).x
    assert np.array_equal(x[:3], x[3:])


def test_the_left_arms_of_the_bundled_edition_are_turned(bundled):
    table = np.load(bundled.paths["recordings.npz"])
    first = int(np.flatnonzero(~table["right_arm"].astype(bool))[0])
    windows_before = sum(
        (length - STEPS) // (STEPS // 2) + 1 for length in np.diff(table["starts"])[:first]
    )
    raw = table["values"][table["starts"][first]] / table["scale"]
    window = read_bundled(bundled).x[windows_before]
    np.testing.assert_allclose(
        window[0, [6, 7, 8, 3, 4, 5]], raw * [-1, 1, 1, 1, -1, -1], rtol=1e-5
    )


def test_gravity_of_something_at_rest_is_all_its_acceleration():
    channels = nine_channels(np.tile([0.6, 0.0, -0.8, 0, 0, 0], (400, 1)), mirrored=False)
    np.testing.assert_allclose(channels[:, :6], 0, atol=1e-6)
    np.testing.assert_allclose(channels[:, 6:], np.tile([0.6, 0.0, -0.8], (400, 1)), rtol=1e-6)


def test_a_shake_is_no_gravity_and_a_slow_turn_is():
    time = np.arange(2000) / RATE
    for frequency, share in ((5.0, 1.0), (0.02, 0.0)):
        shaken = np.zeros((2000, 6))
        shaken[:, 0] = np.sin(2 * np.pi * frequency * time)
        body = nine_channels(shaken, mirrored=False)[1000:, 0]
        assert body.std() / shaken[1000:, 0].std() == pytest.approx(share, abs=0.2)


def test_windows_begin_every_step_and_what_is_left_over_falls_away():
    windows = cut_windows(np.arange(11)[:, None], 4, 2)
    assert windows[:, :, 0].tolist() == [[0, 1, 2, 3], [2, 3, 4, 5], [4, 5, 6, 7], [6, 7, 8, 9]]


def test_a_signal_shorter_than_a_window_is_refused():
    assert cut_windows(np.zeros((4, 9)), 4, 2).shape == (1, 4, 9)
    with pytest.raises(ValueError, match="3 samples is shorter than a window of 4; leave it out"):
        cut_windows(np.zeros((3, 9)), 4, 2)


# NumPy leaves the file open when what it holds is no archive.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "damage",
    [cut, lambda path: path.write_bytes(b""), lambda path: np.savez(path, values=np.zeros(3))],
)
def test_damaged_recordings_are_refused(tmp_path, bundled, damage):
    found = write_recordings(tmp_path, bundled, **recordings(np.zeros((256, 6)), [True]))
    damage(found.paths["recordings.npz"])
    with pytest.raises(
        DataError,
        match="recordings.npz cannot be read as recordings .*restore it from the repository",
    ):
        read_bundled(found)
