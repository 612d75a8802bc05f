"""The registry of data sets: which edition is taken, what is refused, and fetching from a network
that misbehaves.
"""

import dataclasses
import hashlib
import http.server
import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

import rnncourse
from rnncourse.datasets import (
    DATASETS,
    DataError,
    bundled_folder,
    edition_of,
    fetch,
    resolve,
    resolve_all,
    resolve_bundled,
    verify,
)
from rnncourse.datasets.__main__ import human_size, main
from rnncourse.datasets.editions import copies, model, registry
from rnncourse.datasets.editions import download as downloads
from rnncourse.datasets.editions.model import Dataset, Download, Edition, File

CACHE_FOLDER = copies.cache_folder
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
    monkeypatch.setattr(copies, "bundled_folder", lambda: tmp_path / "bundled")
    monkeypatch.setattr(copies, "cache_folder", lambda: tmp_path / "cache")
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
    assert (
        f"passed over: {world / 'given' / 'toys'} holds 'one.txt', looked for 'two.txt'"
        in found.reason
    )


def test_auto_says_that_the_folder_given_does_not_exist(world, monkeypatch):
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "nowhere"))
    assert "which is no folder" in resolve("toy").reason


def test_reference_fails_with_the_places_the_files_and_the_remedy(world, monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    with pytest.raises(
        DataError,
        match="reference is absent or empty, looked for 'one.txt', 'two.txt'. Run python -m "
        "rnncourse.datasets fetch toy, or point RNNCOURSE_DATA at a folder that holds toys/",
    ):
        resolve("toy")


# a folder that holds something else


def spread(folder: Path, held: dict[str, bytes | None]) -> Path:
    """Put files into a folder, and for None a folder with something in it."""
    folder.mkdir(parents=True)
    for name, content in held.items():
        if content is None:
            place(folder / name)
        else:
            (folder / name).write_bytes(content)
    return folder


ONE = CONTENT["one.txt"]
OTHERS = {
    "unpacked": ({"toy data": None}, "'toy data' (a folder)", ""),
    "something else": ({"toys.zip": b"PK"}, "'toys.zip'", ""),
    "capitals": (
        {"One.TXT": ONE},
        "'One.TXT'",
        " ('One.TXT' has the right content: rename it to 'one.txt')",
    ),
    "an ending twice": (
        {f"{name}.txt": content for name, content in CONTENT.items()},
        "'one.txt.txt', 'two.txt.txt'",
        " ('one.txt.txt' has the right content: rename it to 'one.txt', and 1 more likewise)",
    ),
    "many": (
        {f"{number}.csv": b"" for number in range(9)} | {".DS_Store": b"", "._0.csv": b""},
        "'0.csv', '1.csv', '2.csv', '3.csv' and 5 more",
        "",
    ),
}


@pytest.mark.parametrize(("held", "told", "hint"), OTHERS.values(), ids=OTHERS)
def test_a_folder_that_holds_something_else_is_told_wherever_it_is_looked_at(
    world, monkeypatch, capsys, held, told, hint
):
    folder = spread(world / "given" / "toys", held)
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    sentence = f"{folder} holds {told}, looked for 'one.txt', 'two.txt'{hint}"
    found = resolve("toy")
    assert found.edition == "bundled" and f"; passed over: {sentence}." in found.reason
    assert verify("toy")[str(folder)] == sentence and main(["verify", "toy"]) == 1
    main(["list"])
    assert f"reference     13 B  wrong: {sentence}; licence" in capsys.readouterr().out
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    with pytest.raises(DataError) as caught:
        resolve("toy")
    assert sentence in str(caught.value) and "empty" not in str(caught.value).split(";")[0]
    assert str(caught.value).count(str(folder)) == 1


def test_what_a_system_leaves_in_a_folder_is_nothing(world, monkeypatch):
    held = {".DS_Store": b"", "._one.txt": b"", "Thumbs.db": b"", "__MACOSX": None}
    folder = spread(world / "given" / "toys", held)
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    assert resolve("toy").reason == "bundled edition: the reference edition is not at hand."
    assert verify("toy")[str(folder)] == "absent"


def test_a_link_that_leads_nowhere_is_told(world, monkeypatch):
    folder = spread(world / "given" / "toys", {})
    (folder / "one.txt").symlink_to(folder / "gone.txt")
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    assert (
        f"{folder} holds 'one.txt' (a broken link), looked for 'one.txt'" in resolve("toy").reason
    )


def test_a_folder_that_may_not_be_listed_is_told(world, monkeypatch):
    folder = spread(world / "given" / "toys", {"toys.zip": b"PK"})
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    inside = Path.iterdir

    def refused(path):
        if path == folder:
            raise PermissionError(13, "Permission denied")
        return inside(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    assert f"{folder} holds nothing that can be read (Permission denied)" in resolve("toy").reason


def test_a_file_of_the_right_size_alone_is_read_to_see_whether_it_has_the_right_content(
    world, monkeypatch
):
    spread(world / "given" / "toys", {"large": b"1234567890", "same": b"FIRST\n"})
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / "given"))
    hashed = []
    digest = hashlib.file_digest
    monkeypatch.setattr(
        model.hashlib,
        "file_digest",
        lambda stream, name: hashed.append(Path(stream.name).name) or digest(stream, name),
    )
    assert "right content" not in resolve("toy").reason
    assert sorted(hashed) == ["same", "toy.csv"]


