"""A call none of whose ids we know, from a plain form to the workbook: every question is found by its role."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from results import results as printed_results

from chalicelib.call import Call, current_call, say
from chalicelib.call.current import VARIABLE
from chalicelib.rules.application import Application
from chalicelib.selection import decisions, interviews
from chalicelib.store.outbox import TableOutbox
from chalicelib.web import application_routes, submission_routes
from chalicelib.web.request_parsing import FORM
from chalicelib.web.request_service import Arrival, Service
from chalicelib.web.responses import Reply
from staff.query.column_names import our_names
from staff.query.form_columns import role_columns
from staff.query.saved_questions import questions
from tests.building import OPEN, PEPPER
from tests.calls import load_with_new_fingerprint
from tests.forms import Table, form_table, label, needed, question
from tests.notices.building import FakeMailbox, office
from tests.paths.small_call import small_call_tables
from tests.selection.building import EXPERT, MEMBER, desk, with_documents
from tests.staff.conftest import Tool, rehearsal_clock

CALL = "city-culture"
GENRES = [("music", "Музыка", "Музыка"), ("theatre", "Театр", "Театр")]
PARTS = [("east", "Шығыс", "Восток"), ("west", "Батыс", "Запад"), ("north", "Солтүстік", "Север")]
MEETINGS = [("here", "Осында", "Здесь"), ("away", "Алыстан", "Издалека")]
GROUP = question("genre", "choice", options="genres", required=True, role="group", label=label("Жанры", "Жанр"))
PART = question("rule", "choice", options="parts", role="territory", label=label("Бөлігі", "Часть города"))
MEETING = question("meeting", "choice", options="meetings", role="interview_format", label=label("Кездесу", "Встреча"))
OPTIONAL = [
    GROUP, PART, MEETING,
    question("show_name", "bool", role="publication", label=label("Атымды жазыңыз", "Назовите")),
]  # fmt: skip
OTHERS = [
    question("status", max=80, label=label("Қызметі", "Занятие")),
    question("money", "integer", min=0, label=label("Ақша", "Деньги")),
    question("shows", "table", max_rows=4, label=label("Қойылымдар", "Показы"), row=label("Қойылым", "Показ"), column=[
        question("title", label=label("Атауы", "Название")),
        question("number", "integer", label=label("Саны", "Сколько")),
    ]),
]  # fmt: skip
DOCUMENTS = [
    {"kind": "status", "required": True, "label": label("Жарнама", "Афиша")},
    {"kind": "estimate", "required_when": {"genre": ["theatre"]}, "label": label("Есеп", "Смета")},
]
ANSWERS = {
    "lang": "ru", "who": "Сәрсенова Әйгерім", "mail": "aigerim@example.kz", "piece": "Алаңдағы әндер", "agree": "on",
    "genre": "theatre", "rule": "west", "meeting": "here", "show_name": "on", "status": "мұғалім", "money": "3000000",
    "shows-0-title": "Бірінші", "shows-0-number": "2", "shows-1-title": "Екінші", "shows-1-number": "5",
}  # fmt: skip


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def written(table: Table) -> str:
    return "".join(f"{key} = {toml(value)}\n" for key, value in table.items())


def form(*, optional: bool) -> Table:
    asked = needed(language="lang", name="who", email="mail", title="piece", consent="agree")
    documents = DOCUMENTS if optional else DOCUMENTS[:1]
    made = form_table([*asked, *(OPTIONAL if optional else []), *OTHERS], documents=documents,
                      options={"genres": GENRES, "parts": PARTS, "meetings": MEETINGS})  # fmt: skip
    return made


@pytest.fixture(params=[True, False], ids=["with every role", "with the needed roles alone"])
def call(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """The call in use: a folder written down as an organiser's would be."""
    folder = tmp_path / CALL
    folder.mkdir()
    tables = small_call_tables() | {"id": CALL}
    tables["criterion"] = [{key: value for key, value in each.items() if key != "applies_when"}
                           for each in tables["criterion"]]  # fmt: skip
    (folder / "call.toml").write_text(written(tables), "utf-8")
    (folder / "form.toml").write_text(written(form(optional=request.param)), "utf-8")
    load_with_new_fingerprint(folder)
    monkeypatch.setenv(VARIABLE, str(folder))
    assert current_call().id == CALL
    return current_call()


def sent(service: Service, answers: dict[str, str]) -> Reply:
    known = {name: value for name, value in answers.items() if name.partition("-")[0] in service.call.form.by_id}
    arrival = Arrival(OPEN, {"content-type": FORM, "accept-language": "kk"}, urlencode(known).encode())
    return submission_routes.submit_application(service, arrival)


