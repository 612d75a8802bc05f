import pytest

from rnncourse.datasets import DATASETS, DataError, fetch
from rnncourse.datasets.texts import load_sonnets


def test_the_bundled_sonnets_are_154_poems_of_ascii_lines(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    text = load_sonnets()
    poems = text.strip().split("\n\n")
    assert len(poems) == 154 and text.isascii() and len(set(text)) == 61
    assert {len(poem.splitlines()) for poem in poems} == {12, 14, 15}
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_a_byte_order_mark_is_no_symbol_of_the_text(monkeypatch, tmp_path):
    path = tmp_path / "sonnets.txt"
    path.write_text("When forty", encoding="utf-8-sig")
    monkeypatch.setattr("rnncourse.datasets.texts.resolve", lambda name: type("Found", (), {"paths": {"sonnets.txt": path}}))
    assert load_sonnets() == "When forty"


def test_a_text_in_another_encoding_is_refused(monkeypatch, tmp_path):
    path = tmp_path / "sonnets.txt"
    path.write_bytes("Während".encode("latin-1"))
    monkeypatch.setattr("rnncourse.datasets.texts.resolve", lambda name: type("Found", (), {"paths": {"sonnets.txt": path}}))
    with pytest.raises(DataError, match="cannot be read as UTF-8 text"):
        load_sonnets()


def test_a_reference_edition_without_an_address_says_where_to_put_its_file(monkeypatch, tmp_path):
    monkeypatch.setenv("RNNCOURSE_DATA", str(tmp_path))
    monkeypatch.setattr("rnncourse.datasets.registry.cache_folder", lambda: tmp_path / "cache")
    assert DATASETS["sonnets"].reference.downloads == ()
    with pytest.raises(DataError, match="no public address; put sonnets.txt into the folder sonnets below RNNCOURSE_DATA"):
        fetch("sonnets")
