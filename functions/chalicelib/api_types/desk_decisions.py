"""What the desk's pages about decisions show: the meeting, one application of it, an order; and the desk's refusals.

Instants stand in words of the reader's language where nothing else is said, and are empty for none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from .desk_application_parts import CriterionView, ProposalView, TaskRow


class CriterionPoints(TypedDict):
    """Everybody's points for a criterion, without names; `median` is in words, None for fewer than two."""

    number: int
    short: str
    points: list[int]
    median: str | None
    distance: int | None


class MeetingRow(TypedDict):
    """`waits` names whose points are awaited; `scores` are empty and `total` is None until they may be seen."""

    number: str
    title: str
    seen: int
    may_propose: bool
    criteria: list[CriterionView]
    proposal: ProposalView | None
    waits: Sequence[str]
    scores: list[CriterionPoints]
    total: str | None
    may_publish: bool


class AgreedOrder(TypedDict):
    """Who agreed the order of the agenda; `key` is the ISO instant it is known by."""

    by: str
    at: str
    key: str


class MeetingPage(TypedDict):
    """`after` is where the next page begins, empty on the last one."""

    rows: list[MeetingRow]
    status: str
    statuses: Sequence[str]
    after: str
    may_publish: bool
    agreed: AgreedOrder | None
    may_agree: bool


class MeetingOnePage(TypedDict):
    """`place` of `count` in the agenda, from 1; the numbers `before` and `after` it, empty at the ends."""

    row: MeetingRow
    status: str
    place: int
    count: int
    before: str
    after: str
    reasons: Sequence[str]
    may_propose: bool


class MailView(TypedDict):
    """A mail as it would be written; `to` is masked."""

    to: str
    subject: str
    text: str


class OrderLine(TypedDict):
    """A line of an order; without the rest where the application `is_readable` to nobody but others."""

    number: str
    is_readable: bool
    result: str
    act: str
    title: NotRequired[str]
    reason: NotRequired[str]
    text: NotRequired[str]
    stale: NotRequired[bool]
    tasks: NotRequired[list[TaskRow]]
    mails: NotRequired[list[MailView]]


class OrderPage(TypedDict):
    """`new_keys` by number are told once, to whoever confirmed the order; `confirmed_by` is empty before."""

    id: str
    lines: list[OrderLine]
    by: str
    at: str
    confirmed_by: str
    done: bool
    new_keys: Mapping[str, str]
    may_confirm: bool


class RuleView(TypedDict):
    id: str
    title: str
    text: str


class DeskProblem(TypedDict):
    """Why the desk did not do what was asked, and what to do `next`."""

    title: str
    detail: str
    next: NotRequired[str]
    rule: NotRequired[RuleView]


class ChangeRow(TypedDict):
    at: str
    act: str
