"""A rehearsal's server at home: started as `make home` starts it, its clock moved while it runs."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.store.home import mail_inbox
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from infra.cloud_process import launch, ready
from infra.home import trial_clock
from infra.home.trial import environment_of
from infra.paths import ROOT

from .cloud import STOP_S, Cloud, NoCloud
from .mail_inbox import InboxMail


@dataclass
class HomeCloud(Cloud):
    """The same play on a server without any cloud: its table is a file, its clock another."""

    on: str = "home"

    def set_shift(self, shift: int) -> None:
        trial_clock.set_shift(self.state / "clock", shift)

    def remind(self) -> None:
        """A round of what is due now, as the worker makes one every quarter of a real hour."""
        address = f"http://127.0.0.1:{self.port}/"
        environment = environment_of(Layout(self.state.resolve()), address, self.state.resolve() / "clock")
        command = [sys.executable, "-m", "infra.home.trial_due", "--once"]
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if ran.returncode:
            raise NoCloud(f"the reminders failed: {ran.stdout}{ran.stderr}")

    def letters(self) -> tuple[InboxMail, ...]:
        mails = mail_inbox.mails(Layout(self.state).mail)
        return tuple(
            InboxMail(mail["MessageId"], tuple(mail["To"]), mail["Subject"], mail["BodyText"]) for mail in mails
        )

    def client(self, service: str) -> Any:
        return SqliteTable(Layout(self.state).table)


@contextmanager
def home(state: Path, port: int) -> Iterator[Cloud]:
    """Raises NotServing. What was played stays in the state, for `make home` or another look."""
    process = launch(state, "now", port, "home")
    try:
        address, _ = ready(process)
        yield HomeCloud(address, state, process, None, NAME)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=STOP_S)
