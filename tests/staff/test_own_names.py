"""What a call calls as we call a column or a view: both stay, and are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chalicelib.call import Call
from chalicelib.call.form_definition import Document
from chalicelib.call.form_definition import Test as Clause
from chalicelib.store.event_items import to_item
from staff.dictionary import dictionary, page
from staff.export.export_opening import open_export
from staff.query import base_views, dialects
from staff.query.athena import ITEMS, TABLE, athena_views
from staff.query.column_names import our_names, our_names_beside_questions
from staff.query.column_words import Wording
from staff.query.engine import QueryEngine
from staff.query.form_columns import columns_by_question, every_question
from staff.query.public_views import QuestionScope, views
from staff.query.question_scope import KEPT
from staff.query.view_descriptions import columns_of_views
from staff.report.figures import facts
from staff.report.page import page as report_page
from staff.workbook.sheets import write_workbook
from tests.building import OPEN, event
from tests.forms import call_of, form_table, label, needed, question
from tests.staff.export_building import exported, full_export

AS_OF = OPEN + timedelta(days=1)
# Every name of ours as a question with two codes, on which a document depends.
NAMES = sorted(our_names_beside_questions())
TABLES = ("applications", "events", "clock", "shows", "q_rows")
# Texts, so that what is told of each can be told from every other.
TEXTS = ("status_answer", "number_answer", "who_answer", "shows_rows", "title_answer_answer")


@pytest.fixture(scope="module")
def own() -> Call:
    questions = [question(name, "choice", options="yes_no") for name in NAMES if name not in TABLES]
    texts = [question(name) for name in TEXTS]
    tables = [
        question(name, "table", max_rows=5, row=label("Жол"),
                 column=[question("status"), question("row", "integer"), question("q_title"), question("name")])
        for name in TABLES
    ]  # fmt: skip
    call = call_of(form_table([*needed(), *questions, *texts, *tables]))
    # More than a form may ask for: one that depends on each of the questions.
    documents = tuple(
        Document(name, label(f"құжат {name}"), required_when=(Clause(name, frozenset({"yes"})),))
        for name in NAMES if name not in TABLES
    )  # fmt: skip
    return replace(call, form=replace(call.form, package=call.form.package._replace(documents=documents)))


def said(number: int) -> dict[str, Any]:
    """The answers of one of two applicants: alternately yes and no, the other way round by the second."""
    told: dict[str, Any] = {"q_language": "ru", "q_name": f"Аты {number}", "q_email": "a@example.kz",
                            "q_title": f"Атау {number}", "q_consent": True}  # fmt: skip
    asked = [name for name in NAMES if name not in TABLES]
    told |= {name: "yes" if (place + number) % 2 else "no" for place, name in enumerate(asked)}
    told |= {name: f"{name} of {number}" for name in TEXTS}
    row = {"status": f"cell {number}", "row": 70 + number, "q_title": "ұяшық", "name": "аты"}
    return told | {name: [row, row] for name in TABLES}


NUMBERS = {1: "2222-2222", 2: "3333-3333"}


@pytest.fixture(scope="module", params=["raw", "made"])
def desk(request: pytest.FixtureRequest, own: Call, tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryEngine]:
    folder = tmp_path_factory.mktemp("export")
    events = [
        event(number=number, answers=said(n), call=own.id, detail={"call": own.id}) for n, number in NUMBERS.items()
    ]
    full_export(folder, [to_item(each) for each in events])
    opened = QueryEngine(open_export(str(folder), lambda service: None), QuestionScope(own, AS_OF, True))
    opened.folder = folder  # type: ignore[attr-defined]
    if request.param == "made":
        opened.make_parquet()
    else:
        opened._is_light = lambda sql: True  # type: ignore[method-assign]
    yield opened
    opened.close()


def rows(desk: QueryEngine, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in desk.ask(sql).rows]


def test_every_name_of_ours_is_known_to_be_ours() -> None:
    """Whatever the views, the items below them and Athena's table have is in the list that names are compared with."""
    call = call_of(form_table([*needed(), question("q_table", "table", max_rows=2, column=[question("q_cell")])]))
    theirs = {field.id for field in every_question(call)} | {"q_cell", "q_table_rows"}
    made = views(QuestionScope(call, AS_OF), "items", base_views.events_raw(call, "items"), base_views.rows_of)
    told = {column for columns in columns_of_views(call).values() for column in columns}
    found = (set(made) | told | set(base_views.TEXTS) | set(base_views.NUMBERS) | {*KEPT, ITEMS, TABLE}) - theirs
    assert found - our_names() - {"q_table"} == set()


def test_no_column_of_the_form_bears_a_name_of_ours(own: Call) -> None:
    columns = [field.id for field in every_question(own)]
    assert len(columns) == len(set(columns)) == len(list(own.form))
    assert not set(columns) & our_names()
    for field in every_question(own):
        assert not {cell.id for cell in field.columns} & (our_names() | set(columns)), field.id
    assert columns_by_question(own, 1)["status"] == "status_answer_answer"
    assert columns_by_question(own, 1)["status_answer"] == "status_answer"


def test_a_form_whose_names_are_free_keeps_every_name(call: Call) -> None:
    assert every_question(call) is call.form


