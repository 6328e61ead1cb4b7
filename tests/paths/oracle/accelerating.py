"""The accelerator: tasks, exclusion, completion."""

from __future__ import annotations

from . import published as call
from .reading import Task
from .step import Against, Reasons, Step, blank

EXCLUSION = ("exclusion",)


def _admitted(step: Step) -> Reasons:
    if step.before.status != "admitted":
        yield Against("order_of_life")


def assign(step: Step) -> Reasons:
    yield from _admitted(step)
    if blank(step.args["title"]) or step.args["due"] < call.local_day(step.at):
        yield Against("task_possible", EXCLUSION)


def _task(step: Step) -> Task | None:
    return dict(enumerate(step.before.tasks, 1)).get(int(step.args["task"]))


def finish(step: Step) -> Reasons:
    """An assigned task; a missed one too, when a note says why."""
    yield from _admitted(step)
    task = _task(step)
    if task is None or task.state == "done":
        yield Against("done_stays_done", EXCLUSION)
    elif task.state == "missed" and blank(step.args["note"]):
        yield Against("words_given", EXCLUSION)


def miss(step: Step) -> Reasons:
    yield from _admitted(step)
    task = _task(step)
    if task is None or task.state != "assigned":
        yield Against("done_stays_done", EXCLUSION)
    elif step.at < call.midnight_after(task.due):
        yield Against("missed_after_due_day", EXCLUSION)


def exclude(step: Step) -> Reasons:
    yield from _admitted(step)
    missed = step.before.missed
    if len(missed) < call.SYSTEMATIC:
        yield Against("systematic_only", EXCLUSION)
    if any(task.explain_until is not None and step.at < task.explain_until for task in missed):
        yield Against("explained_before_exclusion", EXCLUSION)
    if blank(step.args["text"]):
        yield Against("words_given", EXCLUSION)


def complete(step: Step) -> Reasons:
    yield from _admitted(step)
    if any(task.state == "assigned" for task in step.before.tasks):
        yield Against("completed_without_open_tasks")
