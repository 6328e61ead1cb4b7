"""One application at the desk: as much of it as the person may read, and every act about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from ...desk import reviews
from ...desk.appointments import appoint
from ...pages import desk_pages as pages
from ...rules.act_details import ReceiveDocument, detail_of
from ...rules.application import Application
from ...rules.committee_rights import WHOLE
from ...rules.document_states import CLOSED, states
from ...rules.document_status import arrival
from ...rules.form_version import call_as_written, call_to_judge_by
from ...rules.masking import mask_answer
from ...rules.refusals import NotFound
from ...selection import acceleration, interviews
from ...selection.committee_act import CommitteeAct
from ..responses import Reply
from . import application_view, criteria_view
from .desk_replies import HEADERS, frame, page_reply, redirect
from .desk_request import DeskRequest
from .form_inputs import day_of, points_of, wish_of

LINK_SECONDS = 60


def page(request: DeskRequest, number: str, *, unmasked: bool = False) -> Reply:
    """What the person may read of it, and no more: the rest is not in the answer. IIN, phone and mail are masked."""
    opened = request.desk.open(number)
    if opened.part == WHOLE:
        # What is not on record is not shown.
        request.desk.note("unmask" if unmasked else "read", number)
    view = application_view.card(request, opened) | {"unmasked": unmasked}
    answers = opened.application.answers
    call = call_as_written(request.call, opened.application)
    if not unmasked:
        answers = {name: mask_answer(call.form.by_id.get(name), value) for name, value in answers.items()}
    shown = pages.application_page(call, request.language, frame(request), view, answers)
    return page_reply(request, 200, shown, _with_pictures(request, view))


def _with_pictures(request: DeskRequest, view: criteria_view.View) -> dict[str, str]:
    """Pictures may come from where documents lie, and from nowhere else; at home that is this very address."""
    if not any(document["is_picture"] for document in view.get("documents", ())):
        return {}
    at = urlsplit(request.service.files.download("-", "-", "-", LINK_SECONDS))
    origin = f" {at.scheme}://{at.netloc}" if at.netloc else ""
    policy = HEADERS["Content-Security-Policy"].replace("img-src 'self'", f"img-src 'self'{origin}")
    return {"Content-Security-Policy": policy}


def unmask(request: DeskRequest, number: str) -> Reply:
    """The same page with every number and address, for this one answer; on record, after a fresh sign-in."""
    request.desk.open_whole(number)
    return page(request, number, unmasked=True)


def document(request: DeskRequest, number: str, document: str) -> Reply:
    """Straight to the file, by a link that is good for a minute; on record before it is given."""
    opened = request.desk.open_whole(number)
    event, known = arrival(opened.application, document), _document_states(request, opened.application)
    if event is None or known[(detail := detail_of(event, ReceiveDocument))["document"]] in CLOSED:
        raise NotFound
    request.desk.note("document", f"{number} {document}")
    name = f"{number}/{detail['document']}"
    address = request.service.files.download(name, detail["filename"], detail["content_type"], LINK_SECONDS)
    return Reply(303, "", HEADERS | {"Location": address, "Content-Type": "text/plain"})


def _document_states(request: DeskRequest, application: Application) -> Mapping[str, str]:
    return states(call_to_judge_by(request.call, application).form.package, application)


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
    committee, experts = ([people[each] for each in request.many.get(name, ()) if each in people]
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
    return _act(request, number, "task", lambda desk: acceleration.assign(desk, number, title, due, seen))


def task_done(request: DeskRequest, number: str) -> Reply:
    which, said, seen = request.text("task"), request.text("note"), request.number("_seen")
    return _act(request, number, "task", lambda desk: acceleration.finish(desk, number, which, said, seen))


def task_missed(request: DeskRequest, number: str) -> Reply:
    which, said, seen = request.text("task"), request.text("note"), request.number("_seen")
    return _act(request, number, "task", lambda desk: acceleration.miss(desk, number, which, said, seen))


def _act(request: DeskRequest, number: str, right: str, verb: Callable[[CommitteeAct], Application]) -> Reply:
    request.desk.act(number, right, verb, request.path.rpartition("/")[2])
    return _back(request, number)


def _back(request: DeskRequest, number: str) -> Reply:
    return redirect(request, f"applications/{number}")
