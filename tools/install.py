"""Install like `pip install`, but PyTorch's CPU build first:
`python tools/install.py -r requirements.txt`.

On Linux the ordinary index has only a PyTorch that brings CUDA along. PyTorch's own index has a
build without it. TORCH_INDEX names that index where it stands elsewhere; if it is empty, pip alone
decides what is taken.
"""

import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements.txt"
CPU_BUILDS = "https://download.pytorch.org/whl/cpu"
SECONDS = 10  # that the index has to answer


def pip(*words: str, **options) -> subprocess.CompletedProcess:
    """Run pip in the environment of this Python."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *words]
    return subprocess.run(command, text=True, **options)


def is_installed(torch: str) -> bool:
    """Whether this version is there already, in whichever build."""
    try:
        return version("torch").partition("+")[0] == torch
    except PackageNotFoundError:
        return False


def is_at_hand(torch: str) -> bool:
    """Install this version from the folders of wheels that pip knows; tell whether one had it."""
    found = pip("install", "--no-index", "--no-deps", f"torch=={torch}", capture_output=True)
    return found.returncode == 0


def is_offered(build: str, index: str) -> bool:
    """Whether the index answers soon and has this build for this Python and this machine."""
    words = ("index", "versions", "torch", "--index-url", index, "--retries", "0")
    try:
        found = pip(*words, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return build in re.split(r"[\s,()]+", found.stdout)


def install_cpu_build(torch: str, index: str) -> None:
    """Install the CPU build of this version alone, or say what is taken in its place."""
    if is_installed(torch) or is_at_hand(torch):
        return
    build = f"{torch}+cpu"
    if is_offered(build, index):
        words = ("install", "--no-deps", "--index-url", index, f"torch=={build}")
        if pip(*words).returncode == 0:
            return
    print(
        f"PyTorch {torch} without CUDA is not to be had from {index}; TORCH_INDEX may name another "
        "address. The build of the ordinary index is taken: more than 3 GB are downloaded in place "
        "of less than 1.",
        flush=True,
    )


def main() -> int:
    """Install; return pip's exit status."""
    index = os.environ.get("TORCH_INDEX", CPU_BUILDS)
    if index and sys.platform == "linux":
        [torch] = re.findall(r"^torch==([\w.]+)", REQUIREMENTS.read_text("utf-8"), re.MULTILINE)
        install_cpu_build(torch, index)
    return pip("install", *sys.argv[1:]).returncode


if __name__ == "__main__":
    sys.exit(main())