def test_a_folder_is_named_once_though_a_stand_in_is_looked_for_too(stand_in, monkeypatch):
    spread(stand_in, {"toy data": None})
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    with pytest.raises(DataError) as caught:
        resolve("toy")
    assert str(caught.value).count(str(stand_in)) == 1
    assert "looked for 'one.txt', 'two.txt', 'rebuilt.txt'" in str(caught.value)


# where RNNCOURSE_DATA leads


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("toys", "', the folder of toy itself: point it at the folder above"),
        ("flat", "', which holds 'one.txt', 'two.txt', looked for a folder toys"),
        ("capitals", "', which holds 'Toys', looked for a folder toys"),
    ],
)
def test_a_folder_one_too_deep_or_called_otherwise_is_told(world, monkeypatch, capsys, given, told):
    place(world / "toys")
    place(world / "flat")
    place(world / "capitals" / "Toys")
    monkeypatch.setenv("RNNCOURSE_DATA", str(world / given))
    sentence = f"RNNCOURSE_DATA is '{world / given}{told}"
    assert resolve("toy").reason.endswith(f"; {sentence}.")
    assert main(["verify", "toy"]) == 1 and f"wrong    {sentence}" in capsys.readouterr().out
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    with pytest.raises(DataError) as caught:
        resolve("toy")
    assert sentence in str(caught.value)


def test_a_relative_folder_starts_where_python_runs_and_stays_what_it_was(world, monkeypatch):
    place(world / "given" / "toys")
    (world / "work").mkdir()
    monkeypatch.chdir(world / "work")
    monkeypatch.setenv("RNNCOURSE_DATA", "../given")
    found = resolve("toy")
    monkeypatch.chdir(world)
    assert found.edition == "reference" and found.paths["one.txt"].read_bytes() == ONE
    assert (
        f"RNNCOURSE_DATA is '../given', read as {world / '../given'}, which is no folder"
        in resolve("toy").reason
    )


def test_a_folder_below_the_home_folder_may_begin_with_a_tilde(world, monkeypatch):
    place(world / "given" / "toys")
    monkeypatch.setenv("HOME", str(world))
    monkeypatch.setenv("USERPROFILE", str(world))
    monkeypatch.setenv("RNNCOURSE_DATA", "~/given")
    assert resolve("toy").edition == "reference"
    monkeypatch.setenv("RNNCOURSE_DATA", "~nobody-of-that-name/given")
    assert "which is no folder" in resolve("toy").reason


# a user without a cache


@pytest.fixture(params=["unknown", "not expanded", "below a file"])
def without_cache(request, world, monkeypatch):
    """A user whose home folder nobody knows (in two versions of a library), or is no folder."""
    (world / "file").write_text("")
    monkeypatch.setattr(copies, "cache_folder", CACHE_FOLDER)

    def os_cache(project):
        if request.param == "unknown":
            raise RuntimeError("could not determine the home directory")
        return {"not expanded": Path("~/.cache"), "below a file": world / "file" / ".cache"}[
            request.param
        ]

    monkeypatch.setattr("pooch.os_cache", os_cache)
    monkeypatch.chdir(world)
    return world


