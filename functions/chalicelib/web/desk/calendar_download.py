"""The agenda as a file for a calendar."""

from __future__ import annotations

from ...desk.appointed_list import AN_INSTANT, appointed_between, slot_of
from ...notices.interview_calendar import Entry, agenda_calendar
from ...projection.light_item import LightItem
from ...rules.local_days import written_day
from ..responses import Reply
from .agenda import day_bounds
from .desk_replies import HEADERS
from .desk_request import DeskRequest


def calendar(request: DeskRequest) -> Reply:
    """The chosen day, or everything ahead, as a file for a calendar; on record, since it leaves the desk."""
    day, items = _asked_items(request)
    request.desk.note("list", f"interviews {day}".strip())
    entries = [Entry(slot_of(item), item.title, item.seq) for item in items]
    text = agenda_calendar(request.call, entries, request.language, request.at, request.service.site + request.base)
    named = {"Content-Type": "text/calendar; charset=utf-8",
             "Content-Disposition": 'attachment; filename="interviews.ics"'}  # fmt: skip
    return Reply(200, text, HEADERS | named)


def _asked_items(request: DeskRequest) -> tuple[str, list[LightItem]]:
    """The day of the address, as an ISO day, and its interviews; empty and all that are ahead where it names none."""
    try:
        day = written_day(request.query.get("day", ""))
    except ValueError:
        return "", appointed_between(request.desk, request.at + AN_INSTANT, None)
    return day.isoformat(), appointed_between(request.desk, *day_bounds(request, day))
