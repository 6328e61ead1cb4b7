"""Questions to an export: views that say what the rules say, in every format, on both engines, masked."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.call import Call, current_call, words
from chalicelib.call.current import call_folder
from chalicelib.rules import application_record, masking
from chalicelib.rules.admission_guards import lacking
from chalicelib.rules.application import Application
from chalicelib.rules.completeness import judge
from chalicelib.rules.document_history import arrivals, in_force
from chalicelib.rules.kazakh_identifiers import check_digit
from chalicelib.rules.lifecycle import STATUSES
from chalicelib.rules.supplement import supplement_end
from chalicelib.rules.tasks import tasks
from chalicelib.rules.window import OutsideBounds
from chalicelib.store.event_items import refusal_item, to_item
from chalicelib.store.request_counts import TableRequestCounts
from staff.console.errors import Failed
from staff.main import main
from staff.query import athena, dialects, parquet_files
from staff.query import field_columns as columns
from staff.query.athena import AthenaEngine, athena_views
from staff.query.column_words import Wording
from staff.query.duckdb_errors import scanned_lines
from staff.query.public_views import QuestionScope
from staff.query.saved_questions import FOLDER, OWN, questions
from tests.building import OPEN, answers, event
from tests.staff.export_building import (
    AS_OF,
    KAZAKH,
    NASTY,
    desk,
    exported,
    full_export,
    invented,
    items,
    nasty,
    rows,
)  # fmt: skip
from tests.store.engines import make_table, moto_client

LIVES = invented(300)
# Questions about what is open now need an instant at which something is.
BUSY = datetime(2021, 10, 5, 4, 0, tzinfo=UTC)
LATE = [
    refusal_item(
        current_call().id,
        OutsideBounds("deadline", OPEN, by),
        datetime(2021, 9, 30, 12, tzinfo=UTC) + timedelta(milliseconds=by),
        str(by),
    )
    for by in (0, 40, 61_000, 7_200_000)
]
READING = {"pk": "staff#2021-09-16", "sk": "2021-09-16T04:00:00.000Z#0a", "who": "arn:a",
           "at": "2021-09-16T04:00:00.000Z",
           "command": "show", "why": "тексеру"}  # fmt: skip
# Last year's call lies in the same table: its first act names it, later acts name no call.
OTHER_CALL = [
    event(number="8888-2222", detail={"call": "other-2020"}, call="", form=0),
    event(number="8888-2222", seq=2, act="withdraw", status="withdrawn", before="submitted", answers=None, detail={},
          call="", form=0),
    event(number="8888-3333", detail={"call": "other-2020"}, call="other-2020"),
]  # fmt: skip
OTHER_REFUSAL = refusal_item(
    "other-2020", OutsideBounds("deadline", OPEN, 1), datetime(2020, 9, 30, 12, tzinfo=UTC), "o"
)
TWINS = [event(number=n, answers=answers()) for n in ("7777-2222", "7777-3333")]


def failed_keys() -> list[Any]:
    """What the functions' own store leaves of keys that opened nothing, and of a limit's count."""
    with moto_client() as client:
        counts = TableRequestCounts(lambda: client, table := make_table(client))
        for call, minutes in ((current_call().id, 0), (current_call().id, 59), (current_call().id, 60), ("other", 0)):
            counts.note_failed_key(call, OPEN + timedelta(minutes=minutes))
        counts.add("a mark", 7, OPEN)
        return list(client.scan(TableName=table)["Items"])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    rest = [*LATE, *failed_keys(),
            {name: {"S": value} for name, value in READING.items()}, *items([[each] for each in TWINS]),
            *items([OTHER_CALL]), OTHER_REFUSAL]  # fmt: skip
    full_export(folder, items(LIVES[:150]), items(LIVES[150:]), [], rest)
    return folder


@pytest.fixture(scope="module")
def made(place: Path) -> Iterator[Any]:
    opened = desk(place, now=BUSY)
    opened.make_parquet()
    yield opened
    opened.close()


def ask(place: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    code = main(["query", arguments[0], "--from", str(place), *arguments[1:]])
    out, err = capsys.readouterr()
    assert code == 0, err
    return out


# ---------------------------------------------------------------- the views say what the rules say


def test_an_application_is_what_its_events_left(made: Any, call: Call) -> None:
    names = [field.id for field in call.form if field.kind != "table" and not field.personal]
    columns = ", ".join(f'"{name}"' for name in names)
    found = rows(made, f"SELECT number, status, version, events, submitted_at, {columns} FROM applications")
    expected = {}
    for life in LIVES:
        one = Application(life)
        kept = one.content.answers or {}
        told = (one.status, one.version, len(one.events), one.submitted_at, *(kept.get(name) for name in names))
        expected[one.number] = told
    assert {row[0]: tuple(row[1:]) for row in found if row[0] in expected} == expected


def test_the_package_and_its_window_are_the_rules_own(made: Any, call: Call) -> None:
    found = {row[0]: row[1:] for row in rows(made, "SELECT number, missing, supplement_until FROM packages")}
    for life in LIVES:
        one = Application(life)
        when = (one.submitted_at or one.events[0].at).astimezone(AS_OF.tzinfo) + timedelta(hours=6)
        missing = ", ".join(lacking(call, one, when.date())) or None
        assert found[one.number] == (missing, supplement_end(call, one)), one.number


def test_an_exception_moves_the_window_and_the_age_of_the_leader_asks_for_a_consent(tmp_path: Path, call: Call) -> None:
    held = {"held": "2021-09-16", "committee": ["А"], "experts": ["Б"], "outcome": "passed", "note": ""}
    until = {"window": "supplement", "until": "2021-11-01T12:00:00+06:00", "why": "ауырды"}
    # Of age tomorrow, today, long ago; a foreigner who may be; born on the 29th of February; none that could be read.
    born = ("03091650000", "03091550000", "00022910000", "04010100000", "04022950000")
    for place, iin in enumerate([*(f"{first}{check_digit(first)}" for first in born), "бос", None]):
        number = f"2222-222{place}"
        one = Application((
            event(number=number, answers=answers(leader_iin=iin)),
            event(number=number, seq=2, act="record_interview", status="interviewed", answers=None, detail=held),
            event(number=number, seq=3, act="make_exception", status="interviewed", answers=None, detail=until),
        ))  # fmt: skip
        folder = tmp_path / number
        full_export(folder, items([one.events]))
        [(missing, ends)] = rows(desk(folder), "SELECT missing, supplement_until FROM packages")
        day = (OPEN + timedelta(hours=6)).date()
        assert (missing, ends) == (", ".join(lacking(call, one, day)), supplement_end(call, one))


def test_what_a_draft_lacks_is_what_the_judge_requires(made: Any, call: Call) -> None:
    found = rows(made, "SELECT number, list(lacking ORDER BY place) FROM missing WHERE part = 'answer' GROUP BY number")
    drafts = [Application(life) for life in LIVES if life[-1].status == "draft"]
    expected = {}
    for draft in drafts:
        problems = judge(call.form, draft.content.answers or {}).problems
        required = [p.field for p in problems if p.code in ("required", "must_accept") and "[" not in p.field]
        expected[draft.number] = required
    assert dict(found) == {number: names for number, names in expected.items() if names}


@pytest.mark.parametrize("status", STATUSES)
def test_documents_are_missing_only_while_nothing_was_decided(tmp_path: Path, call: Call, status: str) -> None:
    full_export(tmp_path, items([[event(status=status)]]))
    found = rows(desk(tmp_path), "SELECT lacking FROM missing WHERE part = 'document' ORDER BY place")
    asked_for = status in ("submitted", "interview_scheduled", "interviewed")
    one = Application((event(),))
    assert found == [(kind,) for kind in lacking(call, one, OPEN.date()) if asked_for]


def test_a_document_is_current_when_the_rules_say_it_is_in_force(tmp_path: Path, call: Call) -> None:
    """Sent before replacing was a choice (no `replaces`), after it, and the very same file twice."""
    sent: list[dict[str, Any]] = [
        {"document": "a", "kind": "leader_id"}, {"document": "b", "kind": "leader_id"},
        {"document": "c", "kind": "other", "filename": "c.pdf"}, {"document": "d", "kind": "other"},
        {"document": "e", "kind": "other"}, {"document": "f", "kind": "leader_id", "replaces": ""},
        {"document": "g", "kind": "other", "replaces": "c"}, {"document": "h", "kind": "other", "replaces": ""},
        {"document": "i", "kind": "other", "replaces": "", "same_as": "h"},
        {"document": "j", "kind": "presentation", "replaces": ""},
        {"document": "k", "kind": "presentation", "replaces": "j"},
        {"document": "l", "kind": "other", "replaces": "h", "checking": True},
        {"document": "m", "kind": "other", "replaces": "", "checking": True},
        {"document": "n", "kind": "other", "replaces": "e", "checking": True},
    ]  # fmt: skip
    filled = {"filename": "x.pdf", "size": 1, "content_type": "application/pdf", "sha256": ""}
    events = [event(seq=2 + i, act="receive_document", answers=None, detail=filled | d) for i, d in enumerate(sent)]
    checked = [
        event(seq=90 + i, act="check_document", answers=None, detail={"document": document, "verdict": verdict})
        for i, (document, verdict) in enumerate([("m", "clean"), ("n", "infected")])
    ]
    one = Application((event(), *events, *checked))
    full_export(tmp_path / "e", items([one.events]))
    current = rows(desk(tmp_path / "e"), "SELECT document FROM documents WHERE is_current ORDER BY document")
    assert [name for (name,) in current] == [d["document"] for d in in_force(call.form.package, one)]
    assert [name for (name,) in current] == ["b", "e", "f", "g", "h", "k", "m"]


def test_scores_documents_tasks_and_interviews_are_the_records(made: Any) -> None:
    for life in LIVES[:80]:
        one = Application(life)
        told = rows(made, f"SELECT expert, criterion, points FROM scores WHERE number = '{one.number}'")
        assert {(e, str(c), p) for e, c, p in told} == {
            (sheet.expert, number, points)
            for sheet in application_record.scores(one).values()
            for number, points in sheet.points.items()
        }
        told = rows(made, f"SELECT task, title, due, state FROM tasks WHERE number = '{one.number}' ORDER BY task")
        assert told == [(task.id, task.title, task.due, task.state) for task in tasks(one)]
        told = rows(made, f"SELECT kind, sha256 FROM documents WHERE number = '{one.number}'")
        assert sorted(told) == sorted((e.detail["kind"], e.detail["sha256"]) for e in arrivals(one))
        interview = application_record.interview(one)
        told = rows(
            made, f"SELECT committee, experts, outcome FROM interviews WHERE number = '{one.number}' AND is_current"
        )
        assert told == ([(interview["committee"], interview["experts"], interview["outcome"])] if interview else [])


def test_every_field_is_a_typed_column_and_every_table_a_view(made: Any, call: Call) -> None:
    kinds = {"integer": "BIGINT", "number": "DOUBLE", "accept": "BOOLEAN", "bool": "BOOLEAN", "multi": "VARCHAR[]"}
    answer = made.ask("SELECT * FROM versions LIMIT 0")
    types = dict(zip(answer.columns, answer.types, strict=True))
    for field in call.form:
        if field.kind != "table":
            assert types[field.id] == kinds.get(field.kind, "VARCHAR"), field.id
            continue
        assert types[field.id].startswith("STRUCT(") and types[field.id].endswith("[]")
        columns = made.ask(f"SELECT * FROM {field.id} LIMIT 0").columns
        assert columns == ["number", "status", "row", *(column.id for column in field.columns)]


def test_rows_of_a_table_come_in_order_with_their_number(made: Any) -> None:
    found = rows(made, "SELECT \"row\", category, amount FROM budget_items WHERE number = '7777-2222' ORDER BY 1")
    assert found == [(1, "pay", 900000), (2, "equipment", 600000)]


def test_applications_that_share_an_identifier_are_found_and_the_identifier_is_not_told(made: Any) -> None:
    found = rows(made, "SELECT shared, numbers FROM likenesses ORDER BY shared")
    assert ("leader_iin", "7777-2222, 7777-3333") in found and ("bin", "7777-2222, 7777-3333") in found
    assert not re.search(r"\d{12}", str(found))


def test_late_attempts_and_readings_of_personal_data_are_there(made: Any) -> None:
    assert rows(made, "SELECT rule, by_ms FROM refusals ORDER BY by_ms") == [
        ("deadline", by) for by in (0, 40, 61_000, 7_200_000)
    ]
    assert rows(made, "SELECT who, command, why FROM readings") == [("arn:a", "show", "тексеру")]


def test_failed_keys_are_told_by_the_hour_on_the_calls_clock(made: Any) -> None:
    sql = next(question.sql for question in questions(current_call()) if question.name == "failed_keys")
    assert [(str(hour), failures) for hour, failures in rows(made, sql)] == [
        ("2021-09-15 10:00:00", 2),
        ("2021-09-15 11:00:00", 1),
    ]


def test_items_of_older_and_of_newer_code_still_read(tmp_path: Path) -> None:
    """Neither what an item lacks, nor what it has too much, nor a draft's wrong types stop a question."""
    old = to_item(event(number="2222-2222", answers={"leader_phone": "+77010000000", "geography": "196200000"}))
    bare = {name: old[name] for name in ("pk", "sk", "number", "at", "act", "seq", "version", "status", "answers")}
    wrong = {"beneficiaries": "көп", "team_members": {"x": 1}, "indicators": [{"target": "a"}, 5], "leader_iin": 12,
             "acceleration_commitment": "on", "hours_per_week": 7.9, "bin": [], "unknown": {"deep": [1]}}  # fmt: skip
    new = to_item(event(number="3333-3333", act="save_draft", status="draft", answers=wrong))
    new |= {"future": {"M": {"x": {"L": [{"N": "1"}]}}}, "blob": {"B": "AAEC"}, "seq": {"N": "1"}}
    full_export(tmp_path, [bare, new])
    for _ in ("raw", "made"):
        opened = desk(tmp_path, personal=True)
        found = rows(opened, "SELECT number, leader_phone, beneficiaries, hours_per_week FROM applications ORDER BY 1")
        assert [row[:3] for row in found] == [("2222-2222", "+77010000000", None), ("3333-3333", None, None)]
        assert rows(opened, "SELECT actor, \"before\" FROM events WHERE number = '2222-2222'") == [(None, "")]
        assert len(rows(opened, "SELECT * FROM packages")) == len(rows(opened, "SELECT * FROM versions")) == 2
        assert rows(opened, "SELECT count(*) FROM missing") != [(0,)]
        opened.make_parquet()