@pytest.fixture
def number(call: Call, tool: Tool) -> str:
    """An application posted as a plain form, written in Russian."""
    reply = sent(Service(call, tool.store, PEPPER), ANSWERS)
    assert (reply.status, '<html lang="ru"' in reply.body) == (201, True)
    (stored,) = {item["number"]["S"] for item in tool.place.client.scan(TableName=tool.place.table)["Items"]
                 if "answers" in item}  # fmt: skip
    return str(stored)


def test_a_plain_form_is_answered_in_the_language_it_is_written_in(call: Call, tool: Tool) -> None:
    service = Service(call, tool.store, PEPPER)
    for language in ("kk", "ru"):
        reply = sent(service, {"lang": language, "piece": "Атауы"})
        assert (reply.status, f'<html lang="{language}"' in reply.body) == (422, True)


def test_the_receipt_is_mailed_to_the_address_and_speaks_its_language_first(
    call: Call, tool: Tool, number: str
) -> None:
    mailbox = FakeMailbox()
    post = office(call, tool.store, TableOutbox(tool.place.client, tool.place.table), mailbox)  # type: ignore[arg-type]
    (event,) = tool.store.events(number)
    post.tell(event, OPEN)
    post.sweep(OPEN + timedelta(minutes=1))
    (mail,) = mailbox.accepted
    assert mail.to == "aigerim@example.kz"
    assert mail.subject == say("mail", "received.subject", "ru", number=number)


def test_the_consent_is_on_record_with_its_language(call: Call, tool: Tool, number: str) -> None:
    (event,) = tool.store.events(number)
    given = {"agree": "ru"} | ({"show_name": "ru"} if call.form.role("publication") else {})
    assert {name: consent["language"] for name, consent in event.detail["consents"].items()} == given


def test_the_tool_lists_shows_and_schedules(call: Call, tool: Tool, number: str) -> None:
    (row,) = tool.json("list")["applications"]
    assert (row["number"], row["piece"], row["lang"]) == (number, "Алаңдағы әндер", "ru")
    has_group = call.form.role("group") is not None
    assert ("genre" in row) == has_group
    for language in ("kk", "ru"):
        listed, shown = tool("list", "--lang", language), tool("show", number, "--lang", language)
        assert (listed.code, shown.code) == (0, 0)
        assert "Алаңдағы әндер" in listed.out and "Бірінші" in shown.out
        assert ("Театр" in listed.out) == ("Театр" in shown.out) == has_group
        assert tool("queue", "--lang", language).code == 0
    found = tool("list", "--group", "theatre")
    assert found.code == (0 if has_group else 2)
    assert tool("list", "--group", "opera").code == 2
    when = (OPEN + timedelta(days=1)).isoformat()
    words = ("interview", "schedule", number, "--when", when, "--place", "Мәдениет үйі", "--seen", "1")
    with rehearsal_clock(tool, OPEN.isoformat()):
        assert tool(*words, "--format", "there", at=None, ask=lambda asked: "иә").code == (2 if has_group else 0)
        assert has_group is False or tool(*words, "--format", "here", at=None, ask=lambda asked: "иә").code == 0
    assert Application(tool.store.events(number)).status == "interview_scheduled"


def test_no_question_can_stand_in_the_place_of_what_the_tool_says_in_json(call: Call, tool: Tool, number: str) -> None:
    said = {*tool.json("show", number), *tool.json("list")["applications"][0], *tool.json("queue")["queue"][0]}
    assert said - set(role_columns(call).values()) <= our_names()


def test_an_interview_and_its_mail_name_the_format(call: Call, tool: Tool, number: str) -> None:
    interviews.schedule(desk(call, tool.store, 0.5), number, OPEN + timedelta(days=1), "Мәдениет үйі", "here")  # type: ignore[arg-type]
    shown = tool("show", number, "--lang", "ru")
    assert shown.code == 0
    assert ("Здесь" if call.form.role("interview_format") else "here") in shown.out
    mailbox = FakeMailbox()
    post = office(call, tool.store, TableOutbox(tool.place.client, tool.place.table), mailbox)  # type: ignore[arg-type]
    post.tell(tool.store.events(number)[-1], OPEN + timedelta(days=0.5))
    post.sweep(OPEN + timedelta(days=0.5, minutes=1))
    assert "Мәдениет үйі" in mailbox.accepted[0].text


def admitted(call: Call, tool: Tool, number: str) -> None:
    with_documents(tool.store, number, *(document.kind for document in call.form.package.documents))  # type: ignore[arg-type]
    interviews.schedule(desk(call, tool.store, 0.5), number, OPEN + timedelta(days=1), "Мәдениет үйі", "here")  # type: ignore[arg-type]
    interviews.record(desk(call, tool.store, 1), number, date(2021, 9, 16), [MEMBER], [EXPERT], "passed")  # type: ignore[arg-type]
    decisions.admit(desk(call, tool.store, 6), number)  # type: ignore[arg-type]


