"""The criteria of an application as the desk shows them: the answers that feed each, and points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...call.wording import number
from ...desk.committee import OpenedApplication
from ...rules import application_record
from ...rules.committee_rights import Member
from ...rules.interview_guards import applies
from ...rules.reviews import Spread, visible_scores
from .desk_request import DeskRequest

View = dict[str, Any]


def criteria_view(request: DeskRequest, opened: OpenedApplication, people: Sequence[Member]) -> list[View]:
    """Each criterion with one's own points, and those of others once they may be seen."""
    application, me = opened.application, request.desk.member
    answers = application.answers
    visible = visible_scores(application, opened.review, people, me)
    own = next((score for score in application_record.scores(application).values() if score.is_of(me.actor)), None)
    others = [each for each in visible if own is None or each.expert != own.expert]
    return [_criterion(request, criterion, answers, own, others) for criterion in request.call.criteria]


def _criterion(
    request: DeskRequest,
    criterion: Any,
    answers: Any,
    own: application_record.Scores | None,
    others: Sequence[application_record.Scores],
) -> View:
    name = str(criterion.number)
    given = [points for each in (*others, *([own] if own else [])) if (points := each.points.get(name)) is not None]
    spread = Spread(given)
    return {
        "number": criterion.number, "short": criterion.short[request.language],
        "text": criterion.text[request.language],
        "applies": applies(criterion, answers), "own": own.points.get(name) if own else None,
        "reason": own.reasons.get(name, "") if own else "",
        "scale": range(request.call.score_min, request.call.score_max + 1), "middle": spread.median,
        "others": [{"expert": other.expert, "points": other.points.get(name), "reason": other.reasons.get(name, "")}
                   for other in others],
        "median": _points_in_words(spread.median) if len(given) > 1 else None, "distance": spread.distance,
    }  # fmt: skip


def _points_in_words(points: float | None) -> str | None:
    return None if points is None else number(points)
