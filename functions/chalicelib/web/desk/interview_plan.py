"""A day of slots that waiting applications fill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...call.wording import clock
from ...call.wording import day as day_in_words
from ...desk.appointed_list import slots_around
from ...desk.appointments import Wish, appoint, day_of_slots
from ...rules.appointments import Slot, clash
from ...rules.refusals import NotAgreed, Refused
from ...rules.window import is_before
from ..responses import Reply
from .agenda import local_instant
from .desk_refusals import reason_of
from .desk_replies import list_reply
from .desk_request import DeskRequest
from .form_inputs import minutes_of, wish_of
from .list_routes import row_of

if TYPE_CHECKING:
    from ...api_types.desk_interviews import AppointedPage, AppointedRow, CandidateRow, PlanPage, SlotRow

# Beside as many applications as there are free slots: a few more, so that one of them may be passed over.
SPARE = 6


def plan(request: DeskRequest) -> Reply:
    """A day of slots as asked for: which are free, and the applications that have waited longest beside them."""
    wish, count, pause = wish_of(request), max(0, request.number("count")), minutes_of(request, "pause")
    wishes = day_of_slots(wish, count, pause, request.at)
    slots = _slots(request, wishes, _slots_taken(request, wishes))
    free = [slot for slot in slots if not slot["why"]]
    projection = request.service.committee.projection
    waiting = projection.page(request.call.id, "submitted", len(free) + SPARE).items
    rows: list[CandidateRow] = [
        {**row_of(request, item), "seq": item.seq, "slot": free[index]["place"] if index < len(free) else ""}
        for index, item in enumerate(waiting)
    ]
    view: PlanPage = {"slots": slots, "free": free, "rows": rows, "kept": _hidden_inputs(request),
                      "day": _day_of(request, wish), "place": wish.place}  # fmt: skip
    return list_reply(request, "plan", view)


def _slots_taken(request: DeskRequest, wishes: Sequence[Wish]) -> list[Slot]:
    return slots_around(request.desk, wishes[0].when, wishes[-1].when)


def _day_of(request: DeskRequest, wish: Wish) -> str:
    return day_in_words(local_instant(request, wish.when).date(), request.language)


def _slots(request: DeskRequest, wishes: Sequence[Wish], taken: Sequence[Slot]) -> list[SlotRow]:
    names = {person.id: person.name for person in request.desk.people}
    return [
        {
            "place": str(number),
            "time": clock(local_instant(request, wish.when)),
            "why": _why_not(request, wish, taken, names),
        }
        for number, wish in enumerate(wishes, 1)
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
    wishes = {str(number): slot for number, slot in enumerate(day_of_slots(wish, count, pause, request.at), 1)}
    taken = _slots_taken(request, list(wishes.values()))
    rows: list[AppointedRow] = []
    for name, value in request.form.items():
        number = name.removeprefix("slot-")
        if name.startswith("slot-") and value in wishes:
            rows.append(_appointed(request, number, wishes[value], taken))
    if not rows:
        raise NotAgreed("slots_empty")
    done = [row["number"] for row in rows if not row["why"]]
    known = request.service.committee.projection.find(request.call.id, done)
    for row in rows:
        row["title"] = known[row["number"]].title if row["number"] in known else ""
    by_time = sorted(rows, key=lambda row: (row["time"], row["number"]))
    view: AppointedPage = {"rows": by_time, "day": _day_of(request, wish)}
    return list_reply(request, "appointed", view)


def _appointed(request: DeskRequest, number: str, wish: Wish, taken: list[Slot]) -> AppointedRow:
    """Without its title yet, which is read for all rows at once."""
    row: AppointedRow = {
        "number": number[:20],
        "title": "",
        "time": clock(local_instant(request, wish.when)),
        "why": "",
    }
    try:
        appoint(request.desk, number, wish, request.number(f"seen-{number}"), taken)
    except Refused as refused:
        return {**row, "why": reason_of(request, refused)}
    names = tuple(person.name for person in request.desk.people if person.id in wish.people)
    taken.append(Slot(number, wish.when, wish.minutes, wish.place, names))
    return row
