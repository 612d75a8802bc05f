"""How far a student's notebook has come, and the two cell magics that let "Run all" go to its end.

`%load_ext rnncourse.checks` brings them:

- `%%framework keras` runs a cell only if `FRAMEWORK`, chosen at the top of the notebook, is that
  one;
- `%%check`, or `%%check keras`, moreover lists the checks of the cell in `checks.summary()`.

Below a cell that fails, the notebook goes on. A cell without a magic, as on the pages of the book,
stops at a check that fails.
"""

from __future__ import annotations

import re
import traceback
from typing import Any

from rnncourse.checks.attempt import CheckFailed, states

FRAMEWORKS = ("keras", "torch")
CALL = re.compile(r"^checks\.(\w+)\(", re.M)


def summary() -> None:
    """Print every check so far and how it ended: right, not right yet, not written yet, not
    reached, or skipped as the other framework's.
    """
    for name, state in states.items():
        print(f"{name:20} {state}")
    counted = [state for state in states.values() if not state.startswith("skipped")]
    print(f"\n{counted.count('right')} of {len(counted)} right")


def chosen(shell: Any, framework: str) -> bool:
    """Whether a cell of this framework, or of none, is to run; raise ValueError if the notebook
    chooses neither.
    """
    choice = shell.user_ns.get("FRAMEWORK")
    if framework and choice not in FRAMEWORKS:
        raise ValueError(
            f'FRAMEWORK is {choice!r}; write FRAMEWORK = "keras" or "torch" at the top'
        )
    return framework in ("", choice)


def run(shell: Any, framework: str, cell: str) -> None:
    """Run a cell if its framework is chosen, and go on whatever it raises."""
    if chosen(shell, framework):
        shell.run_cell(cell)
    else:
        print(f"skipped: this cell is for {framework}")


def run_check(shell: Any, framework: str, cell: str) -> None:
    """Run a cell likewise, and note its checks: those that it does not come to as well."""
    state = "not reached" if chosen(shell, framework) else f"skipped: for {framework}"
    states.update(dict.fromkeys(CALL.findall(cell), state))
    run(shell, framework, cell)


def tell(shell: Any, kind: type, error: BaseException, trace: Any, tb_offset: int | None = None):
    """Say in short what is not right, or not written yet, instead of a traceback."""
    if isinstance(error, CheckFailed):
        print(error)
    else:
        name = traceback.extract_tb(trace)[-1].name
        print(f"not written yet: {name}\n   this cell needs it: write it, and run this cell again")


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the two magics."""
    shell.register_magic_function(
        lambda line, cell: run(shell, line.strip(), cell), "cell", "framework"
    )
    shell.register_magic_function(
        lambda line, cell: run_check(shell, line.strip(), cell), "cell", "check"
    )
    shell.set_custom_exc((CheckFailed, NotImplementedError), tell)
