"""Print the book: `make pdf` runs this, and leaves `_build/rnncourse.pdf`.

The pages are read as `make book` reads them, so that cells which it has executed are not executed
again. Sphinx writes LaTeX and a Makefile, by which latexmk has xelatex print it as often as its
references need. All are Debian's: see PACKAGES.
"""

import os
import re
import shutil
import subprocess
import sys
import time

from build_book import BUILD, OUTPUT, UNFINISHED, alone, read_book

LATEX = BUILD / OUTPUT["latex"]
NAME = "rnncourse"
PACKAGES = "texlive-xetex texlive-latex-extra latexmk xindy fonts-freefont-otf fonts-wqy-zenhei"
FAULTS = re.compile(
    r"^(?:Missing character: .*|LaTeX Warning: .*undefined.*|.*multiply defined.*)$", re.M
)


def faults(log: str) -> list[str]:
    """What LaTeX only mentions and a reader sees: characters that no font has, references that lead
    nowhere.
    """
    return sorted(set(FAULTS.findall(log)))


@alone()
def main() -> int:
    """Print the book; return 0, or 1 with the reason on the screen."""
    start = time.monotonic()
    if not shutil.which("latexmk") or not shutil.which("xelatex"):
        print(
            f"latexmk and xelatex are needed; on Debian: apt-get install {PACKAGES}",
            file=sys.stderr,
        )
        return 1
    if not read_book("latex"):
        return 1
    UNFINISHED.unlink()
    whole_lines = os.environ | {
        "max_print_line": "1000"
    }  # or the log breaks them after 79 characters
    printing = subprocess.run(
        ["make", "LATEXMKOPTS=-g -silent -interaction=nonstopmode"], cwd=LATEX, env=whole_lines
    )
    log = (LATEX / f"{NAME}.log").read_text("utf-8", errors="replace")
    found = faults(log)
    if printing.returncode or found:
        print(
            "\nThe book was not printed:",
            *found or [f"see {LATEX / NAME}.log"],
            sep="\n",
            file=sys.stderr,
        )
        return 1
    shutil.copy(LATEX / f"{NAME}.pdf", BUILD)
    print(f"\nPrinted in {time.monotonic() - start:.0f} s.  _build/{NAME}.pdf")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
