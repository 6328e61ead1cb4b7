"""One suite for every list of what is due: the tests' fake, moto, SQLite and Amazon's own engine."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.rules.due_entry import DueEntry
from chalicelib.store.due_list import TableDueList
from tests.building import MS, OPEN
from tests.notices.building import FakeDueList
from tests.store.engines import ENGINES, engine_client, make_table

CALL = "a-call"
FIRST, SECOND = DueEntry(OPEN, "2345-DFGJ"), DueEntry(OPEN, "9999-9999")
LATER = DueEntry(OPEN + MS, "2222-2222", is_deferred=True)


@pytest.fixture(params=["fake", *ENGINES])
def due_list(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "fake":
        yield FakeDueList()
        return
    with engine_client(request) as client:
        yield TableDueList(client, make_table(client))


def test_what_has_come_is_answered_the_oldest_first_and_what_has_not_is_not(due_list: Any) -> None:
    for entry in (LATER, SECOND, FIRST):
        due_list.put(CALL, entry)
    assert due_list.due(CALL, OPEN - MS, 9) == ()
    assert due_list.due(CALL, OPEN, 9) == (FIRST, SECOND)
    assert due_list.due(CALL, OPEN + timedelta(days=900), 9) == (FIRST, SECOND, LATER)


def test_it_is_read_a_page_at_a_time(due_list: Any) -> None:
    for entry in (FIRST, SECOND, LATER):
        due_list.put(CALL, entry)
    assert due_list.due(CALL, LATER.at, 1) == (FIRST,)
    assert due_list.due(CALL, LATER.at, 1, FIRST) == (SECOND,)
    assert due_list.due(CALL, LATER.at, 2, SECOND) == (LATER,)
    assert due_list.due(CALL, LATER.at, 2, LATER) == ()


def test_an_entry_put_twice_is_one_and_one_dropped_twice_is_gone(due_list: Any) -> None:
    for _ in range(2):
        due_list.put(CALL, FIRST)
    assert due_list.due(CALL, OPEN, 9) == (FIRST,)
    for _ in range(2):
        due_list.drop(CALL, FIRST)
    assert due_list.due(CALL, OPEN, 9) == ()


def test_what_waits_for_a_person_lies_aside_until_it_is_taken_back(due_list: Any) -> None:
    for number in ("9999-9999", "2345-DFGJ"):
        due_list.set_aside(CALL, number)
    assert due_list.aside(CALL, 9) == ("2345-DFGJ", "9999-9999")
    assert due_list.aside(CALL, 9, "2345-DFGJ") == ("9999-9999",)
    due_list.take_back(CALL, "2345-DFGJ")
    due_list.take_back(CALL, "2345-DFGJ")
    assert due_list.aside(CALL, 9) == ("9999-9999",)
