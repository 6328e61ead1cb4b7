"""A stand-in for the fonts that Material fetches from Google: the same Roboto, cut into the same subsets.

One variable file a subset holds all the weights Material asks for. That is less to fetch than a file for each
weight, so the stand-in flatters the default site rather than ours.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from infra.paths import TOOLS

PACKAGE, VERSION = "@fontsource-variable/roboto", "5.3.0"
SHA256 = "03510ae8a8159543ebef8d35280cf6821099ef3f61d31858458ac8bf1a8e983e"
SHEETS = ("wght.css", "wght-italic.css")


@dataclass(frozen=True)
class Fonts:
    """`folder` holds `roboto.css` and `files/*.woff2`."""

    folder: Path


def fonts() -> Fonts | None:
    """None where npm or its registry cannot be reached."""
    target = TOOLS / f"roboto-{VERSION}"
    if not target.exists():
        archive = fetch()
        if archive is None:
            return None
        unpack(archive, target)
    return Fonts(target)


def fetch() -> Path | None:
    TOOLS.mkdir(exist_ok=True)
    archive = TOOLS / f"fontsource-variable-roboto-{VERSION}.tgz"
    command = ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"]
    if not archive.exists():
        try:
            subprocess.run(command, cwd=TOOLS, capture_output=True, timeout=60, check=True)
        except (OSError, subprocess.SubprocessError):
            return None
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
        raise RuntimeError(f"{archive} is not what it was when it was pinned")
    return archive


def unpack(archive: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=TOOLS) as name:
        with tarfile.open(archive) as tar:
            tar.extractall(name, filter="data")
        package = Path(name) / "package"
        sheets = "".join((package / sheet).read_text(encoding="utf-8") for sheet in SHEETS)
        for old in package.glob("*.css"):
            old.unlink()
        (package / "roboto.css").write_text(re.sub("Roboto Variable", "Roboto", sheets), encoding="utf-8")
        shutil.move(package, target)
