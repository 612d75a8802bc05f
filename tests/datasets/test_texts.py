import pytest

from rnncourse.datasets import DATASETS, DataError, fetch, resolve_bundled
from rnncourse.datasets.texts import (
    load_company_names,
    load_sonnets,
    load_verse,
    read_bundled_companies,
    repair_mac_roman,
)


def test_the_bundled_sonnets_are_154_poems_of_ascii_lines(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    text = load_sonnets()
    poems = text.strip().split("\n\n")
    assert len(poems) == 154 and text.isascii() and len(set(text)) == 61
    assert {len(poem.splitlines()) for poem in poems} == {12, 14, 15}
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_the_bundled_verse_has_the_characters_of_the_sonnets_and_no_line_of_theirs(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    sonnets, verse = load_sonnets(), load_verse()
    assert set(verse) <= set(sonnets) and len(verse) > 10 * len(sonnets)
    lines = lambda text: {"".join(filter(str.isalpha, x.lower())) for x in text.split("\n")}  # noqa: E731
    assert lines(sonnets) & lines(verse) == {""}
    speeches = verse.strip().split("\n\n")
    assert min(len(speech.splitlines()) for speech in speeches) == 8
    assert "Friends, Romans, countrymen" in verse


def test_a_byte_order_mark_is_no_symbol_of_the_text(monkeypatch, tmp_path):
    path = tmp_path / "sonnets.txt"
    path.write_text("When forty", encoding="utf-8-sig")
    monkeypatch.setattr(
        "rnncourse.datasets.texts.resolve",
        lambda name: type("Found", (), {"paths": {"sonnets.txt": path}}),
    )
    assert load_sonnets() == "When forty"


def test_a_text_in_another_encoding_is_refused(monkeypatch, tmp_path):
    path = tmp_path / "sonnets.txt"
    path.write_bytes("Während".encode("latin-1"))
    monkeypatch.setattr(
        "rnncourse.datasets.texts.resolve",
        lambda name: type("Found", (), {"paths": {"sonnets.txt": path}}),
    )
    with pytest.raises(DataError, match="cannot be read as UTF-8 text"):
        load_sonnets()


def test_a_reference_edition_without_an_address_says_where_to_put_its_file(monkeypatch, tmp_path):
    monkeypatch.setenv("RNNCOURSE_DATA", str(tmp_path))
    monkeypatch.setattr(
        "rnncourse.datasets.editions.copies.cache_folder", lambda: tmp_path / "cache"
    )
    assert DATASETS["company-names"].reference.downloads == ()
    with pytest.raises(
        DataError,
        match="no public address; put companies.csv into the folder startup_names below "
        "RNNCOURSE_DATA",
    ):
        fetch("company-names")


def test_the_bundled_company_names_are_distinct_clean_and_ascii(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    names = load_company_names()
    assert len(names) == len(set(names)) > 40_000 and "name" not in names
    assert all(name.isascii() and name == name.strip() and 2 <= len(name) <= 40 for name in names)
    assert not any(name.endswith((" Inc.", " Ltd", " GmbH", ")")) for name in names)


def read_reference(monkeypatch, tmp_path, text):
    path = tmp_path / "companies.csv"
    path.write_text(text, encoding="utf-8")
    found = type("Found", (), {"paths": {"companies.csv": path}, "edition": "reference"})
    monkeypatch.setattr("rnncourse.datasets.texts.resolve", lambda name: found)
    return load_company_names()


def test_the_bundled_company_names_can_be_asked_for_by_name(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    assert read_bundled_companies(resolve_bundled("company-names")) == load_company_names()


def test_quoted_names_keep_their_commas_and_repeated_ones_are_left_out(monkeypatch, tmp_path):
    assert read_reference(
        monkeypatch, tmp_path, 'Hashplay Inc.\n"Doe, Roe & Co"\nHashplay Inc.\n\n"He said ""no"""\n'
    ) == ["Hashplay Inc.", "Doe, Roe & Co", 'He said "no"']


def test_text_in_mac_roman_that_was_read_as_latin_1_is_repaired():
    assert repair_mac_roman("Aunt FannieÕs") == "Aunt Fannie’s"
    assert repair_mac_roman("Ramu,ÊInc. ") == "Ramu, Inc."  # a space that does not break
    assert repair_mac_roman("Café Zürich".encode("mac_roman").decode("latin-1")) == "Café Zürich"
    assert repair_mac_roman("→") == "→"


def test_a_list_without_names_is_refused(monkeypatch, tmp_path):
    with pytest.raises(DataError, match="holds no names"):
        read_reference(monkeypatch, tmp_path, "\n\n")
