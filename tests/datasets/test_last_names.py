"""Last names: folding, families, the bundled and the reference edition, and what their datasheet
says.
"""

import csv
import importlib.util
import os
import re
import time
import unicodedata
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnncourse.datasets import DATASETS, DataError, Resolved, bundled_folder, resolve
from rnncourse.datasets.names import (
    family,
    fold_name,
    load_last_names,
    read_bundled,
    read_reference,
)
from rnncourse.preprocessing.splits import split_by_group

ALLOWED = set("abcdefghijklmnopqrstuvwxyz '-")
LANGUAGES = (
    "Czech",
    "Polish",
    "Russian",
    "Greek",
)  # those whose surnames have a man's and a woman's form here


@pytest.fixture(params=["bundled", "reference"])
def names(request, monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", request.param)
    if request.param == "reference":
        try:
            resolve("last-names")
        except DataError:
            pytest.skip("the reference edition is not at hand: set RNNCOURSE_DATA, or fetch it")
    return load_last_names()


@pytest.fixture
def bundled(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_EDITION", "bundled")
    return load_last_names()


# folding


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Großmann", "grossmann"),
        ("ß", "ss"),
        ("O’Neil", "o'neil"),
        ("  Ślusarski\n", "slusarski"),
        ("Nguyễn", "nguyen"),
        ("Ærø", "aero"),
        ("Anne–Marie", "anne-marie"),
        ("van\u00a0den  Berg", "van den berg"),
        ("Yıldırım", "yildirim"),
        ("x\u0302o", "xo"),
        ("e\u0301", "e"),
        ("D`Angelo", "d'angelo"),
        ("O\uff07Neil", "o'neil"),
        ("Anne\u2014Marie", "anne-marie"),
        ("Anne\u2010Marie\u2e17Luise", "anne-marie-luise"),
        ("\uff21\uff4e\uff4e\uff41", "anna"),
        ("van \u0302 den Berg", "van den berg"),
    ],
)
def test_a_name_in_latin_script_folds_to_plain_letters(name, folded):
    assert fold_name(name) == folded


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "no letter"),
        ("   ", "no letter"),
        ("'-'", "no letter"),
        ("R2D2", "DIGIT TWO"),
        ("Smith!", "EXCLAMATION MARK"),
        ("ª", "not a letter of the Latin script"),
        ("١٢", "ARABIC-INDIC"),
        ("محمد", "ARABIC LETTER"),
        ("כהן", "HEBREW LETTER"),
        ("Иванов", "CYRILLIC"),
        ("Παππάς", "GREEK"),
        ("王", "CJK"),
        ("김", "HANGUL"),
        ("Ann\u200fa", "RIGHT-TO-LEFT MARK"),
        ("Ann\u00ada", "SOFT HYPHEN"),
        ("Ann\u034fa", "GRAPHEME JOINER"),
        ("Ann\ufe0fa", "VARIATION SELECTOR"),
        ("A\u20ddnna", "ENCLOSING CIRCLE"),
        ("Anna\u064e", "ARABIC FATHA"),
        ("\U0001d400nna", "MATHEMATICAL BOLD CAPITAL A"),
        ("Ann\u0000a", "unnamed"),
        ("😀", "GRINNING"),
        ("ǃa", "CLICK"),
    ],
)
def test_what_has_no_fold_is_refused_with_its_reason(name, why):
    with pytest.raises(ValueError, match=why):
        fold_name(name)


@pytest.mark.parametrize("name", [None, 7, b"Smith", ["Smith"], float("nan")])
def test_only_text_is_a_name(name):
    with pytest.raises(TypeError, match="must be a str"):
        fold_name(name)


def test_two_hundred_letters_are_refused_and_the_message_stays_short():
    with pytest.raises(ValueError, match="200 characters, expected at most 40") as caught:
        fold_name("a" * 200)
    assert len(str(caught.value)) < 200


