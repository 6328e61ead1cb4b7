"""One application at the desk: as much of it as the person may read, and every act about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ...desk import reviews
from ...desk.appointments import Wish, appoint
from ...pages import desk_pages as pages
from ...rules.application import Application
from ...rules.committee_rights import MOST_MEMBERS, WHOLE
from ...rules.document_status import INFECTED, arrival, verdicts, waiting
from ...rules.form_version import call_as_written
from ...rules.masking import mask_answer
from ...rules.refusals import NotAgreed, NotFound
from ...selection import acceleration, interviews
from ...selection.committee_act import CommitteeAct
from ..responses import Reply
from . import application_view
from .desk_refusals import HEADERS, frame, page_reply, redirect
from .desk_request import DeskRequest

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


def _with_pictures(request: DeskRequest, view: application_view.View) -> dict[str, str]:
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
    event, closed = arrival(opened.application, document), _closed(opened.application)
    if event is None or event.detail["document"] in closed:
        raise NotFound
    request.desk.note("document", f"{number} {document}")
    detail, name = event.detail, f"{number}/{event.detail['document']}"
    address = request.service.files.download(name, detail["filename"], detail["content_type"], LINK_SECONDS)
    return Reply(303, "", HEADERS | {"Location": address, "Content-Type": "text/plain"})


def _closed(application: Application) -> set[str]:
    """What the scanner has not passed is opened for nobody."""
    refused = {each for each, verdict in verdicts(application).items() if verdict == INFECTED}
    return refused | {detail["document"] for detail in waiting(application)}


def declare(request: DeskRequest, number: str) -> Reply:
    reviews.declare_conflict(request.desk, number, request.text("answer"), request.text("why"))
    return _back(request, number)


def note(request: DeskRequest, number: str) -> Reply:
    reviews.keep_note(request.desk, number, request.text("note"))
    return _back(request, number)


def points(request: DeskRequest, number: str) -> Reply:
    """«Save and next» goes on to the next application that waits for this person."""
    names = [str(criterion.number) for criterion in request.call.criteria]
    given = {name: _points(request, f"points-{name}") for name in names}
    reasons = {name: request.text(f"reason-{name}") for name in names}
    reviews.give_points(request.desk, number, given, reasons, request.number("_version"))
    return _onward(request, number)


def _onward(request: DeskRequest, number: str) -> Reply:
    """To the next application that waits for this person, where that was asked for; else back to this one."""
    if request.form.get("then") != "next":
        return _back(request, number)
    from .list_routes import next_waiting

    return redirect(request, next_waiting(request, number))


def _points(request: DeskRequest, name: str) -> int | None:
    given = request.form.get(name, "")
    if given and not (given.isascii() and given.isdigit() and len(given) < 4):
        raise NotAgreed("not_a_number")
    return int(given) if given else None


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


def wish_of(request: DeskRequest) -> Wish:
    """The appointment that a form asks for; everybody who will be there is ticked."""
    people = (*request.many.get("committee", ()), *request.many.get("expert", ()))[:MOST_MEMBERS]
    return Wish(
        _moment(request, "when"), request.text("place"), request.text("format"), minutes_of(request, "minutes"), people,
        request.form.get("offered") == "yes", request.text("why"),
    )  # fmt: skip


def minutes_of(request: DeskRequest, name: str) -> int:
    """0 where nothing is written. Raises NotAgreed for what is no number."""
    minutes = request.number(name) if request.form.get(name, "").strip() else 0
    if minutes < 0:
        raise NotAgreed("not_minutes")
    return minutes


def record(request: DeskRequest, number: str) -> Reply:
    """The panel is ticked: nobody types a name."""
    people = {person.id: person.name for person in request.desk.people}
    committee, experts = ([people[each] for each in request.many.get(name, ()) if each in people]
                          for name in ("committee", "expert"))  # fmt: skip
    held, seen = _day(request, "held"), request.number("_seen")
    outcome, said, why = (request.text(name) for name in ("outcome", "note", "why"))
    request.desk.act(
        number, "record",
        lambda desk: interviews.record(desk, number, held, committee, experts, outcome, said, seen, why), "record",
    )  # fmt: skip
    return _onward(request, number)


def task(request: DeskRequest, number: str) -> Reply:
    due, title, seen = _day(request, "due"), request.text("title"), request.number("_seen")
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


def _day(request: DeskRequest, name: str) -> date:
    """As a date input sends it. Raises NotAgreed."""
    try:
        return date.fromisoformat(request.form.get(name, "").strip())
    except ValueError:
        raise NotAgreed("not_a_day") from None


def _moment(request: DeskRequest, name: str) -> datetime:
    """A day and a time of the call's zone, in two inputs."""
    try:
        local = datetime.fromisoformat(f"{_day(request, f'{name}-day').isoformat()}T{request.form.get(f'{name}-time')}")
    except ValueError:
        raise NotAgreed("not_a_time") from None
    if local.tzinfo:
        raise NotAgreed("not_a_time")
    return local.replace(tzinfo=ZoneInfo(request.call.timezone))
