"""The environment of a build: folders, settings and a package of its own.

What the reader has set up for other work (kernels, start-up files, back ends, styles, packages)
stays out, and a home that cannot be written is not asked. The cells run in folders of their own,
so that paths are made absolute; the reader's cache of data stays where it is.
"""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "_build"
SETTINGS = {
    "DOCUTILSCONFIG": "",
    "JUPYTER_PREFER_ENV_PATH": "1",
    "KERAS_BACKEND": "tensorflow",
    "PYTHONPATH": str(ROOT),  # comes before what is installed, which may be another folder's
    "PYTHONUTF8": "1",
    "PYTHONWARNINGS": "ignore:IProgress not found",  # pooch asks tqdm for widgets no page shows
}
FOLDERS = {
    "IPYTHONDIR": ".ipython",
    "JUPYTER_CONFIG_DIR": ".jupyter",
    "JUPYTER_DATA_DIR": ".jupyter/data",
    "JUPYTER_RUNTIME_DIR": ".jupyter/runtime",
    "KERAS_HOME": ".keras",
    "MPLCONFIGDIR": ".matplotlib",
}
UNWANTED = (
    "JUPYTER_PATH",
    "KERAS_MAX_EPOCHS",
    "KERAS_MAX_STEPS_PER_EPOCH",
    "MATPLOTLIBRC",
    "MPLBACKEND",
    "PYTHONIOENCODING",
)
KERNEL = """\
get_config().IPKernelApp.log_level = 40
try:  # where memory is short, Linux ends the kernel before the build, which can say so
    open("/proc/self/oom_score_adj", "w").write("500")
except OSError:
    pass
"""
DEFAULTS = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "OMP_NUM_THREADS": "1",  # chapters run side by side, each on a core of its own
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}


def prepare_environment() -> None:
    """Set the environment of this process and of the kernels that it starts.

    Ends in a sentence where a variable names a path that is not there, and where the cells would
    import another package than this folder's.
    """
    begin_again_in_utf8()
    absolute_path("RNNCOURSE_DATA", "folder")
    absolute_path("RNNCOURSE_WHEEL", "file")
    os.chdir(ROOT)
    for variable in UNWANTED:
        os.environ.pop(variable, None)
    os.environ.update(DEFAULTS | os.environ | SETTINGS)
    for variable, name in FOLDERS.items():
        (BUILD / name).mkdir(parents=True, exist_ok=True)
        os.environ[variable] = str(BUILD / name)
    profile = BUILD / FOLDERS["IPYTHONDIR"] / "profile_default"
    profile.mkdir(exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL, "utf-8")
    check_package()
    sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "book"), str(ROOT)]
    from _ext.execution import quick_start  # noqa: F401 (before Sphinx)


def begin_again_in_utf8() -> None:
    """Let the build name files, and print, in UTF-8, where the reader's locale knows fewer
    letters.
    """
    if sys.getfilesystemencoding() != "utf-8":
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def absolute_path(variable: str, kind: str) -> None:
    """Let the path in an environment variable mean the same in every folder."""
    if given := os.environ.get(variable):
        path = os.path.abspath(os.path.expanduser(given))
        if not (os.path.isdir if kind == "folder" else os.path.isfile)(path):
            raise SystemExit(
                f"{variable} is {given!r}, and {path} is no {kind}; name another one, or unset it"
            )
        os.environ[variable] = path


def check_package() -> None:
    """Import the package as a cell does, and what a cell starts."""
    asked = [sys.executable, "-c", "import rnncourse; print(rnncourse.__path__[0])"]
    with tempfile.TemporaryDirectory() as elsewhere:
        done = subprocess.run(asked, cwd=elsewhere, capture_output=True)
    found = os.fsdecode(done.stdout).strip()
    if not found or Path(found).resolve() != ROOT / "rnncourse":
        raise SystemExit(
            f"the cells would not import {ROOT / 'rnncourse'}, but {found or 'nothing'}; rename "
            f"the folder if there is {os.pathsep!r} in its name, or install its package: pip "
            "install --editable ."
        )
