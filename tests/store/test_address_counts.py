"""One suite for the counts of mails an address: the fake, moto, and Amazon's own engine (DynamoDB Local)."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.store.address_counts import TableAddressCounts
from tests.building import OPEN
from tests.notices.building import FakeAddressCounts
from tests.store.engines import ENGINES, engine_client, make_table, moto_client

ADDRESS = "aigerim@example.kz"


@pytest.fixture(params=["fake", *ENGINES])
def counts(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "fake":
        yield FakeAddressCounts()
        return
    with engine_client(request) as client:
        yield TableAddressCounts(client, make_table(client))


def test_so_many_a_day_and_no_more_and_the_next_day_anew(counts: Any) -> None:
    assert [counts.take(ADDRESS, "others", mail, 2, OPEN) for mail in "abcd"] == [True, True, False, False]
    assert counts.take(ADDRESS, "others", "c", 2, OPEN + timedelta(days=1))


def test_one_mail_tried_again_and_again_is_counted_once(counts: Any) -> None:
    assert [counts.take(ADDRESS, "others", "a", 2, OPEN) for _ in range(4)] == [True] * 4
    assert [counts.take(ADDRESS, "others", mail, 2, OPEN) for mail in "bca"] == [True, False, True]


def test_another_address_or_purpose_has_a_count_of_its_own(counts: Any) -> None:
    assert counts.take(ADDRESS, "others", "a", 1, OPEN)
    assert counts.take(ADDRESS, "link", "b", 1, OPEN)
    assert counts.take("marat@example.kz", "others", "c", 1, OPEN)


@pytest.mark.parametrize("spelling", ["Aigerim@Example.KZ", "aigerim+1@example.kz", "aigerim+a+b@example.kz"])
def test_spellings_that_reach_one_mailbox_are_one_address(counts: Any, spelling: str) -> None:
    assert counts.take(ADDRESS, "others", "a", 1, OPEN)
    assert not counts.take(spelling, "others", "b", 1, OPEN)


def test_senders_share_the_counts_and_the_days_salt() -> None:
    with moto_client() as client:
        table = make_table(client)
        with ThreadPoolExecutor(8) as pool:
            taken = list(
                pool.map(lambda mail: TableAddressCounts(client, table).take(ADDRESS, "x", mail, 3, OPEN), "abcdefgh")
            )
        assert sum(taken) == 3


def test_nothing_kept_names_the_address_and_all_of_it_expires_by_the_tables_own_clock() -> None:
    with moto_client() as client:
        table, shift = make_table(client), timedelta(days=-1800)
        TableAddressCounts(client, table, shift).take(ADDRESS, "others", "a", 1, OPEN)
        items = client.scan(TableName=table)["Items"]
        assert len(items) == 2
        assert "aigerim" not in json.dumps(items, default=repr)
        expiries = {datetime.fromtimestamp(int(item["expires_at"]["N"]), UTC) for item in items}
        assert expiries == {OPEN - shift + timedelta(days=2)}
