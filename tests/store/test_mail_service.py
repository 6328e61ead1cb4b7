"""One suite for what senders share: the fake in the tests, moto, and Amazon's own engine (DynamoDB Local)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.rules.mail_service import WORKING, MailService
from chalicelib.store.mail_service_state import TableServiceRecord
from chalicelib.store.outbox import TableOutbox
from tests.building import OPEN
from tests.notices.building import FakeServiceRecord
from tests.store.engines import ENGINES, engine_client, make_table, moto_client


@pytest.fixture(params=["fake", *ENGINES])
def record(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "fake":
        yield FakeServiceRecord()
        return
    with engine_client(request) as client:
        yield TableServiceRecord(client, make_table(client))


def test_a_service_nobody_has_met_works(record: Any) -> None:
    assert record.read() == WORKING


@pytest.mark.parametrize(
    "service", [MailService(2, 0, OPEN, None, "a"), MailService(0, 7, OPEN, OPEN + timedelta(minutes=15), "b"), WORKING]
)
def test_what_is_written_is_read_and_nothing_of_before_is_left(record: Any, service: MailService) -> None:
    record.write(MailService(0, 1, OPEN, OPEN, "before"))
    record.write(service)
    assert record.read() == service


def test_a_second_has_as_many_turns_as_the_pace(record: Any) -> None:
    assert [record.take_turn(100, 2) for _ in range(3)] == [True, True, False]
    assert [record.take_turn(101, 2) for _ in range(3)] == [True, True, False]


def test_a_clock_that_is_behind_gets_no_turn(record: Any) -> None:
    assert record.take_turn(101, 2)
    assert not record.take_turn(100, 2)


def test_of_twenty_senders_at_once_as_many_go_as_may(record: Any) -> None:
    with ThreadPoolExecutor(20) as pool:
        turns = list(pool.map(lambda _: record.take_turn(100, 5), range(20)))
    # Two who both find a new second may both lose it to a third; never are there more.
    assert 1 <= sum(turns) <= 5


def test_what_senders_share_is_no_mail_of_anybody() -> None:
    with moto_client() as client:
        table = make_table(client)
        shared = TableServiceRecord(client, table)
        shared.write(MailService(0, 1, OPEN, OPEN, "x"))
        shared.take_turn(1, 1)
        assert list(TableOutbox(client, table).everyone()) == []
