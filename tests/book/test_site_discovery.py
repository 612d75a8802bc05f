"""What other sites see of this one: descriptions, addresses, the sitemap, the page for a lost
reader, and Binder.
"""

import io
import os
import re
import subprocess
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
import yaml
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from _ext.site import discovery, launch_links

ROOT = Path(__file__).parents[2]

SITE = "https://someone.github.io/course/"
PICTURE = ["page.png", 'A "page" of the book']
PAGES = {
    "start": "# A book\n\nWhat this book\nis *about*.\n\n:::{toctree}\npart/chapter\n:::\n",
    "part/chapter": "# A *chapter* & more\n\n:::{note}\nNot this.\n:::\n\n"
    + "Words and words. " * 30
    + "\n\n## Further\n\n[back](../start.md)\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A built book of two pages in the book's own theme: its folder."""
    folder = tmp_path_factory.mktemp("book")
    for name, text in PAGES.items():
        (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"source/{name}.md").write_text(text)
    (folder / "source/_static").mkdir()
    (folder / "source/_static/page.png").write_bytes(b"a picture")
    settings = {
        "extensions": ["myst_nb", "_ext.site.discovery"],
        "nb_execution_mode": "off",
        "html_title": "The book",
        "root_doc": "start",
        "html_theme": "sphinx_book_theme",
        "html_static_path": ["_static"],
        "myst_enable_extensions": ["colon_fence"],
        "discovery_picture": PICTURE,
        "html_theme_options": {
            "repository_url": "https://github.com/Someone/course",
            "use_repository_button": True,
        },
    }
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            folder / "source",
            None,
            folder / "html",
            folder / "doctrees",
            "html",
            settings,
            status=None,
            warning=warnings,
        )
        app.build()
    assert not warnings.getvalue()
    return folder / "html"


def tags(path):
    """{property: content} of the description and the OpenGraph properties of a page, and its
    canonical address.
    """
    html = path.read_text("utf-8")
    found = re.findall(r'<meta (?:name|property)="(description|og:[^"]*)" content="([^"]*)"', html)
    assert len(found) == len(dict(found)), "a tag stands there twice"
    return {
        **{name: unescape(content) for name, content in found},
        "canonical": re.findall(r'<link rel="canonical" href="([^"]*)"', html),
    }


@pytest.mark.parametrize("page", ["start", "part/chapter", "search", "genindex", "404"])
def test_every_page_names_itself_its_book_and_a_picture_that_is_there(site, page):
    found = tags(site / f"{page}.html")
    assert found["canonical"] == [found["og:url"]] == [f"{SITE}{page}.html"]
    assert (
        found["og:site_name"] == "The book" and found["og:type"] == "website" and found["og:title"]
    )
    assert (site / found["og:image"].removeprefix(SITE)).exists() and found[
        "og:image:alt"
    ] == PICTURE[1]
    assert found["description"] == found["og:description"] != ""


def test_a_page_is_described_by_its_first_paragraph_cut_at_a_word(site):
    assert tags(site / "start.html")["description"] == "What this book is about."
    chapter = tags(site / "part/chapter.html")
    assert chapter["og:title"] == "A chapter & more"
    assert re.fullmatch(r"(Words and words\. )+(Words )?(and )?…", chapter["description"])
    assert 150 < len(chapter["description"]) <= discovery.LENGTH


def test_a_page_without_text_is_described_by_the_front_page(site):
    assert tags(site / "search.html")["description"] == "What this book is about."


def test_the_address_of_the_site_itself_leads_to_the_front_page_and_is_described_like_it(site):
    assert "url=start.html" in (site / "index.html").read_text("utf-8")
    assert tags(site / "index.html") == tags(site / "start.html")


def test_the_sitemap_names_every_chapter_and_nothing_else(site):
    places = [place.text for place in ElementTree.parse(site / "sitemap.xml").findall(".//{*}loc")]
    assert places == [f"{SITE}part/chapter.html", f"{SITE}start.html"]


