"""The accelerator's tasks: assign, finish, miss."""

from __future__ import annotations

from datetime import date

from ..rules.act_details import AssignTask, FinishTask, MissTask
from ..rules.application import Application
from ..rules.task_guards import to_assign, to_finish, to_miss
from ..rules.tasks import explanation_until, tasks
from ..rules.text_normalisation import multiline, single_line
from .committee_act import CommitteeAct


def assign(desk: CommitteeAct, number: str, title: str, due: date, seen: int | None = None) -> Application:
    """Tasks of an application are numbered from 1; `due` is the last local day."""
    application, title = desk.open(number, seen), single_line(title)
    objection = to_assign(desk.call, application, title, due, desk.at)
    task = str(len(tasks(application)) + 1)
    detail: AssignTask = {"task": task, "title": title, "due": due.isoformat()}
    return desk.write(application, "assign_task", objection, detail)


def finish(desk: CommitteeAct, number: str, task: str, note: str = "", seen: int | None = None) -> Application:
    """A missed task may be finished too, with a note: a mistake is mended, an explanation accepted."""
    application, note = desk.open(number, seen), multiline(note)
    detail: FinishTask = {"task": task, "note": note}
    return desk.write(application, "finish_task", to_finish(application, task, note), detail)


def miss(desk: CommitteeAct, number: str, task: str, note: str = "", seen: int | None = None) -> Application:
    """Only after the due day. The event stores until when the applicant may explain."""
    application, note = desk.open(number, seen), multiline(note)
    objection = to_miss(desk.call, application, task, note, desk.at)
    until = explanation_until(desk.call, desk.today)
    detail: MissTask = {"task": task, "note": note, "until": until.isoformat()}
    return desk.write(application, "miss_task", objection, detail)
