"""Everything an application will wait for if no act comes between: time alone changes it, at known instants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ..call import Call
from . import application_record
from .applicant_windows import own_window_end
from .application import Application
from .committee_queue import WaitingFor, waiting
from .local_days import day_end
from .tasks import explanation_end, tasks
from .window import is_before


class WaitingStep(NamedTuple):
    """What an application waits for from this instant on, if no act comes between; None for nobody."""

    since: datetime
    waiting: WaitingFor | None


def steps(call: Call, application: Application) -> tuple[WaitingStep, ...]:
    """Everything it will wait for by and by, from its last act on: time alone changes it at known instants."""
    start = application.events[-1].at
    turns = sorted({start, *(turn for turn in _turns(call, application) if is_before(start, turn))})
    every = [WaitingStep(turn, waiting(call, application, turn)) for turn in turns]
    return tuple(step for index, step in enumerate(every) if not index or step.waiting != every[index - 1].waiting)


def _turns(call: Call, application: Application) -> Iterator[datetime]:
    """Every instant at which `waiting` may answer otherwise than before."""
    if end := own_window_end(call, application):
        yield end
    if planned := application_record.appointment(application):
        yield datetime.fromisoformat(planned["when"])
    for task in tasks(application):
        yield day_end(call, task.due)
        if heard := explanation_end(call, task):
            yield heard
