"""`queue`: by arrival, what waits on whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from chalicelib.rules.application import Application
from staff.applications.all_applications import applications
from staff.applications.application_facts import at_a_glance
from staff.applications.waiting import AT_A_MOMENT, WaitingFor, waiting
from staff.console.localized_click import command as named
from staff.console.session import Session
from staff.printing.tables import add_rows, heading
from staff.printing.terminal import write
from staff.query.form_columns import role_columns


@named("queue")
def command(session: Session) -> None:
    at = session.at()
    waits = [(each, _waiting(session, each, at)) for each in applications(session)]
    rows = [at_a_glance(session, each) | _row(session, found) for each, found in waits if found]
    session.out({"at": session.iso(at), "queue": rows}, lambda console: _print(console, session, rows))


def _waiting(session: Session, application: Application, at: datetime) -> WaitingFor | None:
    """What cannot be told of waits on the committee: nobody else can mend it."""
    return session.guarded(application.number, lambda: waiting(session.call, application, at), WaitingFor("damaged"))


def _row(session: Session, found: WaitingFor) -> dict[str, Any]:
    until = session.iso(found.until) if found.until else None
    return {"waiting_for": found.code, "on": found.on, "until": until}


def _until(session: Session, row: dict[str, Any]) -> str:
    """An interview has a moment; a window an end, whose midnight is 24.00 of the day before."""
    if not row["until"]:
        return ""
    say = session.moment if row["waiting_for"] in AT_A_MOMENT else session.until
    return say(datetime.fromisoformat(row["until"]))


def _print(console: Console, session: Session, rows: list[dict[str, Any]]) -> None:
    table: Table = heading(session, "number", "received", "waiting", "on", "until", "project", "state", "exception")
    add_rows(table, session, rows, lambda row: [
        session.say(f"waiting.{row['waiting_for']}"), session.say(f"on.{row['on']}"), _until(session, row),
        row[role_columns(session.call)["title"]], row["state"],
    ])  # fmt: skip
    console.print(table)
    write(console, session.say("list.count", count=len(rows)))
