"""A list of the desk as a file for Excel: UTF-8 with its mark, the separator of our languages, nothing that runs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from ...call import Call, say
from ...call.languages import LANGUAGE
from ...call.words import words
from ...rules.csv_format import BOM, inert_cell
from ...rules.lifecycle import has_act
from ..responses import Reply
from .desk_replies import HEADERS, moment
from .desk_request import DeskRequest
from .list_routes import asked_status, rows_of_status, statuses_with_list
from .xlsx_file import Cell

COLUMNS = (
    "number", "title", "status", "group", "received", "when", "place", "outcome", "scored", "panel", "open_tasks",
    "missed_tasks",
)  # fmt: skip
# By the act without which a column would be empty for ever.
_ACT_OF = {
    "when": "schedule_interview", "place": "schedule_interview", "outcome": "record_interview", "scored": "score",
    "panel": "score", "open_tasks": "assign_task", "missed_tasks": "assign_task",
}  # fmt: skip


def progress(request: DeskRequest) -> Reply:
    status, table = whole_list(request)
    return csv_file(status, ([_in_words(request, cell) for cell in line] for line in table), request.language)


def csv_file(name: str, table: Iterable[Sequence[str | int]], language: str) -> Reply:
    """Headings first; the file is called `name`."""
    file = StringIO()
    writer = csv.writer(file, delimiter=LANGUAGE[language].separator, lineterminator="\r\n")
    writer.writerows([[str(inert_cell(str(cell))) for cell in line] for line in table])
    named = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Reply(200, BOM + file.getvalue(), HEADERS | named)


def _in_words(request: DeskRequest, cell: Cell) -> str | int:
    return moment(request, cell) if isinstance(cell, datetime) else cell


def whole_list(request: DeskRequest) -> tuple[str, Iterator[list[Cell]]]:
    """The whole list of the status asked for, as it stands, its headings first; on record, since it leaves the desk."""
    status = asked_status(request, statuses_with_list(request.call))
    request.desk.note("list", status)
    return status, _lines(request, rows_of_status(request, status))


def _lines(request: DeskRequest, rows: list[dict[str, Cell]]) -> Iterator[list[Cell]]:
    columns = [name for name in COLUMNS if _is_of(request.call, name)]
    yield [say("desk", f"column.{name}", request.language) for name in columns]
    for row in rows:
        yield [_cell(request, name, row[name]) for name in columns]


def _is_of(call: Call, column: str) -> bool:
    if column == "group":
        return call.form.role(column) is not None
    return column not in _ACT_OF or has_act(call, _ACT_OF[column])


def _cell(request: DeskRequest, name: str, value: Cell) -> Cell:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(request.call.timezone))
    key = f"{name}.{value}"
    return say("staff", key, request.language) if key in words("staff") else value
