"""Run the chapters side by side, one on every core, before Sphinx reads the pages one after
another.

What a chapter printed and drew goes into MyST-NB's cache, where Sphinx finds it. A chapter that
fails leaves nothing there: Sphinx runs it once more and says what is wrong. The processor time of
each goes into `cpu_seconds.json` beside the site.
"""

from __future__ import annotations

import json
import logging as standard_logging
import os
from pathlib import Path

import joblib
from jupyter_cache import get_cache
from myst_nb.core.execute import ExecutionError, create_client
from myst_nb.core.read import create_nb_reader
from sphinx.util import logging

from _ext.execution import quick_start  # noqa: F401 (first)

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


def run(path: str, cells, config, edition: str) -> tuple[str, float]:
    """Run one chapter in `edition`, put what came out into the cache; return its path and the
    processor seconds that it took.

    Kernels are children of this process, which has no others.
    """
    standard_logging.disable()
    os.environ["RNNCOURSE_EDITION"] = edition
    before = os.times()
    try:
        with create_client(cells, path, config, LOGGER):
            pass
    except ExecutionError:
        pass
    finally:
        standard_logging.disable(standard_logging.NOTSET)
    after = os.times()
    return (
        path,
        after.children_user - before.children_user + after.children_system - before.children_system,
    )


def seconds_file(app) -> Path:
    """Where the processor seconds of the chapters stand, each of its latest run."""
    return Path(app.outdir).parent / "cpu_seconds.json"


def run_what_is_missing(app, env, docnames: list[str]) -> None:
    """Run all chapters among the pages to be read whose outputs are not in the cache, the longest
    first.
    """
    if env.mystnb_config.execution_mode != "cache":
        return
    missing = {}
    for docname in docnames:
        cells = notebook(app, docname)
        if cells and not is_cached(cells, env.mystnb_config.execution_cache_path):
            missing[env.doc2path(docname)] = (
                docname,
                cells,
                os.environ.get("RNNCOURSE_EDITION", "auto"),
            )
    if not missing:
        return
    seconds = json.loads(seconds_file(app).read_text("utf-8")) if seconds_file(app).exists() else {}
    longest_first = sorted(
        missing,
        key=lambda path: (seconds.get(missing[path][0], 0), len(missing[path][1].cells)),
        reverse=True,
    )
    processes = -1 if len(missing) > 1 else 1  # a single chapter needs no other process
    runs = (
        joblib.delayed(run)(path, missing[path][1], env.mystnb_config, missing[path][2])
        for path in longest_first
    )
    for count, (path, taken) in enumerate(
        joblib.Parallel(processes, return_as="generator_unordered")(runs), start=1
    ):
        docname = missing[path][0]
        LOGGER.info(
            "chapter %d of %d has run: %s, %.0f CPU-seconds", count, len(missing), docname, taken
        )
        seconds[docname] = round(taken, 1)
    seconds_file(app).write_text(json.dumps(seconds, indent=1, sort_keys=True) + "\n", "utf-8")


def setup(app):
    app.connect("env-before-read-docs", run_what_is_missing)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
