"""The processes of `make home` beside its front: the workers of the functions, and the one for what is due."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.packaged_gateway import ORIGIN_HEADER
from infra.paths import ROOT

START_S = 60
STOP_S = 10


class PartFailed(Exception):
    """A process does not start; the message is the end of what it said."""


@dataclass
class TrialProcess:
    """One process, started at once and again whenever it ends; what it says goes into `log`."""

    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    descriptors: tuple[int, ...] = ()
    process: "subprocess.Popen[bytes]" = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            # Of its own group, so that a Ctrl-C reaches the front alone, which ends the others in order.
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=dict(self.environment), stdout=log, stderr=log,
                pass_fds=self.descriptors, start_new_session=True,
            )  # fmt: skip

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def start_again_if_ended(self) -> None:
        if self.has_ended():
            self.start()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def functions_workers(inner: socket.socket, environment: Mapping[str, str], folder: Path) -> TrialProcess:
    program = [sys.executable, "-m", "gunicorn", "--config", "python:infra.home.gunicorn_settings"]
    command = [*program, "--bind", f"fd://{inner.fileno()}", "infra.home.trial_functions:wsgi()"]
    return TrialProcess(command, environment, folder / "functions.log", (inner.fileno(),))


def due_worker(environment: Mapping[str, str], folder: Path) -> TrialProcess:
    return TrialProcess([sys.executable, "-m", "infra.home.trial_due"], environment, folder / "due.log")


def when_answering(inner: socket.socket, origin_secret: str, parts: Sequence[TrialProcess]) -> None:
    """Returns when the functions answer. Raises PartFailed when one of the parts has ended before."""
    address = f"http://127.0.0.1:{inner.getsockname()[1]}/api/call"
    request, until = urllib.request.Request(address, headers={ORIGIN_HEADER: origin_secret}), time.monotonic() + START_S
    while time.monotonic() < until:
        for part in parts:
            if part.has_ended():
                raise PartFailed(f"{part.command[-1]} ended:\n{part.log.read_text('utf-8', 'replace')[-2000:]}")
        try:
            # The workers take a while to start.
            urllib.request.urlopen(request, timeout=START_S).close()
            return
        except urllib.error.HTTPError as refusal:
            raise PartFailed(f"the functions do not start: {refusal.read().decode('utf-8', 'replace')}") from None
        except OSError:
            time.sleep(0.05)
    raise PartFailed(f"the functions do not answer within {START_S} s")