def test_the_limit_counts_letters_after_folding_and_can_be_moved():
    assert fold_name("ß" * 20) == "ss" * 20
    with pytest.raises(ValueError, match="42 characters"):
        fold_name("ß" * 21)
    assert len(fold_name("a" * 200, longest=200)) == 200


@given(st.text(max_size=60))
def test_any_text_is_refused_or_folds_to_allowed_characters_and_stays_so(text):
    try:
        folded = fold_name(text)
    except ValueError:
        return
    assert set(folded) <= ALLOWED and folded == folded.strip() and 1 <= len(folded) <= 40
    assert fold_name(folded) == folded


@given(
    st.text(
        alphabet=st.characters(whitelist_categories=["L"], max_codepoint=0x24F),
        min_size=1,
        max_size=8,
    )
)
def test_composed_and_decomposed_spellings_fold_alike(text):
    def outcome(form):
        try:
            return fold_name(unicodedata.normalize(form, text))
        except ValueError:
            return None

    assert outcome("NFC") == outcome("NFD")


# families


@pytest.mark.parametrize(
    "forms",
    [
        ("ivanov", "ivanova", "ivanoff"),
        ("medvedev", "medvedeva"),
        ("putin", "putina"),
        ("dostoevsky", "dostoevskaya", "dostoevski"),
        ("tolstoy", "tolstaya"),
        ("novak", "novakova", "Nováková"),
        ("novacek", "novackova"),
        ("nemec", "nemcova"),
        ("pavel", "pavlova"),
        ("svoboda", "svobodova"),
        ("prusa", "prusova"),
        ("novotny", "novotna"),
        ("syrovy", "syrova"),
        ("wolf", "wolfova"),
        ("kowalski", "kowalska"),
        ("wielicki", "wielicka"),
        ("papadopoulos", "papadopoulou"),
        ("alexakis", "alexaki"),
        ("pappas", "pappa"),
        ("aslanidis", "aslanidou"),
        ("zharinov", "jarinov"),
        ("mikhalkov", "mihalkova"),
    ],
)
def test_the_forms_of_one_surname_are_one_family(forms):
    assert len({family(form) for form in forms}) == 1


def test_different_surnames_are_different_families():
    people = [
        "ivanov",
        "petrov",
        "novak",
        "svoboda",
        "kowalski",
        "papadopoulos",
        "smith",
        "garcia",
        "rossi",
        "nguyen",
        "kim",
        "tanaka",
    ]
    assert len({family(name) for name in people}) == len(people)


def test_a_family_key_keeps_two_letters():
    assert [family(name) for name in ("ova", "au", "li", "aoi", "i")] == [
        "ov",
        "au",
        "li",
        "ao",
        "i",
    ]


def womens_forms(name: str, language: str) -> set[str]:
    """A woman's forms of a man's surname by the rules of grammar, on folded spelling: written
    without a look at `family`.
    """
    if language == "Greek":
        forms = {name[:-2] + "ou"} if name.endswith(("os", "is", "as", "es")) else set()
        return forms | ({name[:-1]} if name.endswith(("is", "as", "es", "ous")) else set())
    forms = {name + "ova"} | ({name + "a"} if name.endswith(("ov", "ev", "in", "yn")) else set())
    if name[-1] in "aeo":
        forms.add(name[:-1] + "ova")
    if re.search("[^aeiouy]e[^aeiouy]$", name):  # hajek, hajkova
        forms.add(name[:-2] + name[-1] + "ova")
    if name[-1] in "yi":
        forms |= {name[:-1] + "a", name[:-1] + "aya"}
    if name.endswith(("iy", "ij", "oy", "oi", "ii", "yi")):
        forms |= {name[:-2] + "a", name[:-2] + "aya"}
    return forms - {name}


def gendered_pairs(table) -> dict[str, list[tuple[str, str]]]:
    pairs = {}
    for language in LANGUAGES:
        known = set(table.name[table.language == language])
        pairs[language] = [
            (man, woman) for man in known for woman in womens_forms(man, language) & known
        ]
    return pairs


