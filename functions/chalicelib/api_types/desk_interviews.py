"""What the desk's pages about interviews show: the agenda of a day, slots to be filled, who was put where.

Instants and days stand in words of the reader's language, clock times as HH:MM.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from .desk_lists import ListRow


class Tick(TypedDict):
    """A person of the committee as a box to tick."""

    id: str
    name: str
    ticked: bool


class ClashView(TypedDict):
    """What collides, a place or a person (whose `name` it is), and with which application."""

    what: str
    number: str
    name: str


# A class cannot name a field by this reserved word.
_From = TypedDict("_From", {"from": str})


class AgendaRow(ListRow, _From):
    """`from` and `to` are clock times, `to` empty where nobody said how long; `past`: it has begun."""

    to: str
    past: bool
    people: Sequence[str]
    format: str
    clash: ClashView | None


class AgendaDay(TypedDict):
    """`iso` is the day as an ISO day; `count` is 0 where only a part of the day was read."""

    iso: str
    words: str
    is_chosen: bool
    count: int


class AppointmentChoices(TypedDict):
    """What a form for appointments offers: the usual `minutes`, code and label of each format, who may be there."""

    minutes: int
    formats: list[tuple[str, str]]
    committee: list[Tick]
    experts: list[Tick]


class InterviewsPage(TypedDict):
    """`iso` and `today` are ISO days; `more` interviews of the day are not shown (none where it is below one).

    `waiting` are past ones that nobody has recorded.
    """

    day: str
    iso: str
    rows: list[AgendaRow]
    more: int
    waiting: list[ListRow]
    more_waiting: bool
    days: list[AgendaDay]
    form: AppointmentChoices
    today: str


class SlotRow(TypedDict):
    """A slot by its `place` in the day, from 1; `why` it cannot be taken, empty where it is free."""

    place: str
    time: str
    why: str


class CandidateRow(ListRow):
    """An application that may fill a slot: how many events were seen of it, and the `slot` that is put forward."""

    seq: int
    slot: str


class PlanPage(TypedDict):
    """`kept` are the names and values of the form that the slots were made from."""

    slots: list[SlotRow]
    free: list[SlotRow]
    rows: list[CandidateRow]
    kept: list[tuple[str, str]]
    day: str
    place: str


class AppointedRow(TypedDict):
    """`why` the application was left as it was, empty where it was appointed."""

    number: str
    title: str
    time: str
    why: str


class AppointedPage(TypedDict):
    rows: list[AppointedRow]
    day: str
