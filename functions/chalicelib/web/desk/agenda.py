"""Interviews: the agenda of a day, and the form that fills one with slots."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ...call.wording import clock
from ...call.wording import day as day_in_words
from ...desk.appointed_list import AN_INSTANT, appointed_between, last_appointed_before, slot_of
from ...projection.light_item import LightItem
from ...rules.appointments import USUAL, Slot, clash
from ...rules.committee_rights import EXPERT, MEMBER, SECRETARY
from ...rules.local_days import ONE_DAY, day_end, written_day
from ...rules.window import is_before
from ..responses import Reply
from .act_forms import ticks
from .desk_replies import list_reply
from .desk_request import DeskRequest
from .desk_words import option_label
from .list_routes import row_of

if TYPE_CHECKING:
    from ...api_types.desk_interviews import AgendaDay, AgendaRow, AppointmentChoices, InterviewsPage

# Of one day, and of days beside it in the page's own menu: more than a committee can hold.
MOST_A_DAY, MOST_DAYS = 60, 31
# Interviews read on each side of the day, for the menu and for what goes on across midnight.
MOST_BESIDE = 60
# Of those that nobody has recorded; the oldest come first.
MOST_WAITING = 20


def page(request: DeskRequest) -> Reply:
    """One day of the agenda, the days near it, and the earliest interviews that nobody has recorded."""
    chosen = _chosen_day(request)
    start, end = day_bounds(request, chosen)
    of_day = appointed_between(request.desk, start, end)
    before = last_appointed_before(request.desk, start, MOST_BESIDE)
    after = appointed_between(request.desk, end, None, MOST_BESIDE)
    slots = [slot_of(item) for item in (*before, *of_day, *after)]
    waiting = _unrecorded(request, start, end)
    view: InterviewsPage = {
        "day": day_in_words(chosen, request.language), "iso": chosen.isoformat(),
        "rows": [_row(request, item, slots) for item in of_day[:MOST_A_DAY]], "more": len(of_day) - MOST_A_DAY,
        "waiting": [row_of(request, item) for item in waiting[:MOST_WAITING]],
        "more_waiting": len(waiting) > MOST_WAITING,
        "days": _days(request, chosen, before, of_day, after),
        "form": _choices(request), "today": request.desk.today.isoformat(),
    }  # fmt: skip
    return list_reply(request, "interviews", view)


def _unrecorded(request: DeskRequest, start: datetime, end: datetime) -> list[LightItem]:
    """Past ones beside the day that is shown, from `start` to `end`; one more than is shown, where there are more."""
    now, most = request.at + AN_INSTANT, MOST_WAITING + 1
    earlier = appointed_between(request.desk, None, min(now, start), most)
    missing = most - len(earlier)
    later = appointed_between(request.desk, end, now, missing) if missing and is_before(end, now) else []
    return [*earlier, *later]


def _days(
    request: DeskRequest,
    chosen: date,
    before: Sequence[LightItem],
    of_day: Sequence[LightItem],
    after: Sequence[LightItem],
) -> list[AgendaDay]:
    """The days beside the chosen one, each with its count; without where only a part of the day was read."""
    counted = Counter(_day(request, item) for item in (*before, *of_day, *after))
    days = sorted(counted)
    parts = {_day(request, side[end]) for side, end in ((before, 0), (after, -1)) if len(side) == MOST_BESIDE}
    return [{"iso": day.isoformat(), "words": day_in_words(day, request.language), "is_chosen": day == chosen,
             "count": 0 if day in parts else counted[day]} for day in _near(days, chosen)]  # fmt: skip


def _near(days: Sequence[date], chosen: date) -> Sequence[date]:
    """So many days as the menu holds, the chosen one among them."""
    position = bisect_left(days, chosen)
    first = max(0, min(position - MOST_DAYS // 2, len(days) - MOST_DAYS))
    return days[first : first + MOST_DAYS]


def _chosen_day(request: DeskRequest) -> date:
    """The day that the address names; else the next one with an interview, today among them."""
    try:
        return written_day(request.query.get("day", ""))
    except ValueError:
        today = request.desk.today
        following = appointed_between(request.desk, day_bounds(request, today)[0], None, 1)
        return _day(request, following[0]) if following else today


def day_bounds(request: DeskRequest, day: date) -> tuple[datetime, datetime]:
    """When a day begins and ends in the call's zone."""
    return day_end(request.call, day - ONE_DAY), day_end(request.call, day)


def _day(request: DeskRequest, item: LightItem) -> date:
    return local_instant(request, datetime.fromisoformat(item.when)).date()


def local_instant(request: DeskRequest, when: datetime) -> datetime:
    return when.astimezone(ZoneInfo(request.call.timezone))


def _row(request: DeskRequest, item: LightItem, slots: Sequence[Slot]) -> AgendaRow:
    own = slot_of(item)
    met = clash(own, slots)
    return {
        **row_of(request, item), "from": clock(local_instant(request, own.start)), "people": item.expected,
        "past": not is_before(request.at, own.start),
        "to": clock(local_instant(request, own.start + timedelta(minutes=own.minutes))) if own.minutes else "",
        "format": option_label(request, "interview_format", item.format),
        "clash": {"what": met.what, "number": met.number, "name": met.name} if met else None,
    }  # fmt: skip


def _choices(request: DeskRequest) -> AppointmentChoices:
    """What a form for appointments offers: who may be there, how long it usually lasts."""
    active = [person for person in request.desk.people if person.is_active(request.desk.today)]
    field = request.call.form.role("interview_format")
    formats = [(option.code, option.label[request.language]) for option in field.options] if field else []
    return {
        "minutes": USUAL, "formats": formats,
        "committee": ticks(active, (SECRETARY, MEMBER)), "experts": ticks(active, (EXPERT,)),
    }  # fmt: skip
