"""`list`: every application that fits the filters, by arrival. Drafts only when asked for: they are not submissions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import click
from rich.console import Console

from chalicelib.projection.light_item import DAMAGED
from chalicelib.rules.application import Application
from chalicelib.rules.lifecycle import STATUSES
from staff.applications.all_applications import applications, tombstones
from staff.applications.application_facts import ROLES_OF_LISTS, at_a_glance, code_label
from staff.applications.list_screens import (
    PLACE,
    SCREEN,
    Row,
    Screen,
    is_from_projection,
    of_lists,
    on_a_screen,
    place_of,
    print_count,
    projection_of,
    rows_of,
    screen,
)
from staff.console.localized_click import command as named
from staff.console.localized_click import option
from staff.console.option_types import CodeType, role_names
from staff.console.session import Session
from staff.printing.tables import add_rows, heading
from staff.printing.terminal import write
from staff.query.form_columns import role_columns


@named("list")
@option("--status", type=click.Choice(STATUSES), multiple=True, metavar="S")
@option(*role_names("group"), "group", type=CodeType("group"), multiple=True, metavar="G", words="option.group")
@option(*role_names("territory"), "territory", type=CodeType("territory"), multiple=True, metavar="T",
        words="option.territory")  # fmt: skip
@on_a_screen
def command(
    session: Session, status: Sequence[str], group: Sequence[str], territory: Sequence[str], after: str, all_rows: bool
) -> None:
    is_kept = is_from_projection(session)
    shown = screen(_rows(session, status, group, territory, after if is_kept else None), after, all_rows)
    forgotten = (
        [] if after else [_tombstone(session, application) for application in _forgotten_applications(session, is_kept)]
    )

    def show(console: Console) -> None:
        _print(console, session, shown)
        for application in forgotten:
            at = session.moment(datetime.fromisoformat(application["at"]))
            write(console, session.say("list.forgotten", number=application["number"], at=at))

    session.out({"applications": shown.rows, "after": shown.after or None, "forgotten": forgotten}, show)


def _rows(
    session: Session, status: Sequence[str], group: Sequence[str], territory: Sequence[str], after: str | None
) -> Iterator[Row]:
    """By arrival; from the projection behind the place `after`, from the whole table where it is None."""
    names = role_columns(session.call)
    wanted = {"status": status, names.get("group", ""): group, names.get("territory", ""): territory}
    if after is None:
        rows: Iterable[Row] = (
            at_a_glance(session, application) | {PLACE: place_of(application)} for application in applications(session)
        )
    else:
        asked = status or (*(name for name in STATUSES if name != "draft"), DAMAGED)
        rows = rows_of(session, of_lists(session, asked, after), lambda item: {})
    # A status that nobody knows is no reason to hide an application: only drafts wait to be asked for.
    for row in rows:
        is_asked = status or row["status"] != "draft"
        if is_asked and all(not codes or row[name] in codes for name, codes in wanted.items()):
            yield row


def _forgotten_applications(session: Session, is_kept: bool) -> Iterable[Application]:
    if not is_kept:
        return tombstones(session)
    numbers = projection_of(session).forgotten(session.call.id, SCREEN)
    kept = [Application(session.place.store.stored_events(number)) for number in numbers]
    return sorted(kept, key=lambda application: application.events[-1].at)


def _tombstone(session: Session, application: Application) -> Row:
    acts = [event.act for event in application.events]
    return {"number": application.number, "at": session.iso(application.events[-1].at), "acts": acts}


def _print(console: Console, session: Session, shown: Screen) -> None:
    names, form = role_columns(session.call), session.call.form
    sorted_by = [role for role in ROLES_OF_LISTS if form.role(role)]
    asked = [field for role in sorted_by if (field := form.role(role))]
    table = heading(session, "number", "received", "status", *asked, "project", "state", "exception")
    add_rows(table, session, shown.rows, lambda row: [
        session.label(f"status.{row['status']}"),
        *(code_label(session, row["form_version"], role, row[names[role]] or "") for role in sorted_by),
        row[names["title"]], row["state"],
    ])  # fmt: skip
    console.print(table)
    print_count(console, session, shown)
