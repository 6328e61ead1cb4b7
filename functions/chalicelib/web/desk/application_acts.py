"""What the committee does to one application: each act of its page, and where it leads next."""

from __future__ import annotations

from collections.abc import Callable

from ...desk import reviews
from ...desk.appointments import appoint
from ...rules.application import Application
from ...selection import interviews, task_acts
from ...selection.committee_act import CommitteeAct
from ..responses import Reply
from .desk_replies import redirect
from .desk_request import DeskRequest
from .form_inputs import day_of, points_of, wish_of


def declare(request: DeskRequest, number: str) -> Reply:
    reviews.declare_conflict(request.desk, number, request.text("answer"), request.text("why"))
    return _back(request, number)


def note(request: DeskRequest, number: str) -> Reply:
    reviews.keep_note(request.desk, number, request.text("note"))
    return _back(request, number)


def points(request: DeskRequest, number: str) -> Reply:
    """«Save and next» goes on to the next application that waits for this person."""
    names = [str(criterion.number) for criterion in request.call.criteria]
    points_by_criterion = {name: points_of(request, f"points-{name}") for name in names}
    reasons = {name: request.text(f"reason-{name}") for name in names}
    reviews.give_points(request.desk, number, points_by_criterion, reasons, request.number("_version"))
    return _onward(request, number)


def _onward(request: DeskRequest, number: str) -> Reply:
    """To the next application that waits for this person, where that was asked for; else back to this one."""
    if request.form.get("then") != "next":
        return _back(request, number)
    from .my_work import next_waiting

    return redirect(request, next_waiting(request, number))


def assign(request: DeskRequest, number: str) -> Reply:
    """Every expert ticked is asked, every other is not."""
    chosen = set(request.many.get("member", ()))
    opened = request.desk.open_whole(number)
    for person in request.desk.people:
        wanted, standing = person.id in chosen, person.id in opened.review.assigned
        if wanted != standing and person.is_active(request.desk.today):
            reviews.assign(request.desk, number, person.id, assigned=wanted)
    return _back(request, number)


def schedule(request: DeskRequest, number: str) -> Reply:
    appoint(request.desk, number, wish_of(request), request.number("_seen"))
    return _onward(request, number)


def record(request: DeskRequest, number: str) -> Reply:
    """The panel is ticked: nobody types a name."""
    people = {person.id: person.name for person in request.desk.people}
    committee, experts = ([people[ticked] for ticked in request.many.get(name, ()) if ticked in people]
                          for name in ("committee", "expert"))  # fmt: skip
    held, seen = day_of(request, "held"), request.number("_seen")
    outcome, said, why = (request.text(name) for name in ("outcome", "note", "why"))
    request.desk.act(
        number, "record",
        lambda desk: interviews.record(desk, number, held, committee, experts, outcome, said, seen, why), "record",
    )  # fmt: skip
    return _onward(request, number)


def task(request: DeskRequest, number: str) -> Reply:
    due, title, seen = day_of(request, "due"), request.text("title"), request.number("_seen")
    return _act(request, number, "task", lambda desk: task_acts.assign(desk, number, title, due, seen))


def task_done(request: DeskRequest, number: str) -> Reply:
    which, said, seen = request.text("task"), request.text("note"), request.number("_seen")
    return _act(request, number, "task", lambda desk: task_acts.finish(desk, number, which, said, seen))


def task_missed(request: DeskRequest, number: str) -> Reply:
    which, said, seen = request.text("task"), request.text("note"), request.number("_seen")
    return _act(request, number, "task", lambda desk: task_acts.miss(desk, number, which, said, seen))


def _act(request: DeskRequest, number: str, right: str, verb: Callable[[CommitteeAct], Application]) -> Reply:
    request.desk.act(number, right, verb, request.path.rpartition("/")[2])
    return _back(request, number)


def _back(request: DeskRequest, number: str) -> Reply:
    return redirect(request, f"applications/{number}")
