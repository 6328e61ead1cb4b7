"""Releases on a server: each in a folder of its own with its environment; `current` and `previous` lead to two."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from infra.home.server.machine import Machine
from infra.home.server.release import checked_id, listed_files
from infra.home.server.steps import SetupRefused

RELEASES, CURRENT, PREVIOUS = "/opt/baiqau/releases", "/opt/baiqau/current", "/opt/baiqau/previous"
# Written last: without this file a release is incomplete.
READY = ".ready"
KEPT = 4
# In the order in which they start again: the dispatcher ends when the functions have answered all that it gave them.
WORKERS = ("baiqau-dispatcher.service", "baiqau-functions.service", "baiqau-documents.service", "baiqau-due.service",
           "baiqau-status.service")  # fmt: skip


def folder_of(release: str) -> str:
    return f"{RELEASES}/{release}"


def release_at(machine: Machine, link: str) -> str:
    """The release's ID that a link leads to; empty where there is none."""
    real_path = machine.at(link)
    return Path(real_path.readlink()).name if real_path.is_symlink() else ""


def is_ready(machine: Machine, release: str) -> bool:
    return machine.at(f"{folder_of(release)}/{READY}").is_file()


@dataclass(frozen=True)
class ReleaseStep:
    """Copies the release with its environment, from its own wheels by the lock's hashes and no network."""

    source: Path
    release: str
    restarts: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        return f"install release {self.release} into {folder_of(self.release)}, from its own wheels"

    def is_done(self, machine: Machine) -> bool:
        return is_ready(machine, self.release)

    def act(self, machine: Machine) -> None:
        target = machine.at(folder_of(self.release))
        shutil.rmtree(target, ignore_errors=True)
        for name in listed_files(self.source):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.source / name, target / name)
        if checked_id(target) != self.release:
            raise SetupRefused(f"{folder_of(self.release)} did not become a copy of the release.")
        for command in environment_commands(folder_of(self.release)):
            machine.run(*command)
        (target / READY).touch()
        forget_old(machine, self.release)


def environment_commands(folder: str) -> list[tuple[str, ...]]:
    python, lock = f"{folder}/.venv/bin/python", f"{folder}/requirements/serve.txt"
    offline = (
        "--no-index",
        "--find-links",
        f"{folder}/wheels",
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
    )
    return [
        ("/usr/bin/python3", "-m", "venv", "--clear", f"{folder}/.venv"),
        (python, "-I", "-m", "pip", "--isolated", "install", "--quiet", "--no-cache-dir", *offline, "-r", lock),
        (python, "-I", "-m", "compileall", "-q", f"{folder}/functions", f"{folder}/infra", f"{folder}/staff"),
        ("chown", "-R", "root:root", folder),
        ("chmod", "-R", "u=rwX,go=rX", folder),
    ]


def forget_old(machine: Machine, newest: str) -> None:
    """Remove old releases; the current one, the one before and a few more stay, for a rollback."""
    named = {newest, release_at(machine, CURRENT), release_at(machine, PREVIOUS)}
    others = [release for release in machine.at(RELEASES).iterdir() if release.name not in named]
    for release in sorted(others, key=lambda release: release.stat().st_mtime, reverse=True)[KEPT:]:
        shutil.rmtree(release)


@dataclass(frozen=True)
class CurrentStep:
    """Makes a release the current one; the one before is what `rollback` goes back to."""

    release: str
    restarts: tuple[str, ...] = WORKERS

    @property
    def what(self) -> str:
        return f"make {self.release} the current release"

    def is_done(self, machine: Machine) -> bool:
        return release_at(machine, CURRENT) == self.release

    def act(self, machine: Machine) -> None:
        if before := release_at(machine, CURRENT):
            point(machine, PREVIOUS, before)
        point(machine, CURRENT, self.release)


def point(machine: Machine, link: str, release: str) -> None:
    fresh = machine.at(f"{link}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(f"releases/{release}")
    fresh.replace(machine.at(link))
