"""Run the chapters side by side, one on every core, before Sphinx reads the pages one after another.

What a chapter printed and drew goes into MyST-NB's cache, where Sphinx finds it. A chapter that fails leaves nothing there: Sphinx
runs it once more and says what is wrong.
"""

from __future__ import annotations

import logging as standard_logging
from pathlib import Path

import joblib
from jupyter_cache import get_cache
from myst_nb.core.execute import ExecutionError, create_client
from myst_nb.core.read import create_nb_reader
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)


def notebook(app, docname: str):
    """The cells of a page as Sphinx is going to read them; None for a page without a kernel."""
    path = app.env.doc2path(docname)
    source = [Path(path).read_text("utf-8")]
    app.emit("source-read", docname, source)
    reader = create_nb_reader(path, app.env.myst_config, app.env.mystnb_config, source[0])
    return reader and reader.read(source[0])


def is_cached(cells, folder: str) -> bool:
    """Whether the cache holds what these cells put out."""
    try:
        get_cache(folder).match_cache_notebook(cells)
    except KeyError:
        return False
    return True


def run(path: str, cells, config) -> str:
    """Run one chapter, put what came out into the cache, and return its path; called in a process of its own."""
    standard_logging.disable()
    try:
        with create_client(cells, path, config, LOGGER):
            return path
    except ExecutionError:
        return path


def run_what_is_missing(app, env, docnames: list[str]) -> None:
    """Run all chapters among the pages to be read whose outputs are not in the cache, the longest first."""
    if env.mystnb_config.execution_mode != "cache":
        return
    pages = {env.doc2path(docname): cells for docname in docnames if (cells := notebook(app, docname))}
    missing = [path for path, cells in pages.items() if not is_cached(cells, env.mystnb_config.execution_cache_path)]
    if len(missing) < 2:
        return
    missing.sort(key=lambda path: len(pages[path].cells), reverse=True)
    runs = (joblib.delayed(run)(path, pages[path], env.mystnb_config) for path in missing)
    for count, path in enumerate(joblib.Parallel(-1, return_as="generator_unordered")(runs), start=1):
        LOGGER.info("chapter %d of %d has run: %s", count, len(missing), Path(path).relative_to(app.srcdir))


def setup(app):
    app.connect("env-before-read-docs", run_what_is_missing)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
