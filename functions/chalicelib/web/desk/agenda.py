"""Interviews: the agenda of a day, on paper and as a calendar, and a day of slots that waiting applications fill."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ...call.wording import clock
from ...call.wording import day as day_in_words
from ...desk.appointments import Wish, appoint, appointed, appointed_items, day_of_slots, slot_of
from ...notices.interview_calendar import Entry, agenda_calendar
from ...projection.light_item import LightItem
from ...rules.appointments import USUAL, Slot, clash
from ...rules.committee_rights import EXPERT, MEMBER, SECRETARY
from ...rules.instant_format import write_instant
from ...rules.local_days import written_day
from ...rules.refusals import NotAgreed, Refused
from ...rules.window import is_before
from ..responses import Reply
from .desk_refusals import HEADERS, list_reply, reason_of
from .desk_request import DeskRequest
from .desk_words import option_label
from .form_inputs import minutes_of, wish_of
from .list_routes import row_of

Row = dict[str, Any]
# Beside as many applications as there are free slots: a few more, so that one of them may be passed over.
SPARE = 6
# Of one day, and of days beside it in the page's own menu: more than a committee can hold.
MOST_A_DAY, MOST_DAYS = 100, 31


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
        "waiting": [row_of(request, item) for item in waiting[:50]],
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
    return _local(request, datetime.fromisoformat(item.when)).date()


def _local(request: DeskRequest, when: datetime) -> datetime:
    return when.astimezone(ZoneInfo(request.call.timezone))


def _row(request: DeskRequest, item: LightItem, slots: Sequence[Slot]) -> Row:
    own = slot_of(item)
    met = clash(own, slots)
    return row_of(request, item) | {
        "from": clock(_local(request, own.start)), "people": item.expected,
        "past": not is_before(request.at, own.start),
        "to": clock(_local(request, own.start + timedelta(minutes=own.minutes))) if own.minutes else "",
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


def plan(request: DeskRequest) -> Reply:
    """A day of slots as asked for: which are free, and the applications that have waited longest beside them."""
    wish, count, pause = wish_of(request), max(0, request.number("count")), minutes_of(request, "pause")
    slots = _slots(request, day_of_slots(wish, count, pause, request.at), appointed(request.desk))
    free = [slot for slot in slots if not slot["why"]]
    projection = request.service.committee.projection
    waiting = projection.page(request.call.id, "submitted", len(free) + SPARE).items
    rows = [row_of(request, item) | {"seq": item.seq, "slot": free[place]["place"] if place < len(free) else ""}
            for place, item in enumerate(waiting)]  # fmt: skip
    view = {"slots": slots, "free": free, "rows": rows, "kept": _hidden_inputs(request), "day": _day_of(request, wish),
            "place": wish.place}  # fmt: skip
    return list_reply(request, "plan", view)


def _day_of(request: DeskRequest, wish: Wish) -> str:
    return day_in_words(_local(request, wish.when).date(), request.language)


def _slots(request: DeskRequest, wishes: Sequence[Wish], taken: Sequence[Slot]) -> list[Row]:
    names = {person.id: person.name for person in request.desk.people}
    return [
        {"place": str(place), "time": clock(_local(request, wish.when)), "why": _why_not(request, wish, taken, names)}
        for place, wish in enumerate(wishes, 1)
    ]


def _why_not(request: DeskRequest, wish: Wish, taken: Sequence[Slot], names: dict[str, str]) -> str:
    """Why nobody can be put here, in words; empty where the slot is free."""
    if not is_before(request.at, wish.when):
        return reason_of(request, NotAgreed("slot_past"))
    people = tuple(names[person] for person in wish.people if person in names)
    met = clash(Slot("", wish.when, wish.minutes, wish.place, people), taken)
    return reason_of(request, NotAgreed(f"taken_{met.what}", {"number": met.number, "name": met.name})) if met else ""


_OF_DAY = ("when-day", "when-time", "minutes", "pause", "count", "place", "format", "offered", "committee", "expert")


def _hidden_inputs(request: DeskRequest) -> list[tuple[str, str]]:
    return [(name, value) for name in _OF_DAY for value in request.many.get(name, ())]


def appoint_all(request: DeskRequest) -> Reply:
    """Each chosen application in its slot, on what was seen of it; what does not fit is told and left."""
    wish, count, pause = wish_of(request), max(0, request.number("count")), minutes_of(request, "pause")
    wishes = {str(place): each for place, each in enumerate(day_of_slots(wish, count, pause, request.at), 1)}
    taken = appointed(request.desk)
    rows: list[Row] = []
    for name, value in request.form.items():
        number = name.removeprefix("slot-")
        if name.startswith("slot-") and value in wishes:
            rows.append(_appointed(request, number, wishes[value], taken))
    if not rows:
        raise NotAgreed("slots_empty")
    view = {"rows": sorted(rows, key=lambda row: (row["time"], row["number"])), "day": _day_of(request, wish)}
    return list_reply(request, "appointed", view)


def _appointed(request: DeskRequest, number: str, wish: Wish, taken: list[Slot]) -> Row:
    row = {"number": number[:20], "time": clock(_local(request, wish.when)), "why": ""}
    try:
        appoint(request.desk, number, wish, request.number(f"seen-{number}"), taken)
    except Refused as refused:
        return row | {"why": reason_of(request, refused)}
    names = tuple(person.name for person in request.desk.people if person.id in wish.people)
    taken.append(Slot(number, wish.when, wish.minutes, wish.place, names))
    return row
