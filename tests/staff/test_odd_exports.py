"""Questions, workbook and report over items that no code of ours would write: nothing is silenced, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from chalicelib.call import Call, say
from staff.main import main
from staff.query.questions import questions
from tests.staff.export_building import desk, full_export, invented, items, rows
from tests.staff.odd_items import ODD, SOUND, odd_items

LIVES = invented(60)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd")
    full_export(folder, items(LIVES), odd_items())
    return folder


def test_every_question_and_view_is_answered_and_every_damaged_part_named(place: Path) -> None:
    opened = desk(place)
    for question in questions():
        rows(opened, question.sql)
    for view in opened.public:
        rows(opened, f"SELECT * FROM {view}")
    numbers = {number for (number,) in rows(opened, "SELECT number FROM applications")}
    assert numbers == {SOUND, *ODD, *(life[0].number for life in LIVES)}
    named = {number: parts.split(", ") for number, parts in rows(opened, "SELECT number, parts FROM damaged")}
    assert named["3333-0003"] == ["team_members", "beneficiaries", "geography"]
    assert named["3333-0001"] == ["team_members"] and named["3333-0005"] == ["answers"]
    assert named["3333-0013"] == ["events"] and named["3333-0009"] == ["status"]
    assert set(named) <= set(ODD)


def test_sister_questions_count_the_same(place: Path) -> None:
    opened = desk(place)
    [(in_contest,)] = rows(opened, "SELECT count(*) FROM applications WHERE in_contest")
    at = {"by_direction": 1, "by_language": 1, "by_applicant_type": 2, "by_direction_and_district": 2}
    sql = {question.name: question.sql for question in questions()}
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
    assert say("reports", "workbook.no_direction", language) in sheets[-1].title
    assert {each["number"] for each in told["damaged"]} <= set(ODD) and told["damaged"]
    assert str(len({each["number"] for each in told["damaged"]})) in front["A4"].value
