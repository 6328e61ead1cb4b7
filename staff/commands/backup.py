"""`backup`: a copy of everything of a call at home, encrypted to the operator's key; for a timer, and by hand."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from chalicelib.store.home.durable_files import whole_file
from staff.backup.backup_creation import BackupPlan, BackupResult, take_backup
from staff.backup.backup_folder import BackupFolder
from staff.console.home_environment import home_layout
from staff.console.localized_click import command as named
from staff.console.localized_click import option
from staff.console.session import Session
from staff.printing.terminal import write

ROOM = "operating"
MOST_DAYS = 3660


@named("backup", room=ROOM)
@option("--to", "folder", required=True, metavar="DIR", room=ROOM, words="option.backup_to")
@option("--recipients", required=True, metavar="FILE", room=ROOM)
@option("--settings", multiple=True, metavar="FILE", room=ROOM)
@option("--keep-days", "days", type=click.IntRange(1, MOST_DAYS), default=30, metavar="N", room=ROOM)
def command(session: Session, folder: str, recipients: str, settings: tuple[str, ...], days: int) -> None:
    layout, started, at = home_layout(session), time.monotonic(), datetime.now(UTC)
    plan = BackupPlan(layout, BackupFolder(Path(folder).expanduser().resolve()), Path(recipients),
                  [Path(file) for file in settings], session.call.id, days)  # fmt: skip
    taken = take_backup(plan, at)
    report = _backup_report(session, taken, at, round(time.monotonic() - started, 2))
    with whole_file(layout.last_backup) as file:
        file.write(json.dumps(report).encode())
    session.out(report, lambda console: write(console, session.say("backup.done", ROOM, **report)))


def _backup_report(session: Session, taken: BackupResult, at: datetime, seconds: float) -> dict[str, object]:
    counts = {"applications": taken.applications, "documents": taken.documents, "retired": taken.retired}
    return {"file": str(taken.file), "at": session.iso(at), "bytes": taken.size, "seconds": seconds,
            "signed_by": taken.signer, **counts}  # fmt: skip
