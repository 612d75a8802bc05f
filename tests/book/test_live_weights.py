"""A net that a chapter publishes reaches the site with its bytes, and the reader's browser runs
it.
"""

import base64
import io
import json
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from asked import run_script
from scratch_book import output
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from torch import nn

from rnncourse import live

PROGRAM = """from torch import nn
from rnncourse import live
live.publish(live.pack([nn.Embedding(3, 2), nn.GRU(2, 4)], symbols="abc"), "toy")
"""
SETTINGS = {
    "extensions": ["myst_nb", "_ext.content.figure_alt", "_ext.content.live_weights"],
    "html_theme": "basic",
    "html_copy_source": False,
    "suppress_warnings": ["toc"],
}


def net():
    rng = np.random.default_rng(0)
    parts = [nn.Embedding(3, 2), nn.GRU(2, 4, batch_first=True), nn.Linear(4, 2)]
    for part in parts:
        for parameter in part.parameters():
            parameter.data = parameter.data.new_tensor(rng.normal(0, 1, parameter.shape))
    return live.pack(parts, symbols="ab<", classes=["</script><b>", "two & three"])


def page(source, *outputs):
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs), execution_count=1)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# A page"), cell], metadata={"kernelspec": kernel}
    )


class Book:
    """A book of one page in a folder."""

    def __init__(self, folder):
        self.source, self.build_folder = folder / "source", folder / "build"
        (self.source / "part").mkdir(parents=True)
        (self.source / "index.md").write_text("# A book\n\n```{toctree}\npart/page\n```\n")

    def build(self, content=None, builder="html", **settings):
        """Build it; return the warnings, and the folder of what was written."""
        if content is not None:
            (self.source / "part/page.ipynb").write_text(nbformat.writes(content))
        warnings, out = io.StringIO(), self.build_folder / builder
        with patch_docutils(), docutils_namespace():
            Sphinx(
                self.source,
                None,
                out,
                self.build_folder / "doctrees",
                builder,
                SETTINGS | {"nb_execution_mode": "off"} | settings,
                status=None,
                warning=warnings,
            ).build()
        return warnings.getvalue(), out


@pytest.fixture
def book(tmp_path):
    return Book(tmp_path)


def nets_of(html):
    """What a page says of its nets, by name."""
    parts = html.split('<script type="application/json" data-live-weights="')[1:]
    return {
        part.partition('">')[0]: json.loads(part.partition('">')[2].partition("</script>")[0])
        for part in parts
    }


def test_the_bytes_and_the_description_reach_the_site(book):
    warnings, site = book.build(page("publish()", output("toy", net())))
    text = (site / "part/page.html").read_text("utf-8")
    described = nets_of(text)["toy"]
    assert not warnings
    assert described["manifest"] == net().manifest
    assert (site / "part" / described["file"]).read_bytes() == net().data
    assert (site / "_static/live/nets.js").exists() and "live-weights" not in (
        site / "index.html"
    ).read_text("utf-8")
    assert base64.b64encode(net().data).decode() not in text and "</script><b>" not in text


def test_the_search_does_not_find_the_description(book):
    _, site = book.build(page("publish()", output("toy", net())))
    assert net().checksum not in (site / "searchindex.js").read_text("utf-8")


def test_a_page_that_is_not_read_again_keeps_its_bytes(book):
    content = page("publish()", output("toy", net()))
    _, site = book.build(content)
    path = site / f"_static/live/{net().checksum}.bin"
    path.unlink()
    book.build()
    assert path.read_bytes() == net().data


def test_bytes_that_no_page_uses_leave_the_site(book):
    _, site = book.build(page("publish()", output("toy", net())))
    book.build(page("1"))
    assert not list(site.rglob("*.bin"))
    assert "live-weights" not in (site / "part/page.html").read_text("utf-8")


def test_damaged_bytes_are_a_warning(book):
    warnings, _ = book.build(page("publish()", output("toy", net(), checksum="0" * 16)))
    assert "the weights of the net 'toy' have not the checksum 0000000000000000" in warnings


def test_two_nets_of_one_name_are_a_warning(book):
    warnings, _ = book.build(page("publish()", output("toy", net()), output("toy", net())))
    assert "'live/toy' duplicate" in warnings


def test_print_drops_the_bytes(book):
    content = page("publish()", output("toy", net()))
    _, printed = book.build(content, "latex")
    text = "".join(path.read_text("utf-8") for path in printed.glob("*.tex"))
    assert "publish" in text and net().checksum not in text
    assert not list(printed.rglob("*.bin"))


def test_a_chapter_that_runs_publishes_its_net_and_from_the_cache_too(book):
    cached = {
        "nb_execution_mode": "cache",
        "nb_execution_timeout": 600,
        "nb_execution_raise_on_error": True,
    }
    for _ in range(2):
        warnings, site = book.build(page(PROGRAM), **cached)
        described = nets_of((site / "part/page.html").read_text("utf-8"))["toy"]
        assert not warnings and (site / "part" / described["file"]).exists()
        (site / "part" / described["file"]).unlink()
        (book.source / "part/page.ipynb").touch()


# in the browser
# --------------------------------------------------------------------------------------------------

ELSEWHERE = """document.querySelector("[data-live-weights]").textContent =
  document.querySelector("[data-live-weights]").textContent.replace("../_static", "https://example.org")"""
NO_CHECKSUM = "Object.defineProperty(globalThis, 'crypto', { value: undefined })"


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """What came of loading the net, in order of TASKS."""
    book = Book(tmp_path_factory.mktemp("book"))
    _, site = book.build(page("publish()", output("toy", net())))
    path = f"/_static/live/{net().checksum}.bin"
    data = bytearray(net().data)
    data[7] ^= 1
    damaged, short = (base64.b64encode(part).decode() for part in (data, data[:-1]))
    whole = {"name": "toy", "run": [0, 1, 2]}
    tasks = {
        "whole": whole,
        "insecure": whole | {"before": NO_CHECKSUM},
        "damaged": whole | {"replace": {path: damaged}},
        "cut off": whole | {"replace": {path: short}},
        "missing": whole | {"replace": {path: None}},
        "of another name": whole | {"name": '"]'},
        "elsewhere": whole | {"before": ELSEWHERE},
    }
    words = (str(site), "part/page.html", json.dumps(list(tasks.values())))
    done = json.loads(run_script("open_page.mjs", "chromium", *words))
    return SimpleNamespace(path=path, done=dict(zip(tasks, done, strict=True)))


@pytest.mark.site
def test_a_browser_loads_a_net_at_first_touch_once_and_runs_it(opened):
    found = opened.done["whole"]
    assert found["before"] == [] and found["loaded"] == [opened.path] and found["same"]
    expected = live.forward(net(), np.array([[0, 1, 2]]))[0]
    assert np.allclose(found["answer"], expected, rtol=0, atol=1e-12)
    assert opened.done["insecure"]["answer"] == found["answer"]


@pytest.mark.site
@pytest.mark.parametrize(
    "what, words",
    [
        ("damaged", "is damaged, or of another build of this page. Reload the page."),
        ("cut off", "is damaged, or of another build of this page. Reload the page."),
        ("missing", "The net could not be loaded (404). Reload the page."),
        ("of another name", 'This page holds no net of the name “"]”.'),
        ("elsewhere", "The net would come from another site."),
    ],
)
def test_a_net_that_cannot_be_loaded_is_refused_in_words(opened, what, words):
    assert opened.done[what]["refused"].endswith(words)
