"""Numbers about reviewers, beside the progress: how far each has come, how they give points, how far they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...call import say
from ...call.alphabet import alphabetical
from ...call.wording import signed_number
from ...desk.reviewer_sheets import MOST_OPENED, VisibleSheets, visible_sheets
from ...projection.light_item import LightItem
from ...rules.people_names import name_key
from ...rules.reviewer_numbers import PersonNumbers, agreement, remark, reviewer_numbers
from ..responses import Reply
from .csv_downloads import csv_file
from .desk_replies import list_reply
from .desk_request import DeskRequest
from .list_routes import statuses_with_list
from .xlsx_downloads import excel_file

if TYPE_CHECKING:
    from ...api_types.desk_lists import ReviewerRow, ReviewersPage

# Where nobody has been asked for points yet.
BEFORE_POINTS = ("submitted", "interview_scheduled")
# Light items read for one page, those that nobody gave points for among them.
MOST_LISTED = 300
COLUMNS = ("name", "scored_of", "mean", "spread", "severity", "remark")


class ReviewersSeen(NamedTuple):
    """`is_all` is False where there are more interviews than were read, or more with points than were opened."""

    rows: list[ReviewerRow]
    sheets: VisibleSheets
    is_all: bool


def page(request: DeskRequest) -> Reply:
    """By name, never by points; of the applications whose points this person may see already."""
    seen = _reviewers_seen(request)
    view: ReviewersPage = {
        "rows": seen.rows, "applications": seen.sheets.applications,
        "most": {} if seen.is_all else {"listed": MOST_LISTED, "opened": MOST_OPENED},
        "agreement": _agreement(request, seen),
    }  # fmt: skip
    return list_reply(request, "reviewers", view)


def as_csv(request: DeskRequest) -> Reply:
    return csv_file("reviewers", _table(request), request.language)


def as_xlsx(request: DeskRequest) -> Reply:
    return excel_file("reviewers", _table(request))


def _table(request: DeskRequest) -> list[list[str]]:
    """The page as it stands, what it leaves out among its last lines; on record, since it leaves the desk."""
    seen = _reviewers_seen(request)
    request.desk.note("list", "reviewers")
    language = request.language
    lines = [[say("staff", f"column.{name}", language) for name in COLUMNS]]
    lines += [[_cell(row, name, language) for name in COLUMNS] for row in seen.rows]
    remarks = [_agreement(request, seen), say("desk", "reviewers.lead", language, count=seen.sheets.applications)]
    if not seen.is_all:
        remarks.append(say("desk", "reviewers.not_all", language, listed=MOST_LISTED, opened=MOST_OPENED))
    return [*lines, *([sentence, *[""] * (len(COLUMNS) - 1)] for sentence in remarks)]


def _cell(row: ReviewerRow, name: str, language: str) -> str:
    if name == "scored_of":
        return say("staff", "reviewers.of", language, scored=row["scored"], asked=row["asked"])
    if name == "remark":
        return say("staff", f"reviewers.{row['remark']}", language) if row["counted"] else ""
    return str(row.get(name, ""))


def _reviewers_seen(request: DeskRequest) -> ReviewersSeen:
    listed, is_all = _items_to_count(request)
    items = [item for item in listed if item.panel]
    seen = visible_sheets(request.desk, items)
    numbers = {of_person.person: of_person for of_person in reviewer_numbers(seen.sheets)}
    return ReviewersSeen(_rows(items, numbers), seen, is_all and seen.is_all)


def _items_to_count(request: DeskRequest) -> tuple[list[LightItem], bool]:
    """Of everything that points may have been given for, the first by status and arrival; whether that is all."""
    items: list[LightItem] = []
    projection = request.service.committee.projection
    for status in statuses_with_list(request.call):
        if status in BEFORE_POINTS:
            continue
        page = projection.page(request.call.id, status, MOST_LISTED - len(items) + 1)
        items += page.items
        if len(items) > MOST_LISTED:
            return items[:MOST_LISTED], False
    return items, True


def _agreement(request: DeskRequest, seen: ReviewersSeen) -> str:
    alpha = agreement(seen.sheets.sheets)
    value = say("staff", "reviewers.too_few", request.language) if alpha is None else signed_number(alpha)
    return say("staff", "reviewers.agreement", request.language, value=value)


def _rows(items: Sequence[LightItem], numbers: dict[str, PersonNumbers]) -> list[ReviewerRow]:
    names = {name_key(name): name for item in items for name in item.panel}
    asked = Counter(name_key(name) for item in items for name in item.panel)
    scored = Counter(name_key(name) for item in items for name in item.scored)
    return [_row(names[key], asked[key], scored[key], numbers.get(key)) for key in sorted(names, key=alphabetical)]


def _row(name: str, asked: int, scored: int, numbers: PersonNumbers | None) -> ReviewerRow:
    """Numbers as they are written; empty where there are none."""
    row: ReviewerRow = {"name": name, "asked": asked, "scored": scored, "counted": 0, "mean": "", "spread": "",
                        "severity": "", "error": "", "remark": ""}  # fmt: skip
    if numbers is None:
        return row
    return {
        **row, "counted": numbers.scored, "remark": remark(numbers), "mean": _number(numbers.mean),
        "spread": _number(numbers.spread), "error": _number(numbers.error),
        "severity": _number(numbers.severity, is_difference=True),
    }  # fmt: skip


def _number(value: float | None, *, is_difference: bool = False) -> str:
    return "" if value is None else signed_number(value, is_difference=is_difference)
