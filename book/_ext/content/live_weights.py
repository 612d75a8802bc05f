"""Put the nets that a chapter has published (`rnncourse.live.publish`) onto the site.

A published net travels, unseen, in the output of its cell: so it comes out of the cache like a
reported number, print and notebooks drop it. Here its bytes become `_static/live/CHECKSUM.bin`,
which a page loads at first touch, and the page ends with what a script must know of it before:

    <script type="application/json" data-live-weights="NAME">{"file": …, "manifest": …}</script>

`loadWeights(NAME)` of `book/live/weights.js` makes a net of these, and `loadArrays(NAME)` plain
arrays. The same stands at the end of a page whose live model takes them from there.
"""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.util import logging

from _ext.content.live import live_model
from rnncourse.live.packing import MIME

LOGGER = logging.getLogger(__name__)
FOLDER = "_static/live"


class live_nets(nodes.General, nodes.Element):
    """The end of a page of the site: `nets` by name, each with its `file` and `manifest`."""


def published(env, page: str) -> dict[str, dict]:
    """The nets that a page has published, by name: "manifest" and "data", the bytes in base 64."""
    if not NbMetadataCollector.get_doc_data(env)[page].get("glue"):
        return {}
    path = Path(env.mystnb_config.output_folder, *f"{page}.glue.json".split("/"))
    outputs = json.loads(path.read_text("utf-8")).values()
    found = [output["data"][MIME] for output in outputs if MIME in output["data"]]
    return {net["name"]: net for net in found}


def gather(app, doctree) -> None:
    """Keep what the page that was just read says of its nets; bytes that are damaged are none."""
    page, nets = app.env.docname, published(app.env, app.env.docname)
    app.env.rnncourse_live[page] = {name: net["manifest"] for name, net in nets.items()}
    for name, net in nets.items():
        data, manifest = base64.b64decode(net["data"]), net["manifest"]
        if hashlib.sha256(data).hexdigest()[:16] != manifest["checksum"]:
            LOGGER.warning(
                "the weights of the net %r have not the checksum %s; run the page again",
                name,
                manifest["checksum"],
                location=page,
                type="live",
                subtype="checksum",
            )


def describe(app, doctree, docname: str) -> None:
    """End a page of the site with what its nets are, and those that its live models ask for."""
    if app.builder.format != "html":
        return
    published = app.env.rnncourse_live
    manifests = dict(published.get(docname, {}))
    for model in doctree.findall(live_model):
        there = published.get(model["nets_from"], {})
        options = model["options"]
        asked = [*options.get("nets", {}).values(), *options.get("arrays", {}).values()]
        for name in [*asked, options.get("known")]:
            if name in there:
                manifests[name] = there[name]
            elif name is not None:
                warn_missing(name, model)
    up = "../" * docname.count("/")
    nets = {
        name: {"file": f"{up}{FOLDER}/{manifest['checksum']}.bin", "manifest": manifest}
        for name, manifest in manifests.items()
    }
    if nets:
        doctree += live_nets(nets=nets)


def warn_missing(name: str, model: live_model) -> None:
    """Tell that a live model asks for a net that is not published."""
    LOGGER.warning(
        "the page %s publishes no net %r, which a live model asks for; "
        "publish it there with rnncourse.live.publish, or name the page with :from:",
        model["nets_from"],
        name,
        location=model["page"],
        type="live",
        subtype="missing",
    )


def visit_live_nets(self, node: live_nets) -> None:
    """Write the descriptions; nothing in them can end the element."""
    for name, net in node["nets"].items():
        content = json.dumps(net, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")
        self.body.append(
            f'<script type="application/json" data-live-weights="{escape(name)}">{content}'
            "</script>\n"
        )
    raise nodes.SkipNode


def write(app, exception) -> None:
    """Write the bytes of all nets beside the pages, and no others."""
    if exception or app.builder.format != "html":
        return
    folder, wanted = Path(app.outdir, FOLDER), set()
    for page in (page for page, manifests in app.env.rnncourse_live.items() if manifests):
        for net in published(app.env, page).values():
            path = folder / f"{net['manifest']['checksum']}.bin"
            path.write_bytes(base64.b64decode(net["data"]))
            wanted.add(path)
    for path in set(folder.glob("*.bin")) - wanted:
        path.unlink()


def prepare(app) -> None:
    """Make room in the environment for the nets of pages."""
    if not hasattr(app.env, "rnncourse_live"):
        app.env.rnncourse_live = {}


def purge(app, env, docname: str) -> None:
    """Forget the nets of a page that is read again."""
    env.rnncourse_live.pop(docname, None)


def setup(app):
    app.setup_extension("myst_nb")
    app.setup_extension("_ext.content.live")
    app.add_node(live_nets, html=(visit_live_nets, None))
    app.connect("builder-inited", prepare)
    app.connect("env-purge-doc", purge)
    app.connect("doctree-read", gather)
    app.connect("doctree-resolved", describe)
    app.connect("build-finished", write)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": False,
        "parallel_write_safe": True,
    }
