"""A chapter runs again when what it can read has changed, and only then."""

import re
import sys
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "book/_ext"))
import editions  # noqa: E402
import pkg_cache_key as keys  # noqa: E402

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
    "rnncourse/__init__.py": "",
    "rnncourse/encoding.py": "import numpy\n",
    "rnncourse/splits.py": "from . import encoding\n",
    "rnncourse/report.py": "from rnncourse import datasets\n",
    "rnncourse/ledger.py": "import importlib\ndef study(name): return importlib.import_module(f'rnncourse.studies.{name}')\n",
    "rnncourse/studies/__init__.py": "",
    "rnncourse/studies/one.py": "",
    "rnncourse/datasets/__init__.py": "from .names import load\n",
    "rnncourse/datasets/names.py": "def load(): ...\n",
    "data/a.csv": "1\n",
    "data/build.py": "",
    "results/one.jsonl": "{}\n",
}


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.setattr(editions, "fingerprints", lambda: ["toy bundled 1"])
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def key(tree, code):
    return keys.Keys(tree).key(PAGE.format(code=code))


@pytest.mark.parametrize("code, edited, again", [
    ("from rnncourse import splits", "rnncourse/splits.py", True),
    ("from rnncourse.splits import x", "rnncourse/encoding.py", True),      # an import of an import
    ("from rnncourse import encoding", "rnncourse/splits.py", False),
    ("from rnncourse import encoding", "rnncourse/__init__.py", True),
    ("x = 1", "rnncourse/encoding.py", False),
    ("import importlib\nimportlib.import_module(name)", "rnncourse/encoding.py", True),  # nobody can tell
    ("from rnncourse import ledger\nledger.read('one', None)", "rnncourse/studies/one.py", True),
    ("from rnncourse import ledger\nledger.read('two', None)", "rnncourse/studies/one.py", False),
    ("from rnncourse import ledger\nledger.read(name, None)", "rnncourse/studies/one.py", True),     # nobody can tell
    ("from rnncourse import ledger", "rnncourse/encoding.py", False),
    ("import subprocess", "rnncourse/encoding.py", False),
    ("path = 'rnncourse/encoding.py'", "rnncourse/encoding.py", True),
    ("%run something", "rnncourse/encoding.py", True),
    ("from rnncourse import datasets", "data/a.csv", True),
    ("from rnncourse.report import report", "data/a.csv", True),
    ("from rnncourse import encoding", "data/a.csv", False),
    ("from rnncourse import datasets", "data/build.py", False),              # a script that no chapter runs
    ("from rnncourse import ledger\nledger.read('one', None)", "results/one.jsonl", True),
    ("from rnncourse import ledger\nledger.read('two', None)", "results/one.jsonl", False),
    ("from rnncourse import ledger\nledger.read(name, None)", "results/one.jsonl", True),
    ("from rnncourse import encoding", "results/one.jsonl", False),
])
def test_a_chapter_depends_on_what_it_reaches(tree, code, edited, again):
    before = key(tree, code)
    (tree / edited).write_text((tree / edited).read_text() + "\n# edited\n")
    assert (key(tree, code) != before) is again


def test_another_edition_makes_the_chapters_that_use_data_run_again(tree, monkeypatch):
    with_data, without = key(tree, "from rnncourse import datasets"), key(tree, "x = 1")
    monkeypatch.setattr(editions, "fingerprints", lambda: ["toy reference 2"])
    assert key(tree, "from rnncourse import datasets") != with_data and key(tree, "x = 1") == without


def test_another_version_of_a_library_makes_everything_run_again(tree, monkeypatch):
    before = key(tree, "x = 1")
    monkeypatch.setattr(keys, "versions", lambda requirements: "numpy==3.0")
    assert key(tree, "x = 1") != before


def test_prose_is_no_part_of_the_key(tree):
    page = PAGE.format(code="x = 1")
    assert keys.Keys(tree).key(page) == keys.Keys(tree).key(page.replace("# A page", "# Another title"))


def test_all_real_modules_are_found_and_parsed():
    known = keys.modules(ROOT)
    assert {"rnncourse", "rnncourse.datasets", "rnncourse.encoding"} <= known.keys()
    assert "rnncourse.encoding" in keys.reached(["from rnncourse import encoding"], known)


def test_the_key_goes_into_the_kernelspec_without_moving_a_line():
    source = [PAGE.format(code="x")]
    app = type("App", (), {"rnncourse_keys": type("K", (), {"key": lambda self, text: "abc"})()})()
    app.env = type("Env", (), {"rnncourse_page_keys": {}})()
    keys.add_key(app, "page", source)
    assert "display_name: Python 3, inputs abc\n" in source[0]
    assert source[0].count("\n") == PAGE.format(code="x").count("\n") and app.env.rnncourse_page_keys == {"page": "abc"}


def test_a_page_without_a_kernel_has_no_key():
    assert not keys.is_notebook("# A page\n") and keys.is_notebook(PAGE.format(code="x"))


def test_a_kernel_without_a_name_to_carry_the_key_is_refused():
    with pytest.raises(ExtensionError, match="no display_name"):
        keys.is_notebook(re.sub(r"  display_name: .*\n", "", PAGE))
