"""The accelerator's tasks: assign, finish, miss."""

from __future__ import annotations

from datetime import date

from ..rules.application import Application
from ..rules.guards import to_close_task
from ..rules.record import tasks
from .deciding import Desk


def assign(desk: Desk, number: str, title: str, due: date, seen: int | None = None) -> Application:
    """Tasks of an application are numbered from 1."""
    application = desk.open(number, seen)
    task = str(len(tasks(application)) + 1)
    return desk.write(application, "assign_task", None, task=task, title=title, due=due.isoformat())


def finish(desk: Desk, number: str, task: str, note: str = "", seen: int | None = None) -> Application:
    application = desk.open(number, seen)
    return desk.write(application, "finish_task", to_close_task(application, task), task=task, note=note)


def miss(desk: Desk, number: str, task: str, note: str = "", seen: int | None = None) -> Application:
    application = desk.open(number, seen)
    return desk.write(application, "miss_task", to_close_task(application, task), task=task, note=note)