def test_the_404_page_works_at_every_depth(site):
    html = (site / "404.html").read_text("utf-8")
    addresses = [unescape(match[1]) for match in discovery.ADDRESS.findall(html)]
    inside = [address for address in addresses if not re.match(r"https?:|data:|mailto:", address)]
    assert "/course/start.html" in inside and "/course/part/chapter.html" in inside
    for address in inside:
        assert address.startswith("/course/")
        assert (site / re.sub(r"[?#].*", "", address.removeprefix("/course/"))).exists(), address
    assert 'href="#' in html, "a link within the page stays one"


def test_a_build_with_nothing_new_leaves_the_404_page_as_it_is(site):
    html = (site / "404.html").read_text("utf-8")
    assert discovery.rooted(html, "/course/") == html


def test_the_picture_of_the_book_is_in_the_repository():
    picture, alt = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["sphinx"]["config"][
        "discovery_picture"
    ]
    assert (ROOT / "book/_static" / picture).exists() and alt


# Binder
# ------------------------------------------------------------------------------------------------


def test_binder_opens_the_published_notebook():
    button = {"text": "Binder", "url": "wrong"}
    context = {"header_buttons": [{"label": "launch-buttons", "buttons": [button]}]}
    config = SimpleNamespace(html_theme_options={"repository_url": "https://github.com/a/b"})
    launch_links.rewrite(SimpleNamespace(config=config), "book/x", None, context, None)
    assert button["url"] == "https://mybinder.org/v2/gh/a/b/notebooks?urlpath=lab/tree/book/x.ipynb"


def names(requirements):
    return {match[0] for line in requirements.splitlines() if (match := re.match(r"[\w.-]+", line))}


def git(*words, folder):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def test_binder_installs_the_pins_of_what_the_package_needs_and_no_tool_of_the_build(tmp_path):
    """Run binder/postBuild, with a pip that only shows what it is given, beside a checkout of a
    repository.
    """
    for folder in ("origin", "checkout", "bin"):
        (tmp_path / folder).mkdir()
    (tmp_path / "origin/requirements.txt").write_text(
        (ROOT / "requirements.txt").read_text("utf-8")
    )
    git("init", "--quiet", folder=tmp_path / "origin")
    git("add", ".", folder=tmp_path / "origin")
    git("commit", "--quiet", "--message", "pins", folder=tmp_path / "origin")
    git("clone", "--quiet", tmp_path / "origin", ".", folder=tmp_path / "checkout")
    pip = tmp_path / "bin/python"
    pip.write_text(
        '#!/bin/bash\necho "$@" >> "$SHOWN/calls"\nfor word; do case $word in */pins.txt) cp '
        '"$word" "$SHOWN";; esac; done\n'
    )
    pip.chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "SHOWN": str(tmp_path)}
    subprocess.run(
        ["bash", ROOT / "binder/postBuild"], cwd=tmp_path / "checkout", env=env, check=True
    )

    pins = (tmp_path / "pins.txt").read_text()
    needed = names(
        "\n".join(re.findall(r'^    "(.*)",$', (ROOT / "pyproject.toml").read_text("utf-8"), re.M))
    )
    assert {"torch", "keras"} < needed <= names(pins)
    assert not {"jupyter-book", "sphinx", "pytest", "hypothesis"} & names(pins)
    assert set(pins.splitlines()) <= set(
        (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    )
    first, second = (tmp_path / "calls").read_text().splitlines()
    assert "-r" in first and "--no-deps" in second


def test_binder_runs_the_python_that_the_workflow_runs():
    workflow = (ROOT / ".github/workflows/book.yml").read_text("utf-8")
    wanted = (ROOT / "binder/runtime.txt").read_text("utf-8").strip().removeprefix("python-")
    assert set(re.findall(r'python-version: "(.*)"', workflow)) == {wanted}


def test_the_workflow_publishes_binders_files_with_the_notebooks():
    steps = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text("utf-8"))["jobs"][
        "build"
    ]["steps"]
    added = next(
        i for i, step in enumerate(steps) if step.get("run") == "cp -R binder _build/notebooks/"
    )
    uploaded = next(
        i for i, step in enumerate(steps) if step.get("with", {}).get("path") == "_build/notebooks"
    )
    assert added < uploaded