def test_no_gendered_pair_is_separated_by_a_split_by_family(names):
    split = split_by_group(names.name.map(family), names.language, seed=0)
    part = dict.fromkeys(names.name.iloc[split.train], "train")
    part |= dict.fromkeys(names.name.iloc[split.validation], "validation") | dict.fromkeys(
        names.name.iloc[split.test], "test"
    )
    pairs = [pair for found in gendered_pairs(names).values() for pair in found]
    assert pairs
    assert [pair for pair in pairs if part[pair[0]] != part[pair[1]]] == []


def test_families_stay_small_enough_to_split(names):
    assert names.name.map(family).value_counts().max() <= 50


# the tables


def test_a_table_holds_eighteen_languages_and_only_folded_distinct_names(names):
    assert list(names.columns) == ["name", "spelling", "language"]
    assert names.language.nunique() == 18
    assert set("".join(names.name)) <= ALLOWED
    assert not names.duplicated(["name", "language"]).any()
    assert names.equals(names.sort_values(["language", "name"]).reset_index(drop=True))
    assert all(fold_name(name) == name for name in names.name)
    assert all(unicodedata.is_normalized("NFC", spelling) for spelling in names.spelling)


def test_latin_spellings_fold_to_their_names(names):
    romanised = names.language.isin(["Greek", "Russian", "Korean"])
    if names.attrs["edition"] == "reference":
        romanised[:] = False
    latin = names[~romanised]
    assert (latin.spelling.map(fold_name) == latin.name).all()


def test_the_bundled_edition_loads_within_a_second(bundled):
    start = time.process_time()
    load_last_names()
    assert time.process_time() - start < 1


def test_the_bundled_edition_says_what_it_is(bundled):
    assert bundled.attrs == {
        "dataset": "last-names",
        "edition": "bundled",
        "removed": {},
        "mended": {},
    }


def test_the_reference_edition_counts_what_it_left_out(monkeypatch, tmp_path):
    lines = {
        "Russian": "Abov\nTo The\u00a0First Page\nLytkin,\nAbov\n",
        "Czech": "Maxa/B\nRafaj1\nRafaj\n",
        "Chinese": "Lu:\nAng \n",
    }
    table = read_reference(written(tmp_path, lines))
    assert list(zip(table.name, table.spelling, table.language, strict=True)) == [
        ("ang", "Ang", "Chinese"),
        ("lu", "Lu", "Chinese"),
        ("maxa", "Maxa", "Czech"),
        ("rafaj", "Rafaj", "Czech"),
        ("abov", "Abov", "Russian"),
        ("lytkin", "Lytkin", "Russian"),
    ]
    assert table.attrs["removed"] == {"not a name": 1, "the same name again in its language": 2}
    assert table.attrs["mended"] == {"mark at the end taken off": 4}


def written(folder: Path, lines: dict[str, str | bytes]) -> Resolved:
    paths = {}
    for language, text in lines.items():
        paths[f"{language}.txt"] = path = folder / f"{language}.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Resolved("last-names", "reference", "a test", paths, "")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"M\xfcller\n", "not UTF-8"),
        ("Иванов\n", "is no name"),
        ("<html>404</html>\n", "is no name"),
        ("", "holds no names"),
        ("x" * 300, "is no name"),
    ],
)
def test_a_damaged_list_of_names_is_refused(tmp_path, content, why):
    with pytest.raises(DataError, match=why):
        read_reference(written(tmp_path, {"German": content}))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"a,b\n1,2\n", "no column 'name'"),
        (b"name,spelling,language\n", "holds no names"),
        (b'name,spelling,language\n"ab,cd', "cannot be read"),
    ],
)
def test_a_damaged_table_is_refused(tmp_path, content, why):
    path = tmp_path / "last_names.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=why):
        read_bundled(Resolved("last-names", "bundled", "a test", {path.name: path}, ""))


