"""An answer as people and programs want it: a table, CSV, an Excel file, JSON.

An instant is written as local time of the call's zone with its offset, for people in words. A text that a
spreadsheet would take for a formula stays text: in CSV behind an apostrophe (spreadsheets have no other way), in XLSX
as the text cell it is.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from chalicelib.call import wording
from chalicelib.rules.csv_format import BOM, inert_cell

from ..printing.terminal import json_text
from .engine import QueryResult

Cell = str | int | float | bool | None


def _local(value: datetime, zone: ZoneInfo) -> datetime:
    """A clock without a zone is the call's own (views' local_at)."""
    return value.replace(tzinfo=zone) if value.tzinfo is None else value.astimezone(zone)


def plain(value: object, zone: ZoneInfo) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, datetime):
        return _local(value, zone).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: plain(part, zone) for key, part in value.items()}
    return [plain(part, zone) for part in value] if isinstance(value, list | tuple) else value


def cell(value: object, zone: ZoneInfo) -> Cell:
    """A value as one cell: a list of simple values is joined with commas, anything deeper becomes JSON."""
    simple = plain(value, zone)
    if isinstance(simple, list) and all(isinstance(part, str | int | float) for part in simple):
        return ", ".join(str(part) for part in simple)
    return json.dumps(simple, ensure_ascii=False) if isinstance(simple, list | dict) else simple


def cell_words(value: object, zone: ZoneInfo, language: str) -> Cell:
    """As one cell that people read: instants to the second, days and numbers as everywhere."""
    if isinstance(value, datetime):
        return wording.moment(_local(value, zone).replace(microsecond=0), language)
    if isinstance(value, date):
        return wording.day(value, language)
    plain = cell(value, zone)
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        return plain
    return wording.number(plain)


def write_csv(answer: QueryResult, to: TextIO, separator: str, zone: ZoneInfo, headings: Sequence[str]) -> None:
    to.write(BOM)
    writer = csv.writer(to, delimiter=separator, lineterminator="\r\n")
    writer.writerow([inert_cell(heading) for heading in headings])
    for row in answer.rows:
        writer.writerow([inert_cell(cell(value, zone)) for value in row])


def objects(answer: QueryResult, zone: ZoneInfo) -> Iterator[dict[str, object]]:
    for row in answer.rows:
        yield {name: plain(value, zone) for name, value in zip(answer.columns, row, strict=True)}


def write_json(answer: QueryResult, to: TextIO, zone: ZoneInfo) -> None:
    """Write one JSON array, a row a line; Kazakh letters are not escaped."""
    before = "[\n"
    for row in objects(answer, zone):
        to.write(before + json_text(row))
        before = ",\n"
    to.write("[]\n" if before == "[\n" else "\n]\n")