def test_results_are_sorted_and_printed_by_role(call: Call, tool: Tool, number: str, tmp_path: Path) -> None:
    admitted(call, tool, number)
    published = tool.json("results", "--out", str(tmp_path / "results.json"), at=OPEN + timedelta(days=7))
    (line,) = published["admitted"]
    has_roles = call.form.role("group") is not None
    assert (line["group"], line["territory"]) == (("theatre", "west") if has_roles else ("", ""))
    named = {"title": "Алаңдағы әндер", "leader": "Сәрсенова Әйгерім"} if has_roles else {}
    assert {key: line[key] for key in ("title", "leader") if key in line} == named
    for language in ("kk", "ru"):
        page = printed_results(call, language, tmp_path / "results.json")
        assert ("Алаңдағы әндер" in page) == has_roles
        assert (">Театр<" in page) == has_roles


def test_everything_is_asked_of_the_export(call: Call, tool: Tool, number: str, tmp_path: Path) -> None:
    admitted(call, tool, number)
    place = ("--from", str(tmp_path / "export"))
    assert tool("export", "--to", place[1]).code == 0
    offered = {each.name for each in questions(call)}
    has_roles = call.form.role("group") is not None
    assert ({"by_group", "by_group_and_territory"} <= offered) == has_roles
    assert "budget_by_category" not in offered
    for name in sorted(offered):
        for language in ("kk", "ru"):
            assert tool("query", name, *place, "--lang", language).code == 0, name
    if not has_roles:
        for language, said in (("kk", "«group»"), ("ru", "«group»")):
            ran = tool("query", "by_group", *place, "--lang", language)
            assert (ran.code, said in ran.err) == (2, True)
    (row,) = json.loads(
        tool("query", "SELECT number, status, status_answer, money FROM applications", *place, "--json").out
    )
    assert row == {"number": number, "status": "admitted", "status_answer": "мұғалім", "money": 3000000}
    rows = json.loads(tool("query", 'SELECT * FROM shows ORDER BY "row"', *place, "--json").out)
    assert [(row["number"], row["title_of_shows"], row["number_of_shows"]) for row in rows] == [
        (number, "Бірінші", 2), (number, "Екінші", 5)]  # fmt: skip
    assert tool("form", "--dictionary", str(tmp_path / "dictionary.html")).code == 0
    assert "status_answer" in (tmp_path / "dictionary.html").read_text("utf-8")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_workbook_and_the_report_are_headed_by_the_forms_own_labels(
    call: Call, tool: Tool, number: str, tmp_path: Path, language: str
) -> None:
    place = ("--from", str(tmp_path / "export"), "--lang", language)
    assert tool("export", "--to", place[1]).code == 0
    assert tool("workbook", str(tmp_path / "book.xlsx"), *place).code == 0
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    sheets = [f"{n}. {option.label[language]}" for n, option in enumerate(call.form.by_id["genre"].options, 1)] if (
        "genre" in call.form.by_id) else [{"kk": "Өтінімдер", "ru": "Заявки"}[language]]  # fmt: skip
    assert book.sheetnames[1:] == sheets
    sheet = book.worksheets[-1]
    told = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    assert told[call.form.by_id["status"].label[language]] == "мұғалім"
    assert "Бірінші · 2" in str(told[call.form.by_id["shows"].label[language]])
    assert tool("report", str(tmp_path / "report.html"), *place).code == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    assert (PARTS[2][1 if language == "kk" else 2] in page) == (call.form.role("territory") is not None)


def test_the_applicant_finds_the_application_with_its_documents(call: Call, tool: Tool, number: str) -> None:
    service = Service(call, tool.store, PEPPER)
    key = json.loads(sent_json(service).body)["key"]
    arrival = Arrival(OPEN, {"authorization": f"Bearer {key}"}, b"")
    found = json.loads(application_routes.look_up_application(service, arrival, number).body)
    assert found["package"]["missing"] == [document.kind for document in call.form.package.documents]
    assert Application(tool.store.events(number)).status == "submitted"


def sent_json(service: Service) -> Reply:
    """The same words once more: the same press, whose answer tells the key."""
    known: dict[str, Any] = {k: v for k, v in ANSWERS.items() if k in service.call.form.by_id}
    rows = [{"title": "Бірінші", "number": 2}, {"title": "Екінші", "number": 5}]
    body = json.dumps(known | {"shows": rows}).encode()
    return submission_routes.submit_application(service, Arrival(OPEN, {"content-type": "application/json"}, body))
