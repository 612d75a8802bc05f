"""Build recordings.npz, NOTICES.txt and the counts of datasheet.md from the package seglearn.

Run `python data/activity/build.py [FOLDER]` in a checkout. It needs pip; FOLDER keeps the package
between runs. The same package gives the same bytes.
"""

import hashlib
import io
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from building import fetched, write_counts  # noqa: E402

# package: (file that its client saves, SHA-256, the client's command)
PACKAGES = {
    "seglearn": (
        "seglearn-1.2.5.tar.gz",
        "90c45b5ced6bac355016c768cb405835815c51ef794c24b4f727d0c7855266c8",
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--no-binary",
            ":all:",
            "seglearn==1.2.5",
        ],
    ),
}
ACCELERATION = 4096  # steps of the int16 values per g
ROTATION = 1024  # steps per rad/s


def member(archive: Path, name: str) -> bytes:
    """The bytes of one file of the package."""
    with tarfile.open(archive) as bundle:
        return bundle.extractfile(f"seglearn-1.2.5/{name}").read()


def arrays(archive: Path) -> dict[str, np.ndarray]:
    """The recordings one after the other as integers, where each begins, and who made which
    exercise with which arm.

    They are sorted by person, arm and exercise. The checksum was verified before the pickle is
    read.
    """
    data = np.load(
        io.BytesIO(member(archive, "seglearn/data/watch_dataset.npy")), allow_pickle=True
    ).item()
    order = np.lexsort((data["y"], data["side"], data["subject"]))
    recordings = [data["X"][i] for i in order]
    scale = np.repeat([ACCELERATION, ROTATION], 3)
    return {
        "values": np.rint(np.vstack(recordings) * scale).astype(np.int16),
        "scale": scale.astype(np.float32),
        "starts": np.cumsum([0, *map(len, recordings)]).astype(np.int32),
        "person": data["subject"][order].astype(np.int8),
        "right_arm": (data["side"][order] == 1),
        "exercise": data["y"][order].astype(np.int8),
        "exercises": np.array(data["y_labels"]),
    }


def counts(table: dict[str, np.ndarray]) -> str:
    """The generated part of the datasheet: what was recorded, by exercise."""
    length = np.diff(table["starts"])
    lines = [
        f"recordings.npz: {len(length)} recordings of {len(np.unique(table['person']))} people, "
        f"{len(table['values'])} samples, "
        f"the shortest {length.min()}, the longest {length.max()}.",
        "",
        "| exercise | recordings | samples |",
        "|---|---:|---:|",
    ]
    lines += [
        f"| {name} | {(table['exercise'] == i).sum()} | {length[table['exercise'] == i].sum()} |"
        for i, name in enumerate(table["exercises"])
    ]
    return "\n".join(lines)


def main() -> None:
    """Write the recordings, the notice and the counts, and print the entry for
    rnncourse/datasets/editions/catalogue.py.
    """
    with tempfile.TemporaryDirectory() as scratch:
        archive = fetched(PACKAGES, Path(sys.argv[1] if len(sys.argv) > 1 else scratch).resolve())[
            "seglearn"
        ]
        table, licence = arrays(archive), member(archive, "LICENSE").decode()
    np.savez_compressed(HERE / "recordings.npz", **table)
    content = (HERE / "recordings.npz").read_bytes()
    print(f'File("recordings.npz", "{hashlib.sha256(content).hexdigest()}", {len(content)})')
    rule = "=" * 80
    (HERE / "NOTICES.txt").write_text(
        f"{rule}\nrecordings.npz: seglearn 1.2.5\n{rule}\n\n{licence.strip()}\n", encoding="utf-8"
    )
    write_counts(HERE, counts(table))


if __name__ == "__main__":
    main()
