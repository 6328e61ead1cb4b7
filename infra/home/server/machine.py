"""The machine that is set up: its files below one root, and commands that run on it."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Seconds for the longest commands: installing packages and making the environment.
LONGEST_S = 1800


class CommandFailed(Exception):
    """`args[0]` is the command and the end of what it said."""


@dataclass(frozen=True)
class Machine:
    """`root` is `/` but in tests."""

    root: Path = Path("/")

    def at(self, path: str) -> Path:
        """`path` is whole, as it is written in units and settings."""
        return self.root / path.removeprefix("/")

    def run(self, *command: str) -> str:
        """Run a command; returns its standard output. Raises CommandFailed."""
        ran = self._start(command)
        if ran.returncode:
            end = (ran.stdout + ran.stderr)[-2000:]
            raise CommandFailed(f"{' '.join(command)}\n{end}")
        return ran.stdout

    def succeeds(self, *command: str) -> bool:
        return self._start(command).returncode == 0

    def _start(self, command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        # The shell's own PYTHON* settings and its language are left out.
        path = "/usr/sbin:/usr/bin:/sbin:/bin"
        environment = {"PATH": path, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "HOME": "/root"}
        try:
            return subprocess.run(
                command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST_S
            )
        except FileNotFoundError:
            return subprocess.CompletedProcess(command, 127, "", f"{command[0]} is not on this machine")

    def write(self, path: str, content: str, mode: int, owner: str = "root:root") -> None:
        """Write a file atomically, never with more rights than `mode`."""
        fresh = self.at(f"{path}.new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
        self.give(f"{path}.new", mode, owner)
        fresh.replace(self.at(path))

    def give(self, path: str, mode: int, owner: str) -> None:
        self.run("chown", owner, str(self.at(path)))
        self.at(path).chmod(mode)

    def has(self, path: str, mode: int, owner: str) -> bool:
        real_path = self.at(path)
        if not real_path.exists():
            return False
        mode_and_owner = self.run("stat", "-c", "%a %U:%G", str(real_path)).strip()
        return mode_and_owner == f"{mode:o} {owner}"
