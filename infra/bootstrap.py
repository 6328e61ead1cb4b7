"""Makes the virtual environments that `make` needs, once per lock file. Runs on a Python with nothing installed."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
# Each set: its folder, its lock, and the sets that hold everything it needs.
SETS = {
    "staff": (".venv", "staff.txt", ("staff", "serve", "test")),
    "serve": (".venv", "serve.txt", ("serve", "test")),
    "test": (".venv", "test.txt", ("test",)),
    "emulator": (".venv-emulator", "emulator.txt", ("emulator",)),
    "mutation": (".venv-mutation", "mutation.txt", ("mutation",)),
    "audit": (".venv-audit", "audit.txt", ("audit",)),
}

# Where this checkout itself is installed, so that pytest, mkdocs and `python -m staff` need no PYTHONPATH. Their locks
# hold setuptools, which does it.
EDITABLE = {"serve", "test"}


def main(wanted: list[str]) -> str | None:
    if sys.version_info < OLDEST:
        return (
            f"Python {'.'.join(map(str, OLDEST))} or newer is needed; {sys.executable} is {sys.version.split()[0]}.\n"
            f"Name another one: make PYTHON=python3.12 …"
        )
    missing = [name for name in wanted if not ready(name)]
    started = [(name, start(name)) for name in missing]
    return "\n".join(filter(None, [finish(name, process) for name, process in started])) or None


def ready(name: str) -> bool:
    """True when the environment holds just what a lock that covers this set says."""
    folder, _, covering = SETS[name]
    return any(stamp(folder, by).exists() for by in covering) and python(folder).exists()


def stamp(folder: str, name: str) -> Path:
    lock = ROOT / "requirements" / SETS[name][1]
    known = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()[:20]
    return ROOT / folder / f"ready-{name}-{known}"


def python(folder: str | Path) -> Path:
    return ROOT / folder / "bin" / "python"


def start(name: str) -> subprocess.Popen[bytes]:
    """Begin an installation; several run side by side."""
    folder, lock, _ = SETS[name]
    print(f"Installing requirements/{lock} into {folder} (once; a minute or two) …", flush=True)
    for old in (ROOT / folder).glob("ready-*"):
        old.unlink()
    if not is_of_this_python(ROOT / folder):
        make(ROOT / folder)
    hashed = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements" / lock)]
    return subprocess.Popen([*pip(folder), *hashed], env={**os.environ, "PIP_NO_INPUT": "1"})


def pip(folder: str) -> list[str]:
    return [str(python(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]


def is_of_this_python(folder: Path) -> bool:
    """An environment that can be added to; a cloud that runs from it keeps running."""
    settings = folder / "pyvenv.cfg"
    return settings.exists() and f"version = {platform.python_version()}\n" in settings.read_text()


def make(folder: Path) -> None:
    process = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], capture_output=True, text=True)
    if process.returncode:
        sys.exit(no_venv(process.stdout + process.stderr))


def finish(name: str, process: subprocess.Popen[bytes]) -> str | None:
    """An error's text, or None."""
    folder, lock, _ = SETS[name]
    if process.wait():
        return f"Installing requirements/{lock} failed; pip's own words are above."
    if name in EDITABLE and subprocess.run([*pip(folder), "--no-build-isolation", "--editable", str(ROOT)]).returncode:
        return "Installing this checkout failed; pip's own words are above."
    stamp(folder, name).touch()
    return None


def no_venv(said: str) -> str:
    if "ensurepip" in said or "No module named venv" in said:
        version = ".".join(map(str, sys.version_info[:2]))
        return f"This Python has no venv module. On Debian or Ubuntu: sudo apt-get install python{version}-venv"
    return f"python -m venv failed:\n{said}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
