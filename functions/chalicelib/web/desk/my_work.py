"""What waits for one person of the committee: applications to judge or to act on, interviews, orders to confirm."""

from __future__ import annotations

from ...desk.appointments import appointed_items
from ...rules.appointments import DECLINED
from ...rules.committee_rights import MEMBER, OBSERVER, SECRETARY
from ...rules.instant_format import write_instant
from ..responses import Reply
from .desk_replies import list_reply, moment
from .desk_request import DeskRequest
from .list_routes import ANCHORS, ON_A_PAGE, Row, row_of, rows_to_judge


def mine(request: DeskRequest) -> Reply:
    rows = waiting_for(request)
    # How far one has come is told of points, which are a number of one's own.
    judged = [row["done"] for row in rows if row["what"] in ("score", "read")]
    view = {"rows": sorted(rows, key=lambda row: row["done"]), "done": sum(judged), "count": len(judged),
            "may_plan": sum(row["what"] == "schedule" for row in rows) > 1, "anchors": ANCHORS,
            "orders": _orders(request)}  # fmt: skip
    return list_reply(request, "mine", view)


def waiting_for(request: DeskRequest) -> list[Row]:
    """What this person is asked to do, by role."""
    role = request.desk.member.role
    if role == OBSERVER:
        return []
    if role == SECRETARY:
        if not request.call.has("interview"):
            return _rows(request, "submitted", "read")
        return [*_appointed(request), *_rows(request, "submitted", "schedule")]
    return rows_to_judge(request)


def _rows(request: DeskRequest, status: str, what: str) -> list[Row]:
    page = request.service.committee.projection.page(request.call.id, status, ON_A_PAGE)
    return [row_of(request, item) | {"done": False, "what": what} for item in page.items]


def _appointed(request: DeskRequest) -> list[Row]:
    """Interviews whose time is past wait for their record; those whose time does not suit, for another one."""
    now = write_instant(request.at)
    rows = [row_of(request, item) | {"done": False, "what": "record" if item.when <= now else "move"}
            for item in appointed_items(request.desk) if item.when <= now or item.answer == DECLINED]  # fmt: skip
    return rows[:ON_A_PAGE]


def next_waiting(request: DeskRequest, after: str) -> str:
    """The address of the next application that waits for this person; empty, their first page, when none does."""
    rows = (row for row in waiting_for(request) if not row["done"] and row["number"] != after)
    return next((f"applications/{row['number']}{ANCHORS.get(row['what'], '')}" for row in rows), "")


def _orders(request: DeskRequest) -> list[Row]:
    """Those that wait for a confirmation, and one's own that were carried out lately."""
    if request.desk.member.role not in (SECRETARY, MEMBER):
        return []
    orders = request.service.committee.reviews.orders(request.call.id)
    waiting = [order for order in orders if not order.results]
    return [{"id": order.id, "count": len(order.lines), "at": moment(request, order.at)} for order in waiting]
