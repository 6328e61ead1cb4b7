"""What the desk's lists show: everybody's work, one's own, the committee's people and their journal.

Instants stand in words of the reader's language, and days too where the field is called `day`; empty for none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict


class ListRow(TypedDict):
    """An application in a list; `scored` and `panel` count people, `exceptional` tells of a prolonged time."""

    number: str
    title: str
    status: str
    received: str
    group: str
    when: str
    place: str
    scored: int
    panel: int
    outcome: str
    open_tasks: int
    missed_tasks: int
    answer: str
    exceptional: bool


class ProgressPage(TypedDict):
    """`after` is where the next page begins, empty on the last one; `is_chosen`: the reader chooses the status."""

    rows: list[ListRow]
    after: str
    status: str
    statuses: Sequence[str]
    is_chosen: bool
    may_list: bool
    may_count: bool


class TasksPage(TypedDict):
    rows: list[ListRow]
    after: str


class WorkRow(ListRow):
    """`what` is to be done: schedule, move, record, score, attend or read."""

    done: bool
    what: str


class WaitingOrder(TypedDict):
    """`count` of the applications that the order is about."""

    id: str
    count: int
    at: str


class MinePage(TypedDict):
    """`done` of `count` are judged; `is_all` is False where more wait than are shown."""

    rows: list[WorkRow]
    done: int
    count: int
    is_all: bool
    may_plan: bool
    anchors: Mapping[str, str]
    orders: list[WaitingOrder]


class PersonRow(TypedDict):
    """`until` is an ISO day."""

    id: str
    name: str
    email: str
    role: str
    active: bool
    until: str


class PeoplePage(TypedDict):
    """`today` is an ISO day."""

    rows: list[PersonRow]
    roles: Sequence[str]
    today: str


class JournalRow(TypedDict):
    at: str
    who: str
    act: str
    about: str


class JournalPage(TypedDict):
    """`day` and the one `before` it are ISO days."""

    rows: list[JournalRow]
    day: str
    before: str


class HelpPage(TypedDict):
    """`minutes`: for how long a sign-in link is good."""

    topics: list[str]
    minutes: int


class ReviewerRow(TypedDict):
    """How far one has come; `counted` points stand behind the numbers, which are written out or empty."""

    name: str
    asked: int
    scored: int
    counted: int
    mean: str
    spread: str
    severity: str
    error: str
    remark: str


class ReviewersPage(TypedDict):
    """`most` says how much was read where that was not all, else it is empty."""

    rows: list[ReviewerRow]
    applications: int
    most: Mapping[str, int]
    agreement: str
