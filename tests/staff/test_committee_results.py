"""`results` and `form`: what is published, and what a definition says."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from results import results

from chalicelib.call import Call, say
from chalicelib.call.current import CALLS
from chalicelib.intake.change_application import withdraw
from chalicelib.intake.submit_application import submit
from chalicelib.selection import decisions, task_acts
from staff.acts.publishing import COLUMNS
from tests.building import OPEN, PEPPER, answers
from tests.selection import building
from tests.selection.building import PACKAGE, desk
from tests.staff.conftest import Tool

BOTH = pytest.mark.parametrize("language", ["kk", "ru"])
LATE = OPEN + timedelta(days=40)


def admitted(call: Call, tool: Tool, **changes: object) -> str:
    number = building.interviewed(call, tool.store, **changes)
    building.with_documents(tool.store, number, *PACKAGE)
    decisions.admit(desk(call, tool.store, 2), number, "Лидер Сәрсенова жақсы")
    return number


@pytest.fixture
def season(call: Call, tool: Tool) -> dict[str, str]:
    """One application of each end."""
    found = {
        "open": admitted(call, tool),
        "silent": admitted(call, tool, consent_publication=False, project_title="Құпия жоба", district="195200000"),
        "completed": admitted(call, tool, project_title="Аяқталған жоба", direction="ecology"),
        "excluded": admitted(call, tool, project_title="Шығарылған жоба"),
        "declined": building.interviewed(call, tool.store, "failed", project_title="Өтпеген жоба"),
        "waiting": building.submitted(call, tool.store, project_title="Күтіп тұрған жоба"),
    }
    decisions.complete(desk(call, tool.store, 20), found["completed"])
    for task in ("1", "2"):
        task_acts.assign(desk(call, tool.store, 3), found["excluded"], "Міндет", (OPEN + timedelta(days=3)).date())
        task_acts.miss(desk(call, tool.store, 20), found["excluded"], task)
    # After the days to explain.
    decisions.exclude(desk(call, tool.store, 30), found["excluded"], "Екі міндет орындалмады")
    decisions.decline(desk(call, tool.store, 2), found["declined"], "interview_failed", "Өтпеді")
    gone = submit(call, tool.store, PEPPER, answers(project_title="Кері қайтарылған жоба"), OPEN)
    withdraw(call, tool.store, gone.event.number, gone.key, OPEN)
    return found | {"withdrawn": gone.event.number}


def test_only_who_consented_is_named_and_nobody_else_is_published(
    tool: Tool, season: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "deep" / "results.json"
    ran = tool("results", "--out", str(out), at=LATE)
    assert ran.code == 0 and str(out) in ran.out
    text = out.read_text(encoding="utf-8")
    assert [(line["group"], line["territory"], line["state"], line.get("title"), line.get("leader"))
            for line in json.loads(text)["admitted"]] == [
        ("skills", "195200000", "admitted", None, None),
        ("skills", "196200000", "admitted", "Ауыл балаларына цифрлық сауаттылық", "Сәрсенова Әйгерім"),
        ("ecology", "196200000", "completed", "Аяқталған жоба", "Сәрсенова Әйгерім"),
    ]  # fmt: skip
    unpublished = ("Құпия", "Шығарылған", "Өтпеген", "Күтіп", "Кері", "жақсы", "900101100014", "@", "+7747")
    assert [secret for secret in (*season.values(), *unpublished) if secret in text] == []


def test_the_ledger_adds_up(tool: Tool, season: dict[str, str], tmp_path: Path) -> None:
    found = tool.json("results", "--out", str(tmp_path / "r.json"), at=LATE)
    assert found["ledger"][0] == {"day": "2021-09-15", "received": 7, "interviewed": 0, "admitted": 0, "declined": 0,
                                  "excluded": 0, "withdrawn": 1}  # fmt: skip
    totals = found["totals"]
    assert {c: sum(day[c] for day in found["ledger"]) for c in COLUMNS} == {c: totals[c] for c in COLUMNS}
    assert totals == {"received": 7, "interviewed": 5, "admitted": 4, "declined": 1, "excluded": 1, "withdrawn": 1,
                      "waiting": 1}  # fmt: skip
    assert len(found["admitted"]) == totals["admitted"] - totals["excluded"]


def test_the_columns_of_the_ledger_stand_in_the_order_of_the_life_cycle(
    call: Call, tool: Tool, season: dict[str, str], tmp_path: Path
) -> None:
    """In the file, in what is printed, and on the page made of the file."""
    out = tmp_path / "results.json"
    printed = tool.json("results", "--out", str(out), at=LATE)
    for found in (printed, json.loads(out.read_text("utf-8"))):
        assert found["columns"] == list(COLUMNS)
        assert list(found["totals"]) == [*COLUMNS, "waiting"]
        assert all(list(day) == ["day", *COLUMNS] for day in found["ledger"])
    for language in call.languages:
        page = results(call, language, out)
        places = [page.index(f">{say('site', f'results.column.{column}', language)}<") for column in COLUMNS]
        assert places == sorted(places)


def test_the_same_events_make_the_same_bytes(tool: Tool, season: dict[str, str], tmp_path: Path) -> None:
    made = []
    for language in ("kk", "ru"):
        out = tmp_path / f"{language}.json"
        assert tool("results", "--out", str(out), "--lang", language, at=LATE).code == 0
        made.append(out.read_bytes())
    assert made[0] == made[1]
    assert {file.name for file in tmp_path.iterdir() if "json" in file.name} == {"cloud.json", "kk.json", "ru.json"}


def test_a_ledgers_day_is_the_calls_own(call: Call, tool: Tool, tmp_path: Path) -> None:
    submit(call, tool.store, PEPPER, answers(), OPEN.replace(hour=18))
    found = tool.json("results", "--out", str(tmp_path / "r.json"), at=LATE)
    assert [day["day"] for day in found["ledger"]] == ["2021-09-16"]


def test_nothing_published_yet_is_a_valid_file_too(tool: Tool, tmp_path: Path) -> None:
    found = tool.json("results", "--out", str(tmp_path / "r.json"))
    assert (found["admitted"], found["ledger"], found["as_of"]) == ([], [], None)


@BOTH
def test_form_prints_every_question_of_the_current_call(call: Call, tool: Tool, language: str) -> None:
    ran = tool("form", "--lang", language)
    assert ran.code == 0
    for field in call.form:
        assert field.id in ran.out
    told = tool.json("form")
    assert [f["id"] for s in told["sections"] for f in s["fields"]] == [field.id for field in call.form]


@pytest.fixture
def folder(call: Call, tmp_path: Path) -> Path:
    return Path(shutil.copytree(CALLS / call.id, tmp_path / call.id))


@BOTH
@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("closes_at = 2021-09-30", "closes_at = 2021-09-01", "closes_before_opens", "call.closes_at"),
        ("Одного языка", "За три дня одного языка", "number_word_in_rule", "call.rule[2].text.ru"),
        ("{closes_until}", "18.00", "digit_in_rule", "call.rule[1].text.kk"),
        ("Бір тіл", "{appendix} тіл", "unequal_facts", "call.rule[2].text"),
        ("{call_days}", "{calldays}", "unknown_fact", "call.rule[0].text.kk"),
        ("supplement_days = 3", "supplement_days = true", "wrong_type", "call.supplement_days"),
        ("appendix = 1", "appendix = 1\nsurprise = 1", "unknown_key", "call"),
    ],
)
def test_a_definition_that_cannot_be_used_is_refused_with_its_sentence(
    tool: Tool, folder: Path, language: str, old: str, new: str, code: str, place: str
) -> None:
    file = folder / "call.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    told = tool("form", str(folder), "--lang", language, "--json")
    assert told.code == 3
    assert (told.json["code"], told.json["place"]) == (code, place)
    where = ("{file}, {line}-жол" if language == "kk" else "{file}, строка {line}").format(**told.json)
    assert told.json["file"] == f"{folder.name}/call.toml" and told.json["others"] == []
    assert where in told.json["message"] and told.json["line"] == line_of(file, new)
    assert tool("form", str(folder), "--lang", language).code == 3


def line_of(file: Path, words: str) -> int:
    """The line on which the last line of these words stands."""
    text = file.read_text("utf-8")
    return text[: text.index(words) + len(words)].count("\n") + 1


@BOTH
def test_a_file_that_is_no_toml_is_named_with_line_and_column(tool: Tool, folder: Path, language: str) -> None:
    (folder / "form.toml").write_text('title = { kk = "x" \n', encoding="utf-8")
    ran = tool("form", str(folder), "--lang", language)
    assert ran.code == 3 and "form.toml" in ran.err and "1" in ran.err
    (folder / "form.toml").unlink()
    assert tool("form", str(folder), "--lang", language).code == 4
