"""Questions, workbook and report over items that no code of ours would write: nothing is silenced, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chalicelib.call import Call, current_call, say
from chalicelib.rules.window import OutsideBounds
from chalicelib.store.event_items import refusal_item
from staff.main import main
from staff.query import dialects
from staff.query.athena import athena_views
from staff.query.engine import QueryEngine
from staff.query.saved_questions import questions
from tests.building import OPEN, event
from tests.staff.export_building import desk, exported, full_export, invented, items, rows
from tests.staff.odd_items import ODD, SOUND, odd_items

LIVES = invented(60)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd")
    full_export(folder, items(LIVES), odd_items())
    return folder


@pytest.fixture(scope="module")
def odd(place: Path) -> Iterator[QueryEngine]:
    opened = desk(place)
    opened.make_parquet()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def athena(place: Path) -> Iterator[Any]:
    with exported(place) as connection:
        yield connection


def test_every_question_and_view_is_answered_and_every_damaged_part_named(place: Path) -> None:
    opened = desk(place)
    for question in questions(current_call()):
        rows(opened, question.sql)
    for view in opened.public:
        rows(opened, f"SELECT * FROM {view}")
    numbers = {number for (number,) in rows(opened, "SELECT number FROM applications")}
    assert numbers == {SOUND, *ODD, *(life[0].number for life in LIVES)}
    named = {number: parts.split(", ") for number, parts in rows(opened, "SELECT number, parts FROM damaged")}
    assert named["3333-0003"] == ["team_members", "beneficiaries", "geography"]
    assert named["3333-0001"] == ["team_members"] and named["3333-0005"] == ["answers"]
    assert named["3333-0013"] == ["events"] and named["3333-0009"] == ["status"]
    assert named["3333-0017"] == ["seq", "version"] and named["3333-0002"] == ["team_members"]
    assert set(named) <= set(ODD)


@pytest.mark.parametrize("part", ["seq", "version", "form"])
@pytest.mark.parametrize("value", [{"N": "1.5"}, {"N": "-1"}, {"N": "1e3"}, {"S": "бір"}, {"NULL": True}, None])
def test_a_number_that_is_none_is_named_and_silences_nothing(
    tmp_path: Path, part: str, value: dict[str, Any] | None
) -> None:
    """A form may be missing, and one that is no number reads as missing; of the others the event's key still tells."""
    odd, sound = [dict(item) for item in items([[event()], [event(number="3333-DDDD")]])]
    odd = {name: kept for name, kept in (odd | {part: value}).items() if kept is not None}
    full_export(tmp_path, [odd, sound])
    opened = desk(tmp_path)
    is_named = part != "form" or "N" in (value or {})
    for _ in ("raw", "made"):
        assert rows(opened, "SELECT number, parts FROM damaged") == ([("2345-DFGJ", part)] if is_named else [])
        assert rows(opened, "SELECT number, form_version FROM applications ORDER BY number") == [
            ("2345-DFGJ", 1), ("3333-DDDD", 1),
        ]  # fmt: skip
        opened.make_parquet()


def test_sister_questions_count_the_same(place: Path) -> None:
    opened = desk(place)
    [(in_contest,)] = rows(opened, "SELECT count(*) FROM applications WHERE in_contest")
    at = {"by_group": 1, "by_language": 1, "by_applicant_type": 2, "by_group_and_territory": 2}
    sql = {question.name: question.sql for question in questions(current_call())}
    assert {name: sum(row[at[name]] for row in rows(opened, sql[name])) for name in at} == dict.fromkeys(at, in_contest)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_sheets_add_up_to_the_front_page(
    call: Call, place: Path, tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.xlsx"
    assert main(["workbook", str(file), "--from", str(place), "--lang", language, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    made = openpyxl.load_workbook(file)
    front, *sheets = made.worksheets
    [(submitted,)] = rows(desk(place), "SELECT count(*) FROM applications WHERE is_submitted")
    assert sum(sheet.max_row - 1 for sheet in sheets) == told["applications"] == submitted
    last = [cell.value for cell in front[front.max_row]]
    assert last[1] == say("reports", "workbook.total", language) and last[-1] == submitted
    assert say("reports", "workbook.no_group", language, group=group_label(call, language)) in sheets[-1].title
    assert {each["number"] for each in told["damaged"]} <= set(ODD) and told["damaged"]
    assert str(len({each["number"] for each in told["damaged"]})) in front["A4"].value


def group_label(call: Call, language: str) -> str:
    group = call.form.role("group")
    assert group
    return group.label[language]


REST: list[Any] = [
    refusal_item(current_call().id, OutsideBounds("deadline", OPEN, 40), OPEN, "a"),
    {"pk": {"S": "staff#2021-09-16"}, "sk": {"S": "2021-09-16T04:00:00.000Z#0a"}, "who": {"S": "arn:a"},
     "at": {"S": "2021-09-16T04:00:00.000Z"}, "command": {"S": "show"}, "why": {"S": "тексеру"}},
    *items([[event(number="8888-2222", detail={"call": "other-2020"}, call="other-2020")]]),
]  # fmt: skip


def sorted_rows(opened: QueryEngine, sql: str) -> list[str]:
    return sorted(map(str, rows(opened, sql)))


def test_an_item_that_lies_in_an_export_twice_counts_once_everywhere(tmp_path: Path) -> None:
    once = [*items(LIVES), *REST]
    full_export(tmp_path / "once", once)
    full_export(tmp_path / "twice", once, once)
    whole, repeated = desk(tmp_path / "once"), desk(tmp_path / "twice")
    asked = {view: f"SELECT * FROM {view}" for view in whole.public if view != "damaged"}
    asked |= {question.name: question.sql for question in questions(current_call())}
    # From the raw files first, then from the Parquet; whoever asks more than a little of the raw files makes it.
    assert repeated.is_raw
    for name in ("decisions", "refusals", "readings"):
        assert sorted_rows(repeated, asked[name]) == sorted_rows(whole, asked[name]), name
    repeated.make_parquet()
    for name, sql in asked.items():
        assert sorted_rows(repeated, sql) == sorted_rows(whole, sql), name
    damaged = rows(repeated, "SELECT number, parts FROM damaged")
    assert sorted(damaged) == sorted((life[0].number, "repeated") for life in LIVES)
    assert rows(whole, "SELECT * FROM damaged") == []


@pytest.mark.parametrize("name", [question.name for question in questions(current_call())])
def test_odd_and_repeated_items_are_answered_for_alike_as_athena_is_asked(
    place: Path, odd: QueryEngine, athena: Any, name: str
) -> None:
    sql = next(question.sql for question in questions(current_call()) if question.name == name)
    asked = dialects.for_athena(sql, athena_views(odd.asked, "id"))
    assert athena.execute(dialects.from_athena(asked)).fetchall() == rows(odd, sql)


def test_what_athena_can_see_of_the_damage_is_seen(odd: QueryEngine, athena: Any) -> None:
    """Parts of events and missing events; the flaws of single answers are told by DuckDB alone."""
    asked = dialects.for_athena("SELECT number, parts FROM damaged", athena_views(odd.asked, "id"))
    seen = dict(athena.execute(dialects.from_athena(asked)).fetchall())
    apart = {"answers", "detail", "at", "status", "act", "events", "repeated", "seq", "version", "form"}
    told = {
        number: ", ".join(part for part in parts.split(", ") if part in apart)
        for number, parts in rows(odd, "SELECT number, parts FROM damaged")
    }
    assert seen == {number: parts for number, parts in told.items() if parts}
