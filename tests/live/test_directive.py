"""The place of a live model: on the site, in print, and in a notebook."""

import json
import re

import nbformat
import pytest
import scratch_book
from scratch_book import SNIPPETS

SITE = "https://someone.github.io/course"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out, complaints = scratch_book.build(tmp_path_factory.mktemp("book"))
    assert not complaints
    return out


def place(site, name):
    html = (site / f"{name}.html").read_text("utf-8")
    [found] = re.findall(r'<div [^>]*data-live="[^"]*".*?</div>', html, re.S)
    return found


@pytest.mark.parametrize("name", SNIPPETS)
def test_the_page_names_the_script_and_keeps_the_steps(site, name):
    found = place(site, name)
    assert f'data-live="{name}"' in found
    assert (site / f"_static/live/{name}.js").is_file()
    assert re.search(r'<p class="live-still">.*(Fig\. \d.*stand|<img alt="Bars.")', found, re.S)
    assert found.count("<li>") == 3


@pytest.mark.parametrize(
    ("page", "names", "up"),
    [
        ("type_a_name", ["a-gru", "some-ngrams"], ""),
        ("adjust_logits", ["some-logits"], ""),
        ("share_persons", ["some-shares"], ""),
        ("write_a_text", list(scratch_book.writers()), ""),
        ("play_a_recording", list(scratch_book.players()), ""),
        ("book/nets", list(scratch_book.nets()), "../"),
    ],
)
def test_nets_of_another_page_are_described_where_a_model_asks_for_them(site, page, names, up):
    html = (site / f"{page}.html").read_text("utf-8")
    described = dict(re.findall(r'data-live-weights="(.*?)">(.*?)</script>', html))
    assert list(described) == names
    for name, text in described.items():
        packed = scratch_book.nets()[name]
        assert json.loads(text)["manifest"] == packed.manifest
        assert json.loads(text)["file"] == f"{up}_static/live/{packed.checksum}.bin"


def test_a_page_whose_models_ask_for_no_net_describes_none(site):
    assert "live-weights" not in (site / "gradients.html").read_text("utf-8")


def test_options_reach_the_script_as_json(site):
    [options] = re.findall(r'data-options="([^"]*)"', place(site, "gradients"))
    assert json.loads(options.replace("&quot;", '"')) == {
        "start": "random",
        "activation": "identity",
    }


def test_only_pages_with_a_live_model_load_its_scripts(site):
    for file in ("live/live.js", "live.css"):
        assert file in (site / "gradients.html").read_text("utf-8")
        assert file not in (site / "index.html").read_text("utf-8")


def test_every_script_that_another_imports_is_published(site):
    for script in (site / "_static/live").glob("*.js"):
        for imported in re.findall(r'from "\./(.*?)"', script.read_text("utf-8")):
            assert (site / "_static/live" / imported).is_file(), script.name


def test_a_notebook_keeps_the_steps_and_links_to_the_site(tmp_path):
    out, complaints = scratch_book.build(tmp_path, "notebooks")
    assert not complaints
    text = "\n".join(cell.source for cell in nbformat.read(out / "gradients.ipynb", 4).cells)
    assert "**How long is the gradient, some steps back?**" in text
    assert f"it moves [on the site]({SITE}/gradients.html#live-gradients)" in text
    assert len(re.findall(r"^1\. ", text, re.M)) == 3


def test_print_keeps_the_steps_and_links_to_the_site(tmp_path):
    out, complaints = scratch_book.build(tmp_path, "latex")
    asked = [name for name, (_, snippet) in SNIPPETS.items() if ":from:" in snippet]
    assert complaints.count("no figure 'fig-typed' on") == len(asked)  # it has no PDF
    assert complaints.count("\n") == len(asked)
    [tex] = [path.read_text("utf-8") for path in out.glob("*.tex") if "Elman" in path.read_text()]
    for name in SNIPPETS:
        page = f"{SITE}/{name}.html".replace("_", r"\_")
        assert page in tex.replace(r"\_", "_").replace("_", r"\_")
    assert "stand" in tex


@pytest.mark.parametrize(
    ("directive", "words"),
    [
        ("```{live} nothing\n:title: A\n:still: fig-x\n```", "there is no live model 'nothing'"),
        ("```{live} gradients\n:title: A\n```", "has no :still:"),
        ("```{live} gradients\n:still: fig-x\n```", "has no :title:"),
        ("```{live} gradients\n:title: A\n:still: fig-x\n:options: [1]\n```", "JSON object"),
        ("```{live} gradients\n:title: A\n:still: fig-nowhere\n```", "fig-nowhere"),
        (
            "```{live} type_a_name\n:title: A\n:still: fig-nowhere\n:from: nets\n```",
            "no figure 'fig-nowhere' on the page book/nets",
        ),
        (
            '```{live} type_a_name\n:title: A\n:still: fig-x\n:options: {"nets": {"A": "b"}}\n```',
            "the page page publishes no net 'b', which a live model asks for",
        ),
        (
            '```{live} write_a_text\n:title: A\n:still: fig-x\n:options: {"known": "c"}\n```',
            "the page page publishes no net 'c', which a live model asks for",
        ),
    ],
)
def test_a_mistake_in_the_directive_is_told(tmp_path, monkeypatch, directive, words):
    monkeypatch.setattr(scratch_book, "SNIPPETS", {"page": ("fig-x", directive)})
    _, complaints = scratch_book.build(tmp_path)
    assert words in complaints
