"""A release: the product's files and every wheel it needs, with a list of hashes. Made beforehand, installed offline.

`python -m infra.home.server.release --to DIR` makes `DIR/baiqau-ID.tar` on a machine with a network and with the
servers' own kind of processor; one release is for Debian 12 and for Debian 13. ID is the beginning of the hash of the
list, and the list has every file: whoever knows the ID can tell a changed release from ours.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LIST = "SHA256SUMS"
ROOMS = (
    "functions",
    "infra",
    "staff",
    "docs",
    "requirements/serve.txt",
    "mkdocs.yml",
    "baiqau",
    "LICENSE",
    "README.md",
)
# Left out of every release: what can shift a clock, and what only a rehearsal or the local cloud needs.
NOT_CARRIED = ("infra/home/trial*", "infra/clock_shift.py", "infra/rehearsal_only/*", "infra/emulator*",
               "infra/local_cloud.py", "infra/local_stack.py", "infra/mutation/*")  # fmt: skip
SIGNS = 16
# Debian 12's and Debian 13's, as the last of their minor versions: the lock has its part for an older one beside it.
PYTHONS = ("3.11.99", "3.13.99")


class WrongRelease(Exception):
    """`args[0]` names what differs from the list."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / ".build", help="the folder that gets baiqau-ID.tar")
    parser.add_argument("--wheels", type=Path, help="a folder of wheels fetched before; without it pip fetches them")
    wanted = parser.parse_args()
    print(build(wanted.to, wanted.wheels))
    return 0


def build(target: Path, wheels: Path | None = None) -> Path:
    """Make the archive; pip has checked each wheel's hash against requirements/serve.txt (fetch_wheels)."""
    with tempfile.TemporaryDirectory() as scratch:
        fetched = wheels or fetch_wheels(Path(scratch) / "wheels")
        files = {name: ROOT / name for name in carried_files()} | {
            f"wheels/{w.name}": w for w in sorted(fetched.glob("*.whl"))
        }
        sums = "".join(f"{digest_of(file)}  {name}\n" for name, file in sorted(files.items()))
        (Path(scratch) / LIST).write_text(sums, "ascii")
        name = f"baiqau-{release_id(sums)}"
        target.mkdir(parents=True, exist_ok=True)
        archive = target / f"{name}.tar"
        with tarfile.open(archive, "w") as packed:
            for inner, file in [*sorted(files.items()), (LIST, Path(scratch) / LIST)]:
                packed.add(file, f"{name}/{inner}", filter=anonymous)
    return archive


def fetch_wheels(folder: Path) -> Path:
    """For each of PYTHONS on this kind of machine, whatever Python this one has; by the lock's hashes."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, layer in enumerate(layers((ROOT / "requirements" / "serve.txt").read_text("utf-8"))):
        wanted = folder / f"layer-{number}.txt"
        wanted.write_text(layer, "utf-8")
        for python in PYTHONS:
            subprocess.run(fetch_command(python, folder, wanted), check=True)
    return folder


def fetch_command(python: str, folder: Path, wanted: Path) -> list[str]:
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--only-binary", ":all:"]
    return [*fetch, "--python-version", python, "--no-deps", "-d", str(folder), "-r", str(wanted)]


def layers(lock: str) -> list[str]:
    """The lock with each package once in each part, whatever Python it is for: Debian's is another than this one.

    A lock names two versions of a package where two Pythons need two; pip takes one at a time.
    """
    parts: list[dict[str, str]] = []
    for entry in re.split(r"\n(?=[a-z0-9])", lock.strip()):
        requirement, marker, hashes = re.fullmatch(r"([^\s;]+)((?: ;[^\\]*)?)(.*)", entry, re.DOTALL).groups()  # type: ignore[union-attr]
        name, kept = requirement.partition("==")[0], without_python(marker)
        part = next((part for part in parts if name not in part), None)
        if part is None:
            parts.append(part := {})
        part[name] = f"{requirement}{kept} {hashes.strip()}"
    return ["\n".join(part.values()) + "\n" for part in parts]


def without_python(marker: str) -> str:
    """A package of another platform stays that platform's alone, for whatever Python it is."""
    if "python" not in marker:
        return marker
    platform = re.search(r" and (sys_platform == '\w+')", marker)
    return f" ; {platform[1]}" if platform else ""


def carried_files() -> list[str]:
    """The files of the rooms that git knows, without those that no server carries."""
    listed = subprocess.run(["git", "ls-files", "-z", *ROOMS], cwd=ROOT, check=True, capture_output=True, text=True)
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    return sorted(name for name in names if not any(Path(name).match(pattern) for pattern in NOT_CARRIED))


def anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """The archive's member without owner and time, so that the same release gives the same bytes."""
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = "root"
    entry.mode = 0o755 if entry.mode & 0o100 else 0o644
    return entry


def release_id(sums: str) -> str:
    return hashlib.sha256(sums.encode()).hexdigest()[:SIGNS]


def digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def checked_id(folder: Path) -> str:
    """The ID of an unpacked release, every file of which is as the list says. Raises WrongRelease."""
    listed = folder / LIST
    if not listed.is_file():
        raise WrongRelease(f"{folder} is no release: it has no {LIST}. A release is made by infra.home.server.release.")
    sums = listed.read_text("ascii")
    if faults := list(faults_of(folder, sums)):
        raise WrongRelease("This release was changed after it was made:\n" + "\n".join(faults[:20]))
    return release_id(sums)


def faults_of(folder: Path, sums: str) -> Iterator[str]:
    for line in sums.splitlines():
        digest, _, name = line.partition("  ")
        if not is_inside(name):
            yield f"{name} leads out of the release"
        elif not (folder / name).is_file():
            yield f"{name} is missing"
        elif digest_of(folder / name) != digest:
            yield f"{name} differs"


def is_inside(name: str) -> bool:
    return bool(name) and not name.startswith("/") and ".." not in name.split("/")


def listed_files(folder: Path) -> list[str]:
    return [line.partition("  ")[2] for line in (folder / LIST).read_text("ascii").splitlines()] + [LIST]


if __name__ == "__main__":
    sys.exit(main())
