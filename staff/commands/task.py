"""`task assign`, `done`, `missed`, `list`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from rich.console import Console

from chalicelib.intake.number_and_key import normalise
from chalicelib.projection.light_item import DAMAGED
from chalicelib.rules.application import Application
from chalicelib.rules.refusals import NotFound, OtherCall
from chalicelib.rules.tasks import Task, tasks
from chalicelib.selection import task_acts
from staff.acts.act_execution import carry_out, on_application
from staff.applications.all_applications import applications, one
from staff.applications.card_data import task_row
from staff.applications.list_screens import is_from_projection, of_lists
from staff.console.errors import DamagedRecord
from staff.console.localized_click import LocalizedGroup, argument, option, subcommand
from staff.console.option_types import DAY
from staff.console.session import Session
from staff.printing.tables import heading
from staff.printing.terminal import safe, write

# Only these statuses have tasks, given or left behind.
AFTER_ADMISSION = ("admitted", "excluded", "completed")

command = LocalizedGroup("task", words="command.task.about")


@subcommand(command, "assign")
@on_application
@option("--title", required=True, metavar="…")
@option("--due", type=DAY, required=True, metavar="D")
def assign(session: Session, number: str, seen: int | None, title: str, due: date) -> None:
    carry_out(session, number, seen, lambda desk, n, s: task_acts.assign(desk, n, title, due, s))


@subcommand(command, "done")
@on_application
@argument("task")
@option("--note", default="", metavar="…")
def done(session: Session, number: str, seen: int | None, task: str, note: str) -> None:
    carry_out(session, number, seen, lambda desk, n, s: task_acts.finish(desk, n, task, note, s))


@subcommand(command, "missed")
@on_application
@argument("task")
@option("--note", default="", metavar="…")
def missed(session: Session, number: str, seen: int | None, task: str, note: str) -> None:
    carry_out(session, number, seen, lambda desk, n, s: task_acts.miss(desk, n, task, note, s))


@subcommand(command, "list")
@argument("number", required=False, words="argument.maybe_number")
def listing(session: Session, number: str | None) -> None:
    chosen = [one(session, normalise(number))] if number else _with_tasks(session)
    rows = [
        {"number": application.number, **task_row(session, task)}
        for application in chosen
        for task in _tasks(session, application)
    ]
    session.out({"tasks": rows}, lambda console: _print(console, session, rows))


def _with_tasks(session: Session) -> Iterator[Application]:
    """Whoever was admitted, by arrival, and what cannot be read: of nobody else a task could be told."""
    if not is_from_projection(session):
        yield from applications(session)
        return
    for item in of_lists(session, (*AFTER_ADMISSION, DAMAGED), ""):
        try:
            yield one(session, item.number)
        except DamagedRecord as damaged:
            session.note_damage(damaged.parts)
        except (NotFound, OtherCall):
            continue


def _tasks(session: Session, application: Application) -> tuple[Task, ...]:
    return session.guard(application.number, lambda: tasks(application), ())


def _print(console: Console, session: Session, rows: list[dict[str, Any]]) -> None:
    table = heading(session, "number", "task", "title", "due", "task_state")
    for row in rows:
        due = session.day(date.fromisoformat(row["due"]))
        cells = [row["number"], row["task"], row["title"], due, session.label(f"task_state.{row['state']}")]
        table.add_row(*(safe(cell) for cell in cells))
    console.print(table)
    write(console, session.say("list.count", count=len(rows)))
