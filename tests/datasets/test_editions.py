"""The registry of data sets: which edition is taken, what is refused, and fetching from a network
that misbehaves.
"""

import dataclasses
import hashlib
import http.server
import io
import os
import threading
import time
import zipfile
from pathlib import Path

import pytest

from rnncourse.datasets import (
    DATASETS,
    DataError,
    bundled_folder,
    edition_of,
    fetch,
    resolve,
    resolve_all,
    verify,
)
from rnncourse.datasets.__main__ import human_size, main
from rnncourse.datasets.editions import download as downloads
from rnncourse.datasets.editions import model, registry
from rnncourse.datasets.editions.model import Dataset, Download, Edition, File

CONTENT = {"one.txt": b"first\n", "two.txt": b"second\n"}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in members.items():
            bundle.writestr(name, content)
    return stream.getvalue()


GOOD_ZIP = zipped(
    {f"data/{name}": content for name, content in CONTENT.items()}
    | {"data/extra.bin": b"not wanted"}
)


class Network:
    """A server on this machine that answers what a test tells it to, and counts how often it was
    asked.
    """

    def __init__(self):
        self.body, self.status, self.asked, self.promised = GOOD_ZIP, 200, 0, None
        network = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                network.asked += 1
                self.send_response(network.status)
                self.send_header("Content-Length", str(network.promised or len(network.body)))
                self.end_headers()
                self.wfile.write(network.body)

            def log_message(self, *arguments):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/data.zip"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()


@pytest.fixture
def network():
    network = Network()
    yield network
    network.server.shutdown()
    network.server.server_close()


@pytest.fixture
def world(tmp_path, monkeypatch, network):
    """A made-up data set "toy" with a bundled file and a reference edition of two files, an empty
    cache, and no waiting between retries.
    """
    (tmp_path / "bundled" / "toy").mkdir(parents=True)
    (tmp_path / "bundled" / "toy" / "toy.csv").write_bytes(b"a\n1\n")
    monkeypatch.setattr(registry, "bundled_folder", lambda: tmp_path / "bundled")
    monkeypatch.setattr(registry, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(downloads.time, "sleep", lambda seconds: None)
    monkeypatch.delenv("RNNCOURSE_DATA", raising=False)
    monkeypatch.delenv("RNNCOURSE_EDITION", raising=False)
    bundled = Edition("bundled", "toy", (File("toy.csv", sha256(b"a\n1\n"), 4),), "MIT", "us", "")
    reference = Edition(
        "reference",
        "toys",
        tuple(File(name, sha256(content), len(content)) for name, content in CONTENT.items()),
        "CC BY 4.0",
        "them",
        "",
        (Download(network.url, sha256(GOOD_ZIP), {name: f"data/{name}" for name in CONTENT}),),
    )
    monkeypatch.setitem(DATASETS, "toy", Dataset("toy", "A toy", bundled, reference))
    return tmp_path


def serve(network: Network, monkeypatch, body: bytes) -> None:
    """Let the network serve `body`, and the catalogue expect exactly that."""
    network.body = body
    toy = DATASETS["toy"]
    download = dataclasses.replace(toy.reference.downloads[0], sha256=sha256(body))
    monkeypatch.setitem(
        DATASETS,
        "toy",
        dataclasses.replace(
            toy, reference=dataclasses.replace(toy.reference, downloads=(download,))
        ),
    )


def place(folder: Path, content: dict[str, bytes] = CONTENT) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return folder


def left_behind(world: Path) -> list[Path]:
    return [
        path
        for path in (world / "cache").rglob("*")
        if path.is_file() or path.name.startswith(".incoming-")
    ]


# which edition is taken


def test_auto_takes_the_bundled_edition_where_nothing_else_is_at_hand_and_downloads_nothing(
    world, network
):
    found = resolve("toy")
    assert (found.dataset, found.edition) == ("toy", "bundled")
    assert found.paths == {"toy.csv": world / "bundled" / "toy" / "toy.csv"}
    assert "the reference edition is not at hand" in found.reason
    assert network.asked == 0


def test_auto_takes_the_reference_edition_from_the_folder_given(world, monkeypatch):
    folder = place(world / "given" / "toys")
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    found = resolve("toy")
    assert (found.edition, found.paths) == ("reference", {name: folder / name for name in CONTENT})


def test_the_folder_given_goes_before_the_cache(world, monkeypatch):
    place(world / "cache" / "toy" / "reference")
    assert resolve("toy").paths["one.txt"].is_relative_to(world / "cache")
    place(world / "given" / "toys")
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    assert resolve("toy").paths["one.txt"].is_relative_to(world / "given")


def test_bundled_is_taken_when_asked_for_even_with_the_reference_at_hand(world, monkeypatch):
    place(world / "cache" / "toy" / "reference")
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    assert resolve("toy").edition == "bundled"


def test_auto_does_not_pass_over_a_wrong_checksum_in_silence(world, monkeypatch):
    place(world / "given" / "toys", CONTENT | {"two.txt": b"other\n"})
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    found = resolve("toy")
    assert found.edition == "bundled"
    assert (
        "two.txt has 6 bytes and SHA-256" in found.reason
        and "expected 7 bytes" in found.reason
        and "passed over" in found.reason
    )


def test_auto_says_which_copy_was_damaged_when_another_one_serves(world, monkeypatch):
    place(world / "given" / "toys", {"one.txt": b"first\n"})
    place(world / "cache" / "toy" / "reference")
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    found = resolve("toy")
    assert found.edition == "reference" and found.paths["one.txt"].is_relative_to(world / "cache")
    assert "two.txt is missing and was passed over" in found.reason


def test_auto_says_that_the_folder_given_does_not_exist(world, monkeypatch):
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "nowhere"))
    assert "which is no folder" in resolve("toy").reason


