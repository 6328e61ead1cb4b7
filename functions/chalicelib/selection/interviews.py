"""Interviews: schedule, record, score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from ..rules.application import Application
from ..rules.guards import to_record, to_score
from .deciding import Desk


def schedule(desk: Desk, number: str, when: datetime, place: str, form: str, seen: int | None = None) -> Application:
    """Schedule or reschedule; `form` is a code of interview_format."""
    return desk.write(
        desk.open(number, seen), "schedule_interview", None, when=when.isoformat(), place=place, format=form
    )


def record(
    desk: Desk, number: str, held: date, committee: Sequence[str], experts: Sequence[str], outcome: str,
    note: str = "", seen: int | None = None,
) -> Application:  # fmt: skip
    """Opens the supplement window at once. A record with the outcome `pending` may be followed by a final one."""
    application = desk.open(number, seen)
    detail = {"held": held.isoformat(), "committee": _names(committee), "experts": _names(experts),
              "outcome": outcome, "note": note}  # fmt: skip
    return desk.write(application, "record_interview", to_record(application, detail, desk.today), **detail)


def score(
    desk: Desk, number: str, expert: str, points: Mapping[str, int | None], seen: int | None = None
) -> Application:
    """Points per criterion number; None where a criterion does not apply, never a zero."""
    application = desk.open(number, seen)
    objection = to_score(desk.call, application, points)
    return desk.write(application, "score", objection, expert=expert, scores=dict(points))


def _names(names: Sequence[str]) -> list[str]:
    return [name.strip() for name in names if name.strip()]
