"""Lists of the desk, read from the projection: where everything stands, tasks, and the rows of any such list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from ...call import Call
from ...projection.light_item import LightItem
from ...projection.projection_upkeep import ProjectionPage, pages_of_list
from ...rules.appointments import ASKED
from ...rules.committee_rights import EXPERT, OBSERVER, grant
from ...rules.lifecycle import has_act, statuses
from ...rules.window import is_before
from ..responses import Reply
from .desk_replies import list_reply, moment
from .desk_request import DeskRequest
from .desk_words import option_label
from .xlsx_file import Cell

if TYPE_CHECKING:
    from ...api_types.desk_lists import ListRow, ProgressPage, TasksPage

# What one screen shows; more come on further pages.
ON_A_PAGE = 50
MOST_AT_ONCE = 500
# Where on an application's page the work is done.
ANCHORS = {"schedule": "#schedule", "move": "#schedule", "record": "#record", "score": "#points"}


def statuses_with_list(call: Call) -> tuple[str, ...]:
    """The statuses of this call that have a list: all but a draft's, which is its applicant's alone."""
    return tuple(status for status in statuses(call) if status != "draft")


def asked_status(request: DeskRequest, known: Sequence[str]) -> str:
    """The status of the list that was asked for; the first there is where the address names none of them."""
    status = request.query.get("status", "")
    return status if status in known else known[0]


def row_of(request: DeskRequest, item: LightItem) -> ListRow:
    """An observer sees statuses and no words of an applicant."""
    seen = request.desk.member.role != OBSERVER
    return {
        "number": item.number, "title": item.title if seen else "", "status": item.status,
        "received": moment(request, datetime.fromisoformat(item.received)) if item.received else "",
        "group": option_label(request, "group", item.group) if seen else "",
        "when": moment(request, datetime.fromisoformat(item.when)) if item.when and seen else "",
        "place": item.place if seen else "", "scored": len(item.scored), "panel": len(item.panel),
        "outcome": item.outcome if seen else "", "open_tasks": item.open_tasks, "missed_tasks": item.missed_tasks,
        "answer": _answer(request, item) if seen else "", "exceptional": item.exceptional,
    }  # fmt: skip


def _answer(request: DeskRequest, item: LightItem) -> str:
    """What was answered about the appointment; a question that can no longer be answered is not waited for."""
    if item.status != "interview_scheduled":
        return ""
    is_over = item.answer == ASKED and not is_before(request.at, datetime.fromisoformat(item.when))
    return "" if is_over else item.answer


def progress(request: DeskRequest) -> Reply:
    """A status at a time, oldest first; everybody of the committee, an observer statuses only."""
    known = statuses_with_list(request.call)
    status = asked_status(request, known)
    is_chosen = request.desk.member.role != EXPERT
    page = page_of(request, status) if is_chosen else assigned_page(request)
    role = request.desk.member.role
    view: ProgressPage = {
        "rows": [row_of(request, item) for item in page.items], "after": page.after, "status": status,
        "statuses": known, "is_chosen": is_chosen, "may_list": bool(grant(role, "list")),
        "may_count": bool(grant(role, "reviewers")) and has_act(request.call, "score"),
    }  # fmt: skip
    return list_reply(request, "progress", view)


def assigned_page(request: DeskRequest) -> ProjectionPage:
    """What one expert was asked to judge, by number, from the place that the address names; without one's conflicts."""
    me, committee, call = request.desk.member, request.service.committee, request.call.id
    numbers = committee.reviews.assignments(call, me.id, ON_A_PAGE + 1, request.query.get("after", ""))
    shown = numbers[:ON_A_PAGE]
    conflicts = committee.reviews.conflicts(call, me.id, shown)
    known = committee.projection.find(call, [number for number in shown if number not in conflicts])
    items = tuple(known[number] for number in shown if number in known)
    return ProjectionPage(items, shown[-1] if numbers[ON_A_PAGE:] else "")


def page_of(request: DeskRequest, status: str, most: int = ON_A_PAGE) -> ProjectionPage:
    """What one screen shows of a status, from the place that the address names."""
    after = request.query.get("after", "")
    return request.service.committee.projection.page(request.call.id, status, most, after)


def rows_of_status(request: DeskRequest, status: str) -> list[dict[str, Cell]]:
    """The whole list, however long: for a file, which sorts by instants, so that these are not yet words."""
    return [_with_instants(row_of(request, item), item) for item in items_of_list(request, status)]


def _with_instants(row: ListRow, item: LightItem) -> dict[str, Cell]:
    """By the row's own names; what is not shown stays out."""
    cells = cast("dict[str, Cell]", row)
    written = {"received": item.received, "when": item.when}
    return cells | {name: datetime.fromisoformat(text) for name, text in written.items() if cells[name]}


def items_of_list(request: DeskRequest, name: str) -> Iterator[LightItem]:
    for page in pages_of_list(request.service.committee.projection, request.call.id, name, MOST_AT_ONCE):
        yield from page.items


def all_tasks(request: DeskRequest) -> Reply:
    page = page_of(request, "admitted")
    view: TasksPage = {"rows": [row_of(request, item) for item in page.items], "after": page.after}
    return list_reply(request, "tasks", view)
