"""Two calls in one table, from the form to the workbook: the second never sees the first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest

from chalicelib.call import Call, current, current_call
from chalicelib.intake.number_and_key import key_sha256
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.intake.submit_application import submit
from chalicelib.selection import decisions, interviews
from chalicelib.selection.committee_act import CommitteeAct
from chalicelib.store.outbox import TableOutbox
from chalicelib.web import application_form, application_routes, submission_routes
from chalicelib.web.request_parsing import FORM
from chalicelib.web.request_service import Arrival, Service
from chalicelib.web.responses import Reply
from staff.console.errors import GONE
from tests.building import OPEN, PEPPER, answers
from tests.calls import NEW_QUESTION, TITLE, copied, load_with_new_fingerprint
from tests.notices.building import FakeMailbox, office
from tests.selection.building import EXPERT, MEMBER, PACKAGE, with_documents
from tests.staff.conftest import Tool

DAY = timedelta(days=1)
NEXT_YEAR = OPEN + 365 * DAY
OLD, NEW = "rukhani-zhangyru-2021", "rukhani-zhangyru-2022"
LATER = (
    (f'id = "{OLD}"', f'id = "{NEW}"'),
    ("opens_at = 2021-09-10", "opens_at = 2022-09-10"), ("closes_at = 2021-09-30", "closes_at = 2022-09-30"),
)  # fmt: skip


@dataclass
class Table:
    """What lies in it: numbers and keys of the first call's, then of the second's."""

    call: Call
    tool: Tool
    old: str
    old_key: str
    old_draft: str
    new: str = ""
    new_draft: str = ""

    @property
    def service(self) -> Service:
        return Service(self.call, self.tool.store, PEPPER)

    def run(self, *words: str, **rest: Any) -> Any:
        return self.tool(*words, at=NEXT_YEAR + 9 * DAY, **rest)

    def json(self, *words: str) -> Any:
        ran = self.run(*words, "--json")
        assert ran.code == 0, ran
        return ran.json


@pytest.fixture
def table(tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    """The first call's year is over and the second's folder is named in current.txt, as an installation does it."""
    first = current_call()
    receipt = submit(first, tool.store, PEPPER, answers(), OPEN)
    draft, _ = save_new_draft(first, tool.store, PEPPER, answers(), OPEN)
    made = copied(tmp_path, call=LATER, form=((TITLE, NEW_QUESTION + TITLE),))
    folder = made.rename(tmp_path / NEW)
    second = load_with_new_fingerprint(folder)
    (tmp_path / "current.txt").write_text(NEW, "utf-8")
    monkeypatch.setattr(current, "CALLS", tmp_path)
    assert current_call() == second
    return Table(second, tool, receipt.event.number, receipt.key, draft.number)


def with_second_call(table: Table) -> Table:
    """A submission with an interview and a draft of the next year."""
    said = answers(village_elders=7)
    table.new = submit(table.call, table.tool.store, PEPPER, said, NEXT_YEAR).event.number
    table.new_draft = save_new_draft(table.call, table.tool.store, PEPPER, said, NEXT_YEAR)[0].number
    interviews.schedule(desk(table, 0.5), table.new, NEXT_YEAR + DAY, "Талдықорған", "offline")
    interviews.record(desk(table, 1), table.new, date(2022, 9, 16), [MEMBER], [EXPERT], "passed")
    with_documents(table.tool.store, table.new, *PACKAGE)
    return table


def desk(table: Table, days: float) -> CommitteeAct:
    return CommitteeAct(table.call, table.tool.store, "committee/asel", NEXT_YEAR + days * DAY)


def asked(table: Table, key: str, body: dict[str, Any] | None = None) -> Arrival:
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json", "if-match": '"1"'}
    return Arrival(NEXT_YEAR, headers, json.dumps(body or {}).encode())


def same(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.body


def test_the_holder_of_an_old_key_is_told_what_the_holder_of_none_is(table: Table) -> None:
    service, unknown = (
        table.service,
        application_routes.look_up_application(table.service, asked(table, "x"), "2222-2222"),
    )
    assert unknown.status == 404
    for act in (application_routes.look_up_application, application_routes.submit_draft, application_routes.withdraw):
        assert same(act(service, asked(table, table.old_key), table.old)) == same(unknown)
    edited = application_routes.rewrite_application(
        service, asked(table, table.old_key, answers(settlement="x")), table.old
    )
    assert edited.status == 404
    form = urlencode({"number": table.old, "key": table.old_key, "_key": table.old_key, "_act": "show"}).encode()
    by_form = Arrival(NEXT_YEAR, {"content-type": FORM}, form)
    assert application_routes.look_up_page(service, by_form).status == 404
    assert application_form.act_by_form(service, by_form, table.old).status == 404
    assert len(table.tool.store.events(table.old)) == 1


def test_the_same_words_are_a_new_application_of_the_new_call(table: Table) -> None:
    reply = submission_routes.submit_application(table.service, asked(table, "", answers(village_elders="7")))
    assert reply.status == 201
    number = json.loads(reply.body)["number"]
    event = table.tool.store.first(number)
    assert event and number != table.old and (event.call, event.form) == (NEW, 1)
    assert event.key_sha256 == key_sha256(json.loads(reply.body)["key"])


def test_staff_see_the_second_calls_alone_and_are_told_of_the_other(table: Table) -> None:
    with_second_call(table)
    assert [row["number"] for row in table.json("list")["applications"]] == [table.new]
    assert {row["number"] for row in table.json("queue")["queue"]} <= {table.new, table.new_draft}
    assert {row["number"] for row in table.json("mail", "list")["mails"]} == {table.new, table.new_draft}
    for words in (("show", table.old), ("history", table.old), ("admit", table.old), ("decline", table.old, "--reason",
                  "ineligible", "--text", "т"), ("task", "list", table.old)):  # fmt: skip
        for language in ("kk", "ru"):
            ran = table.run(*words, "--lang", language)
            assert ran.code == GONE and OLD in ran.err and NEW in ran.err, (words, ran)


def test_reminders_and_mails_go_to_the_second_calls_alone(table: Table) -> None:
    with_second_call(table)
    outbox, mailbox = TableOutbox(table.tool.place.client, table.tool.place.table), FakeMailbox()
    post = office(table.call, table.tool.store, outbox, mailbox)  # type: ignore[arg-type]
    (old,) = table.tool.store.events(table.old)
    assert post.tell(old, NEXT_YEAR) == []
    post.sweep(table.call.closes_at - timedelta(hours=2))
    subjects = " ".join(mail.subject for mail in mailbox.accepted)
    assert table.new_draft in subjects
    assert table.old not in subjects and table.old_draft not in subjects


def test_export_query_workbook_and_results_hold_the_second_calls_and_count_the_first(
    table: Table, tmp_path: Path
) -> None:
    with_second_call(table)
    decisions.admit(desk(table, 8), table.new)
    published = table.json("results", "--out", str(tmp_path / "results.json"))
    assert (published["call"], published["totals"]["received"], len(published["admitted"])) == (NEW, 1, 1)
    place = ("--from", str(tmp_path / "export"))
    assert table.run("export", "--to", place[1]).code == 0
    told = table.json(
        "query", "SELECT number, form_version, village_elders FROM applications ORDER BY is_submitted", *place
    )
    assert [list(row.values()) if isinstance(row, dict) else list(row) for row in rows_of(told)] == [
        [table.new_draft, 1, 7], [table.new, 1, 7],
    ]  # fmt: skip
    others = rows_of(table.json("query", "other_calls", *place))
    assert [list(row.values()) for row in others] == [[OLD, 2, 2]]
    assert table.run("workbook", str(tmp_path / "book.xlsx"), *place).code == 0
    texts = [
        str(cell.value) for sheet in openpyxl.load_workbook(tmp_path / "book.xlsx") for row in sheet for cell in row
    ]
    assert texts.count(table.new) == 1 and table.old not in texts
    assert any("(2)" in text and "байқау" in text for text in texts)


def rows_of(told: Any) -> list[Any]:
    return list(told["rows"] if isinstance(told, dict) else told)
