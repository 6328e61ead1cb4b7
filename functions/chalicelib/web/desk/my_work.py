"""What waits for one person of the committee: applications to judge or to act on, interviews, orders to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...desk.appointed_list import AN_INSTANT, appointed_between, declined_from
from ...rules.committee_rights import MEMBER, OBSERVER, SECRETARY
from ..responses import Reply
from .desk_replies import list_reply, moment
from .desk_request import DeskRequest
from .judging_rows import ToJudge, rows_to_judge
from .list_routes import ANCHORS, ON_A_PAGE, row_of

if TYPE_CHECKING:
    from ...api_types.desk_lists import MinePage, WaitingOrder, WorkRow
    from ...projection.light_item import LightItem


def mine(request: DeskRequest) -> Reply:
    """What waits first; a screen of it."""
    rows, is_all = waiting_for(request)
    # How far one has come is told of points, which are a number of one's own.
    judged = [row["done"] for row in rows if row["what"] in ("score", "read")]
    shown = sorted(rows, key=lambda row: row["done"])[:ON_A_PAGE]
    view: MinePage = {
        "rows": shown, "done": sum(judged), "count": len(judged) if is_all else 0,
        "is_all": is_all and len(rows) <= ON_A_PAGE,
        "may_plan": sum(row["what"] == "schedule" for row in rows) > 1, "anchors": ANCHORS,
        "orders": _orders(request),
    }  # fmt: skip
    return list_reply(request, "mine", view)


def waiting_for(request: DeskRequest) -> ToJudge:
    """What this person is asked to do, by role."""
    role = request.desk.member.role
    if role == OBSERVER:
        return ToJudge([], is_all=True)
    if role == SECRETARY:
        if not request.call.has("interview"):
            return ToJudge(*_rows(request, "submitted", "read"))
        rows, is_all = _rows(request, "submitted", "schedule")
        appointed = _appointed(request)
        return ToJudge([*appointed[:ON_A_PAGE], *rows], is_all and len(appointed) <= ON_A_PAGE)
    return rows_to_judge(request)


def _rows(request: DeskRequest, status: str, what: str) -> tuple[list[WorkRow], bool]:
    page = request.service.committee.projection.page(request.call.id, status, ON_A_PAGE)
    return [_to_do(request, item, what) for item in page.items], not page.after


def _to_do(request: DeskRequest, item: LightItem, what: str) -> WorkRow:
    return {**row_of(request, item), "done": False, "what": what}


def _appointed(request: DeskRequest) -> list[WorkRow]:
    """Interviews whose time is past wait for their record; those whose time does not suit, for another one."""
    now, most = request.at + AN_INSTANT, ON_A_PAGE + 1
    past = appointed_between(request.desk, None, now, most)
    declined = declined_from(request.desk, now, most)
    return [*(_to_do(request, item, "record") for item in past), *(_to_do(request, item, "move") for item in declined)]


def next_waiting(request: DeskRequest, after: str) -> str:
    """The address of the next application that waits for this person; empty, their first page, when none does."""
    rows = (row for row in waiting_for(request).rows if not row["done"] and row["number"] != after)
    return next((f"applications/{row['number']}{ANCHORS.get(row['what'], '')}" for row in rows), "")


def _orders(request: DeskRequest) -> list[WaitingOrder]:
    """Those that wait for a confirmation, and one's own that were carried out lately."""
    if request.desk.member.role not in (SECRETARY, MEMBER):
        return []
    orders = request.service.committee.reviews.orders(request.call.id)
    waiting = [order for order in orders if not order.results]
    return [{"id": order.id, "count": len(order.lines), "at": moment(request, order.at)} for order in waiting]
