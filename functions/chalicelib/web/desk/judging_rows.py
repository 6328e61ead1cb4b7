"""What one person is asked to judge, and has judged: of each no more is read than a screen shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...projection.light_item import LightItem, judge_list, judged_list
from ...projection.projection_upkeep import pages_of_list
from ...rules.committee_rights import EXPERT
from ...rules.people_names import name_key
from .desk_request import DeskRequest
from .list_routes import ON_A_PAGE, assigned_page, row_of

if TYPE_CHECKING:
    from ...api_types.desk_lists import WorkRow


class ToJudge(NamedTuple):
    """`is_all` is False where there are more than are told here."""

    rows: list[WorkRow]
    is_all: bool


def rows_to_judge(request: DeskRequest) -> ToJudge:
    """On the panel of which interviews one is, and what one was assigned, by arrival; without one's own conflicts."""
    me = request.desk.member
    parts = [_of_list(request, judge_list(me.name)), _of_list(request, judged_list(me.name))]
    is_all = all(len(part) <= ON_A_PAGE for part in parts)
    if me.role == EXPERT:
        page = assigned_page(request)
        parts, is_all = [*parts, page.items], is_all and not page.after
    items = {item.number: item for part in parts for item in part[:ON_A_PAGE]}
    by_arrival = sorted(items.values(), key=lambda item: item.place_in_list)
    return ToJudge([_row(request, item) for item in by_arrival], is_all)


def _of_list(request: DeskRequest, name: str) -> Sequence[LightItem]:
    """What this person may judge of it: one more than a screen shows, where there are more."""
    items: list[LightItem] = []
    for page in pages_of_list(request.service.committee.projection, request.call.id, name, ON_A_PAGE + 1):
        items += _own(request, page.items)
        if len(items) > ON_A_PAGE:
            break
    return items


def _own(request: DeskRequest, items: Sequence[LightItem]) -> Iterable[LightItem]:
    me, reviews, call = request.desk.member, request.service.committee.reviews, request.call.id
    numbers = [item.number for item in items]
    if me.role == EXPERT:
        assigned = reviews.assigned(call, me.id, numbers)
        numbers = [number for number in numbers if number in assigned]
    left = set(numbers) - reviews.conflicts(call, me.id, numbers)
    return (item for item in items if item.number in left)


def _row(request: DeskRequest, item: LightItem) -> WorkRow:
    key = name_key(request.desk.member.name)
    is_expected = item.status == "interview_scheduled" and _is_among(key, item.expected)
    what = "score" if _is_among(key, item.panel) else "attend" if is_expected else "read"
    return {**row_of(request, item), "done": _is_among(key, item.scored), "what": what}


def _is_among(key: str, names: Sequence[str]) -> bool:
    return key in {name_key(name) for name in names}
