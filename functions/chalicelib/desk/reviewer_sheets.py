"""The points that a person may see already, over all applications: what numbers about reviewers are counted from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..projection.light_item import LightItem
from ..rules.committee_rights import WHOLE
from ..rules.people_names import name_key
from ..rules.refusals import NotFound
from ..rules.reviewer_numbers import Sheet, applying
from ..rules.reviews import visible_scores
from .committee import AtDesk

# So many applications are opened for one page, each by two reads. The tool counts them all.
MOST_OPENED = 60


@dataclass(frozen=True)
class VisibleSheets:
    """`applications` is how many they are of; `is_all` is False where there were more than are opened."""

    sheets: tuple[Sheet, ...]
    applications: int
    is_all: bool


def visible_sheets(at: AtDesk, items: Iterable[LightItem]) -> VisibleSheets:
    """Nothing that is sealed for this person is counted: no number tells what they may not read itself."""
    at.demand("reviewers")
    scored = [item.number for item in items if item.scored]
    sheets_by_application = [sheets for number in scored[:MOST_OPENED] if (sheets := _of_application(at, number))]
    return VisibleSheets(
        tuple(sheet for sheets in sheets_by_application for sheet in sheets),
        len(sheets_by_application),
        len(scored) <= MOST_OPENED,
    )


def _of_application(at: AtDesk, number: str) -> list[Sheet]:
    try:
        opened = at.open(number)
    except NotFound:
        return []
    if opened.part != WHOLE:
        return []
    given = visible_scores(opened.application, opened.review, at.people, at.member)
    return [Sheet(number, name_key(scores.expert), applying(scores.points)) for scores in given]
