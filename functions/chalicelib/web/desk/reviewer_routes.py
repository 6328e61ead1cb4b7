"""Numbers about reviewers, beside the progress: how far each has come, how they give points, how far they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ...call import say
from ...call.alphabet import alphabetical
from ...call.wording import signed_number
from ...desk.reviewer_sheets import MOST_OPENED, visible_sheets
from ...projection.light_item import LightItem
from ...rules.people_names import name_key
from ...rules.reviewer_numbers import PersonNumbers, agreement, remark, reviewer_numbers
from ..responses import Reply
from .desk_replies import list_reply
from .desk_request import DeskRequest
from .list_routes import items_of_list, statuses_with_list

# Where nobody has been asked for points yet.
BEFORE_POINTS = ("submitted", "interview_scheduled")
Row = dict[str, Any]


def page(request: DeskRequest) -> Reply:
    """By name, never by points; of the applications whose points this person may see already."""
    statuses = [status for status in statuses_with_list(request.call) if status not in BEFORE_POINTS]
    items = [item for status in statuses for item in items_of_list(request, status) if item.panel]
    seen = visible_sheets(request.desk, items)
    found = {each.person: each for each in reviewer_numbers(seen.sheets)}
    alpha = agreement(seen.sheets)
    view = {
        "rows": _rows(request, items, found), "applications": seen.applications,
        "most": 0 if seen.is_all else MOST_OPENED,
        "agreement": say("staff", "reviewers.agreement", request.language, value=_agreement(request, alpha)),
    }  # fmt: skip
    return list_reply(request, "reviewers", view)


def _agreement(request: DeskRequest, alpha: float | None) -> str:
    return say("staff", "reviewers.too_few", request.language) if alpha is None else signed_number(alpha)


def _rows(request: DeskRequest, items: Sequence[LightItem], found: dict[str, PersonNumbers]) -> list[Row]:
    names = {name_key(name): name for item in items for name in item.panel}
    asked = Counter(name_key(name) for item in items for name in item.panel)
    scored = Counter(name_key(name) for item in items for name in item.scored)
    return [
        {"name": names[key], "asked": asked[key], "scored": scored[key], **_numbers(found.get(key))}
        for key in sorted(names, key=alphabetical)
    ]


def _numbers(found: PersonNumbers | None) -> Row:
    """As they are written; empty where there are none."""
    if found is None:
        return {"counted": 0}
    values = {name: getattr(found, name) for name in ("mean", "spread", "severity", "error")}
    return {"counted": found.scored, "remark": remark(found)} | {
        name: "" if value is None else signed_number(value, is_difference=name == "severity")
        for name, value in values.items()
    }
