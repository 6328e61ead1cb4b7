"""`list`: every application that fits the filters, by arrival. Drafts only when asked for: they are not submissions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console

from chalicelib.rules.application import Application
from chalicelib.rules.lifecycle import STATUSES
from staff.applications.all_applications import applications, tombstones
from staff.applications.application_facts import ROLES_OF_LISTS, at_a_glance, code_label
from staff.console.localized_click import command as named
from staff.console.localized_click import option
from staff.console.option_types import CodeType, role_names
from staff.console.session import Session
from staff.printing.tables import add_rows, heading
from staff.printing.terminal import write
from staff.query.form_columns import role_columns

Row = dict[str, Any]


@named("list")
@option("--status", type=click.Choice(STATUSES), multiple=True, metavar="S")
@option(*role_names("group"), "group", type=CodeType("group"), multiple=True, metavar="G", words="option.group")
@option(*role_names("territory"), "territory", type=CodeType("territory"), multiple=True, metavar="T",
        words="option.territory")  # fmt: skip
def command(session: Session, status: Sequence[str], group: Sequence[str], territory: Sequence[str]) -> None:
    names = role_columns(session.call)
    wanted = {"status": status, names.get("group", ""): group, names.get("territory", ""): territory}
    rows = [at_a_glance(session, each) for each in applications(session)]
    # A status that nobody knows is no reason to hide an application: only drafts wait to be asked for.
    rows = [row for row in rows if status or row["status"] != "draft"]
    rows = [row for row in rows if all(not codes or row[name] in codes for name, codes in wanted.items())]
    forgotten = [_tombstone(session, each) for each in tombstones(session)]

    def show(console: Console) -> None:
        _print(console, session, rows)
        for each in forgotten:
            write(console, session.say("list.forgotten", number=each["number"], at=each["at"]))

    session.out({"applications": rows, "forgotten": forgotten}, show)


def _tombstone(session: Session, application: Application) -> Row:
    acts = [event.act for event in application.events]
    return {"number": application.number, "at": session.iso(application.events[-1].at), "acts": acts}


def _print(console: Console, session: Session, rows: list[Row]) -> None:
    names, form = role_columns(session.call), session.call.form
    sorted_by = [role for role in ROLES_OF_LISTS if form.role(role)]
    asked = [field for role in sorted_by if (field := form.role(role))]
    table = heading(session, "number", "received", "status", *asked, "project", "state", "exception")
    add_rows(table, session, rows, lambda row: [
        session.label(f"status.{row['status']}"),
        *(code_label(session, row["form_version"], role, row[names[role]] or "") for role in sorted_by),
        row[names["title"]], row["state"],
    ])  # fmt: skip
    console.print(table)
    write(console, session.say("list.count", count=len(rows)))
