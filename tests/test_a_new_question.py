"""A question added to the call's folder, and to nothing else, is shown, checked, stored and exported."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.call.schema import form_schema
from chalicelib.intake.submit_application import submit
from chalicelib.pages.site_fragments import application_form
from chalicelib.rules.application import Event
from chalicelib.rules.completeness import judge
from chalicelib.store.event_items import from_item, to_item
from staff.dictionary import dictionary
from staff.export.export_opening import open_export
from staff.query.engine import QueryEngine
from staff.query.public_views import QuestionScope
from staff.workbook.sheets import write_workbook
from tests.building import OPEN, PEPPER, FakeStore, answers
from tests.calls import copied, load_with_new_fingerprint
from tests.staff.export_building import AS_OF, full_export

LABELS = {"kk": "Ақсақалдар саны", "ru": "Число аксакалов"}
WORDS = 'label = { kk = "Ақсақалдар саны", ru = "Число аксакалов" }'
QUESTION = f'  {{ id = "village_elders", kind = "integer", required = true, min = 1, max = 9, {WORDS} }},\n'
BEFORE = '  { id = "settlement",'


@pytest.fixture(scope="module")
def asking(call: Call, tmp_path_factory: pytest.TempPathFactory) -> Call:
    return load_with_new_fingerprint(copied(tmp_path_factory.mktemp("call"), form=((BEFORE, QUESTION + BEFORE),)))


def stored(asking: Call, **changes: Any) -> Event:
    """As the table gives it back."""
    store = FakeStore()
    receipt = submit(asking, store, PEPPER, answers(village_elders="7", **changes), OPEN)
    return from_item(to_item(store.events(receipt.event.number)[0]))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_it_is_shown_in_its_place(asking: Call, language: str) -> None:
    page = application_form(asking, language)
    assert page.count('name="village_elders"') == 1
    assert escape(LABELS[language]) in page
    assert page.index('name="district"') < page.index('name="village_elders"') < page.index('name="settlement"')


def test_it_is_in_the_schema_with_its_limits(asking: Call) -> None:
    schema = form_schema(asking)
    assert "village_elders" in schema["required"]
    assert {name: schema["properties"]["village_elders"][name] for name in ("minimum", "maximum")} == {
        "minimum": 1, "maximum": 9,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "codes"), [(None, ["required"]), ("10", ["out_of_range"]), ("x", ["not_a_number"]), ("9", [])]
)
def test_it_is_checked(asking: Call, given: str | None, codes: list[str]) -> None:
    problems = judge(asking.form, answers(village_elders=given)).problems
    assert [(problem.field, problem.code) for problem in problems] == [("village_elders", code) for code in codes]


def test_it_is_stored(asking: Call) -> None:
    assert stored(asking).answers["village_elders"] == 7


def test_it_is_a_typed_column_of_the_export_a_line_of_the_dictionary_and_a_column_of_the_workbook(
    asking: Call, tmp_path: Path
) -> None:
    import openpyxl

    full_export(tmp_path, [to_item(stored(asking))])
    desk = QueryEngine(open_export(str(tmp_path), lambda service: None), QuestionScope(asking, AS_OF, False))
    try:
        found = desk.ask("SELECT village_elders, typeof(village_elders) FROM applications")
        assert [tuple(row) for row in found.rows] == [(7, "BIGINT")]
        write_workbook(desk, tmp_path / "book.xlsx", "kk")
    finally:
        desk.close()
    heads = [cell.value for sheet in openpyxl.load_workbook(tmp_path / "book.xlsx").worksheets[1:] for cell in sheet[1]]
    assert LABELS["kk"] in heads
    assert [field["label"] for field in dictionary(asking)["fields"] if field["column"] == "village_elders"] == [LABELS]
