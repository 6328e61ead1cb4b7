"""One column a question of all versions of the form; each application judged by its own; other calls left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chalicelib.call import Call
from chalicelib.intake import save_draft
from chalicelib.intake.submit_application import submit
from chalicelib.store.event_items import to_item
from staff.dictionary import dictionary, page
from staff.export.export_opening import open_export
from staff.query import parquet_files
from staff.query.athena import athena_views
from staff.query.dialects import for_athena, from_athena
from staff.query.engine import QueryEngine
from staff.query.form_columns import every_question
from staff.query.public_views import QuestionScope
from staff.query.saved_questions import questions
from staff.workbook.sheets import write_workbook
from tests.building import OPEN, PEPPER, FakeStore, answers, event
from tests.calls import NEW_QUESTION, TITLE, copied, with_next_version
from tests.staff.export_building import AS_OF, full_export, rows

PAST = [{"full_name": "А. Б.", "role": "р", "past": "бес жыл"}]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """The second form: the title under another name, one question more, numbers as words, another column."""
    return with_next_version(
        copied(tmp_path_factory.mktemp("changed")),
        (TITLE, NEW_QUESTION + '  { id = "title",'),
        ('{ id = "hours_per_week", kind = "integer", required = true, min = 1, max = 60,',
         '{ id = "hours_per_week", kind = "text", required = true, max = 100,'),
        ('{ id = "experience", kind', '{ id = "past", kind'),
    )  # fmt: skip


@pytest.fixture(scope="module")
def store(changed: Call) -> FakeStore:
    """One submission by each form, a draft begun with the first, and one of another call."""
    made = FakeStore()
    submit(changed.with_form(1), made, PEPPER, answers(), OPEN)
    new = {"project_title": None, "title": "Жаңа", "village_elders": 7, "hours_per_week": "жүзге жуық"}
    submit(changed, made, PEPPER, answers(**new, team_members=PAST), OPEN + timedelta(hours=1))
    save_draft.save_new_draft(changed.with_form(1), made, PEPPER, answers(), OPEN)
    made.append(event(number="8888-2222", detail={"call": "other-2020"}, call="other-2020"))
    return made


@pytest.fixture(params=["raw", "made"])
def desk(request: pytest.FixtureRequest, changed: Call, store: FakeStore, tmp_path: Path) -> Iterator[QueryEngine]:
    full_export(tmp_path, [to_item(each) for each in store.kept.values()])
    opened = QueryEngine(open_export(str(tmp_path), lambda service: None), QuestionScope(changed, AS_OF, True))
    if request.param == "made":
        opened.make_parquet()
    yield opened
    opened.close()


def test_there_is_one_column_for_each_question_of_all_versions(desk: QueryEngine) -> None:
    sql = (
        "SELECT form_version, project_title, title_answer, village_elders, hours_per_week, hours_per_week_v1"
        " FROM applications WHERE is_submitted ORDER BY form_version"
    )
    assert rows(desk, sql) == [
        (1, answers()["project_title"], None, None, None, answers()["hours_per_week"]),
        (2, None, "Жаңа", 7, "жүзге жуық", None),
    ]


def test_a_role_that_another_version_gives_to_another_question_is_one_column(desk: QueryEngine) -> None:
    sql = "SELECT form_version, role_title FROM applications WHERE is_submitted ORDER BY form_version"
    assert rows(desk, sql) == [(1, answers()["project_title"]), (2, "Жаңа")]
    asked = {question.name: question.sql for question in questions(desk.asked.call)}
    assert 'a."role_title"' in asked["ranking"] and 'a."direction"' in asked["ranking"]


def test_rows_of_a_table_have_the_columns_of_all_versions(desk: QueryEngine) -> None:
    sql = "SELECT t.experience, t.past FROM team_members AS t JOIN applications AS a USING (number) WHERE is_submitted"
    experience = answers()["team_members"][0]["experience"]
    assert set(rows(desk, f"{sql} AND row = 1")) == {(experience, None), (None, "бес жыл")}


def test_what_another_version_asks_under_one_name_is_no_damage(desk: QueryEngine) -> None:
    """Words where the first form asked a number."""
    assert rows(desk, "SELECT number, parts FROM damaged") == []


def test_what_a_draft_lacks_is_what_the_current_form_asks(desk: QueryEngine) -> None:
    lacking = {row[0] for row in rows(desk, "SELECT lacking FROM missing WHERE part = 'answer'")}
    assert lacking == {"title", "village_elders", "hours_per_week"}


def test_another_calls_applications_are_counted_and_nowhere_else(desk: QueryEngine) -> None:
    assert rows(desk, "SELECT * FROM other_calls") == [("other-2020", 1, 1)]
    assert rows(desk, "SELECT count(*) FROM applications") == [(3,)]
    for view in ("events", "versions", "package", "packages", "team_members"):
        assert rows(desk, f"SELECT count(*) FROM {view} WHERE number = '8888-2222'") == [(0,)], view


def test_every_saved_question_is_answered(desk: QueryEngine) -> None:
    for question in questions(desk.asked.call):
        rows(desk, question.sql)


def test_athena_is_asked_the_same(changed: Call, store: FakeStore, tmp_path: Path) -> None:
    """Each view said to Athena and back has the columns it has here."""
    views = athena_views(QuestionScope(changed, AS_OF, True), "0163")
    text = for_athena("SELECT form_version, title_answer, hours_per_week_v1 FROM applications", views)
    assert "other-2020" not in text and "'rukhani-zhangyru-2021'" in text
    assert "IN (1)" in from_athena(text)


def test_a_form_with_another_version_is_never_answered_from_an_old_parquet(
    call: Call, changed: Call, tmp_path: Path
) -> None:
    full_export(tmp_path, [])
    export = open_export(str(tmp_path), lambda service: None)
    assert parquet_files.name(export, changed) != parquet_files.name(export, call)


def test_the_workbook_has_the_title_of_every_application_and_says_what_is_an_earlier_forms(
    desk: QueryEngine, tmp_path: Path
) -> None:
    write_workbook(desk, tmp_path / "book.xlsx", "kk")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    cells = [[cell.value for cell in row] for sheet in book.worksheets[1:] for row in sheet.iter_rows()]
    heads = next(row for row in cells if row[0])
    label = every_question(desk.asked.call).by_id["project_title"].label["kk"]
    assert f"{label} (нысанның бұрынғы нұсқасы: 1)" in heads
    flat = {str(value) for row in cells for value in row}
    assert {answers()["project_title"], "Жаңа"} <= flat
    front = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert "Кестеде басқа байқаулардың өтінімдері де бар (1): олар мұнда есептелмейді." in front


def test_the_dictionary_says_which_versions_ask_a_question(changed: Call) -> None:
    fields: dict[str, Any] = {field["column"]: field for field in dictionary(changed)["fields"]}
    told = {
        name: fields[name]["versions"]
        for name in ("project_title", "title_answer", "hours_per_week", "hours_per_week_v1", "stage")
    }
    assert told == {
        "project_title": [1],
        "title_answer": [2],
        "hours_per_week": [2],
        "hours_per_week_v1": [1],
        "stage": [1, 2],
    }
    assert [version["version"] for version in dictionary(changed)["form_versions"]] == [1, 2]
    assert "Спрашивается в версиях формы: 1, 2" in page(changed, "ru")


def test_a_form_with_one_version_has_plain_columns(call: Call) -> None:
    assert every_question(call) is call.form
    assert all("versions" not in field for field in dictionary(call)["fields"])
