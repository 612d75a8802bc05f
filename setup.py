"""Carry data/ and results/ inside the wheel, as rnncourse/_data and rnncourse/_results.

Everything else stands in pyproject.toml. The scripts that made the data stay in the repository.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
CARRIED = {"data": "_data", "results": "_results"}


class BuildWithData(build_py):
    """Copy the carried folders into the built package; an editable install reads them in place."""

    def run(self):
        """Build, then copy; an editable install reads the folders in place."""
        super().run()
        if self.editable_mode:
            return
        for folder, name in CARRIED.items():
            target = Path(self.build_lib, "rnncourse", name)
            shutil.rmtree(target, ignore_errors=True)
            if (ROOT / folder).is_dir():
                shutil.copytree(
                    ROOT / folder,
                    target,
                    ignore=shutil.ignore_patterns("*.py", "__pycache__", ".*"),
                )


setup(cmdclass={"build_py": BuildWithData})
