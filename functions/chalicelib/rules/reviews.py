"""What the committee keeps beside an application's events: assignments, conflicts, notes, proposed decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from .application import Application
from .application_record import Scores, interview, scores
from .committee_rights import CONFLICT, Member, grant
from .lifecycle import UNDECIDED
from .people_names import name_key

# Decisions that one person proposes and publishes with another's confirmation.
PROPOSED = ("admit", "decline")
# What one publication may hold, so that it is one item and one page that somebody really reads.
MOST_LINES = 40


@dataclass(frozen=True)
class Declaration:
    """`answer` is "no" or "yes" to a conflict of interest; `why` is there with "yes"."""

    answer: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Proposal:
    """A decision somebody proposes. `seen` is how many events the application had."""

    act: str
    reason: str
    text: str
    by: str
    at: datetime
    seen: int


@dataclass(frozen=True)
class Review:
    """Everything kept beside one application, by the ids of people."""

    assigned: frozenset[str] = frozenset()
    declarations: Mapping[str, Declaration] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    proposal: Proposal | None = None

    def conflict(self, member: str) -> str:
        """What the person declared last; empty before anything."""
        declared = self.declarations.get(member)
        return declared.answer if declared else ""


@dataclass(frozen=True)
class ReviewLine:
    """One act of an order, on what was seen of the application. `detail` is what the act itself says."""

    number: str
    act: str
    seen: int
    detail: Mapping[str, str]


@dataclass(frozen=True)
class Order:
    """Grave acts that one person orders and another confirms. `results` stand beside the lines once it was carried out:
    done, or why not.
    """

    id: str
    lines: tuple[ReviewLine, ...]
    by: str
    at: datetime
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    results: tuple[str, ...] = ()


def awaited_names(application: Application, review: Review, people: Sequence[Member]) -> tuple[str, ...]:
    """Names of the panel that have given no points yet.

    Nobody waits for whoever has declared a conflict, was ended, or sat there without a right to give points.
    """
    record, sheets = interview(application), scores(application)
    panel = (*record["committee"], *record["experts"]) if record else ()
    out = {name_key(person.name) for person in people if not _may_still_score(person, review)}
    return tuple(name for name in panel if name_key(name) not in sheets and name_key(name) not in out)


def _may_still_score(person: Member, review: Review) -> bool:
    return bool(grant(person.role, "score")) and not person.ended_at and review.conflict(person.id) != CONFLICT


def is_round_closed(application: Application, review: Review, people: Sequence[Member]) -> bool:
    """Everybody who was to give points has, or the application is decided."""
    if application.status not in UNDECIDED:
        return True
    return bool(scores(application)) and not awaited_names(application, review, people)


def visible_scores(
    application: Application, review: Review, people: Sequence[Member], viewer: Member
) -> tuple[Scores, ...]:
    """One's own points always; others' once one's own are given or the round is closed. What is sealed is not there."""
    sheets = scores(application)
    own = sheets.get(name_key(viewer.name))
    mine = own if own and own.is_of(viewer.actor) else None
    if is_round_closed(application, review, people) or mine:
        return tuple(sheets[key] for key in sorted(sheets))
    return ()


class Spread:
    """Of what several people gave: the median and how far the ends are apart; None where nobody gave any."""

    def __init__(self, points: Sequence[int]) -> None:
        middle = median(points) if points else None
        # Of whole points, a half at most.
        self.median = int(middle) if middle is not None and middle == int(middle) else middle
        self.distance = max(points) - min(points) if points else None