def test_reference_fails_with_the_places_and_the_remedy(world, monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    with pytest.raises(
        DataError, match="is absent or empty.*Run python -m rnncourse.datasets fetch toy"
    ):
        resolve("toy")


def test_reference_fails_on_a_wrong_checksum_and_names_the_file(world, monkeypatch):
    place(world / "cache" / "toy" / "reference", CONTENT | {"one.txt": b"fir"})
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    with pytest.raises(DataError, match="one.txt has 3 bytes and SHA-256 .* expected 6 bytes"):
        resolve("toy")


def test_a_folder_that_cannot_be_read_is_reported(world, monkeypatch):
    (world / "given").mkdir()
    (world / "given" / "toys").write_text("a file where a folder should be")
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    assert "cannot be read (Not a directory)" in resolve("toy").reason
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    with pytest.raises(DataError, match="cannot be read"):
        resolve("toy")


def test_a_damaged_bundled_edition_is_an_error(world):
    (world / "bundled" / "toy" / "toy.csv").write_bytes(b"a\n")
    with pytest.raises(
        DataError, match="bundled edition of toy is damaged: .*toy.csv has 2 bytes.*restore it"
    ):
        resolve("toy")


def test_a_set_without_a_reference_edition_is_always_bundled(world, monkeypatch):
    monkeypatch.setitem(DATASETS, "toy", dataclasses.replace(DATASETS["toy"], reference=None))
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    assert "no other edition" in resolve("toy").reason
    with pytest.raises(DataError, match="no reference edition to fetch"):
        fetch("toy")


@pytest.fixture
def reference_only(world, monkeypatch):
    """The toy again, without a bundled edition."""
    monkeypatch.setitem(DATASETS, "toy", dataclasses.replace(DATASETS["toy"], bundled=None))
    return world


@pytest.mark.parametrize("choice", ["auto", "bundled", "reference"])
def test_a_set_without_a_bundled_edition_takes_the_other_or_says_how_to_get_it(
    reference_only, monkeypatch, choice
):
    monkeypatch.setenv("RNNCOURSE_EDITION", choice)
    with pytest.raises(
        DataError,
        match="reference edition of toy is not at hand.*Run python -m rnncourse.datasets fetch toy",
    ):
        resolve("toy")
    place(reference_only / "cache" / "toy" / "reference")
    assert resolve("toy").edition == "reference" and "no other edition" in resolve("toy").reason


def test_whoever_walks_over_all_sets_does_without_one_that_has_no_bundled_edition(
    reference_only, monkeypatch, capsys
):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    assert (
        main(["list"]) == 0
        and "taken now: none, toy has no bundled edition" in capsys.readouterr().out
    )
    assert set(verify("toy").values()) == {"absent"}
    other = Edition("bundled", "toy", (File("toy.csv", sha256(b"a\n1\n"), 4),), "MIT", "us", "")
    monkeypatch.setattr(
        registry,
        "DATASETS",
        {"other": Dataset("other", "Another toy", other), "toy": DATASETS["toy"]},
    )
    assert list(resolve_all()) == ["other"] and edition_of("toy") == "reference"
    place(reference_only / "cache" / "toy" / "reference")
    assert resolve_all()["toy"].edition == "reference" and "right" in verify("toy").values()


@pytest.fixture
def stand_in(world, monkeypatch):
    """The toy again, with a stand-in of one file that shares the reference edition's folder."""
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    toy = DATASETS["toy"]
    other = Edition(
        "reference",
        "toys",
        (File("rebuilt.txt", sha256(b"third\n"), 6),),
        "CC BY 4.0",
        "them",
        "",
        variant="rebuilt",
    )
    monkeypatch.setitem(
        DATASETS,
        "toy",
        dataclasses.replace(
            toy, reference=dataclasses.replace(toy.reference, variant="official"), stand_in=other
        ),
    )
    return world / "given" / "toys"


def test_a_stand_in_is_taken_where_the_reference_edition_is_not_at_hand(stand_in):
    place(stand_in, {"rebuilt.txt": b"third\n"})
    found = resolve("toy")
    assert (found.edition, found.variant, list(found.paths)) == (
        "reference",
        "rebuilt",
        ["rebuilt.txt"],
    )
    assert found.reason == "reference edition (rebuilt): its files are at hand."


def test_the_reference_edition_goes_before_its_stand_in_even_from_the_cache(world, stand_in):
    place(stand_in, {"rebuilt.txt": b"third\n"})
    rebuilt = resolve("toy").sha256
    place(world / "cache" / "toy" / "reference")
    found = resolve("toy")
    assert found.variant == "official" and found.sha256 != rebuilt
    assert found.paths["one.txt"].is_relative_to(world / "cache")


def test_a_stand_in_is_never_fetched(stand_in, network):
    fetch("toy")
    assert network.asked == 1 and resolve("toy").variant == "official"


@pytest.mark.parametrize(
    ("content", "state"),
    [
        ({}, "absent"),
        (CONTENT, "right"),
        ({"rebuilt.txt": b"third\n"}, "right"),
        (CONTENT | {"rebuilt.txt": b"third\n"}, "right"),
        (CONTENT | {"rebuilt.txt": b"thi"}, "rebuilt.txt has 3 bytes"),
        (CONTENT | {"one.txt": b"fir", "rebuilt.txt": b"third\n"}, "one.txt has 3 bytes"),
    ],
)
def test_an_edition_and_its_stand_in_in_one_folder_are_both_verified(stand_in, content, state):
    place(stand_in, content)
    assert state in verify("toy")[str(stand_in)]


def test_unknown_names_and_choices_are_refused(world, monkeypatch):
    with pytest.raises(
        ValueError, match="no data set is called 'toys', expected one of activity, .*, toy; see"
    ):
        resolve("toys")
    monkeypatch.setenv("RNNCOURSE_EDITION", "Bundled")
    with pytest.raises(
        ValueError, match="RNNCOURSE_EDITION is 'Bundled', expected one of auto, bundled, reference"
    ):
        resolve("toy")


def test_one_hash_stands_for_all_files_wherever_they_lie(world, monkeypatch):
    bundled = resolve("toy").sha256
    place(world / "cache" / "toy" / "reference")
    cached = resolve("toy").sha256
    place(world / "given" / "toys")
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    assert resolve("toy").sha256 == cached != bundled


def test_a_file_is_hashed_once_and_again_when_it_changes(world, monkeypatch):
    hashed = []
    digest = hashlib.file_digest
    monkeypatch.setattr(
        model.hashlib,
        "file_digest",
        lambda stream, name: hashed.append(stream.name) or digest(stream, name),
    )
    resolve("toy")
    resolve("toy")
    assert len(hashed) == 1
    (world / "bundled" / "toy" / "toy.csv").write_bytes(b"b\n1\n2\n")
    with pytest.raises(DataError):
        resolve("toy")


# fetching


def test_fetch_brings_the_wanted_members_and_nothing_else(world, network, monkeypatch):
    folder = fetch("toy")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == CONTENT
    assert list((world / "cache" / "toy").iterdir()) == [folder]
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    assert resolve("toy").paths["one.txt"].parent == folder


def test_fetch_asks_once_and_not_again(world, network):
    fetch("toy")
    fetch("toy")
    assert network.asked == 1


def test_fetch_replaces_a_damaged_copy(world):
    place(world / "cache" / "toy" / "reference", {"one.txt": b"fir", "old.txt": b"old"})
    folder = fetch("toy")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == CONTENT


def test_a_file_that_is_no_archive_is_kept_under_our_name(world, network, monkeypatch):
    network.body = CONTENT["one.txt"]
    reference = dataclasses.replace(
        DATASETS["toy"].reference,
        files=DATASETS["toy"].reference.files[:1],
        downloads=(Download(network.url, sha256(CONTENT["one.txt"]), saves_as="one.txt"),),
    )
    monkeypatch.setitem(DATASETS, "toy", dataclasses.replace(DATASETS["toy"], reference=reference))
    assert (fetch("toy") / "one.txt").read_bytes() == CONTENT["one.txt"]


@pytest.mark.parametrize("status", [404, 500])
def test_an_address_that_fails_is_tried_again_then_reported(world, network, status):
    network.status = status
    with pytest.raises(
        DataError, match=f"{network.url} cannot be downloaded .*{status}.*check the connection"
    ):
        fetch("toy")
    assert network.asked == 1 + downloads.RETRIES
    assert left_behind(world) == []


def test_a_network_that_recovers_is_enough(world, network, monkeypatch):
    network.status = 503
    monkeypatch.setattr(downloads.time, "sleep", lambda seconds: setattr(network, "status", 200))
    assert fetch("toy").is_dir()
    assert network.asked == 2


def test_nobody_there_is_reported(world, network):
    network.server.server_close()
    with pytest.raises(DataError, match="cannot be downloaded"):
        fetch("toy")
    assert left_behind(world) == []


def test_a_wrong_hash_is_refused(world, network):
    network.body = GOOD_ZIP + b"!"
    with pytest.raises(DataError, match="does not have the expected SHA-256"):
        fetch("toy")
    assert left_behind(world) == []


def test_a_truncated_download_leaves_nothing_behind(world, network):
    network.body, network.promised = GOOD_ZIP[:50], len(GOOD_ZIP)
    with pytest.raises(DataError, match="cannot be downloaded|expected SHA-256"):
        fetch("toy")
    assert left_behind(world) == []


def test_a_truncated_archive_leaves_nothing_behind(world, network, monkeypatch):
    serve(network, monkeypatch, GOOD_ZIP[:-30])
    with pytest.raises(DataError, match="not a whole zip archive"):
        fetch("toy")
    assert left_behind(world) == []


def test_a_member_with_flipped_bytes_leaves_nothing_behind(world, network, monkeypatch):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in CONTENT.items():
            bundle.writestr(f"data/{name}", content)
    serve(network, monkeypatch, stream.getvalue().replace(b"second\n", b"sekond\n"))
    with pytest.raises(DataError, match="not a whole zip archive .*CRC"):
        fetch("toy")
    assert left_behind(world) == []


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt",
        "data/../../outside.txt",
        "/etc/outside.txt",
        "C:\\outside.txt",
        "..\\outside.txt",
        "\\outside.txt",
    ],
)
def test_an_archive_with_a_path_that_leaves_its_folder_is_refused_whole(
    world, network, monkeypatch, path
):
    serve(
        network,
        monkeypatch,
        zipped({f"data/{name}": content for name, content in CONTENT.items()} | {path: b"gotcha"}),
    )
    with pytest.raises(DataError, match="a path that leaves its folder; nothing was unpacked"):
        fetch("toy")
    assert left_behind(world) == []
    assert not list(world.rglob("outside.txt"))


