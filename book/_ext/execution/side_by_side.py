"""Run the chapters side by side, one on every core, before Sphinx reads the pages one after
another.

What a chapter printed and drew goes into MyST-NB's cache, where Sphinx finds it. A chapter that
fails leaves nothing there: Sphinx runs it once more and says what is wrong. One that cannot be run
to its end, because its kernel dies or is not there, ends the build once the others have run. The
processor time of each goes into `cpu_seconds.json` beside the site.
"""

from __future__ import annotations

import json
import logging as standard_logging
import os
from pathlib import Path
from typing import Any

import joblib
from joblib.externals.loky.process_executor import TerminatedWorkerError
from jupyter_cache import get_cache
from jupyter_client.kernelspec import NoSuchKernel
from myst_nb.core.execute import ExecutionError, create_client
from myst_nb.core.read import create_nb_reader
from sphinx.errors import ExtensionError
from sphinx.util import logging

from _ext.execution import capacity, quick_start  # noqa: F401 (first)
from _ext.execution.page_text import naming, text_of

LOGGER = logging.getLogger(__name__)
LACKING = "probably for want of memory"


def notebook(app, docname: str):
    """The cells of a page as Sphinx is going to read them; None for a page without a kernel."""
    path, source = app.env.doc2path(docname), [text_of(app.env, docname)]
    app.emit("source-read", docname, source)
    reader = create_nb_reader(path, app.env.myst_config, app.env.mystnb_config, source[0])
    with naming(docname):
        return reader and reader.read(source[0])


def is_cached(cells, folder: str) -> bool:
    """Whether the cache holds what these cells put out."""
    try:
        get_cache(folder).match_cache_notebook(cells)
    except KeyError:
        return False
    return True


def run(docname: str, path: str, cells, config, edition: str) -> tuple[str, float, str]:
    """Run one chapter in `edition`, put what came out into the cache; return its name, the
    processor seconds that it took, and what kept its kernel from running to the end.

    Kernels are children of this process, which has no others. Raises ExtensionError with the
    chapter's name where anything else than a kernel or a cell fails.
    """
    standard_logging.disable()
    os.environ["RNNCOURSE_EDITION"] = edition
    before, fault = os.times(), ""
    try:
        with create_client(cells, path, config, LOGGER):
            pass
    except ExecutionError:
        pass
    except Exception as error:
        if not (fault := fault_of_kernel(error)):
            raise ExtensionError(f"{docname}: {type(error).__name__}: {error}") from error
    finally:
        standard_logging.disable(standard_logging.NOTSET)
    after = os.times()
    return (
        docname,
        after.children_user - before.children_user + after.children_system - before.children_system,
        fault,
    )


def fault_of_kernel(error: Exception) -> str:
    """Say why a chapter could not be run to its end, if its kernel is the reason."""
    if isinstance(error, NoSuchKernel):
        return f"no kernel is called {error.name!r}; copy the front matter of another chapter"
    if isinstance(error, RuntimeError) and "Kernel died" in str(error):
        return f"its kernel died, {LACKING}"
    return ""


def seconds_file(app) -> Path:
    """Where the processor seconds of the chapters stand, each of its latest run."""
    return Path(app.outdir).parent / "cpu_seconds.json"


def missing_chapters(app, docnames: list[str]) -> dict[str, tuple]:
    """What `run` is to be called with, by page, for each whose outputs are not in the cache."""
    config, found = app.env.mystnb_config, {}
    for docname in docnames:
        cells = notebook(app, docname)
        if cells and not is_cached(cells, config.execution_cache_path):
            edition = os.environ.get("RNNCOURSE_EDITION", "auto")
            found[docname] = (docname, app.env.doc2path(docname), cells, config, edition)
    return found


def run_all(chapters: list[tuple], processes: int, seconds: dict[str, float]) -> list[str]:
    """Run the chapters, so many at a time; note in `seconds` what each took, and return a line for
    each that could not be run to its end.
    """
    waiting, faults = [docname for docname, *_ in chapters], []
    runs = (joblib.delayed(run)(*chapter) for chapter in chapters)
    try:
        finished: Any = joblib.Parallel(processes, return_as="generator_unordered")(runs)
        for count, (docname, taken, fault) in enumerate(finished, start=1):
            waiting.remove(docname)
            if fault:
                faults.append(f"{docname}: {fault}")
                continue
            seconds[docname] = round(taken, 1)
            done = f"chapter {count} of {len(chapters)} has run"
            LOGGER.info("%s: %s, %.0f CPU-seconds", done, docname, taken)
    except TerminatedWorkerError:
        running = " or ".join(waiting[:processes])
        faults.append(f"{running}: its process was killed, {LACKING}")
    return faults


def run_what_is_missing(app, env, docnames: list[str]) -> None:
    """Run all chapters among the pages to be read whose outputs are not in the cache, the longest
    first.

    Raises ExtensionError with the names of those that could not be run to their end.
    """
    if env.mystnb_config.execution_mode != "cache":
        return
    missing = missing_chapters(app, docnames)
    if not missing:
        return
    from matplotlib import font_manager  # noqa: F401 (lists the fonts: a page must not warn of it)

    seconds = json.loads(seconds_file(app).read_text("utf-8")) if seconds_file(app).exists() else {}
    longest_first = sorted(
        missing,
        key=lambda docname: (seconds.get(docname, 0), len(missing[docname][2].cells)),
        reverse=True,
    )
    processes = min(capacity.jobs(), len(missing))
    faults = run_all([missing[docname] for docname in longest_first], processes, seconds)
    seconds_file(app).write_text(json.dumps(seconds, indent=1, sort_keys=True) + "\n", "utf-8")
    if any(LACKING in fault for fault in faults):
        faults.append(capacity.advice(processes))
    if faults:
        raise ExtensionError("\n".join(faults))


def setup(app):
    app.connect("env-before-read-docs", run_what_is_missing)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
