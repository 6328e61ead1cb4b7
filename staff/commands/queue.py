"""`queue`: by arrival, what waits on whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rich.console import Console
from rich.table import Table

from chalicelib.projection.light_item import QUEUE, LightItem
from chalicelib.rules.application import Application
from chalicelib.rules.committee_queue import AT_A_MOMENT, WaitingFor, waiting
from staff.applications.all_applications import applications
from staff.applications.application_facts import at_a_glance
from staff.applications.list_screens import (
    PLACE,
    Row,
    Screen,
    is_from_projection,
    of_lists,
    on_a_screen,
    place_of,
    print_count,
    rows_of,
    screen,
)
from staff.console.localized_click import command as named
from staff.console.session import Session
from staff.printing.tables import add_rows, heading
from staff.query.form_columns import role_columns


@named("queue")
@on_a_screen
def command(session: Session, after: str, all_rows: bool) -> None:
    at = session.at()
    rows = _rows_of_projection(session, at, after) if is_from_projection(session) else _rows_of_events(session, at)
    shown = screen(rows, after, all_rows)
    answer = {"at": session.iso(at), "queue": shown.rows, "after": shown.after or None}
    session.out(answer, lambda console: _print(console, session, shown))


def _rows_of_projection(session: Session, at: datetime, after: str) -> Iterator[Row]:
    def waits(item: LightItem) -> Row | None:
        waits_for = item.waiting(at)
        return _row(session, waits_for) if waits_for else None

    return rows_of(session, of_lists(session, (QUEUE,), after), waits)


def _rows_of_events(session: Session, at: datetime) -> Iterator[Row]:
    for application in applications(session):
        if waits_for := _waiting(session, application, at):
            yield at_a_glance(session, application) | _row(session, waits_for) | {PLACE: place_of(application)}


def _waiting(session: Session, application: Application, at: datetime) -> WaitingFor | None:
    """Whom the application waits on; a damaged one waits on the committee, who alone can repair it."""
    return session.guard(application.number, lambda: waiting(session.call, application, at), WaitingFor("damaged"))


def _row(session: Session, found: WaitingFor) -> Row:
    until = session.iso(found.until) if found.until else None
    return {"waiting_for": found.code, "on": found.on, "until": until}


def _until(session: Session, row: Row) -> str:
    """An interview has a moment; a window an end, whose midnight is 24.00 of the day before."""
    if not row["until"]:
        return ""
    say = session.moment if row["waiting_for"] in AT_A_MOMENT else session.until
    return say(datetime.fromisoformat(row["until"]))


def _print(console: Console, session: Session, shown: Screen) -> None:
    table: Table = heading(session, "number", "received", "waiting", "on", "until", "project", "state", "exception")
    add_rows(table, session, shown.rows, lambda row: [
        session.say(f"waiting.{row['waiting_for']}"), session.say(f"on.{row['on']}"), _until(session, row),
        row[role_columns(session.call)["title"]], row["state"],
    ])  # fmt: skip
    console.print(table)
    print_count(console, session, shown)