def test_a_missing_member_is_named(world, network, monkeypatch):
    serve(network, monkeypatch, zipped({"data/one.txt": CONTENT["one.txt"]}))
    with pytest.raises(DataError, match="has no member 'data/two.txt', expected for two.txt"):
        fetch("toy")
    assert left_behind(world) == []


def test_a_member_with_the_wrong_content_is_named(world, network, monkeypatch):
    serve(
        network,
        monkeypatch,
        zipped({"data/one.txt": CONTENT["one.txt"], "data/two.txt": b"other\n"}),
    )
    with pytest.raises(DataError, match="two.txt has 6 bytes"):
        fetch("toy")
    assert left_behind(world) == []


def test_an_interrupted_download_leaves_nothing_behind(world, monkeypatch):
    def interrupted(self, url, output_file, pooch, check_only=False):
        Path(output_file).write_bytes(GOOD_ZIP[:50])
        raise KeyboardInterrupt

    monkeypatch.setattr("pooch.HTTPDownloader.__call__", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fetch("toy")
    assert left_behind(world) == []


def test_an_interruption_while_unpacking_leaves_nothing_behind(world, monkeypatch):
    def interrupted(source, sink):
        sink.write(source.read(2))
        raise KeyboardInterrupt

    monkeypatch.setattr(downloads.shutil, "copyfileobj", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fetch("toy")
    assert left_behind(world) == []


def test_what_a_killed_process_left_is_swept_up_after_a_day(world):
    old, recent = (world / "cache" / "toy" / f".incoming-{age}" for age in ("old", "recent"))
    for folder in (old, recent):
        place(folder)
    os.utime(old, (time.time() - 2 * downloads.A_DAY,) * 2)
    fetch("toy")
    assert not old.exists() and recent.exists()


def test_another_process_that_was_faster_is_no_error(world, monkeypatch):
    inside = downloads._extract

    def and_meanwhile(*arguments):
        inside(*arguments)
        place(world / "cache" / "toy" / "reference")

    monkeypatch.setattr(downloads, "_extract", and_meanwhile)
    assert (fetch("toy") / "two.txt").read_bytes() == CONTENT["two.txt"]


def test_a_cache_that_cannot_be_written_is_reported(world):
    (world / "cache").write_text("a file where a folder should be")
    with pytest.raises(DataError, match="cannot keep toy in .*make room there"):
        fetch("toy")


# the command line


def test_the_list_shows_each_edition_with_licence_size_and_state(world, capsys):
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert "toy: A toy" in shown and "bundled        4 B  here; licence: MIT" in shown
    assert "reference     13 B  not here; licence: CC BY 4.0" in shown
    assert "taken now: bundled edition" in shown


def test_the_list_goes_on_when_a_set_cannot_be_had(world, capsys, monkeypatch):
    (world / "bundled" / "toy" / "toy.csv").unlink()
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    assert main(["list"]) == 0
    assert "taken now: none, the bundled edition of toy is damaged" in capsys.readouterr().out


def test_fetch_on_the_command_line_says_where_the_files_are_or_why_not(world, capsys, network):
    network.status = 404
    assert main(["fetch", "toy"]) == 1
    assert "cannot be downloaded" in capsys.readouterr().err
    network.status = 200
    assert main(["fetch", "toy"]) == 0
    assert str(world / "cache" / "toy" / "reference") in capsys.readouterr().out


def test_verify_on_the_command_line_fails_on_a_damaged_copy_only(world, capsys):
    assert main(["verify", "toy"]) == 0
    assert "absent" in capsys.readouterr().out
    place(world / "cache" / "toy" / "reference", {"one.txt": b"fir"})
    assert main(["verify", "toy"]) == 1
    assert "damaged  " in capsys.readouterr().out


def test_an_unknown_name_on_the_command_line_is_a_message_and_no_traceback(world, capsys):
    assert main(["fetch", "names"]) == 2
    assert "no data set is called 'names'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("size", "words"), [(13, "13 B"), (938_763, "939 kB"), (61_005_872, "61.0 MB")]
)
def test_sizes_are_told_in_words(size, words):
    assert human_size(size) == words


# the real catalogue


@pytest.mark.parametrize("name", [name for name, dataset in DATASETS.items() if dataset.bundled])
def test_every_bundled_edition_is_whole_and_has_the_size_that_is_told(name):
    edition = DATASETS[name].bundled
    folder = bundled_folder() / edition.folder
    assert verify(name)[str(folder)] == "right"
    assert [(folder / file.name).stat().st_size for file in edition.files] == [
        file.size for file in edition.files
    ]


@pytest.mark.parametrize("name", DATASETS)
def test_every_set_has_a_datasheet_with_what_a_reader_must_know(name):
    sheet = DATASETS[name].datasheet.read_text(encoding="utf-8")
    assert all(
        word in sheet
        for word in (
            "**Origin.**",
            "**Licence.**",
            "**How it was made.**",
            "**Known faults**",
            "## What it is not for",
        )
    )


def test_the_reference_edition_of_last_names_is_the_tutorials_archive():
    reference = DATASETS["last-names"].reference
    assert len(reference.files) == 18
    assert reference.downloads[0].members["Arabic.txt"] == "data/names/Arabic.txt"
    assert all(len(file.sha256) == 64 for file in reference.files)
