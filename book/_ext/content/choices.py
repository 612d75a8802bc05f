"""Questions with answers to choose from: an exercise whose list runs a), b), c), and whose solution
opens with the right letter in bold.

The page gets a lettered list that names the right answer in a class; choices.js makes its items
clickable. Without scripts, and in print, it is a list, and the solution tells.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx_exercise.nodes import exercise_enumerable_node, solution_node

LOGGER = logging.getLogger(__name__)
LETTER = re.compile(r"([a-f])\) ")


def letter_of(item: nodes.Node) -> str:
    """The letter that an item of a list begins with, or nothing."""
    found = LETTER.match(item.astext())
    return found[1] if found else ""


def options(exercise: nodes.Element) -> nodes.bullet_list | None:
    """The list of an exercise whose items begin with a), b), c) and so on, or None."""
    for choices in exercise.findall(nodes.bullet_list):
        letters = [letter_of(item) for item in choices.children]
        if letters == list("abcdef"[: len(letters)]):
            return choices
    return None


def lettered(choices: nodes.bullet_list, answer: str) -> nodes.enumerated_list:
    """The same items in a list that draws the letters itself."""
    found = nodes.enumerated_list(enumtype="loweralpha", prefix="", suffix=")")
    found["classes"] += ["choices", f"answer-{answer}"]
    for item in choices.children:
        first = next(item.findall(nodes.Text))
        first.parent.replace(first, nodes.Text(LETTER.sub("", first.astext(), count=1)))
        found += item
    return found


class Choices(SphinxPostTransform):
    """Make the lists of questions lettered lists that know their answer."""

    default_priority = 30  # after sphinx-exercise has resolved its titles
    formats = ("html", "latex")  # a notebook shows the letters as they are written

    def run(self, **kwargs) -> None:
        answers = {
            solution["target_label"]: next(solution.findall(nodes.strong), None)
            for solution in self.document.findall(solution_node)
        }
        for exercise in list(self.document.findall(exercise_enumerable_node)):
            choices, answer = options(exercise), answers.get(exercise["label"])
            if choices is None:
                continue
            letter = answer.astext().strip() if answer is not None else ""
            if letter not in "abcdef"[: len(choices)] or not letter:
                LOGGER.warning(
                    "the solution of %s opens with %r, expected the letter of an answer in bold",
                    exercise["label"],
                    letter,
                    location=exercise,
                    type="choices",
                    subtype="answer",
                )
                continue
            choices.replace_self(lettered(choices, letter))


def setup(app):
    app.setup_extension("sphinx_exercise")
    app.add_post_transform(Choices)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