def test_what_is_empty_is_to_be_had_again_where_it_came_from(tmp_path):
    path = tmp_path / "last_names.csv"
    path.write_text("name,spelling,language\n")
    with pytest.raises(DataError, match="holds no names; restore it"):
        read_bundled(Resolved("last-names", "bundled", "a test", {path.name: path}, ""))
    with pytest.raises(DataError, match="holds no names; fetch it again"):
        read_reference(written(tmp_path, {"German": ""}))


# the datasheet, and the script that made the table


def test_the_datasheet_counts_what_the_table_holds(bundled):
    sheet = DATASETS["last-names"].datasheet.read_text(encoding="utf-8")
    told = re.findall(r"^\| (\w+) \| (\d+) \| f?faker", sheet, flags=re.MULTILINE)
    assert {language: int(count) for language, count in told} == Counter(bundled.language)
    several = int((bundled.groupby("name").size() > 1).sum())
    assert (
        f"{len(bundled)} rows, {bundled.name.nunique()} distinct names, {several} of them in more "
        "than one language" in sheet
    )


def test_the_datasheet_counts_the_gendered_pairs(bundled):
    counts = {language: len(found) for language, found in gendered_pairs(bundled).items()}
    told = ", ".join(f"{language} {count}" for language, count in Counter(counts).most_common())
    assert f"{sum(counts.values())} gendered pairs ({told})" in DATASETS[
        "last-names"
    ].datasheet.read_text(encoding="utf-8")


def test_the_datasheet_counts_what_the_reference_edition_lost(names):
    if names.attrs["edition"] != "reference":
        pytest.skip("about the reference edition")
    sheet = DATASETS["last-names"].datasheet.read_text(encoding="utf-8")
    removed, mended = names.attrs["removed"], names.attrs["mended"]
    assert f"{len(names)} rows stay. {removed['not a name']} rows" in sheet
    assert f"{mended['mark at the end taken off']} names end in a mark" in sheet
    assert f"{removed['the same name again in its language']} rows repeat a name" in sheet
    assert (
        f"{int((names.groupby('name').size() > 1).sum())} names stand in more than one language"
        in sheet
    )


def test_every_row_of_the_bundled_table_names_its_source():
    with (bundled_folder() / "last_names" / "last_names.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        packages = {row["source"].split(":")[0] for row in csv.DictReader(stream)}
    assert packages == {"faker", "faker-js", "japanese", "ffaker"}


@pytest.fixture(scope="module")
def romanise() -> ModuleType:
    path = Path(__file__).parents[2] / "data" / "last_names" / "romanise.py"
    spec = importlib.util.spec_from_file_location("romanise", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("script", "name", "latin"),
    [
        ("greek", "Παπαδόπουλος", "papadopoulos"),
        ("greek", "Ευαγγέλου", "evangelou"),
        ("greek", "Μπακογιάννης", "bakogiannis"),
        ("greek", "Καραϊσκάκης", "karaiskakis"),
        ("greek", "Ευθυμίου", "efthymiou"),
        ("greek", "Λαμπράκης", "lamprakis"),
        ("russian", "Достоевский", "dostoevsky"),
        ("russian", "Щербаков", "shcherbakov"),
        ("russian", "Дьячкова", "dyachkova"),
        ("russian", "Ёлкин", "yolkin"),
        ("korean", "김", "Kim"),
        ("korean", "남궁", "namgung"),
        ("korean", "황보", "hwangbo"),
        ("korean", "독고", "dokgo"),
    ],
)
def test_other_scripts_are_romanised_as_on_passports(romanise, script, name, latin):
    assert getattr(romanise, script)(name) == latin


def test_what_is_no_hangul_is_not_romanised_as_if_it_were(romanise):
    with pytest.raises(ValueError, match="not a syllable of Hangul"):
        romanise.korean("王")


def test_the_reference_edition_is_used_where_the_environment_offers_it():
    if not os.environ.get("RNNCOURSE_DATA") or os.environ.get("RNNCOURSE_EDITION") == "bundled":
        pytest.skip("no RNNCOURSE_DATA")
    assert resolve("last-names").edition == "reference"
