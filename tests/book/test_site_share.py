"""A share of the pages is built in the reference edition, drawn by lot; the others stay as bundled,
cells and text alike.
"""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from _ext.content import editions, results
from _ext.execution import lots

ROOT = Path(__file__).parents[2]

PAGE = "---\nkernelspec:\n  name: python3\n---\n# A page\n\n```{code-cell}\nCODE\n```\n"
LOADS = "from rnncourse.datasets.names import load_last_names\nload_last_names()"


@pytest.fixture
def app(tmp_path, monkeypatch):
    """A book of six pages that read last names, in two editions, and two that read nothing that has
    them.
    """
    monkeypatch.setenv(editions.EDITION, "bundled")
    (tmp_path / "rnncourse").symlink_to(ROOT / "rnncourse")
    codes = {f"names{number}": LOADS for number in range(6)} | {
        "none": "x = 1",
        "one": "from rnncourse.datasets import texts\ntexts.load_sonnets()",
    }
    for name, code in codes.items():
        (tmp_path / f"{name}.md").write_text(PAGE.replace("CODE", code))
    app = SimpleNamespace(
        srcdir=tmp_path,
        env=SimpleNamespace(found_docs=set(codes), doc2path=lambda doc: tmp_path / f"{doc}.md"),
    )
    editions.prepare(app)
    return app


def test_without_a_share_every_page_is_read_in_the_asked_edition(app, monkeypatch):
    monkeypatch.delenv(editions.SHARE, raising=False)
    editions.leave_pages_out(app, app.env, [], [], [])
    assert app.rnncourse_left_out == set()


@pytest.mark.parametrize("share, left_out", [("1", 0), ("3", 4), ("4", 4), ("6", 5)])
def test_a_share_of_the_pages_with_two_editions_is_drawn(app, monkeypatch, share, left_out):
    monkeypatch.setenv(editions.SHARE, share)
    editions.leave_pages_out(app, app.env, [], [], [])
    assert len(app.rnncourse_left_out) == left_out and all(
        name.startswith("names") for name in app.rnncourse_left_out
    )


@pytest.mark.parametrize("share", ["0", "-3", "a third", "0.3"])
def test_a_share_that_is_no_number_of_parts_is_refused(app, monkeypatch, share):
    monkeypatch.setenv(editions.SHARE, share)
    with pytest.raises(ExtensionError, match=f"RNNCOURSE_SHARE is '{share}', expected 3 for"):
        editions.leave_pages_out(app, app.env, [], [], [])


def test_a_page_of_the_lot_that_cannot_be_read_is_named(app, monkeypatch, tmp_path):
    monkeypatch.setenv(editions.SHARE, "3")
    (tmp_path / "names3.md").write_text(PAGE.replace("CODE", ":tags: [\nx = 1"))
    with pytest.raises(ExtensionError, match="names3: line 7: a code cell's options cannot be"):
        editions.leave_pages_out(app, app.env, [], [], [])


def test_data_that_change_while_the_book_is_read_are_not_passed_over(app, monkeypatch):
    states = iter([{"names": "names bundled"}, {"names": "names reference"}])
    monkeypatch.setattr(editions, "fingerprints", lambda: next(states))
    with pytest.raises(ExtensionError, match=r"changed while the book was read \(names\)"):
        editions.after_reading(app, app.env)


def test_a_page_that_is_left_out_is_read_as_bundled_and_the_others_as_asked(app, monkeypatch):
    app.rnncourse_asked, app.rnncourse_left_out = "reference", {"names1"}
    for page, edition in (("names1", "bundled"), ("names2", "reference"), (None, "reference")):
        editions.ask_for(app, page)
        assert os.environ[editions.EDITION] == edition


def test_the_lot_is_the_same_in_every_process_and_another_for_every_commit(monkeypatch):
    items = [f"page{number}" for number in range(30)]
    assert lots.shuffled_by_commit(items) == lots.shuffled_by_commit(reversed(items)) and set(
        lots.shuffled_by_commit(items)
    ) == set(items)
    before = lots.shuffled_by_commit(items)
    monkeypatch.setattr(
        lots.subprocess, "run", lambda *words, **options: SimpleNamespace(stdout="another commit")
    )
    assert lots.shuffled_by_commit(items) != before


def test_a_number_of_another_edition_is_complained_of_unless_its_page_was_left_out(
    monkeypatch,
):
    monkeypatch.setattr(
        editions, "resolved", lambda: {"last-names": SimpleNamespace(edition="reference")}
    )
    record = {
        "page": "a",
        "key": "last-names/rows",
        "value": 1,
        "band": [0, 2],
        "edition": "bundled",
        "source": None,
    }
    [(page, said)] = results.complaints([record])
    assert (
        page == "a"
        and "comes from the bundled edition, and this build uses the reference one" in said
    )
    assert (
        results.complaints([record], left_out={"a"}) == []
        and results.complaints([record | {"edition": "reference"}]) == []
    )
