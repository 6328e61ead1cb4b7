"""Questions that count the same thing agree, whatever was sent in: many invented tables, each of another seed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from staff.query.engine import QueryEngine
from staff.query.saved_questions import question
from staff.report.figures import facts
from staff.workbook.front_page import STATUSES
from tests.staff.export_building import desk, full_export, invented, items, rows

ADMITTED = ("admitted", "completed", "excluded")
COUNT = 40


@pytest.fixture(params=range(8))
def opened(request: Any, tmp_path: Path) -> Any:
    full_export(tmp_path, items(invented(COUNT, seed=1000 + request.param)))
    found = desk(tmp_path)
    found.make_parquet()
    yield found
    found.close()


def total(opened: QueryEngine, name: str, column: str = "applications") -> int:
    answer = opened.ask(question(opened.asked.call, name).sql)
    place = list(answer.columns).index(column)
    return sum(row[place] or 0 for row in answer.rows)


def count(opened: QueryEngine, condition: str) -> int:
    [(found,)] = rows(opened, f"SELECT count(*) FROM applications WHERE {condition}")
    return int(found)


def test_questions_of_one_subject_have_one_total(opened: QueryEngine) -> None:
    in_contest = count(opened, "in_contest")
    parts = ("by_group", "by_language", "by_applicant_type", "by_group_and_territory")
    assert {name: total(opened, name) for name in parts} == dict.fromkeys(parts, in_contest)
    standing = dict(rows(opened, question(opened.asked.call, "where_applications_stand").sql))
    assert sum(standing.values()) == COUNT
    assert total(opened, "drafts_left") == standing.get("draft", 0) == COUNT - total(opened, "arrivals_by_day")
    assert total(opened, "by_group", "admitted") == sum(standing.get(status, 0) for status in ADMITTED)
    assert total(opened, "by_group", "not_admitted") == standing.get("not_admitted", 0)
    assert in_contest == COUNT - standing.get("draft", 0) - standing.get("withdrawn", 0)


def test_the_report_and_the_front_page_count_as_the_questions_do(opened: QueryEngine) -> None:
    told = facts(opened, "kk")
    charts = {chart.id: chart.total for chart in told.charts}
    assert charts["group"] == charts["territory"] == charts["language"] == total(opened, "by_group")
    assert charts["days"] == told.tiles[0][0] == count(opened, "is_submitted")
    assert charts["statuses"] == total(opened, "where_applications_stand")
    on_front = rows(opened, f"SELECT count(*) FROM applications WHERE is_submitted AND status IN {STATUSES}")
    assert on_front == [(told.tiles[0][0],)]


def test_what_is_missing_is_missing_in_every_view(opened: QueryEngine) -> None:
    undecided = "status IN ('submitted', 'interview_scheduled', 'interviewed')"
    lacking = rows(opened, "SELECT count(DISTINCT number) FROM missing WHERE part = 'document'")
    assert lacking == rows(opened, f"SELECT count(*) FROM packages WHERE missing_count > 0 AND {undecided}")
    assert (
        total(opened, "missing_documents")
        == rows(opened, f"SELECT coalesce(sum(missing_count), 0) FROM packages WHERE {undecided}")[0][0]
    )
    assert rows(opened, "SELECT count(*) FROM damaged") == [(0,)]
