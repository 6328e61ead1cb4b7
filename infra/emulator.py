"""Starts and stops the AWS emulator as a child process. Nothing of it runs in our own environment."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from infra.paths import EMULATOR_PYTHON, ROOT

REGION = "eu-central-1"
START_S = 30
STOP_S = 20


# As in emulator_main.py: what this run wrote is in the journal, since the state could not be saved.
NOT_SAVED = 3


class EmulatorFailed(Exception):
    """The emulator did not start, ended on its own or has no room; the message says where its log lies."""


@dataclass(frozen=True)
class Emulator:
    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, service: str) -> Any:
        """A boto3 client of the emulator, whatever AWS settings the operator's environment has."""
        known = {"region_name": REGION, "aws_access_key_id": "local", "aws_secret_access_key": "local"}
        patient = Config(connect_timeout=5, read_timeout=60, s3={"addressing_style": "path"})
        return boto3.client(service, endpoint_url=self.url, config=patient, **known)

    def save(self) -> None:
        """Returns when all state is on disk. Raises EmulatorFailed when the disk does not take it."""
        request = urllib.request.Request(f"{self.url}/_baiqau/save", method="POST")
        try:
            urllib.request.urlopen(request, timeout=60).close()
        except urllib.error.HTTPError as refusal:
            reason = refusal.read().decode("utf-8", "replace")
            raise EmulatorFailed(
                f"there is no room for its state: {reason}. Make room and start again: nothing acknowledged is lost"
            ) from None

    def recovered(self) -> dict[str, int]:
        """What the journal gave back at this start: `writes` repeated, `refused` ones, `torn` lines left out."""
        with urllib.request.urlopen(f"{self.url}/_baiqau/recovered", timeout=60) as answer:
            return dict(json.load(answer))

    def running(self) -> bool:
        return self.process.poll() is None


@contextmanager
def emulator(state: Path) -> Iterator[Emulator]:
    """A running emulator that keeps its state under `state`; leaving waits until that is saved."""
    port, log = free_port(), state / "emulator.log"
    shutil.rmtree(state / "tmp", ignore_errors=True)
    (state / "tmp").mkdir(parents=True)
    started = start(port, state, log)
    try:
        wait_until_ready(started)
        yield started
    finally:
        stop(started)


def start(port: int, state: Path, log: Path) -> Emulator:
    program = [str(EMULATOR_PYTHON), "-P", str(ROOT / "infra" / "emulator_main.py")]
    with log.open("wb") as written:
        # A session of its own: the terminal's Ctrl-C must reach us alone, so that we can stop it in order.
        process = subprocess.Popen(
            program,
            env=environment(port, state),
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=written,
            start_new_session=True,
            # It keeps applications, documents and mail on disk: the owner's alone.
            umask=0o077,
        )
    return Emulator(port, process, log)


def environment(port: int, state: Path) -> dict[str, str]:
    """No AWS setting of the operator's gets in: neither keys nor another endpoint."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))}
    kept = {"STATE_DIR": str(state / "state"), "S3_DATA_DIR": str(state / "s3"), "TMPDIR": str(state / "tmp")}
    switches = {"PERSIST_STATE": "1", "S3_PERSIST": "1", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0"}
    named = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "MINISTACK_REGION": REGION, "LOG_LEVEL": "WARNING"}
    # A worker that was warm stays so: else whoever comes after a quiet while waits for a start.
    named |= {"LAMBDA_WARM_TTL_SECONDS": str(24 * 60 * 60)}
    (state / "state").mkdir(exist_ok=True)
    return {**inherited, **kept, **switches, **named}


def wait_until_ready(started: Emulator) -> None:
    deadline = time.monotonic() + START_S
    while started.running() and time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"{started.url}/_ministack/ready", timeout=5).close()
            return
        time.sleep(0.05)
    raise EmulatorFailed(f"the emulator did not start; its log: {started.log}")


def stop(started: Emulator) -> None:
    with started.process as process:
        process.terminate()
        try:
            code = process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            return
    if code == NOT_SAVED:
        print(
            "The disk did not take the state. What was acknowledged is in the journal and comes back at the next "
            f"start. Keep {started.log.parent} and make room.",
            file=sys.stderr, flush=True,
        )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
