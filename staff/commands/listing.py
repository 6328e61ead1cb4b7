"""`list`: every application that fits the filters, by arrival. Drafts only when asked for: they are not submissions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console

from chalicelib.rules.lifecycle import STATUSES
from staff.facts import at_a_glance, code_label
from staff.reading import applications
from staff.session import Session
from staff.spoken import command as named
from staff.spoken import option
from staff.tables import add_rows, heading
from staff.terminal import write
from staff.values import CodeOf

Row = dict[str, Any]


@named("list")
@option("--status", type=click.Choice(STATUSES), multiple=True, metavar="S")
@option("--direction", type=CodeOf("direction"), multiple=True, metavar="D")
@option("--district", type=CodeOf("district"), multiple=True, metavar="K")
def command(session: Session, status: Sequence[str], direction: Sequence[str], district: Sequence[str]) -> None:
    wanted = {"status": status, "direction": direction, "district": district}
    rows = [at_a_glance(session, each) for each in applications(session)]
    # A status that nobody knows is no reason to hide an application: only drafts wait to be asked for.
    rows = [row for row in rows if status or row["status"] != "draft"]
    rows = [row for row in rows if all(not codes or row[name] in codes for name, codes in wanted.items())]
    session.out({"applications": rows}, lambda console: _print(console, session, rows))


def _print(console: Console, session: Session, rows: list[Row]) -> None:
    table = heading(session, "number", "received", "status", "direction", "district", "project", "state", "exception")
    add_rows(table, session, rows, lambda row: [
        session.label(f"status.{row['status']}"), _label(session, row, "direction"), _label(session, row, "district"),
        row["project_title"], row["state"],
    ])  # fmt: skip
    console.print(table)
    write(console, session.say("list.count", count=len(rows)))


def _label(session: Session, row: Row, name: str) -> str:
    return code_label(session, row["form_version"], name, row[name] or "")
