"""Let a chapter run again when, and only when, something that it can read has changed.

jupyter-cache compares a notebook's code cells and its kernelspec, so a change in rnncourse/, in the data or in a
library would serve stale outputs. A hash over all that the chapter can reach is therefore put into the kernelspec
metadata while the page is read, and a page whose hash has changed is read again.

What a chapter can reach is found from its imports, and from theirs; where that cannot be told (a magic, a string that
names the package, an import of a computed name) it is taken to be everything.
"""

from __future__ import annotations

import ast
import hashlib
import platform
import re
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import editions
import long_runs
from sphinx.errors import ExtensionError

PACKAGE = "rnncourse"
CELL = re.compile(r"^(`{3,}|~{3,})\{code-cell\}[^\n]*\n(.*?)^\1[ \t]*$", re.M | re.S)
CELL_OPTIONS = re.compile(r"\A(?:---\n.*?^---\n|(?::[\w-]+:[^\n]*\n)+)", re.M | re.S)
FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.M | re.S)
DISPLAY_NAME = re.compile(r"^(kernelspec:[ \t]*\n(?:[ \t]+[^\n]*\n)*?[ \t]+display_name:)([^\n]*)", re.M)
REQUIREMENT = re.compile(r"^([A-Za-z0-9_.-]+)==", re.M)


class Everything(Exception):
    """Raised where code may reach any part of the package."""


def digest(*parts: str | bytes) -> str:
    """Hash the parts, each with its length, so that no two lists of parts look the same."""
    h = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        h.update(b"%d:" % len(data) + data)
    return h.hexdigest()


def cells(text: str) -> list[str]:
    """The code of a page's cells, without their options."""
    return [CELL_OPTIONS.sub("", code) for _, code in CELL.findall(text)]


def modules(root: Path) -> dict[str, Path]:
    """Map every module of the package to its file."""
    found = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(code: str, module: str = "", is_package: bool = False) -> set[str]:
    """The dotted names that code imports, relative ones resolved against `module`.

    Raises Everything where the imports cannot be read off the code.
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:
        raise Everything from None
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.split(".") if is_package else module.split(".")[:-1]
                base = ".".join([*parents[: len(parents) - node.level + 1], *filter(None, [base])])
            names |= {base} | {f"{base}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__"):
            names.add(f"{beginning(node.args[0])}*")
        elif not module and isinstance(node, ast.Constant) and isinstance(node.value, str) and PACKAGE in node.value:
            raise Everything
    return names


def called(node: ast.Call) -> str:
    """The name of what is called, without what it belongs to."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def beginning(name: ast.expr) -> str:
    """The constant first part of an imported name, such as "rnncourse.studies." of an f-string.

    Raises Everything where there is none.
    """
    first = name.values[0] if isinstance(name, ast.JoinedStr) else name
    if isinstance(first, ast.Constant) and isinstance(first.value, str) and not first.value.startswith("."):
        return first.value
    raise Everything


def reached(codes: list[str], known: dict[str, Path]) -> set[str]:
    """The package's modules that the code imports, directly or not; all of them where that cannot be told."""
    try:
        pending = set().union(*(imported(code) for code in codes)) if codes else set()
        seen: set[str] = set()
        while pending:
            name = pending.pop()
            parents = {name.rsplit(".", n)[0] for n in range(1, name.count(".") + 1)}
            begun = {module for module in known if name.endswith("*") and module.startswith(name[:-1])
                     and name != f"{PACKAGE}.studies.*"}      # the ledger's own import: a page names the studies that it reads
            for module in (({name} | parents | begun) & known.keys()) - seen:
                seen.add(module)
                path = known[module]
                pending |= imported(path.read_text("utf-8"), module, path.name == "__init__.py")
        return seen
    except Everything:
        return set(known)


def files(folder: Path) -> list[str]:
    """Names and hashes of the files in a folder that a chapter may read, in order."""
    paths = (p for p in sorted(folder.rglob("*")) if p.is_file() and "__pycache__" not in p.parts)
    return [f"{p.relative_to(folder).as_posix()} {digest(p.read_bytes())}" for p in paths if p.suffix != ".py"]


