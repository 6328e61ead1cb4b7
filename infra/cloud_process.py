"""A local cloud as a process of its own, started as `make serve` starts it: for tests, rehearsals and pictures."""

import os
import subprocess
import sys
from pathlib import Path

from infra.paths import FUNCTIONS, ROOT


class NotServing(Exception):
    """It ended before it served; the message is what it said."""


# By the name of the target of `make`: both take the same arguments and say the same word when they are ready.
PROGRAMS = {"serve": "infra.local_cloud", "home": "infra.home.trial"}


def launch(state: Path, at: str, port: int = 0, on: str = "serve") -> "subprocess.Popen[str]":
    """`at` as AT of `make serve`; port 0 is any free one. Everything it says comes on its stdout."""
    program = [sys.executable, "-m", PROGRAMS[on], "--port", str(port), "--at", at, "--state", str(state)]
    environment = {**os.environ, "PYTHONPATH": f"{FUNCTIONS}{os.pathsep}{ROOT}"}
    return subprocess.Popen(
        program, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def ready(process: "subprocess.Popen[str]") -> tuple[int, list[str]]:
    """Waits until it serves; answers its port and what it said until then. Raises NotServing."""
    lines: list[str] = []
    for line in process.stdout or ():
        lines.append(line)
        if line.startswith("Ready: "):
            return int(line.rstrip("/\n").rpartition(":")[2]), lines
    raise NotServing(f"the local cloud ended with {process.wait()}:\n{''.join(lines)}")