def test_what_else_lies_in_the_table_is_no_application(tmp_path: Path) -> None:
    """Mails, readings, refused attempts, settings, and whatever a later version keeps there."""
    one = to_item(event(number="2222-2222"))
    posting = {"pk": "mail#2222-2222", "sk": "received", "number": "2222-2222", "kind": "received", "state": "sent",
               "at": "2021-09-15T04:00:00.000Z", "token": "x", "status": "submitted", "act": "submit"}  # fmt: skip
    others = [posting, READING, {"pk": "settings", "sk": "clock", "at": "2021-09-15T04:00:00.000Z"},
              {"pk": "application#2222-2222", "sk": "upload#1", "number": "2222-2222"}]  # fmt: skip
    full_export(tmp_path, [one, *({name: {"S": value} for name, value in other.items()} for other in others), LATE[0]])
    for _ in ("raw", "made"):
        opened = desk(tmp_path)
        counts = {view: rows(opened, f"SELECT count(*) FROM {view}")[0][0] for view in opened.public}
        found = {view: count for view, count in counts.items() if count and view not in ("clock", "package", "missing")}
        assert found == {
            "applications": 1, "versions": 1, "events": 1, "packages": 1, "refusals": 1, "readings": 1,
            "team_members": 1, "indicators": 2, "budget_items": 2,
        }  # fmt: skip
        opened.make_parquet()