def test_a_user_without_a_cache_has_the_data_all_the_same(without_cache, monkeypatch):
    assert resolve("toy").reason == "bundled edition: the reference edition is not at hand."
    assert list(verify("toy").values()) == ["right"]
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    with pytest.raises(DataError, match="RNNCOURSE_DATA is not set, and there is no place for a"):
        resolve("toy")
    place(without_cache / "given" / "toys")
    monkeypatch.setenv("RNNCOURSE_DATA", str(without_cache / "given"))
    assert resolve("toy").edition == "reference"


def test_a_user_without_a_cache_is_told_when_something_should_be_kept_there(
    without_cache, network, capsys
):
    assert main(["fetch", "toy"]) == 1
    said = capsys.readouterr().err
    assert "there is no place for a cache (" in said and "set HOME or XDG_CACHE_HOME" in said
    assert network.asked == 0 and not (without_cache / "~").exists()


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


def test_a_stand_in_is_never_fetched_and_never_enough(stand_in, network, capsys):
    place(stand_in, {"rebuilt.txt": b"third\n"})
    assert main(["fetch", "toy"]) == 0
    assert network.asked == 1 and resolve("toy").variant == "official"
    assert capsys.readouterr().out.startswith("toy (official): ")


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


@pytest.mark.parametrize("member", ["data/three.txt", "other/two.txt", "data\\two.txt"])
def test_a_missing_member_is_named_with_what_is_there(world, network, monkeypatch, capsys, member):
    serve(network, monkeypatch, zipped({"data/one.txt": ONE, member: CONTENT["two.txt"]}))
    assert main(["fetch", "toy"]) == 1
    said = capsys.readouterr().err
    assert "has no member 'data/two.txt', expected for two.txt" in said
    assert f"it holds 'data/one.txt', {member!r};" in said
    assert left_behind(world) == []


def test_an_archive_that_python_cannot_unpack_leaves_nothing_behind(
    world, network, monkeypatch, locked
):
    serve(
        network,
        monkeypatch,
        locked({f"data/{name}": content for name, content in CONTENT.items()}),
    )
    with pytest.raises(DataError, match="data.zip cannot be unpacked .*Try again, or do without"):
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


@pytest.mark.parametrize("status", [200, 404])
def test_no_edition_is_offered_that_the_set_does_not_have(reference_only, network, capsys, status):
    network.status, network.body = status, b"no archive"
    assert main(["fetch", "toy"]) == 1
    said = capsys.readouterr().err
    assert "or put one.txt, two.txt into the folder toys below RNNCOURSE_DATA" in said
    assert "bundled" not in said


def test_no_download_is_offered_where_there_is_none(world, monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    assert DATASETS["company-names"].reference.downloads == ()
    with pytest.raises(DataError, match=" Point RNNCOURSE_DATA at a folder that holds") as caught:
        resolve("company-names")
    assert "fetch" not in str(caught.value)


# the command line


PROGRAMS = sorted(
    path
    for path in Path(rnncourse.__file__).parent.rglob("*.py")
    if "\nif __name__ ==" in path.read_text("utf-8")
)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.parent.name)
def test_every_program_of_the_package_can_say_anything_anywhere(program):
    assert "\n    take_any_text()\n    sys.exit(main())\n" in program.read_text("utf-8")


@pytest.mark.parametrize("command", ["list", "verify"])
def test_a_terminal_without_the_letters_shows_their_codes(tmp_path, command):
    folder = place(tmp_path / "größe" / "names_by_gender", {"names.zip": b"damaged"}).parent
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_"))
    }
    environment |= {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONPATH": str(Path(rnncourse.__file__).parents[1]),
        "RNNCOURSE_DATA": str(folder),
        "RNNCOURSE_EDITION": "auto",
        "XDG_CACHE_HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "rnncourse.datasets", command],
        env=environment,
        capture_output=True,
    )
    assert done.returncode == (command == "verify") and done.stderr == b""
    assert b"names.zip has 7 bytes and SHA-256" in done.stdout and rb"\u2026" in done.stdout
    assert b"letters" in done.stdout  # it went on


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
    assert "wrong    " in capsys.readouterr().out


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


def test_the_bundled_edition_can_be_had_whatever_is_asked_for(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "reference")
    assert resolve_bundled("last-names").edition == "bundled"
    with pytest.raises(ValueError, match="no data set"):
        resolve_bundled("middle-names")


def test_a_set_that_is_not_bundled_says_so():
    unbundled = [name for name, dataset in DATASETS.items() if dataset.bundled is None]
    for name in unbundled:
        with pytest.raises(DataError, match="has no bundled edition"):
            resolve_bundled(name)
    assert unbundled
