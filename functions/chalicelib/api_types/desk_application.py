"""What the desk's page of an application shows: as much of it as is the reader's to read.

Instants stand in words of the reader's language where nothing else is said, and are empty for none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict, final

from .desk_application_parts import (
    AwaitedPoints,
    CriterionView,
    DeclaredConflict,
    ListedDocument,
    PlannedView,
    ProposalView,
    TaskRow,
)
from .desk_interviews import Tick


class _CardHead(TypedDict):
    """`seen` is how many events were read; `exceptional` tells of a prolonged time."""

    number: str
    part: str
    status: str
    seen: int
    title: str
    exceptional: bool


@final
class StatusCard(_CardHead):
    """For whoever may know where an application stands and no more; its `title` is empty."""


class _CardNames(_CardHead):
    organisation: str
    leader: str
    team: list[str]


@final
class NamesCard(_CardNames):
    """What one must know to say whether there is a conflict of interest."""


class ActForms(TypedDict):
    """Which forms the page has and what each offers; `acts` holds by act whether the page has its form.

    `conflicted` is empty for whoever may not propose to end a conflict; `reasons` and `outcomes` are codes.
    """

    acts: Mapping[str, bool]
    may_score: bool
    may_propose: bool
    may_assign: bool
    may_note: bool
    may_unmask: bool
    may_order: bool
    exception_window: str
    conflicted: list[DeclaredConflict]
    outcomes: Sequence[str]
    reasons: Sequence[str]
    committee: list[Tick]
    experts: list[Tick]
    usual_minutes: int
    assignable: list[Tick]


class CardBody(TypedDict):
    """The application itself; `held` is the record of the interview in force, `missing` are required documents.

    `window` says until when the applicant may change it, empty where they may not.
    """

    version: int
    window: str
    received: str
    planned: PlannedView | None
    held: Mapping[str, object] | None
    is_correction: bool
    missing: list[str]
    form_complete: bool
    documents: list[ListedDocument]
    criteria: list[CriterionView]
    note: str
    waiting: AwaitedPoints
    tasks: list[TaskRow]
    proposal: ProposalView | None
    decision: Mapping[str, str] | None


@final
class WholeCard(_CardNames, CardBody, ActForms):
    """For whoever may read the application; `unmasked` where its numbers and addresses are shown."""

    unmasked: bool


Card = StatusCard | NamesCard | WholeCard
