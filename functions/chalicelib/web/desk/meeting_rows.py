"""An application as the meeting sees it: points once they may be seen, and what is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...call.wording import number as number_in_words
from ...rules.committee_rights import WHOLE
from ...rules.refusals import NotFound
from ...rules.reviews import awaited_names, visible_scores
from . import application_view
from .desk_request import DeskRequest

if TYPE_CHECKING:
    from ...api_types.desk_application_parts import CriterionView, ProposalView
    from ...api_types.desk_decisions import CriterionPoints, MeetingRow


def meeting_row(request: DeskRequest, number: str) -> MeetingRow | None:
    """None for what this person may not read; no points before they may be seen."""
    try:
        opened = request.desk.open(number)
    except NotFound:
        return None
    if opened.part != WHOLE:
        return None
    people = request.desk.people
    view = application_view.whole_card(request, opened)
    waits = awaited_names(opened.application, opened.review, people)
    visible = visible_scores(opened.application, opened.review, people, request.desk.member)
    middles = (
        [criterion["middle"] for criterion in view["criteria"] if criterion["middle"] is not None] if visible else []
    )
    return {
        "number": number, "title": view["title"], "seen": view["seen"], "may_propose": view["may_propose"],
        "criteria": view["criteria"], "proposal": view["proposal"], "waits": waits,
        "scores": _scores(view["criteria"]) if visible else [],
        "total": number_in_words(sum(middles)) if middles else None, "may_publish": _may_publish(view["proposal"]),
    }  # fmt: skip


def _may_publish(proposal: ProposalView | None) -> bool:
    return bool(proposal and not proposal["stale"] and not proposal["against"])


def _scores(criteria: Sequence[CriterionView]) -> list[CriterionPoints]:
    return [
        {"number": criterion["number"], "short": criterion["short"], "points": _all_points(criterion),
         "median": criterion["median"], "distance": criterion["distance"]}
        for criterion in criteria
    ]  # fmt: skip


def _all_points(criterion: CriterionView) -> list[int]:
    """What everybody gave for the criterion; the reader's own points come last."""
    given = (*(other["points"] for other in criterion["others"]), criterion["own"])
    return [points for points in given if points is not None]
