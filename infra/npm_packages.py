"""What the tests take from npm, as the lock says: a checker of HTML, what drives Firefox, TypeScript and eslint."""

import shutil
import subprocess
from pathlib import Path

from infra.paths import ROOT, TOOLS

LOCK = ROOT / "requirements" / "npm"
FOLDER = TOOLS / "npm"
FILES = ("package.json", "package-lock.json")


def modules() -> Path | None:
    """Where they lie; None while they do not, or while those of another lock do."""
    there = FOLDER / "node_modules"
    is_current = all((FOLDER / name).exists() and (FOLDER / name).read_bytes() == (LOCK / name).read_bytes()
                     for name in FILES)  # fmt: skip
    return there if is_current and there.exists() else None


def fetch() -> None:
    """By npm, which checks each archive against the lock; nothing of theirs is run. Never an error, as in tools.py."""
    print("Fetching the tests' npm packages …", flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    shutil.copy(LOCK / FILES[0], FOLDER)
    shutil.copy(LOCK / FILES[1], FOLDER)
    command = ["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
    if subprocess.run(command, cwd=FOLDER, stdin=subprocess.DEVNULL).returncode:
        shutil.rmtree(FOLDER, ignore_errors=True)


def html_checker() -> list[str]:
    """The W3C's own checker; name files or folders after it."""
    jar = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return ["java", "-Xmx512m", "-jar", str(jar), "--skip-non-html"]
