"""What staff make of a played call: results, an export by scan, every saved question, sheets, pages; all as texts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from staff.export.export_opening import open_export
from staff.query import dialects
from staff.query.athena import athena_views
from staff.query.column_words import Wording, with_labels
from staff.query.engine import QueryEngine
from staff.query.public_views import QuestionScope
from staff.query.saved_questions import SavedQuestion, questions
from tests.calls.cloud import Cloud
from tests.staff.export_building import exported


def export(cloud: Cloud, at: datetime) -> Path:
    """The whole table, as a scan writes it."""
    to = cloud.layout.folder.parent / "export"
    told = cloud.tells("export", "--to", str(to), "--scan", at=at)
    place = Path(told["place"])
    for file in sorted(place.glob("dictionary.*")):
        cloud.keep(file.name, file.read_text("utf-8"))
    return place


def desk(cloud: Cloud, place: Path, at: datetime, *, raw: bool) -> QueryEngine:
    opened = QueryEngine(open_export(str(place), _no_client), QuestionScope(cloud.call, at))
    if raw:
        opened._is_light = lambda sql: True  # type: ignore[method-assign]
    else:
        opened.make_parquet()
    return opened


def answers_alike(
    cloud: Cloud, place: Path, at: datetime, run_on_athena: Collection[str]
) -> Iterator[tuple[SavedQuestion, list[Any]]]:
    """Every saved question, read raw and from the Parquet, its Athena text parsed, and some of it run; in words too."""
    raw, made = desk(cloud, place, at, raw=True), desk(cloud, place, at, raw=False)
    with exported(place, cloud.call.timezone) as athena:
        for question in questions(cloud.call):
            answer = made.ask(question.sql, free=False)
            rows = [tuple(row) for row in answer.rows]
            assert [tuple(row) for row in raw.ask(question.sql, free=False).rows] == rows, question.name
            asked = dialects.for_athena(question.sql, athena_views(made.asked, "id"))
            dialects.parse(asked, "athena")
            if question.name in run_on_athena:
                assert athena.execute(dialects.from_athena(asked)).fetchall() == rows, question.name
            _in_words(cloud, question, answer.columns, rows)
            yield question, rows
    raw.close()
    made.close()


def _in_words(cloud: Cloud, question: SavedQuestion, columns: list[str], rows: list[Any]) -> None:
    """As staff read it, in both languages."""
    for language in cloud.call.languages:
        wording = Wording(cloud.call, language)
        told = [question.answers[language], [wording.heading(column) for column in columns]]
        told += [with_labels(wording, columns, row) for row in rows]
        cloud.keep(f"query {question.name}", "\n".join(map(str, told)))


def workbook(cloud: Cloud, place: Path, at: datetime, language: str) -> openpyxl.Workbook:
    to = cloud.layout.folder.parent / f"{language}.xlsx"
    cloud.runs("workbook", str(to), "--from", str(place), at=at, lang=language)
    book = openpyxl.load_workbook(to)
    written = io.StringIO()
    for sheet in book.worksheets:
        csv.writer(written).writerows([[sheet.title], *sheet.iter_rows(values_only=True)])
    cloud.keep(f"workbook {language}", written.getvalue())
    return book


def report(cloud: Cloud, place: Path, at: datetime, language: str) -> str:
    to = cloud.layout.folder.parent / f"{language}.html"
    cloud.runs("report", str(to), "--from", str(place), at=at, lang=language)
    cloud.keep(f"report {language}", to.read_text("utf-8"))
    return to.read_text("utf-8")


def results(cloud: Cloud, at: datetime) -> Any:
    """Written beside the call, where the site's build looks."""
    to = published(cloud) / f"{cloud.call.id}.json"
    cloud.runs("results", "--out", str(to), at=at)
    cloud.keep("results", to.read_text("utf-8"))
    return json.loads(to.read_text("utf-8"))


def published(cloud: Cloud) -> Path:
    return cloud.layout.folder.parent / "published"


def _no_client(service: str) -> Any:
    raise AssertionError(f"nobody should ask for {service} here")
