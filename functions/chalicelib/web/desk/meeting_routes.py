"""The meeting: decisions proposed, ordered by one, their mails shown, and confirmed by another."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from ...desk import proposed_decisions, publication_orders
from ...desk.committee import Denied
from ...rules.committee_rights import PROPOSES, grant
from ...rules.decline_guards import reasons
from ...rules.local_days import is_in_reach
from ...rules.meeting_agenda import MOST_AGENDA, Agenda, in_order
from ...rules.refusals import NotAgreed
from ..responses import Reply
from .desk_replies import list_reply, moment, redirect
from .desk_request import A_NUMBER, DeskRequest
from .list_routes import ON_A_PAGE, asked_status, page_of, statuses_with_list
from .meeting_rows import meeting_row

if TYPE_CHECKING:
    from ...api_types.desk_decisions import AgreedOrder, MeetingOnePage, MeetingPage

# From which an application can be decided, in the order a meeting takes them.
DECIDABLE = ("interviewed", "interview_scheduled", "submitted")
# On one page of the meeting: each of them is opened whole.
AT_A_MEETING = 20


def page(request: DeskRequest) -> Reply:
    known = [status for status in DECIDABLE if status in statuses_with_list(request.call)]
    status = asked_status(request, known)
    listed = page_of(request, status, AT_A_MEETING)
    agenda = request.service.committee.reviews.agenda(request.call.id)
    numbers = in_order([item.number for item in listed.items], agenda)
    rows = [row for number in numbers if (row := meeting_row(request, number))]
    may_publish = grant(request.desk.member.role, "grave") == PROPOSES and any(row["may_publish"] for row in rows)
    view: MeetingPage = {
        "rows": rows, "status": status, "statuses": known, "after": listed.after, "may_publish": may_publish,
        "agreed": _agreed(request, agenda), "may_agree": bool(grant(request.desk.member.role, "agenda")),
    }  # fmt: skip
    return list_reply(request, "meeting", view)


def _agreed(request: DeskRequest, agenda: Agenda | None) -> AgreedOrder | None:
    if agenda is None:
        return None
    by = next((person.name for person in request.desk.people if person.id == agenda.by), agenda.by)
    return {"by": by, "at": moment(request, agenda.at), "key": agenda.at.isoformat()}


def agree(request: DeskRequest) -> Reply:
    """`place-NUMBER` says where an application stands; two of one place stay as they stood."""
    named = [name for name in request.form if name.startswith("place-")][:ON_A_PAGE]
    numbers = [name.removeprefix("place-")[:20] for name in sorted(named, key=request.number)]
    seen_at = _instant(request.text("_proposal"), "agenda_changed") if request.text("_proposal") else None
    proposed_decisions.agree_agenda(request.desk, numbers, seen_at)
    return redirect(request, "meeting")


def one(request: DeskRequest, number: str) -> Reply:
    """One application on the screen, in the agreed order: points once they may be seen, and the decision to propose."""
    status = request.desk.open_whole(number).application.status
    row = meeting_row(request, number)
    if row is None or status not in DECIDABLE:
        raise Denied
    numbers = _numbers(request, status)
    index = numbers.index(number) if number in numbers else 0
    view: MeetingOnePage = {
        "row": row, "status": status, "place": index + 1, "count": len(numbers),
        "before": numbers[index - 1] if index else "", "after": numbers[index + 1] if index + 1 < len(numbers) else "",
        "reasons": reasons(request.call), "may_propose": row["may_propose"],
    }  # fmt: skip
    return list_reply(request, "meeting_one", view)


def _numbers(request: DeskRequest, status: str) -> list[str]:
    listed = request.service.committee.projection.page(request.call.id, status, MOST_AGENDA)
    agenda = request.service.committee.reviews.agenda(request.call.id)
    return in_order([item.number for item in listed.items], agenda)


def propose(request: DeskRequest, number: str) -> Reply:
    act, _, reason = request.text("decision").partition(":")
    seen_at = _instant(request.text("_proposal")) if request.text("_proposal") else None
    proposed_decisions.propose(
        request.desk, number, act, reason, request.text("text"), request.number("_seen"), seen_at
    )
    onward = request.form.get("then", "")
    return redirect(request, f"meeting/{onward}" if re.fullmatch(A_NUMBER, onward) else f"applications/{number}")


def publish(request: DeskRequest) -> Reply:
    """`line` is `NUMBER@instant of the proposal as it was seen`."""
    chosen = [line.partition("@") for line in request.many.get("line", ())]
    order = publication_orders.order_publication(request.desk, [(number, _instant(at)) for number, _, at in chosen])
    return redirect(request, f"orders/{order.id}")


def _instant(text: str, why: str = "proposal_changed") -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise NotAgreed(why) from None
    if instant.tzinfo is None or not is_in_reach(instant):
        raise NotAgreed(why)
    return instant
