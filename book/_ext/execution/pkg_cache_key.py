"""Let a chapter run again when, and only when, something that it can read has changed.

jupyter-cache compares a notebook's code cells and its kernelspec, so a change in rnncourse/, in the
data or in a library would serve stale outputs. A hash over all that the chapter can reach is
therefore put into the kernelspec metadata while the page is read, and a page whose hash has changed
is read again. A page whose data sets have one edition, or none, has the same hash in every edition
of the book, and runs once for all.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from _ext.content import editions
from _ext.execution.page_reach import PACKAGE, Pages
from _ext.execution.page_text import naming, text_of
from rnncourse.records.code_hash import LIBRARIES, code_hash
from rnncourse.training.device import asked_device

FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.M | re.S)
DISPLAY_NAME = re.compile(
    r"^(kernelspec:[ \t]*\n(?:[ \t]+[^\n]*\n)*?[ \t]+display_name:)([^\n]*)", re.M
)
REQUIREMENT = re.compile(r"^([A-Za-z0-9_.-]+)==", re.M)


def digest(*parts: str | bytes) -> str:
    """Hash the parts, each with its length, so that no two lists of parts look the same."""
    h = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        h.update(b"%d:" % len(data) + data)
    return h.hexdigest()


def files(folder: Path) -> list[str]:
    """Names and hashes of the files in a folder that a chapter may read, in order."""
    paths = (p for p in sorted(folder.rglob("*")) if p.is_file() and "__pycache__" not in p.parts)
    return [
        f"{p.relative_to(folder).as_posix()} {digest(p.read_bytes())}"
        for p in paths
        if p.suffix != ".py"
    ]


@lru_cache(maxsize=1)
def versions(requirements: str) -> str:
    """Python, the machine's kind, the device that is asked for, and the installed version of every
    pinned package.
    """
    lines = [platform.python_version(), platform.system(), platform.machine(), asked_device()]
    for name in sorted(REQUIREMENT.findall(requirements)):
        try:
            lines.append(f"{name}=={version(name)}")
        except PackageNotFoundError:
            lines.append(f"{name} is absent")
    return "\n".join(lines)


class Keys:
    """The key of every page, with what they share read once.

    What pages and studies reach is kept in the file `memory` for as long as the package does not
    change. Raises ExtensionError where the asked-for edition of a data set cannot be had.
    """

    def __init__(self, root: Path, memory: Path | None = None):
        at_hand = frozenset(editions.fingerprints())
        self.pages, self.file = Pages(root, at_hand), memory
        self.base = [
            versions((root / "requirements.txt").read_text("utf-8")),
            *files(root / PACKAGE),
        ]
        self.results = root / "results"
        readers = (Path(__file__).with_name(name) for name in ("page_reach.py", "code_cells.py"))
        sources = sorted([*(root / PACKAGE).rglob("*.py"), *readers])
        code = digest(
            *sorted(at_hand), *(part for path in sources for part in (str(path), path.read_bytes()))
        )
        kept = json.loads(memory.read_text("utf-8")) if memory and memory.exists() else {}
        self.memory = (
            kept if kept.get("code") == code else {"code": code, "pages": {}, "studies": {}}
        )

    def remember(self) -> None:
        """Write down what was found."""
        self.file.write_text(json.dumps(self.memory), "utf-8")

    def reach(self, text: str) -> tuple[str, list[str], list[str]]:
        """A digest of the definitions that a page reaches, its studies and its data sets."""
        known, page = self.memory["pages"], digest(text)
        if page not in known:
            found = self.pages.reach(text)
            known[page] = (
                digest(*sorted(set(found.definitions.values()))),
                list(found.studies),
                sorted(found.datasets),
            )
        return known[page]

    def study(self, name: str) -> list[str | bytes]:
        """What a page reads of a study: whether its records are of today's code, these, and their
        weights.
        """
        known = self.memory["studies"]
        if name not in known:
            known[name] = [
                code_hash(name, framework, self.pages.package.root) for framework in LIBRARIES
            ]
        paths = [
            path
            for path in (
                self.results / f"{name}.jsonl",
                *sorted((self.results / "weights" / name).glob("*.npz")),
            )
            if path.exists()
        ]
        return [*known[name], *(path.read_bytes() for path in paths)]

    def key(self, text: str) -> str:
        """The hash over everything that the cells of this page can read besides themselves, in the
        edition that is asked for.
        """
        definitions, studies, datasets = self.reach(text)
        data = editions.fingerprints()
        return digest(
            *self.base,
            definitions,
            *(data[name] for name in datasets),
            *(part for study in studies for part in self.study(study)),
        )[:16]


def add_key(app, docname: str, source: list[str]) -> None:
    """Put the page's key into its kernelspec before MyST-NB reads it."""
    with naming(docname):
        if not is_notebook(source[0]):
            return
        key = app.rnncourse_keys.key(source[0])
    app.env.rnncourse_page_keys[docname] = key
    # Inside the name, for a line of its own would shift the line numbers of every message about the
    # page.
    source[0] = DISPLAY_NAME.sub(rf"\1\2, inputs {key}", source[0], count=1)


def is_notebook(text: str) -> bool:
    """Whether a page's front matter names a kernel.

    Raises ValueError for a kernel without a display name, for which no key could be kept.
    """
    front = FRONT_MATTER.match(text)
    if not front or not re.search(r"^kernelspec:", front.group(), re.M):
        return False
    if not DISPLAY_NAME.search(front.group()):
        raise ValueError(
            "the kernelspec in the front matter has no display_name; copy it from another chapter"
        )
    return True


def outdated(app, env, added, changed, removed) -> list[str]:
    """The pages that nobody edited but whose key has changed."""
    app.rnncourse_keys, found = Keys(Path(app.srcdir), Path(app.outdir).parent / ".reach.json"), []
    for doc, key in env.rnncourse_page_keys.items():
        editions.ask_for(app, doc)
        with naming(doc):
            if doc in env.found_docs and app.rnncourse_keys.key(text_of(env, doc)) != key:
                found.append(doc)
    editions.ask_for(app, None)
    return found


def remember(app, env) -> list[str]:
    """Write down what the pages reach, for the next build."""
    app.rnncourse_keys.remember()
    return []


def prepare(app) -> None:
    """Make room in the environment for the keys of pages."""
    if not hasattr(app.env, "rnncourse_page_keys"):
        app.env.rnncourse_page_keys = {}


def purge(app, env, docname: str) -> None:
    """Forget a page that is read again."""
    env.rnncourse_page_keys.pop(docname, None)


def extension_code(app, config) -> None:
    """A change in the extensions themselves makes Sphinx read every page again; no cell runs for
    it.
    """
    rooms = Path(__file__).parents[1]
    config.rnncourse_extensions = digest(*(p.read_bytes() for p in sorted(rooms.rglob("*.py"))))


def setup(app):
    app.add_config_value("rnncourse_extensions", "", "env")
    app.connect("config-inited", extension_code)
    app.connect("builder-inited", prepare)
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", purge)
    app.connect("env-updated", remember)
    app.connect("source-read", add_key)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": False,
        "parallel_write_safe": True,
    }
