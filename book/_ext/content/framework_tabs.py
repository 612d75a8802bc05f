"""Group consecutive code cells tagged `keras` / `pytorch` into synced tabs.

`{code-cell}` must stay at the top level of a MyST-NB page, so a cell cannot be written inside
`{tab-item}`. The cells are regrouped after parsing instead, on the server: without JavaScript the
tabs are radio buttons still.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx_design.shared import create_component

LOGGER = logging.getLogger(__name__)
FRAMEWORKS = {"keras": "Keras", "pytorch": "PyTorch"}


def framework(node: nodes.Node | None) -> str | None:
    """The framework that a cell is tagged with, or None."""
    if not isinstance(node, nodes.container):
        return None
    return next((key for key in FRAMEWORKS if f"tag_{key}" in node["classes"]), None)


class FrameworkTabs(SphinxTransform):
    """Put every run of tagged cells into one set of tabs."""

    default_priority = 880  # after sphinx-exercise has gathered gated solutions

    def apply(self, **kwargs) -> None:
        parents = []
        for node in self.document.findall(nodes.container):
            if framework(node) and not framework(node.parent) and node.parent not in parents:
                parents.append(node.parent)
        for parent in parents:
            self.regroup(parent)

    def regroup(self, parent: nodes.Element) -> None:
        """Replace the runs of tagged cells among a node's children by tab sets."""
        out, run = [], []
        for child in [*parent.children, None]:
            if framework(child):
                run.append(child)
                continue
            if run:
                out.append(self.tab_set(run))
                run = []
            if child is not None:
                out.append(child)
        parent.children = []
        parent.extend(out)

    def tab_set(self, run: list[nodes.container]) -> nodes.Element:
        """One tab per framework; a framework without cells is a warning, and so fails the build."""
        groups = {key: [node for node in run if framework(node) == key] for key in FRAMEWORKS}
        missing = [FRAMEWORKS[key] for key, cells in groups.items() if not cells]
        if missing:
            LOGGER.warning(
                "a %s cell has no %s cell beside it; write the counterpart, or drop the tag",
                FRAMEWORKS[framework(run[0])],
                missing[0],
                location=run[0],
                type="framework_tabs",
                subtype="missing",
            )
        tabs = create_component("tab-set", classes=["sd-tab-set", "framework-tabs"])
        tabs.source, tabs.line = run[0].source, run[0].line
        for key, cells in groups.items():
            if cells:
                tabs += self.tab_item(key, cells)
        return tabs

    def tab_item(self, key: str, cells: list[nodes.container]) -> nodes.Element:
        """Return the tab of one framework with its cells."""
        item = create_component("tab-item", classes=["sd-tab-item"], selected=False)
        item.source, item.line = cells[0].source, cells[0].line
        item += nodes.rubric(
            "", FRAMEWORKS[key], classes=["sd-tab-label"], sync_id=key, sync_group="framework"
        )
        content = create_component("tab-content", classes=["sd-tab-content"])
        content.extend(cells)
        item += content
        return item


def setup(app):
    app.setup_extension("sphinx_design")
    app.add_transform(FrameworkTabs)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