# ---------------------------------------------------------------- masks


WRITTEN = ["900101100014", "+77471234567", "12", "7", "менің нөмірім жоқ", "a@example.kz", "a", ""]


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("name", ["leader_iin", "leader_phone", "leader_email"])
def test_the_export_masks_as_the_card_does_also_what_is_only_begun(call: Call, name: str, written: str) -> None:
    field = call.form.by_id[name]
    shown = columns.mask_sql(field, "said")
    with duckdb.connect() as own:
        row = own.execute(f"SELECT {shown} FROM (SELECT {columns.text(written)} AS said)").fetchone()
    assert row == (masking.mask(field.kind, written),)


@settings(deadline=None, max_examples=40)
@given(st.text() | st.text(alphabet="0189+ -()@aЖ_."))
@example("ЖСН_900101100014 +7 (747) 123-45-67 a.b@example.kz.pdf")
def test_the_export_masks_the_name_of_a_file_as_the_card_does(written: str) -> None:
    written = written.replace("\x00", "").encode("utf-8", "ignore").decode()
    with duckdb.connect() as own:
        row = own.execute(f"SELECT {columns.mask_text_sql(columns.text(written))}").fetchone()
    assert row == (masking.mask_text(written),)


@pytest.mark.parametrize("sql", [
    "SELECT * FROM kept_events", "SELECT * FROM main.kept_applications", "SELECT * FROM items",
    "SELECT 1 FROM 'x.parquet'",
    "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM query('SELECT * FROM items')",
    "SELECT * FROM query_table('items')", "WITH items2 AS (SELECT * FROM items) SELECT * FROM items2",
    "SELECT (SELECT max(detail) FROM kept_events)", "SELECT * FROM applications UNION ALL SELECT * FROM items",
    "SELECT * FROM duckdb_views()", "SELECT * FROM information_schema.tables", "SELECT * FROM memory.main.items",
    "COPY applications TO 'x'", "DROP VIEW applications", "SELECT 1; SELECT 2", "SELEC 1 FROM", "ATTACH 'x.db'",
    "SELECT * FROM KEPT_EVENTS", 'SELECT * FROM "kept_events"', "FROM kept_events SELECT *", "FROM items",
    "PIVOT kept_events ON act USING count(*)", "DESCRIBE kept_events", "SUMMARIZE kept_events", "SHOW TABLES",
    "SELECT * FROM read_parquet('x')", "TABLE kept_events", "SELECT getenv('HOME')",
    "SELECT * FROM applications AS a, LATERAL (SELECT * FROM kept_events) AS k",
    "SELECT number FROM applications WHERE number IN (FROM kept_events SELECT number)",
    "WITH applications AS (SELECT * FROM kept_applications) SELECT * FROM applications",
])  # fmt: skip
def test_a_question_sees_the_public_views_and_nothing_else(made: Any, sql: str) -> None:
    with pytest.raises(Failed) as stopped:
        rows(made, sql)
    assert stopped.value.room == "reports" and stopped.value.code == 2


