"""A chapter runs again when what it can read has changed, and only then."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError

from _ext.content import editions
from _ext.execution import page_reach
from _ext.execution import pkg_cache_key as keys
from rnncourse.records import code_hash

ROOT = Path(__file__).parents[2]

PAGE = """---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A page

```{{code-cell}} ipython3
:tags: [keras]
{code}
```
"""
FILES = {
    "requirements.txt": "numpy==2.0\n",
    "rnncourse/__init__.py": "import os\nos.environ.setdefault('SWITCH', '0')\n",
    "rnncourse/encoding.py": "import numpy as np\n\ndef encode(x):\n    'Encode.'\n    return "
    "np.array(x)\n\ndef decode(x): return x\n",
    "rnncourse/splits.py": "from rnncourse.encoding import encode\n\ndef split(x):\n    if not x: "
    "raise ValueError('nothing')\n    return encode(x)\n",
    "rnncourse/figures.py": "def bars(): return 1\n\ndef curves(): return 2\n",
    "rnncourse/report.py": "from rnncourse import datasets\n\ndef report(key): return "
    "datasets.resolve(key.split('/')[0])\n",
    "rnncourse/records/__init__.py": "from rnncourse.records.store import read, kept_run, "
    "load_study\n",
    "rnncourse/records/store.py": "import importlib\ndef read(name, edition): return "
    "load_study(name)\ndef kept_run(name): return load_study(name)\n"
    "def load_study(name): return importlib.import_module(f'rnncourse.studies.{name}').STUDY\n",
    "rnncourse/studies/__init__.py": "",
    "rnncourse/studies/letters/__init__.py": "",
    "rnncourse/studies/letters/one.py": "from rnncourse.encoding import decode\n\ndef "
    "run(configuration, seed): return decode(1)\n\n"
    "STUDY = Study('one', dataset='letters', run=run)\n",
    "rnncourse/datasets/__init__.py": "from rnncourse.datasets.editions import DATASETS, resolve, "
    "resolve_all\nfrom typing import TYPE_CHECKING\n"
    "if TYPE_CHECKING:\n    from rnncourse.datasets.names import load\n",
    "rnncourse/datasets/editions/__init__.py": "from rnncourse.datasets.editions.catalogue import "
    "DATASETS\n"
    "from rnncourse.datasets.editions.registry import resolve, resolve_all\n",
    "rnncourse/datasets/editions/catalogue.py": "DATASETS = {'names': 1, 'letters': 2}\n",
    "rnncourse/datasets/editions/registry.py": "from rnncourse.datasets.editions.catalogue import "
    "DATASETS\ndef resolve(name): return "
    "DATASETS[name]\n"
    "def resolve_all(): return [resolve(name) for name in DATASETS]\n",
    "rnncourse/datasets/names.py": "from rnncourse.datasets import resolve\n\ndef load(): return "
    "resolve('names')\n",
    "results/one.jsonl": "{}\n",
    "results/weights/one/abc.npz": "",
}


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.setattr(
        editions,
        "fingerprints",
        lambda: {"names": "names bundled 1", "letters": "letters bundled 1"},
    )
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    yield tmp_path
    code_hash.package.cache_clear()


def key(tree, code):
    code_hash.package.cache_clear()
    return keys.Keys(tree).key(PAGE.format(code=code))


SPLIT = "from rnncourse.splits import split\nsplit([1])"
FIGURE = "from rnncourse import figures\nfigures.bars()"
PROGRAM = "program = 'from rnncourse.encoding import encode; encode(1)'"
READ = "from rnncourse import records\nrecords.read('one', None)"


@pytest.mark.parametrize(
    "code, edited, old, new, again",
    [
        (SPLIT, "rnncourse/splits.py", "return encode", "return 2 * encode", True),
        (SPLIT, "rnncourse/encoding.py", "np.array(x)", "np.array(x) + 1", True),  # two steps away
        (SPLIT, "rnncourse/encoding.py", "decode(x): return x", "decode(x): return 2", False),
        (SPLIT, "rnncourse/encoding.py", "Encode.", "Encode it.", False),  # a docstring
        (SPLIT, "rnncourse/splits.py", "'nothing'", "'no row'", True),  # a page may print it
        (FIGURE, "rnncourse/figures.py", "return 1", "return 3", True),
        (FIGURE, "rnncourse/figures.py", "return 2", "return 3", False),  # another figure
        (
            "from rnncourse import figures\nshow(figures)",
            "rnncourse/figures.py",
            "return 2",
            "return 3",
            True,
        ),  # handed about
        (
            "import rnncourse.figures\nrnncourse.figures.bars()",
            "rnncourse/figures.py",
            "return 1",
            "return 3",
            True,
        ),
        ("from rnncourse import encoding", "rnncourse/__init__.py", "'0'", "'1'", True),
        ("x = 1", "rnncourse/encoding.py", "np.array(x)", "x", False),
        (
            "import importlib\nimportlib.import_module(name)",
            "rnncourse/encoding.py",
            "np.array(x)",
            "x",
            False,
        ),
        (PROGRAM, "rnncourse/encoding.py", "np.array(x)", "x", True),  # a program in a string
        (PROGRAM, "rnncourse/encoding.py", "return x", "return 3", False),
        (
            "path = 'rnncourse/encoding.py'",
            "rnncourse/figures.py",
            "return 2",
            "return 3",
            True,
        ),  # nobody can tell
        ("%run something", "rnncourse/encoding.py", "np.array(x)", "x", True),
        (
            READ,
            "rnncourse/encoding.py",
            "decode(x): return x",
            "decode(x): return 2",
            True,
        ),  # its records get stale
        (READ, "rnncourse/encoding.py", "np.array(x)", "x", False),
        (READ, "results/one.jsonl", "{}", "{} ", True),
        (READ.replace("'one'", "'two'"), "results/one.jsonl", "{}", "{} ", False),
        (READ.replace("'one'", "name"), "results/one.jsonl", "{}", "{} ", True),  # nobody can tell
        (READ.replace("read", "kept_run"), "results/weights/one/abc.npz", "", "1", True),
        ("from rnncourse import encoding", "results/one.jsonl", "{}", "{} ", False),
    ],
)
def test_a_chapter_depends_on_what_it_reaches(tree, code, edited, old, new, again):
    before, path = key(tree, code), tree / edited
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    assert (key(tree, code) != before) is again


def test_what_one_cell_imports_another_may_use(tree):
    page = PAGE.format(
        code="from rnncourse import figures\n```\n\n```{code-cell} ipython3\nfigures.bars()"
    )
    before = keys.Keys(tree).key(page)
    (tree / "rnncourse/figures.py").write_text(
        FILES["rnncourse/figures.py"].replace("return 1", "return 3")
    )
    assert keys.Keys(tree).key(page) != before


@pytest.mark.parametrize(
    "code, again",
    [
        ("from rnncourse.datasets.names import load\nload()", True),  # the loader asks for it
        ("from rnncourse.datasets import load\nload()", True),  # exported lazily
        ("from rnncourse import datasets\ndatasets.resolve('names')", True),
        ("from rnncourse.report import report\nreport('names/rows', 3)", True),
        ("from rnncourse.report import report\nreport('letters/rows', 3)", False),
        ("from rnncourse.report import report\nreport('chapter/answer', 3)", False),
        ("from rnncourse import datasets\ndatasets.resolve_all()", True),  # looks at all
        ("from rnncourse import datasets\ndatasets.DATASETS", True),
        (READ, False),  # its study has letters
        (READ.replace("'one', None", "name"), False),
        ("x = 1", False),
    ],
)
def test_a_chapter_runs_again_for_another_edition_of_the_data_that_it_uses(
    tree, monkeypatch, code, again
):
    before = key(tree, code)
    monkeypatch.setattr(
        editions,
        "fingerprints",
        lambda: {"names": "names reference 2", "letters": "letters bundled 1"},
    )
    assert (key(tree, code) != before) is again


def test_what_pages_reach_is_remembered_until_the_package_changes(tree, tmp_path, monkeypatch):
    page, memory = PAGE.format(code=READ + "\n" + FIGURE), tmp_path / "reach.json"
    first = keys.Keys(tree, memory)
    before = first.key(page)
    first.remember()
    with monkeypatch.context() as patched:
        patched.setattr(keys.Pages, "reach", lambda self, text: pytest.fail("looked again"))
        patched.setattr(keys, "code_hash", lambda *words: pytest.fail("looked again"))
        assert keys.Keys(tree, memory).key(page) == before
    (tree / "rnncourse/figures.py").write_text(
        FILES["rnncourse/figures.py"].replace("return 1", "return 3")
    )
    assert keys.Keys(tree, memory).key(page) != before


def test_another_version_of_a_library_makes_everything_run_again(tree, monkeypatch):
    before = key(tree, "x = 1")
    monkeypatch.setattr(keys, "versions", lambda requirements: "numpy==3.0")
    assert key(tree, "x = 1") != before


def test_prose_is_no_part_of_the_key(tree):
    page = PAGE.format(code="x = 1")
    assert keys.Keys(tree).key(page) == keys.Keys(tree).key(
        page.replace("# A page", "# Another title")
    )


@pytest.mark.parametrize(
    "page",
    [
        path
        for path in sorted((ROOT / "book").rglob("*.md"))
        if keys.is_notebook(path.read_text("utf-8"))
    ],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_what_a_real_page_reaches_can_be_told(page):
    assert page_reach.programs(page.read_text("utf-8"))


def test_the_key_goes_into_the_kernelspec_without_moving_a_line():
    source = [PAGE.format(code="x")]
    app = type("App", (), {"rnncourse_keys": type("K", (), {"key": lambda self, text: "abc"})()})()
    app.env = type("Env", (), {"rnncourse_page_keys": {}})()
    keys.add_key(app, "page", source)
    assert "display_name: Python 3, inputs abc\n" in source[0]
    assert source[0].count("\n") == PAGE.format(code="x").count(
        "\n"
    ) and app.env.rnncourse_page_keys == {"page": "abc"}


def test_a_page_without_a_kernel_has_no_key():
    assert not keys.is_notebook("# A page\n") and keys.is_notebook(PAGE.format(code="x"))


def test_a_kernel_without_a_name_to_carry_the_key_is_refused():
    app = SimpleNamespace(rnncourse_keys=None)
    with pytest.raises(ExtensionError, match="book/odd: the kernelspec .* has no display_name"):
        keys.add_key(app, "book/odd", [re.sub(r"  display_name: .*\n", "", PAGE)])


def test_a_page_that_cannot_be_read_any_more_is_named(tree, tmp_path):
    (tmp_path / "odd.md").write_bytes(b"\xef\xbb\xbf# A title\n\nL\xe4tin\n")
    env = SimpleNamespace(
        rnncourse_page_keys={"odd": "a key"},
        found_docs={"odd"},
        doc2path=lambda docname: tmp_path / f"{docname}.md",
    )
    app = SimpleNamespace(srcdir=tree, outdir=tree / "_build/html", rnncourse_asked="auto")
    app.rnncourse_left_out = set()
    with pytest.raises(ExtensionError, match=r"odd\.md:3: the byte 0xe4 is no UTF-8; save the"):
        keys.outdated(app, env, [], [], [])


def test_a_page_that_says_something_of_an_edition_runs_again_in_the_other(tree, monkeypatch):
    code, block = "name = 'na' + 'mes'", ":::{edition} bundled names\nA sentence.\n:::\n"
    page = PAGE.format(code=code)
    before = [keys.Keys(tree).key(text) for text in (page, page + block)]
    monkeypatch.setattr(
        editions, "fingerprints", lambda: {"names": "names reference 2", "letters": "letters 1"}
    )
    after = [keys.Keys(tree).key(text) for text in (page, page + block)]
    assert before[0] == after[0] and before[1] != after[1]