@lru_cache(maxsize=1)
def versions(requirements: str) -> str:
    """Python, the machine's kind, and the installed version of every pinned package."""
    lines = [platform.python_version(), platform.system(), platform.machine()]
    for name in sorted(REQUIREMENT.findall(requirements)):
        try:
            lines.append(f"{name}=={version(name)}")
        except PackageNotFoundError:
            lines.append(f"{name} is absent")
    return "\n".join(lines)


class Keys:
    """The key of every page, with what they share read once.

    Raises ExtensionError where the asked-for edition of a data set cannot be had.
    """

    def __init__(self, root: Path):
        self.known = modules(root)
        self.base = [versions((root / "requirements.txt").read_text("utf-8")), *files(root / PACKAGE)]
        self.data = [*files(root / "data"), *editions.fingerprints()]
        self.results = root / "results"

    def key(self, text: str) -> str:
        """The hash over everything that the cells of this page can read besides themselves."""
        studies = long_runs.studies_read(text)
        if re.search(r"\bledger\.read\((?!\s*[\"'])", text):        # a computed name: nobody can tell which
            studies = [name.rsplit(".", 1)[1] for name in self.known if name.startswith(f"{PACKAGE}.studies.")]
        records = [path for path in (self.results / f"{name}.jsonl" for name in studies) if path.exists()]
        reach = reached([*cells(text), *(f"import {PACKAGE}.studies.{name}" for name in studies)], self.known)
        parts = [*self.base, *(f"{name}\0{self.known[name].read_text('utf-8')}" for name in sorted(reach))]
        if any(name.startswith(f"{PACKAGE}.datasets") for name in reach):
            parts += self.data
        return digest(*parts, *(path.read_text("utf-8") for path in records))[:16]


def add_key(app, docname: str, source: list[str]) -> None:
    """Put the page's key into its kernelspec before MyST-NB reads it."""
    if not is_notebook(source[0]):
        return
    key = app.rnncourse_keys.key(source[0])
    app.env.rnncourse_page_keys[docname] = key
    # Inside the name, for a line of its own would shift the line numbers of every message about the page.
    source[0] = DISPLAY_NAME.sub(rf"\1\2, inputs {key}", source[0], count=1)


def is_notebook(text: str) -> bool:
    """Whether a page's front matter names a kernel.

    Raises ExtensionError for a kernel without a display name, for which no key could be kept.
    """
    front = FRONT_MATTER.match(text)
    if not front or not re.search(r"^kernelspec:", front.group(), re.M):
        return False
    if not DISPLAY_NAME.search(front.group()):
        raise ExtensionError("the kernelspec in a page's front matter has no display_name; copy it from another chapter")
    return True


def outdated(app, env, added, changed, removed) -> list[str]:
    """The pages that nobody edited but whose key has changed."""
    app.rnncourse_keys = Keys(Path(app.srcdir))
    pages = env.rnncourse_page_keys.items()
    return [doc for doc, key in pages if doc in env.found_docs and app.rnncourse_keys.key(read(env, doc)) != key]


def read(env, docname: str) -> str:
    return Path(env.doc2path(docname)).read_text("utf-8")


def prepare(app) -> None:
    if not hasattr(app.env, "rnncourse_page_keys"):
        app.env.rnncourse_page_keys = {}


def purge(app, env, docname: str) -> None:
    env.rnncourse_page_keys.pop(docname, None)


def extension_code(app, config) -> None:
    """A change in the extensions themselves makes Sphinx read every page again; no cell runs for it."""
    here = Path(__file__).parent
    config.rnncourse_extensions = digest(*(p.read_bytes() for p in sorted(here.glob("*.py"))))


def setup(app):
    app.add_config_value("rnncourse_extensions", "", "env")
    app.connect("config-inited", extension_code)
    app.connect("builder-inited", prepare)
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", purge)
    app.connect("source-read", add_key)
    return {"version": "1", "env_version": 1, "parallel_read_safe": False, "parallel_write_safe": True}
