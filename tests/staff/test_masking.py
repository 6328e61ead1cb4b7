"""One rule over every output: IIN, phone and mail are hidden unless asked for; names never are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chalicelib.call import Call
from chalicelib.rules import masking
from tests.building import OPEN, answers, event
from tests.staff.conftest import NEXT_DAY, Tool, rehearsal_clock
from tests.staff.export_building import desk

SECRETS = ("900101100014", "+77471234567", "7 (747) 123-45-68", "77471234568", "aigerim@example.kz", "aigerim@",
           "900101100024", "+77010000000")  # fmt: skip
NAMES = ("Сәрсенова", "Әйгерім", "Қасымова Ұлжан")
FILE = "Сәрсенова ЖСН_900101100014 +7 (747) 123-45-68 aigerim@example.kz.pdf"
SHOWN_FILE = "Сәрсенова ЖСН_••• ••• •••@example.kz.pdf"
# What only a draft can hold: a question nobody asks, a cell and a row of another shape, a number where text is meant.
ODD: dict[str, Any] = {
    "leader_last_name": "Сәрсенова", "leader_iin": 900101100024, "leader_phone": ["+77010000000"],
    "team_members": [None, "900101100024", {"full_name": "Қасымова Ұлжан", "phone2": "+77010000000"}],
    "unknown": {"900101100024": ["+77010000000", 900101100024]},
}  # fmt: skip
KINDS = ("table", "csv", "json")
WHY = ("--with-personal", "--why", "Куәлікпен салыстыру")


@pytest.fixture
def place(call: Call, tool: Tool, tmp_path: Path) -> Path:
    """One submitted application with a document, one odd draft, and an export of both."""
    first = event(number="2222-2222", answers=answers(team_members=[{"full_name": "Қасымова Ұлжан", "role": "x"}]),
                  detail={"call": call.id})  # fmt: skip
    detail = {"kind": "leader_id", "document": "d1", "filename": FILE, "size": 42,
              "content_type": "application/pdf", "sha256": "ab" * 32}  # fmt: skip
    sent = event(number="2222-2222", seq=2, act="receive_document", answers=None, detail=detail)
    draft = event(number="3333-3333", act="save_draft", status="draft", answers=ODD, detail={"call": call.id})
    for each in (first, sent, draft):
        tool.store.append(each)
    assert tool("export", "--to", str(tmp_path / "export"), at=OPEN).code == 0
    return tmp_path / "export"


def texts_of(workbook: Path) -> str:
    made = openpyxl.load_workbook(workbook)
    return str([[cell.value for cell in row] for sheet in made.worksheets for row in sheet.iter_rows()])


@pytest.fixture
def outputs(tool: Tool, place: Path, tmp_path: Path) -> Any:
    """Every output by what was asked; `more` is --with-personal or nothing."""

    def all_of(*more: str) -> dict[str, str]:
        made: dict[str, str] = {}
        for number in ("2222-2222", "3333-3333"):
            for json_too in ((), ("--json",)):
                made[f"show {number} {json_too}"] = tool("show", number, *json_too, *more).out
                made[f"history {number} {json_too}"] = tool("history", number, *json_too).out
        for words in (["list", "--status", "draft"], ["list"], ["queue"], ["task", "list"], ["mail", "list"]):
            made[" ".join(words)] = tool(*words).out + tool(*words, "--json").out
        views = desk(place)
        for view in views.public:
            for kind in KINDS if view in ("applications", "documents", "events") else ("json",):
                sql = f"SELECT * FROM {view}"
                made[f"{view} {kind}"] = tool("query", sql, "--from", str(place), "--format", kind, *more).out
        views.close()
        for sql in ("FROM applications", "FROM documents"):
            file = tmp_path / "a.xlsx"
            assert tool("query", sql, "--from", str(place), "--to", str(file), *more).code == 0
            made[f"{sql} xlsx"] = texts_of(file)
        assert tool("workbook", str(tmp_path / "w.xlsx"), "--from", str(place), *more).code == 0
        made["workbook"] = texts_of(tmp_path / "w.xlsx")
        assert tool("report", str(tmp_path / "r.html"), "--from", str(place)).code == 0
        made["report"] = (tmp_path / "r.html").read_text("utf-8")
        made["results"] = tool("results", "--out", str(tmp_path / "r.json"), "--json", at=NEXT_DAY).out
        return made

    return all_of


def holding(made: dict[str, str], words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, word) for name, text in made.items() for word in words if word in text]


def test_no_output_tells_a_number_or_an_address_and_names_are_where_people_are(outputs: Any) -> None:
    made = outputs()
    assert holding(made, SECRETS) == []
    with_names = ("show 2222-2222 ()", "applications csv", "applications json", "versions json", "workbook",
                  "FROM applications xlsx")  # fmt: skip
    assert [(name, word) for name in with_names for word in NAMES if word not in made[name]] == []
    for name in ("show 2222-2222 ('--json',)", "history 2222-2222 ('--json',)", "documents csv", "FROM documents xlsx"):
        assert SHOWN_FILE in made[name], name
    assert json.dumps(SHOWN_FILE, ensure_ascii=False)[1:-1] in made["events csv"]


def test_what_was_asked_for_with_a_reason_is_there(tool: Tool, outputs: Any) -> None:
    with rehearsal_clock(tool, "2021-09-16T10:00:00.000+06:00"):
        made = outputs(*WHY)
    for name in ("show 2222-2222 ('--json',)", "applications csv", "applications json", "FROM applications xlsx"):
        assert "900101100014" in made[name] and "aigerim@example.kz" in made[name], name
    assert FILE in made["documents csv"] and FILE in made["show 2222-2222 ('--json',)"]
    # Those that never show personal data know no such wish.
    assert holding({name: made[name] for name in ("report", "results", "list", "queue")}, SECRETS) == []


def test_an_odd_draft_is_shown_as_what_it_is_but_for_what_could_identify(tool: Tool, place: Path) -> None:
    told = tool.json("show", "3333-3333")["answers"]
    assert told["team_members"] == [None, "•••", {"full_name": "Қасымова Ұлжан", "phone2": "•••"}]
    assert (told["leader_iin"], told["leader_phone"], told["unknown"]) == ("•••", "•••", {"•••": ["•••", "•••"]})


@pytest.mark.parametrize(("name", "shown"), [
    ("смета.xlsx", "смета.xlsx"), ("2021-09-30.pdf", "2021-09-30.pdf"), (FILE, SHOWN_FILE),
    ("8 701 123 45 67.jpg", "•••.jpg"), ("900101100014", "•••"), ("123456789.png", "123456789.png"),
])  # fmt: skip
def test_the_name_of_a_file_keeps_what_cannot_identify(name: str, shown: str) -> None:
    assert masking.mask_text(name) == shown