@pytest.mark.parametrize("sql", [
    "SELECT count(*) FROM applications", "WITH a AS (SELECT number FROM applications) SELECT count(*) FROM a",
    "SELECT unnest(geography) AS g, count(*) FROM applications GROUP BY g", "FROM applications SELECT count(*)",
    "SELECT a.number FROM applications AS a, unnest(a.geography) AS g(code)", "SELECT * FROM range(3)",
    "SELECT m.role FROM (SELECT unnest(team_members) AS m FROM applications)", "SELECT 1;",
    "SELECT number FROM applications INTERSECT SELECT number FROM documents", "(SELECT 1)",
])  # fmt: skip
def test_what_staff_may_ask_they_may_ask_in_any_form(made: Any, sql: str) -> None:
    assert rows(made, sql)


def test_asking_for_personal_data_needs_a_reason_and_a_place_to_record_it(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TABLE_NAME", raising=False)
    asked = ["query", "SELECT leader_iin FROM applications", "--from", str(place), "--with-personal"]
    assert main(asked) != 0
    assert main([*asked, "--why", "тексеру"]) != 0
    assert capsys.readouterr().out == ""


def test_asking_for_personal_data_is_recorded_before_it_is_shown(
    place: Path, aws_table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from chalicelib.store.event_table import connect

    out = ask(place, capsys, "SELECT leader_iin FROM applications WHERE number = '7777-2222'", "--json",
              "--table", aws_table,
              "--with-personal", "--why", "Куәлікпен салыстыру")  # fmt: skip
    assert json.loads(out) == [{"leader_iin": "900101100014"}]
    [entry] = connect().scan(TableName=aws_table)["Items"]
    assert (entry["command"]["S"], entry["why"]["S"]) == ("query", "Куәлікпен салыстыру")


# ---------------------------------------------------------------- saved questions, on both engines


def test_there_are_enough_questions_and_each_says_in_both_languages_what_it_answers() -> None:
    assert len(questions(current_call())) >= 15
    for file in [*FOLDER.glob("*.sql"), *(call_folder() / OWN).glob("*.sql")]:
        assert re.fullmatch(r"-- [А-ЯӘҒҚҢӨҰҮҺІ«].* \| [А-ЯЁ].*", file.read_text("utf-8").splitlines()[0]), file.name
    for question in questions(current_call()):
        assert question.answers["kk"] != question.answers["ru"]


@pytest.mark.parametrize("name", [question.name for question in questions(current_call())])
def test_a_question_answers_the_same_raw_made_and_as_athena_is_asked(place: Path, made: Any, name: str) -> None:
    """Athena's text is said back to DuckDB and asked of the very table Athena would see: every translation counts."""
    sql = next(question.sql for question in questions(current_call()) if question.name == name)
    told = rows(made, sql)
    raw = desk(place, now=BUSY)
    raw.made = "never made"
    raw.is_raw = True
    raw._define()
    raw._is_light = lambda sql: True  # type: ignore[method-assign]
    assert rows(raw, sql) == told
    with exported(place) as athena_here:
        asked = dialects.for_athena(sql, athena_views(made.asked, "id"))
        dialects.parse(asked, "athena")
        assert len(asked.encode()) < 262_144
        assert athena_here.execute(dialects.from_athena(asked)).fetchall() == told


@pytest.mark.parametrize("name", [question.name for question in questions(current_call())])
def test_every_column_of_a_question_has_words(made: Any, call: Call, name: str) -> None:
    sql = next(question.sql for question in questions(current_call()) if question.name == name)
    for language in call.languages:
        wording = Wording(call, language)
        for column in made.ask(sql).columns:
            assert wording.heading(column) != column or column in words("reports"), column


def test_questions_that_should_find_something_do(made: Any) -> None:
    quiet = {"exceptions_made"}
    for question in questions(current_call()):
        assert rows(made, question.sql) or question.name in quiet, question.name


class FakeAthena:
    """Runs what it is asked on DuckDB and answers page by page in text, as Athena does."""

    def __init__(self, place: Path, states: list[str]) -> None:
        self.here, self.states, self.asked = exported(place), states, {}

    def start_query_execution(self, **asked: Any) -> Any:
        self.asked = asked
        return {"QueryExecutionId": "1"}

    def get_query_execution(self, QueryExecutionId: str) -> Any:
        return {"QueryExecution": {"Status": {"State": self.states.pop(0), "StateChangeReason": "TABLE_NOT_FOUND"}}}

    def get_paginator(self, name: str) -> Any:
        assert name == "get_query_results"
        return self

    def paginate(self, QueryExecutionId: str) -> Any:
        cursor = self.here.execute(dialects.from_athena(self.asked["QueryString"]))
        names = [column[0] for column in cursor.description]
        kinds = [
            {"BIGINT": "bigint", "DATE": "date", "DOUBLE": "double"}.get(str(c[1]), "varchar")
            for c in cursor.description
        ]
        found = [names, *cursor.fetchall()]
        told = {"ColumnInfo": [{"Name": n, "Type": k} for n, k in zip(names, kinds, strict=True)]}
        for part in (found[:3], found[3:]):
            cells = [{"Data": [{"VarCharValue": str(v)} if v is not None else {} for v in row]} for row in part]
            yield {"ResultSet": {"Rows": cells, "ResultSetMetadata": told}}


def test_athena_is_asked_followed_and_its_text_becomes_values(place: Path, made: Any) -> None:
    fake, waited = FakeAthena(place, ["QUEUED", "RUNNING", "SUCCEEDED"]), []
    opened = AthenaEngine(fake, made.export, made.asked, waited.append)
    # The partition of the test's table is called otherwise than the export.
    fake.here.execute(f"UPDATE exported SET export = '{made.export.full.folder.rpartition('/')[2]}'")
    sql = next(question.sql for question in questions(current_call()) if question.name == "arrivals_by_day")
    assert [tuple(row) for row in opened.ask(sql).rows] == rows(made, sql)
    assert waited == [athena.PAUSE] * 2 and fake.asked["WorkGroup"] == "baiqau-prod"
    with pytest.raises(Failed):
        opened.ask("SELECT * FROM kept_events")


def test_athenas_failure_is_told_in_one_line(place: Path, made: Any) -> None:
    with pytest.raises(Failed) as stopped:
        AthenaEngine(FakeAthena(place, ["FAILED"]), made.export, made.asked).ask("SELECT 1 FROM applications")
    assert stopped.value.params == {"message": "TABLE_NOT_FOUND"}


def test_athena_reads_the_exports_bucket_and_nothing_else(
    place: Path, aws_table: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TABLE_NAME", aws_table)
    monkeypatch.setenv("EXPORTS_BUCKET", "exports")
    assert main(["query", "by_language", "--from", str(place), "--engine", "athena", "--lang", "ru"]) == 2
    assert capsys.readouterr() == ("", "Athena читает только саму корзину выгрузок: s3://exports\n")


@pytest.mark.parametrize(("kind", "told", "value"), [
    ("bigint", "7", 7), ("double", "0.5", 0.5), ("boolean", "true", True), ("varchar", "7", "7"), ("date", None, None),
    ("timestamp with time zone", "2021-09-30 12:00:00.000 UTC", datetime(2021, 9, 30, 12, tzinfo=UTC)),
    ("timestamp", "2021-09-30 18:00:00.000", datetime.fromisoformat("2021-09-30T18:00:00")),
])  # fmt: skip
def test_a_value_of_athena(kind: str, told: str | None, value: Any) -> None:
    assert athena.value(kind, told) == value


# ---------------------------------------------------------------- the Parquet beside the export


def test_the_first_answer_leaves_a_parquet_and_a_changed_export_is_never_answered_from_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    full_export(tmp_path, items(LIVES[:20]))
    asked = "SELECT count(*) AS n FROM applications"
    assert json.loads(ask(tmp_path, capsys, asked, "--json")) == [{"n": 20}]
    [first] = tmp_path.rglob("*.parquet")
    assert oct(first.stat().st_mode)[-3:] == "600"
    full_export(tmp_path, items(LIVES[:30]))
    assert json.loads(ask(tmp_path, capsys, asked, "--json")) == [{"n": 30}]
    [second] = tmp_path.rglob("*.parquet")
    assert first.name != second.name


@pytest.mark.parametrize("sql", [
    "SELECT direction, count(*) FROM applications WHERE is_submitted GROUP BY direction",
    "SELECT number FROM applications JOIN events USING (number)", "SELECT count(*) FROM events",
])  # fmt: skip
def test_a_light_question_is_answered_from_the_raw_files_and_every_line_was_seen(tmp_path: Path, sql: str) -> None:
    full_export(tmp_path, items(LIVES[:20]), items(LIVES[20:30]), [])
    opened = desk(tmp_path)
    assert rows(opened, sql) and opened.is_raw
    told = json.loads(opened._connection.get_profiling_information(format="json"))
    assert scanned_lines(told["operator"]) in (opened.export.items, 2 * opened.export.items)


@pytest.mark.parametrize("sql", [
    "SELECT * FROM applications", "FROM applications", "SELECT count(*) FROM packages",
    "SELECT a.* FROM applications a",
    "SELECT direction, stage, district, settlement FROM applications",
])  # fmt: skip
def test_a_broad_question_waits_for_the_parquet(tmp_path: Path, sql: str) -> None:
    full_export(tmp_path, items(LIVES[:20]))
    opened = desk(tmp_path)
    assert rows(opened, sql) and not opened.is_raw


def test_a_parquet_that_is_damaged_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    full_export(tmp_path, items(LIVES[:20]))
    ask(tmp_path, capsys, "SELECT count(*) FROM applications")
    [made] = tmp_path.rglob("*.parquet")
    made.write_bytes(made.read_bytes()[:-50])
    assert main(["query", "SELECT count(*) FROM applications", "--from", str(tmp_path)]) == 5
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1) and made.name in err


def test_a_form_with_another_column_makes_another_parquet(tmp_path: Path, call: Call) -> None:
    full_export(tmp_path, items(LIVES[:3]))
    opened = desk(tmp_path)
    first, *rest = call.form.sections
    sections = (first._replace(fields=first.fields[:-1]), *rest)
    other = desk(tmp_path)
    other.asked = QuestionScope(replace(call, form=replace(call.form, sections=sections)), AS_OF)
    other.__dict__.pop("made")
    assert other.made != opened.made


def test_what_little_memory_cannot_hold_is_made_copied_and_answered_in_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_files, "MEMORY", "40MB")
    full_export(tmp_path / "export", items(invented(40)), nasty())
    opened = desk(tmp_path / "export")

    assert len(list(opened.ask("SELECT * FROM applications").rows)) > 20
    opened.copy("SELECT * FROM applications", tmp_path / "copy.parquet")
    assert (tmp_path / "copy.parquet").stat().st_size > 0


def test_a_place_where_nothing_may_be_put_is_answered_all_the_same(tmp_path: Path) -> None:
    full_export(tmp_path, items(LIVES[:20]))
    opened = desk(tmp_path)
    opened.export.storage.room_for = lambda name: None  # type: ignore[method-assign]
    opened.make_parquet()
    assert rows(opened, "SELECT count(*) FROM applications") == [(20,)]
    assert not list(tmp_path.rglob("*.parquet"))


# ---------------------------------------------------------------- formats: nothing is eaten, nothing runs


@pytest.fixture
def nasty_place(tmp_path: Path) -> Path:
    full_export(tmp_path, nasty())
    return tmp_path


COLUMNS = ", ".join(NASTY)
NASTY_SQL = f"SELECT {COLUMNS}, submitted_at, beneficiaries, consent_publication, geography FROM applications"
REST = {"submitted_at": "2021-09-15T10:00:00.000+06:00", "beneficiaries": 240, "consent_publication": True}


@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_opens_in_excel_as_it_is_meant(
    nasty_place: Path, capsys: pytest.CaptureFixture[str], separator: str, tmp_path: Path
) -> None:
    file = tmp_path / "Өтінімдер.csv"
    ask(nasty_place, capsys, NASTY_SQL, "--to", str(file), "--separator", separator)
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") >= 2
    [row] = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator)
    for name, value in NASTY.items():
        guarded = f"'{value}" if value[0] in "=+-@" else value
        assert row[name] == guarded.strip() if name != "target_audience" else row[name].strip() == value.strip()
    assert row["submitted_at"] == REST["submitted_at"] and row["beneficiaries"] == "240"
    assert KAZAKH.encode() in content and row["geography"] == "195200000, 196200000"


