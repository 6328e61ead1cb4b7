"""Interviews: the agenda of a day, on paper and as a calendar."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ...call.wording import clock
from ...call.wording import day as day_in_words
from ...desk.appointments import appointed_items, slot_of
from ...notices.interview_calendar import Entry, agenda_calendar
from ...projection.light_item import LightItem
from ...rules.appointments import USUAL, Slot, clash
from ...rules.committee_rights import EXPERT, MEMBER, SECRETARY
from ...rules.instant_format import write_instant
from ...rules.local_days import written_day
from ...rules.window import is_before
from ..responses import Reply
from .desk_replies import HEADERS, list_reply
from .desk_request import DeskRequest
from .desk_words import option_label
from .list_routes import row_of

Row = dict[str, Any]
# Of one day, and of days beside it in the page's own menu: more than a committee can hold.
MOST_A_DAY, MOST_DAYS = 60, 31
# Of those that nobody has recorded; the oldest come first.
MOST_WAITING = 20


def page(request: DeskRequest) -> Reply:
    """One day of the agenda, and every earlier interview that nobody has recorded."""
    items = appointed_items(request.desk)
    counted = Counter(_day(request, item) for item in items)
    days = sorted(counted)
    chosen = _chosen_day(request, days)
    of_day = [item for item in items if _day(request, item) == chosen]
    slots = [slot_of(item) for item in items if abs((_day(request, item) - chosen).days) <= 1]
    waiting = [item for item in items if item.when <= write_instant(request.at) and _day(request, item) != chosen]
    view = {
        "day": day_in_words(chosen, request.language), "iso": chosen.isoformat(),
        "rows": [_row(request, item, slots) for item in of_day[:MOST_A_DAY]], "more": len(of_day) - MOST_A_DAY,
        "waiting": [row_of(request, item) for item in waiting[:MOST_WAITING]],
        "more_waiting": len(waiting) - MOST_WAITING,
        "days": [{"iso": each.isoformat(), "words": day_in_words(each, request.language), "is_chosen": each == chosen,
                  "count": counted[each]} for each in _near(days, chosen)],
        "form": form_of(request), "today": request.desk.today.isoformat(),
    }  # fmt: skip
    return list_reply(request, "interviews", view)


def _near(days: Sequence[date], chosen: date) -> Sequence[date]:
    """So many days as the menu holds, the chosen one among them."""
    place = bisect_left(days, chosen)
    first = max(0, min(place - MOST_DAYS // 2, len(days) - MOST_DAYS))
    return days[first : first + MOST_DAYS]


def _chosen_day(request: DeskRequest, days: Sequence[date]) -> date:
    """The day that the address names; else the next one with an interview, today among them."""
    try:
        return written_day(request.query.get("day", ""))
    except ValueError:
        return next((day for day in days if day >= request.desk.today), request.desk.today)


def _day(request: DeskRequest, item: LightItem) -> date:
    return local_instant(request, datetime.fromisoformat(item.when)).date()


def local_instant(request: DeskRequest, when: datetime) -> datetime:
    return when.astimezone(ZoneInfo(request.call.timezone))


def _row(request: DeskRequest, item: LightItem, slots: Sequence[Slot]) -> Row:
    own = slot_of(item)
    met = clash(own, slots)
    return row_of(request, item) | {
        "from": clock(local_instant(request, own.start)), "people": item.expected,
        "past": not is_before(request.at, own.start),
        "to": clock(local_instant(request, own.start + timedelta(minutes=own.minutes))) if own.minutes else "",
        "format": option_label(request, "interview_format", item.format),
        "clash": {"what": met.what, "number": met.number, "name": met.name} if met else None,
    }  # fmt: skip


def form_of(request: DeskRequest) -> Row:
    """What a form for appointments offers: who may be there, how long it usually lasts."""
    active = [person for person in request.desk.people if person.is_active(request.desk.today)]
    field = request.call.form.role("interview_format")
    formats = [(option.code, option.label[request.language]) for option in field.options] if field else []
    return {
        "minutes": USUAL, "formats": formats,
        "committee": [{"id": each.id, "name": each.name, "ticked": False} for each in active
                      if each.role in (SECRETARY, MEMBER)],
        "experts": [{"id": each.id, "name": each.name, "ticked": False} for each in active if each.role == EXPERT],
    }  # fmt: skip


def calendar(request: DeskRequest) -> Reply:
    """The chosen day, or everything ahead, as a file for a calendar; on record, since it leaves the desk."""
    day = request.query.get("day", "")
    items = [item for item in appointed_items(request.desk) if _is_of(request, item, day)]
    request.desk.note("list", f"interviews {day}".strip()[:60])
    entries = [Entry(slot_of(item), item.title, item.seq) for item in items]
    text = agenda_calendar(request.call, entries, request.language, request.at, request.service.site + request.base)
    named = {"Content-Type": "text/calendar; charset=utf-8",
             "Content-Disposition": 'attachment; filename="interviews.ics"'}  # fmt: skip
    return Reply(200, text, HEADERS | named)


def _is_of(request: DeskRequest, item: LightItem, day: str) -> bool:
    return _day(request, item).isoformat() == day if day else item.when > write_instant(request.at)
