"""A cell that opens with `# rnncourse/<module>.py` shows that module's own code, and `make sync`
keeps it so.
"""

import ast
import functools
from pathlib import Path

import pytest
import sync_shown_code as sync

ROOT = Path(__file__).parents[2]

DOCUMENTED = (ast.FunctionDef, ast.ClassDef)
# Modules that the book teaches in full: each public definition must be shown on some page.
TAUGHT = [
    f"rnncourse/{framework}/{module}.py"
    for framework in ("in_keras", "in_torch")
    for module in ("classifiers", "plain_training", "shared_encoder")
] + [f"rnncourse/in_numpy/{module}.py" for module in ("elman", "gated", "bptt", "training")]


def tree(source):
    """The code as text without comments and docstrings."""
    module = ast.parse(source)
    for node in ast.walk(module):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(module)


def shown():
    """(page, module, name, code) for every definition that a page shows."""
    for page in sorted((ROOT / "book").rglob("*.md")):
        for module, code, _, _ in sync.shown_cells(page.read_text("utf-8")):
            for name, source in sync.sources(code).items():
                yield pytest.param(
                    module, name, source, id=f"{page.stem}-{Path(module).parent.name}-{name}"
                )


SHOWN = list(shown())


@functools.cache
def package_code(module):
    return sync.sources((ROOT / module).read_text("utf-8"))


@pytest.mark.parametrize("module, name, source", SHOWN)
def test_shown_code_is_package_code(module, name, source):
    package = package_code(module)
    assert name in package, f"{module} has no {name}; rename it in the cell, then run make sync"
    assert tree(source) == tree(package[name]), "run make sync"


@pytest.mark.parametrize("module", TAUGHT)
def test_every_taught_definition_is_shown(module):
    pages = {param.values[0] for param in SHOWN}
    if not pages:
        pytest.skip("no page shows package code yet")
    seen = {param.values[1] for param in SHOWN if param.values[0] == module}
    public = {
        name
        for name in sync.sources((ROOT / module).read_text("utf-8"))
        if not name.startswith("_")
    }
    assert public <= seen


MODULE = '''"""A module."""

SIZE = 3  # why three


# what comes in
def double(x: int) -> int:
    """Return twice `x`.

    Raises nothing, and says so at length.
    """
    return 2 * x  # a comment


def other():
    return 1
'''
PAGE = """# A page

```{code-cell} ipython3
:tags: [pytorch]
# rnncourse/a.py
import math
def double(x): ...

print(double(2))
```

```{code-cell} ipython3
# an ordinary cell
def double(x): return 3
```
"""


@pytest.fixture
def synced(tmp_path):
    (tmp_path / "rnncourse").mkdir()
    (tmp_path / "rnncourse/a.py").write_text(MODULE)
    return lambda page: sync.synced(page, tmp_path)


def test_syncing_brings_the_package_code_with_its_comments(synced):
    assert '''import math
# what comes in
def double(x: int) -> int:
    """Return twice `x`."""
    return 2 * x  # a comment

print(double(2))
```''' in synced(PAGE)


def test_syncing_leaves_ordinary_cells_and_other_definitions_alone(synced):
    page = synced(PAGE)
    assert (
        "def double(x): return 3" in page and "def other" not in page and ":tags: [pytorch]" in page
    )


def test_syncing_twice_changes_nothing_more(synced):
    assert synced(synced(PAGE)) == synced(PAGE)


def test_syncing_refuses_a_name_that_the_module_lacks(synced):
    with pytest.raises(ValueError, match="'triple' from rnncourse/a.py"):
        synced(PAGE.replace("def double(x): ...", "def triple(x): ..."))


def test_a_constant_can_be_shown(synced):
    assert "SIZE = 3  # why three" in synced(
        PAGE.replace("def double(x): ...", "SIZE = 0").replace("print(double(2))", "")
    )


def test_drift_is_seen_through_comments_and_docstrings():
    assert tree("def f():\n    '''a'''\n    return 1  # b") == tree("def f():\n    return 1")
    assert tree("def f(): return 1") != tree("def f(): return 2")


def test_syncing_keeps_what_stands_around_the_code(synced):
    before, cell, after = PAGE.partition("def double(x): ...")
    page = synced(before.replace("```", "````") + cell + after.replace("```", "````", 1))
    assert page.startswith(
        "# A page\n\n````{code-cell} ipython3\n:tags: [pytorch]\n# rnncourse/a.py\nimport math\n"
    )
    assert page.endswith("\nprint(double(2))\n````\n" + after.split("```\n", 1)[1])


def test_syncing_refuses_an_indented_fence(synced):
    with pytest.raises(
        ValueError, match="line 1: a cell that shows the package must not be indented"
    ):
        synced("  ```{code-cell} ipython3\n  # rnncourse/a.py\n  def double(x): ...\n  ```\n")
