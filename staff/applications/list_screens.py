"""The lists of the tool: a screen of them read from the projection, which costs what it shows.

With --at, and while nobody has built the projection, the whole table is read instead; the latter is told.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from chalicelib.projection.light_item import LightItem
from chalicelib.rules.application import Application
from chalicelib.rules.instant_format import read_instant, write_instant
from chalicelib.rules.lifecycle import STATUSES
from chalicelib.rules.refusals import NotFound, OtherCall
from chalicelib.store.projection import TableProjection

from ..console.errors import DamagedRecord
from ..console.localized_click import Function, option
from ..console.session import Session
from ..printing.terminal import terminal, write
from ..query.form_columns import role_columns
from .all_applications import arrival_instant, stored_application
from .application_facts import at_a_glance

Row = dict[str, Any]
SCREEN = 50
PLACE = "place"


@dataclass(frozen=True)
class Screen:
    """The rows shown, and the place behind which the rest begin; empty when there are none."""

    rows: list[Row]
    after: str


def on_a_screen(function: Function) -> Function:
    """The options of every list that is shown a screen at a time: `after` and `all_rows`."""
    return option("--after", default="", metavar="…")(option("--all", "all_rows", is_flag=True)(function))


def screen(rows: Iterable[Row], after: str, all_rows: bool) -> Screen:
    """One screen of `rows`, which come by arrival, each with its place."""
    shown: list[Row] = []
    for row in rows:
        if row[PLACE] <= after:
            continue
        if len(shown) == SCREEN and not all_rows:
            return Screen([_plain(one_row) for one_row in shown], shown[-1][PLACE])
        shown.append(row)
    return Screen([_plain(one_row) for one_row in shown], "")


def _plain(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != PLACE}


def place_of(application: Application) -> str:
    return f"{write_instant(arrival_instant(application))}#{application.number}"


def is_from_projection(session: Session) -> bool:
    """Says on standard error when the whole table must be read for want of a projection."""
    if session.asked_at:
        return False
    is_whole = projection_of(session).is_whole(session.call.id)
    if not is_whole:
        write(terminal(stderr=True), session.say("list.whole_table"))
    return is_whole


def projection_of(session: Session) -> TableProjection:
    return TableProjection(session.place.client, session.place.table)


def of_lists(session: Session, names: Sequence[str], after: str) -> Iterator[LightItem]:
    """Several lists merged by arrival, lazily."""
    session.note_damage(())
    kept = projection_of(session)

    def one_list(name: str) -> Iterator[LightItem]:
        position = after
        while True:
            page = kept.page(session.call.id, name, SCREEN, position)
            yield from page.items
            if not (position := page.after):
                return

    return heapq.merge(*map(one_list, names), key=lambda item: item.place_in_list)


def rows_of(session: Session, items: Iterable[LightItem], extra: Callable[[LightItem], Row | None]) -> Iterator[Row]:
    """`extra` is what the list says beside; None leaves the application out. What cannot be read is named."""
    for item in items:
        more = extra(item)
        if more is None:
            continue
        row = glance(session, item) if item.status in STATUSES else _odd(session, item)
        if row is not None:
            yield row | more | {PLACE: item.place_in_list}


def glance(session: Session, item: LightItem) -> Row:
    """The same line that the application itself gives (facts.at_a_glance)."""
    return {
        "number": item.number, "status": item.status, "state": item.seq, "version": item.version,
        "form_version": item.form_version, "received_at": session.iso(read_instant(item.arrived)),
        "exceptional": item.exceptional,
        **{name: getattr(item, role) or None for role, name in role_columns(session.call).items()},
    }  # fmt: skip


def _odd(session: Session, item: LightItem) -> Row | None:
    """The damage, read from the application's events: the projection only stores that there is some."""
    try:
        application, damage = stored_application(session, item.number)
    except DamagedRecord as damaged:
        session.note_damage(damaged.parts)
        return None
    except (NotFound, OtherCall):
        return None
    session.note_damage(damage)
    return at_a_glance(session, application)


def print_count(console: Console, session: Session, shown: Screen) -> None:
    """How many rows there are, or that these are not all and how to see the others."""
    key = "list.more" if shown.after else "list.count"
    write(console, session.say(key, count=len(shown.rows), after=shown.after))