def test_a_number_below_zero_is_a_number_and_no_formula(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        ask(place, capsys, "SELECT -1 AS a, '-1' AS b, -0.5 AS c", "--format", "csv")
        == "\ufeffa;b;c\r\n-1;'-1;-0.5\r\n"
    )


def test_json_has_every_sign(nasty_place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ask(nasty_place, capsys, NASTY_SQL, "--json")
    [row] = json.loads(out)
    assert {name: row[name] for name in NASTY} == NASTY
    assert {name: row[name] for name in REST} == REST and KAZAKH in out


def test_json_keeps_what_nobody_sees_without_letting_it_act(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ask(place, capsys, "SELECT 'a' || chr(8238) || 'b' || chr(27) || '[2J' AS x", "--json")
    assert json.loads(out) == [{"x": "a\u202eb\x1b[2J"}]
    assert "\u202e" not in out and "\x1b" not in out


def test_parquet_has_every_sign_and_its_types(
    nasty_place: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.parquet"
    ask(nasty_place, capsys, NASTY_SQL, "--to", str(file))
    found = duckdb.sql(f"SELECT * FROM '{file}'")
    row = dict(zip(found.columns, found.fetchall()[0], strict=True))
    assert {name: row[name] for name in NASTY} == NASTY
    assert row["submitted_at"] == OPEN and row["geography"] == ["195200000", "196200000"]


def test_a_table_shows_no_control_characters_and_labels_instead_of_codes(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    sql = "SELECT direction, status, chr(27) || '[31m' AS x FROM applications WHERE number = '7777-2222'"
    out = ask(place, capsys, sql, "--lang", "ru")
    direction = next(d for d in current_call().directions if d.code == "skills")
    assert direction.label["ru"] in out and "подана" in out and "\x1b[31m" not in out
    assert "skills" in ask(place, capsys, sql, "--codes") and '"skills"' in ask(place, capsys, sql, "--json")


def test_the_format_follows_the_files_name_and_a_file_is_asked_for_where_one_is_needed(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", "by_language", "--from", str(place), "--format", "xlsx"]) == 2
    assert main(["query", "no_such", "--from", str(place)]) == 2
    assert "by_language" in capsys.readouterr().err


def test_without_a_question_the_saved_ones_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--json"]) == 0
    assert {load["name"] for load in json.loads(capsys.readouterr().out)} == {
        question.name for question in questions(current_call())
    }


# ---------------------------------------------------------------- the invented ones are as good as real


def test_invented_applications_pass_the_checks_of_real_ones_and_belong_to_nobody_alive(call: Call) -> None:
    for life in LIVES:
        for each in life:
            if each.act in ("submit", "supplement"):
                judged = judge(call.form, each.answers or {})
                assert judged.complete and dict(judged.answers) == each.answers
            if each.answers and "leader_iin" in each.answers:
                assert each.answers["leader_iin"][6] in "12"
    assert len({life[0].number for life in LIVES}) == len(LIVES)


def test_an_invented_digest_is_that_of_the_canonical_answers() -> None:
    from chalicelib.intake.canonical_answers import answers_sha256

    for life in LIVES[:50]:
        for each in life:
            assert each.answers is None or each.answers_sha256 == answers_sha256(each.answers)


def test_the_same_seed_invents_the_same() -> None:
    assert invented(5, seed=9) == invented(5, seed=9) != invented(5, seed=8)
