"""The criteria of an application as the desk shows them: the answers that feed each, and points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...call.definition import Criterion
from ...call.wording import number
from ...desk.committee import OpenedApplication
from ...rules import application_record
from ...rules.application_record import Scores
from ...rules.committee_rights import Member
from ...rules.interview_guards import applies
from ...rules.reviews import Spread, visible_scores
from .desk_request import DeskRequest

if TYPE_CHECKING:
    from ...api_types.application import Answers
    from ...api_types.desk_application_parts import CriterionView


def criteria_view(request: DeskRequest, opened: OpenedApplication, people: Sequence[Member]) -> list[CriterionView]:
    """Each criterion with one's own points, and those of others once they may be seen."""
    application, me = opened.application, request.desk.member
    answers = application.answers
    visible = visible_scores(application, opened.review, people, me)
    own = next((scores for scores in application_record.scores(application).values() if scores.is_of(me.actor)), None)
    others = [scores for scores in visible if own is None or scores.expert != own.expert]
    return [_criterion(request, criterion, answers, own, others) for criterion in request.call.criteria]


def _criterion(
    request: DeskRequest,
    criterion: Criterion,
    answers: Answers,
    own: Scores | None,
    others: Sequence[Scores],
) -> CriterionView:
    name = str(criterion.number)
    everybody = (*others, *([own] if own else []))
    given = [points for scores in everybody if (points := scores.points.get(name)) is not None]
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
