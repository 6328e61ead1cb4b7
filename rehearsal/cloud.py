"""The local cloud a rehearsal plays on: started as `make serve` starts it, its clock moved while it runs."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from infra import stack_deployment
from infra.clock_shift import set_clock, shift_for
from infra.cloud_process import launch, ready
from infra.emulator import REGION, Emulator
from infra.local_stack import CLOCK, STACK, LocalStack
from infra.secret_files import secret_in

from .mail_inbox import InboxMail, mails_on_their_way, read_letters

# An event of a schedule, but for its time.
SCHEDULED = {"version": "0", "id": "rehearsal", "detail-type": "Scheduled Event", "source": "aws.events",
             "account": "000000000000", "region": REGION, "resources": [], "detail": {}}  # fmt: skip
STOP_S = 60
MAILS_S = 120


class NoCloud(Exception):
    """The cloud does not do what the play needs of it; the message is what it said."""


@dataclass
class Cloud:
    """`shift` is how far the cloud's clock is from this machine's; nobody may be asking while it moves."""

    port: int
    state: Path
    process: subprocess.Popen[str]
    stack: LocalStack | None
    table: str
    shift: timedelta = timedelta()
    on: str = "serve"

    def now(self) -> datetime:
        """The cloud's time to the millisecond, as a gateway would stamp it."""
        now = datetime.now(UTC) + self.shift
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def move_to(self, instant: datetime, *, exactly: bool = False) -> None:
        """`exactly`: returns at that very instant; else up to some seconds after it, and sooner.

        A mail on its way is written by the clock of its event, so it is waited for.
        """
        self.wait_for_mails()
        if exactly:
            shift = set_clock(instant, self.set_shift)
        else:
            shift = shift_for(instant, round(time.time() * 1000))
            self.set_shift(shift)
        self.shift = timedelta(milliseconds=shift)

    def set_shift(self, shift: int) -> None:
        self.deployed.set_shift(shift)

    @property
    def deployed(self) -> LocalStack:
        if self.stack is None:
            raise NoCloud("there is no cloud to ask")
        return self.stack

    @property
    def for_staff(self) -> list[str]:
        """What tells the tool where this one is (BAIQAU_STATE names a local cloud's folder)."""
        return ["--local"] if self.on == "serve" else ["--home", str(self.state)]

    def wait_until(self, instant: datetime) -> None:
        time.sleep(max(0.0, (instant - datetime.now(UTC) - self.shift).total_seconds()))

    def wait_for_mails(self) -> None:
        """Until every mail of an event has gone, or for as long as patience lasts: what is missing then is a breach."""
        client, until = self.client("dynamodb"), time.monotonic() + MAILS_S
        while mails_on_their_way(client, self.table) and time.monotonic() < until:
            time.sleep(0.2)

    def remind(self) -> None:
        """Run the function of the schedule now, as its schedule would."""
        due = {"time": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")}
        name = self.deployed.given["RemindersFunction"]
        answer = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(SCHEDULED | due).encode())
        if "FunctionError" in answer:
            raise NoCloud(f"the reminders failed: {answer['Payload'].read().decode()}")

    def letters(self) -> tuple[InboxMail, ...]:
        return read_letters(self.deployed.cloud.url)

    def client(self, service: str) -> Any:
        return self.deployed.cloud.client(service)

    @property
    def hash_secret(self) -> bytes:
        return (self.state / "key-pepper").read_bytes()


@contextmanager
def local_cloud(state: Path, port: int) -> Iterator[Cloud]:
    """Raises NotServing. A normal end leaves the state saved, for `make serve` or another look."""
    process = launch(state, "now", port)
    try:
        yield _ready_cloud(process, state)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=STOP_S)


def _ready_cloud(process: subprocess.Popen[str], state: Path) -> Cloud:
    port, _ = ready(process)
    known = json.loads((state / "cloud.json").read_text(encoding="utf-8"))
    emulator = Emulator(int(known["endpoint"].rpartition(":")[2]), process, state / "emulator.log")  # type: ignore[arg-type]
    outputs = stack_deployment.outputs(emulator.client("cloudformation"), STACK)
    stack = LocalStack(emulator, outputs, secret_in(state / "origin-secret"), state / CLOCK)
    return Cloud(port, state, process, stack, known["table"])
