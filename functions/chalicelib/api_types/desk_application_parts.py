"""Parts of an application at the desk: its interview, points, documents, tasks, proposed decision.

Instants stand in words of the reader's language where nothing else is said, and are empty for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict


class DeclaredConflict(TypedDict):
    id: str
    name: str
    why: str


class PlannedView(TypedDict):
    """The appointed interview; `minutes` is 0 where nobody said how long, `day` an ISO day of the call's zone."""

    at: str
    place: str
    minutes: int
    people: list[str]
    answer: str
    reason: str
    day: str


class GivenPoints(TypedDict):
    """One person's points for a criterion; None where it did not apply."""

    expert: str
    points: int | None
    reason: str


class CriterionView(TypedDict):
    """One's `own` points, the points of `others` once they may be seen, and of all these: the `middle`, which is
    their median as a number, the `median` in words (None for fewer than two), and the `distance` between the ends.
    """

    number: int
    short: str
    text: str
    applies: bool
    own: int | None
    reason: str
    scale: range
    middle: float | None
    others: list[GivenPoints]
    median: str | None
    distance: int | None


class ListedDocument(TypedDict):
    """`size` is in bytes, `kind` in words; `state` is a code of rules/document_states.py."""

    id: str
    kind: str
    filename: str
    size: int
    state: str
    is_open: bool
    is_picture: bool


class TaskRow(TypedDict):
    """`due` is an ISO day."""

    id: str
    title: str
    due: str
    state: str
    explanations: list[str]


class AwaitedPoints(TypedDict):
    """Whose points are awaited, whether everybody's are there, and who has declared a conflict of interest."""

    names: Sequence[str]
    closed: bool
    conflicts: list[str]


class ProposalView(TypedDict):
    """A proposed decision; `at` is an ISO instant, `when` the same in words. `stale`: the application has changed
    since; `against` is why it cannot be published, empty where it can.
    """

    act: str
    reason: str
    text: str
    at: str
    by: str
    when: str
    stale: bool
    against: str
