"""The worker for what is due: every mail of what was written, once, in order, whatever ends it in between."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.rules.lost_key_link import LinkRequest
from chalicelib.store.event_items import to_item
from chalicelib.store.event_table import EventTable
from chalicelib.store.home.change_feed import Feed
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from chalicelib.store.lost_key_links import TableLinks
from chalicelib.store.request_counts import TableRequestCounts
from chalicelib.store.sign_ins import SignInRequest, TableSignIns
from infra.home.due_worker import MOST_RECORDS, MOST_TRIES, ROUND_S, Due, NotAlone, alone
from tests.building import OPEN, event


class Stopped(Exception):
    pass


class Post:
    """In place of the mail of the stream: what came, and which of it must come again."""

    def __init__(self) -> None:
        self.came: list[str] = []
        self.failing: set[str] = set()
        self.rounds: list[str] = []
        self.forgotten: list[float] = []
        self.projected: list[str] = []

    def project(self, records: list[dict[str, Any]]) -> dict[str, Any]:
        self.projected += [record["dynamodb"]["NewImage"]["sk"]["S"] for record in records]
        return {"batchItemFailures": []}

    def deliver(self, records: list[dict[str, Any]], context: Any) -> dict[str, Any]:
        assert context.get_remaining_time_in_millis() > 30_000
        keys = {record["dynamodb"]["SequenceNumber"]: record["dynamodb"]["NewImage"]["sk"]["S"] for record in records}
        self.came += keys.values()
        failed = [{"itemIdentifier": number} for number, key in keys.items() if key in self.failing]
        return {"batchItemFailures": failed}


@pytest.fixture
def table(tmp_path: Path) -> SqliteTable:
    return SqliteTable(tmp_path / "table.db")


@pytest.fixture
def post() -> Iterator[Post]:
    return Post()


def worker(table: SqliteTable, post: Post, clock: list[float] | None = None) -> Due:
    now = clock or [0.0]
    return Due(
        Feed(table), post.deliver, lambda at, context: post.rounds.append(at), post.forgotten.append, post.project,
        clock=lambda: now[0], pause=lambda seconds: None,
    )  # fmt: skip


def write(table: SqliteTable, *events: tuple[int, str]) -> None:
    for seq, act in events:
        EventTable(table, NAME).append(event(seq=seq, act=act))


def test_what_sends_mail_comes_once_in_the_order_of_writing(table: SqliteTable, post: Post) -> None:
    write(table, (2, "submit"), (1, "receive_document"), (3, "withdraw"))
    TableLinks(table, NAME).ask(LinkRequest("2345-DFGJ", "mark", OPEN))
    TableSignIns(table, NAME).ask(SignInRequest("a-call", "mark", OPEN))
    TableRequestCounts(lambda: table, NAME).add("mark", 1, OPEN)
    due = worker(table, post)
    assert [due.turn(), due.turn()] == [True, False]
    assert post.came == ["event#000002", "event#000003", "2021-09-15T04:00", "a-call#2021-09-15T04:00"]
    assert post.projected == ["event#000002", "event#000001", "event#000003"]
    write(table, (4, "submit"))
    assert (due.turn(), post.came[4:]) == (True, ["event#000004"])


def test_a_worker_that_begins_again_goes_on_where_the_last_one_noted(table: SqliteTable, post: Post) -> None:
    write(table, (1, "submit"))
    worker(table, post).turn()
    write(table, (2, "submit"))
    worker(table, post).turn()
    assert post.came == ["event#000001", "event#000002"]


def test_a_worker_killed_before_it_noted_begins_before_what_it_did(table: SqliteTable, post: Post) -> None:
    def killed(records: Any, context: Any) -> Any:
        post.deliver(records, context)
        raise Stopped

    write(table, (1, "submit"))
    due = worker(table, post)
    due.deliver = killed
    with pytest.raises(Stopped):
        due.turn()
    worker(table, post).turn()
    assert post.came == ["event#000001"] * 2


def test_what_fails_comes_again_alone_and_not_for_ever(table: SqliteTable, post: Post) -> None:
    write(table, (1, "submit"), (2, "submit"), (3, "submit"))
    post.failing = {"event#000002"}
    due = worker(table, post)
    due.turn()
    assert post.came == ["event#000001", "event#000002", "event#000003"] + ["event#000002"] * (MOST_TRIES - 1)
    assert due.turn() is False


def test_more_news_than_one_look_takes_come_look_by_look(table: SqliteTable, post: Post) -> None:
    write(table, *((seq, "submit") for seq in range(1, 2 * MOST_RECORDS + 2)))
    due = worker(table, post)
    assert [due.turn() for _ in range(4)] == [True, True, True, False]
    assert post.came == [f"event#{seq:06}" for seq in range(1, 2 * MOST_RECORDS + 2)]


def test_a_round_comes_at_once_and_every_quarter_of_an_hour(table: SqliteTable, post: Post) -> None:
    clock = [1000.0]
    due = worker(table, post, clock)
    for seconds in (0.0, ROUND_S - 1, 1.0, 1.0):
        clock[0] += seconds
        due.turn()
    assert post.rounds == ["1970-01-01T00:16:40+00:00", "1970-01-01T00:31:40+00:00"]
    assert post.forgotten == [1000.0, 1000.0 + ROUND_S]


def test_what_is_past_its_end_is_removed_and_nothing_else(table: SqliteTable) -> None:
    write(table, (1, "submit"))
    for seconds in (0, 3600):
        TableRequestCounts(lambda: table, NAME).add(f"mark {seconds}", 1, OPEN + timedelta(seconds=seconds))
    ends = int((OPEN + timedelta(hours=1)).timestamp())
    assert [Feed(table).forget_expired(now) for now in (ends, ends + 1, ends + 1)] == [0, 1, 0]
    keys = [item["pk"]["S"] for item in table.scan(TableName=NAME)["Items"]]
    assert keys == [to_item(event())["pk"]["S"], "limit#mark 3600"]


def test_only_one_does_what_is_due(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(NotAlone), alone(tmp_path):
        pass
