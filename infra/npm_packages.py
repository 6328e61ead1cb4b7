"""What is taken from npm, as a lock says: for the tests a checker of HTML, what drives Firefox, TypeScript and eslint.

Lighthouse has a lock of its own: only `make bench` asks for it, and it is three times as large as all the others.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from infra.paths import ROOT, TOOLS

FOLDER = TOOLS / "npm"
LIGHTHOUSE = TOOLS / "lighthouse"
FILES = ("package.json", "package-lock.json")


def modules(folder: Path = FOLDER) -> Path | None:
    """Where they lie; None while they do not, or while those of another lock do."""
    there, lock = folder / "node_modules", _lock(folder)
    is_current = all((folder / name).exists() and (folder / name).read_bytes() == (lock / name).read_bytes()
                     for name in FILES)  # fmt: skip
    return there if is_current and there.exists() else None


def fetch(folder: Path = FOLDER) -> None:
    """By npm, which checks each archive against the lock; nothing of theirs is run. Never an error, as in tools.py."""
    print(f"Fetching packages of npm ({folder.name}) …", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copy(_lock(folder) / name, folder)
    command = ["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
    if subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL).returncode:
        shutil.rmtree(folder, ignore_errors=True)


def _lock(folder: Path) -> Path:
    return ROOT / "requirements" / folder.name


def html_checker() -> list[str]:
    """The W3C's own checker; name files or folders after it."""
    jar = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return ["java", "-Xmx512m", "-jar", str(jar), "--skip-non-html"]
