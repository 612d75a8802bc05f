"""`{live}`: the place of a live model, a drawing that the reader's own browser calculates.

    ```{live} gradients
    :title: How long is the gradient, some steps back?
    :still: fig-bptt-radius
    :options: {"start": "random", "activation": "identity"}

    1. What to try, and what to notice.
    ```

The argument names a script, `book/live/gradients.js`, whose `mount(place, options)` fills the
place; `still` is the label of a figure of the page that shows the same without moving. On the site,
the script loads when its place comes near the window. Without scripts, in a notebook and in print,
the title, the figure's number and the steps remain, and the last two link to the site. So far there
are `gradients`, whose options are the settings in its script, `lstm_unit`, `cell_by_hand`,
`type_a_name`, `write_a_text`, `say_a_word` and `spell_sounds`, whose options name published nets,
and `adjust_logits`, whose options name published arrays; tests/live/scratch_book.py has what a
chapter writes for each.

With `:from: classifying/last-names`, the nets are those that this page publishes, and its picture
`still` stands in the place itself.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from _ext.content.front import ROOM, note_page, picture
from _ext.site.launch_links import site_url

SCRIPTS = Path(__file__).parents[2] / "live"
CLASS = "live-model"


class live_model(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes like this)
    """The place on a page of the site."""


def json_object(text: str) -> dict:
    """Read an option's JSON; docutils reports what is raised, with the line."""
    options = json.loads(text)
    if not isinstance(options, dict):
        raise ValueError(f'expected a JSON object, such as {{"cell": "LSTM"}}, not {text}')
    return options


class Live(SphinxDirective):
    """A title, where the model stands still, and what to try."""

    required_arguments = 1
    has_content = True
    option_spec = {
        "title": directives.unchanged_required,
        "still": directives.unchanged_required,
        "options": json_object,
        "from": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if not (SCRIPTS / f"{name}.js").is_file():
            raise self.error(f"there is no live model {name!r}; its script would be {name}.js")
        for option in ("title", "still"):
            if option not in self.options:
                raise self.error(f"the live model {name} has no :{option}:")
        place = nodes.container(classes=[CLASS], ids=[f"live-{name.replace('_', '-')}"])
        place["live"], place["options"] = name, self.options.get("options", {})
        place["page"] = self.env.docname
        place["nets_from"] = self.page_of_nets()
        place += nodes.paragraph(
            "", "", nodes.strong("", self.options["title"]), classes=["live-title"]
        )
        place += nodes.paragraph("", "", self.still(), classes=["live-still"])
        self.state.nested_parse(self.content, self.content_offset, place)
        return [place]

    def page_of_nets(self) -> str:
        """The page that publishes the nets of the model, if it needs any."""
        page = self.options.get("from")
        return ROOM + page if page else self.env.docname

    def still(self) -> nodes.Node:
        """Return a reference to the figure that stands for the model, or its picture."""
        label = self.options["still"]
        if "from" in self.options:
            note_page(self.env)
            node = picture(name=label, page=self.page_of_nets())
            self.set_source_info(node)
            return node
        reference = addnodes.pending_xref(
            "",
            nodes.literal("", label),
            refdomain="std",
            reftype="numref",
            refexplicit=False,
            reftarget=label,
            refdoc=self.env.docname,
            refwarn=True,
        )
        self.set_source_info(reference)
        return reference


class Places(SphinxPostTransform):
    """Say beside the figure's number where the model moves; on the site, make room for it."""

    default_priority = 30  # after the references are resolved

    def run(self, **kwargs) -> None:
        builder = self.app.builder
        for place in list(self.document.findall(nodes.container)):
            if CLASS not in place["classes"]:
                continue
            [still] = (p for p in place.findall(nodes.paragraph) if "live-still" in p["classes"])
            elsewhere = any(still.findall(picture))
            if builder.format == "html":
                still += nodes.Text("" if elsewhere else " stands for it where no script runs.")
                place.replace_self(live_model("", *place.children, **place.attributes))
            else:
                page = f"{site_url(self.config)}{place['page']}.html#{place['ids'][0]}"
                still += nodes.Text(" It" if elsewhere else " stands for it here; it")
                still += nodes.Text(" moves ")
                still += nodes.reference("", "on the site", refuri=page, internal=False)
                still += nodes.Text(".")


def open_place(self, node: live_model) -> None:
    """Write the start of the place, with what its script needs to know."""
    label = node.children[0].astext()
    about = {"data-live": node["live"], "data-options": json.dumps(node["options"])}
    self.body.append(
        self.starttag(node, "div", CLASS="live", role="group", **{"aria-label": label}, **about)
    )


def close_place(self, node: live_model) -> None:
    """Write its end."""
    self.body.append("</div>\n")


def copy_scripts(app) -> None:
    """Put the scripts of the live models where a site keeps its files."""
    if app.builder.format == "html":
        scripts = Path(app.outdir, "_static/live")
        shutil.copytree(SCRIPTS, scripts, ignore=lambda *_: ["package.json"], dirs_exist_ok=True)


def add_scripts(app, pagename, templatename, context, doctree) -> None:
    """Let a page with a live model, and no other, load what starts it."""
    if doctree is not None and any(doctree.findall(live_model)):
        app.add_css_file("live.css")
        app.add_js_file("live/live.js", type="module")


def setup(app):
    app.setup_extension("_ext.content.front")
    app.add_directive("live", Live)
    app.add_node(live_model, html=(open_place, close_place))
    app.add_post_transform(Places)
    app.connect("builder-inited", copy_scripts)
    app.connect("html-page-context", add_scripts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
