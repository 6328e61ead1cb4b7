"""`queue`, `list` and `mail list` from the projection: the same lines as from the whole table, at their own cost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.projection.light_fold import unreadable
from chalicelib.rules.local_days import day_end
from chalicelib.selection import decisions, task_acts
from chalicelib.store.due_list import TableDueList
from chalicelib.store.home.home_layout import Layout
from chalicelib.store.home.sqlite_table import SqliteTable
from chalicelib.store.projection import TableProjection
from staff.applications import list_screens
from staff.applications.all_applications import one
from staff.console.environment import Place
from staff.main import main
from tests.building import CLOSES, OPEN, PEPPER
from tests.notices.building import desk, draft
from tests.selection import building
from tests.selection.building import PACKAGE
from tests.staff.conftest import NEXT_DAY, Tool

INSTANTS = [NEXT_DAY, OPEN + timedelta(days=6), CLOSES, CLOSES + timedelta(days=40)]


@pytest.fixture
def whole(call: Call, tool: Tool, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """Applications of every kind, and their lists built."""
    building.submitted(call, tool.store)
    building.interviewed(call, tool.store, settlement="Есік")
    building.interviewed(call, tool.store, "failed", settlement="Шелек")
    ready = building.interviewed(call, tool.store, settlement="Қаскелең")
    building.with_documents(tool.store, ready, *PACKAGE)
    admitted = building.admitted(call, tool.store)
    for title in ("Есеп", "Жоспар"):
        task_acts.assign(building.desk(call, tool.store, 3), admitted, title, date(2021, 10, 15))
        task_acts.miss(building.desk(call, tool.store, 40), admitted, str(1 + (title == "Жоспар")))
    late = draft(call, tool.store, settlement="Талғар")
    decisions.reopen(desk(call, tool.store, 16), late, "submit", CLOSES + timedelta(days=5), "Ауылда жарық болмады.")
    save_new_draft(call, tool.store, PEPPER, {"direction": ["not", "a", "code"], "district": 7}, OPEN)
    monkeypatch.setattr("staff.console.environment.Place.now", lambda place: CLOSES + timedelta(days=40))
    assert tool("projection", "rebuild", at=None).code == 0
    return tool


def asked(tool: Tool, at: Any, *words: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """From the projection, and from the whole table."""
    monkeypatch.setattr("staff.console.environment.Place.now", lambda place: at)
    kept = tool(*words, "--json", at=None)
    assert (kept.code, kept.err) == (0, "")
    with monkeypatch.context() as patched:
        patched.setattr(TableProjection, "is_whole", lambda self, call: False)
        scanned = tool(*words, "--json", at=None)
    assert scanned.err != ""
    return json.loads(kept.out), json.loads(scanned.out)


def test_the_queue_is_the_same_whenever_it_is_asked(whole: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = []
    for at in INSTANTS[-2:]:
        kept, scanned = asked(whole, at, "queue", monkeypatch=monkeypatch)
        # Of what is not shown nothing is read, nor told.
        assert {**kept, "damaged": []} == {**scanned, "damaged": []}
        lengths.append(len(kept["queue"]))
    assert lengths == [5, 4]


@pytest.mark.parametrize(
    "words",
    [("list",), ("list", "--status", "draft"), ("list", "--status", "interviewed", "--status", "submitted"),
     ("list", "--direction", "skills"), ("list", "--direction", "ecology"), ("mail", "list"),
     ("mail", "list", "--state", "overdue")],
)  # fmt: skip
def test_a_list_is_the_same(whole: Tool, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    kept, scanned = asked(whole, INSTANTS[-1], *words, monkeypatch=monkeypatch)
    if words[-1] == "draft":
        # A projection holds texts: the answer that is no text is one there.
        assert [row["number"] for row in kept["applications"]] == [row["number"] for row in scanned["applications"]]
        return
    assert {**kept, "damaged": []} == {**scanned, "damaged": []}


def test_a_screen_ends_where_the_next_begins(whole: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_screens, "SCREEN", 2)
    at = INSTANTS[-1]
    for words, name in ((("list",), "applications"), (("queue",), "queue")):
        found, after = list[str](), ""
        while True:
            kept, scanned = asked(whole, at, *words, "--after", after, monkeypatch=monkeypatch)
            assert {**kept, "damaged": []} == {**scanned, "damaged": []}
            found += [row["number"] for row in kept[name]]
            if not (after := kept["after"] or ""):
                break
            assert len(kept[name]) == 2
        everything, _ = asked(whole, at, *words, "--all", monkeypatch=monkeypatch)
        assert found == [row["number"] for row in everything[name]]
        assert len(found) == len(set(found)) == 4
    for language, words_shown in (("kk", "Жалғасы: --after"), ("ru", "Дальше: --after")):
        assert words_shown in whole("list", "--lang", language, at=None).out


def test_without_lists_the_whole_table_is_read_and_the_tool_says_so_and_how_to_build_them(
    call: Call, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = building.submitted(call, tool.store)
    monkeypatch.setattr("staff.console.environment.Place.now", lambda place: NEXT_DAY)
    for language in ("kk", "ru"):
        ran = tool("list", "--lang", language, at=None)
        assert (ran.code, number in ran.out, "projection rebuild" in ran.err) == (0, True, True)
    assert tool("projection", "rebuild", at=None).code == 0
    ran = tool("list", at=None)
    assert (ran.code, number in ran.out, ran.err) == (0, True, "")


def test_what_cannot_be_read_is_named_and_costs_nobody_else_their_line(call: Call, whole: Tool) -> None:
    number = building.submitted(call, whole.store, settlement="Есік", leader_email="b@example.kz")
    key = {"pk": {"S": f"application#{number}"}, "sk": {"S": "event#000001"}}
    whole.place.client.update_item(TableName=whole.place.table, Key=key, UpdateExpression="SET detail = :x",
                                   ExpressionAttributeValues={":x": {"S": "{"}})  # fmt: skip
    TableProjection(whole.place.client, whole.place.table).keep(call.id, unreadable(number, 1))
    TableDueList(whole.place.client, whole.place.table).set_aside(call.id, number)
    for words, name in ((("list",), "applications"), (("queue",), "queue")):
        told = json.loads(whole(*words, "--json", at=None).out)
        assert number in [row["number"] for row in told[name]]
        assert {"number": number, "part": "detail", "seq": 1} in told["damaged"]
    assert number in [part["number"] for part in json.loads(whole("mail", "list", "--json", at=None).out)["damaged"]]


def test_a_released_mail_is_due_at_once(call: Call, whole: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    due_list = TableDueList(whole.place.client, whole.place.table)
    now = CLOSES + timedelta(days=40)
    before = due_list.due(call.id, now, 9)
    overdue = json.loads(whole("mail", "list", "--state", "overdue", "--json", at=None).out)["mails"]
    first = overdue[0]
    assert whole("mail", "release", first["number"], first["mark"], at=None).code == 0
    assert [entry.number for entry in due_list.due(call.id, now, 9) if entry not in before] == [first["number"]]
    (row,) = json.loads(whole("mail", "list", "--state", "deferred", "--json", at=None).out)["mails"]
    assert (row["number"], row["why"]) == (first["number"], "released")


def test_tasks_become_the_committees_on_the_day_after(call: Call) -> None:
    assert day_end(call, date(2021, 10, 15)).isoformat() == "2021-10-16T00:00:00+06:00"


class Counting(SqliteTable):
    """How much was asked, and how much of the table was read for it."""

    requests = items = 0

    def query(self, **wish: Any) -> dict[str, Any]:
        return self._counted(super().query(**wish))

    def scan(self, **wish: Any) -> dict[str, Any]:
        return self._counted(super().scan(**wish))

    def _counted(self, answer: dict[str, Any]) -> dict[str, Any]:
        Counting.requests, Counting.items = Counting.requests + 1, Counting.items + answer["ScannedCount"]
        return answer


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    layout = Layout(tmp_path)
    layout.table.parent.mkdir(parents=True, exist_ok=True)
    return tmp_path


@pytest.mark.parametrize("words", [("queue",), ("list",), ("mail", "list")])
def test_a_screen_costs_what_it_shows_and_not_what_the_table_holds(
    call: Call, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from bench.lists import fill

    client = Counting(tmp_path / "table.db")
    fill(client, 1800)
    place = Place(lambda service: client, client.name, lambda: "tester", lambda: NEXT_DAY)
    monkeypatch.setattr("staff.console.environment.aws", lambda table: place)
    Counting.requests = Counting.items = 0
    assert main([*words, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert len(next(value for value in shown.values() if isinstance(value, list) and value)) == 50
    # A screen and one more of each status, or the acts and mails of as many applications as have what is shown.
    assert (Counting.requests <= 60, Counting.items <= 9 * 51) == (True, True)
    client.close()


def test_the_list_of_tasks_is_the_same_and_reads_only_those_admitted(
    whole: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr("staff.commands.task.one", lambda session, number: read.append(number) or one(session, number))
    kept, scanned = asked(whole, INSTANTS[-1], "task", "list", monkeypatch=monkeypatch)
    assert {**kept, "damaged": []} == {**scanned, "damaged": []}
    assert [row["title"] for row in kept["tasks"]] == ["Есеп", "Жоспар"]
    assert len(read) == 1, "of the whole table each is read, of the projection whoever was admitted"