def test_each_answer_is_in_its_own_column_and_ours_are_what_they_were(own: Call, desk: QueryEngine) -> None:
    columns = {name: column for name, column in columns_by_question(own, 1).items() if name not in TABLES}
    chosen = ", ".join(f'"{column}"' for column in columns.values())
    told = rows(desk, f"SELECT number, status, {chosen} FROM applications ORDER BY number")
    for n, (number, status, *answers) in enumerate(told, 1):
        assert (number, status) == (NUMBERS[n], "submitted")
        assert dict(zip(columns, answers, strict=True)) == {name: said(n)[name] for name in columns}


def test_a_document_that_is_required_is_never_shown_as_not_required(own: Call, desk: QueryEngine) -> None:
    told = rows(desk, "SELECT number, kind, is_required, is_received FROM package ORDER BY number, place")
    assert told == [
        (number, document.kind, said(n)[document.kind] == "yes", False)
        for n, number in NUMBERS.items() for document in own.form.package.documents
    ]  # fmt: skip
    missing = dict(rows(desk, "SELECT number, missing FROM packages"))
    for n, number in NUMBERS.items():
        kinds = [document.kind for document in own.form.package.documents if said(n)[document.kind] == "yes"]
        assert missing[number] == ", ".join(kinds)


def test_a_table_of_any_name_is_a_view_with_its_own_cells(own: Call, desk: QueryEngine) -> None:
    columns = columns_by_question(own, 1)
    for name in TABLES:
        view = every_question(own).by_id[columns[name]]
        cells = ", ".join(f'"{cell.id}"' for cell in view.columns)
        told = rows(desk, f'SELECT number, status, "row", {cells} FROM "{view.id}" ORDER BY number, "row"')
        expected = [(number, "submitted", place, f"cell {n}", 70 + n, "ұяшық", "аты")
                    for n, number in NUMBERS.items() for place in (1, 2)]  # fmt: skip
        assert told == expected, name
        assert rows(desk, f'SELECT DISTINCT "{view.id}_rows" FROM applications') == [(2,)]


def test_athena_is_asked_the_same_of_every_column(own: Call, desk: QueryEngine) -> None:
    columns = [c for name, c in columns_by_question(own, 1).items() if name not in TABLES]
    chosen = ", ".join(f'"{column}"' for column in columns)
    asked = athena_views(desk.asked, "id")
    with exported(desk.folder) as here:  # type: ignore[attr-defined]
        for sql in (
            f"SELECT number, status, {chosen} FROM applications ORDER BY number",
            "SELECT number, kind, is_required FROM package ORDER BY number, place",
            f'SELECT * FROM "{columns_by_question(own, 1)["applications"]}" ORDER BY number, "row"',
        ):
            assert here.execute(dialects.from_athena(dialects.for_athena(sql, asked))).fetchall() == rows(desk, sql)


def test_no_two_columns_of_the_workbook_are_headed_alike_and_none_is_empty(
    own: Call, desk: QueryEngine, tmp_path: Path
) -> None:
    for language in own.languages:
        assert write_workbook(desk, tmp_path / f"{language}.xlsx", language) == 2
        sheet = openpyxl.load_workbook(tmp_path / f"{language}.xlsx").worksheets[1]
        told = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert [head for head, count in Counter(told[0]).items() if count > 1] == []
        wording = Wording(own, language)
        for place, (question_, column) in enumerate(columns_by_question(own, 1).items()):
            cells = [row[told[0].index(wording.heading(column))] for row in told[1:]]
            assert all(cells), (place, question_)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_labels_like_ours_or_like_each_other_are_told_apart(language: str) -> None:
    ours = label("Күйі", "Состояние")
    alike = label("Мекенжайы", "Адрес")
    call = call_of(
        form_table([*needed(), question("a", label=ours), question("b", label=alike), question("c", label=alike)])
    )
    wording = Wording(call, language)
    assert [wording.heading(name) for name in ("status", "a", "b", "c")] == [
        ours[language], f"{ours[language]} (a)", f"{alike[language]} (b)", f"{alike[language]} (c)",
    ]  # fmt: skip


def test_the_dictionary_explains_every_column_and_names_the_question_of_one_called_otherwise(own: Call) -> None:
    told = dictionary(own)
    fields = {field.get("question", field["column"]): field["column"] for field in told["fields"]}
    assert fields == dict(columns_by_question(own, 1))
    for language in own.languages:
        assert "<code>status_answer_answer</code>" in page(own, language)
    described = {view["view"]: {column["column"] for column in view["columns"]} for view in told["views"]}
    assert described == {view: set(columns) for view, columns in columns_of_views(own).items()}


def test_the_report_is_drawn(own: Call, desk: QueryEngine) -> None:
    for language in own.languages:
        assert "<svg" in report_page(facts(desk, language))


def test_a_call_without_documents_and_without_criteria_is_asked_all_the_same(tmp_path: Path) -> None:
    table = form_table(needed())
    table["package"]["document"] = []
    bare = replace(call_of(table), criteria=())
    full_export(tmp_path, [to_item(event(answers=said(1), call=bare.id, detail={"call": bare.id}))])
    opened = QueryEngine(open_export(str(tmp_path), lambda service: None), QuestionScope(bare, AS_OF))
    assert rows(opened, "SELECT package_state, missing, missing_count FROM packages") == [("complete", None, 0)]
    for view in ("package", "missing", "documents"):
        assert rows(opened, f"SELECT * FROM {view}") == []
    for language in bare.languages:
        assert write_workbook(opened, tmp_path / "book.xlsx", language) == 1
        assert "<svg" in report_page(facts(opened, language))
    opened.close()
