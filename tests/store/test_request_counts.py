"""One suite for counts of requests: the fake, moto, and Amazon's own engine (DynamoDB Local)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.config import Config
from botocore.session import Session

from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.store.request_counts import CONFIG, KEPT, TableRequestCounts
from tests.building import OPEN, FakeRequestCounts
from tests.store.engines import CREDENTIALS, ENGINES, engine_client, free_port, make_table, moto_client


@pytest.fixture(params=["fake", *ENGINES])
def counts(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "fake":
        yield FakeRequestCounts()
        return
    with engine_client(request) as client:
        yield TableRequestCounts(lambda: client, make_table(client))


def test_units_add_up_under_their_own_mark(counts: Any) -> None:
    assert [counts.add("a", units, OPEN) for units in (1, 1, 10)] == [1, 2, 12]
    assert counts.add("b", 1, OPEN) == 1


def test_no_unit_of_two_at_once_is_lost(counts: Any) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(lambda _: counts.add("a", 1, OPEN), range(24))) == list(range(1, 25))


def test_a_count_expires_soon_after_its_window_by_the_tables_own_clock() -> None:
    with moto_client() as client:
        table, shift = make_table(client), timedelta(days=-1800)
        TableRequestCounts(lambda: client, table, shift).add("a", 1, OPEN)
        (item,) = client.scan(TableName=table)["Items"]
        assert datetime.fromtimestamp(int(item["expires_at"]["N"]), UTC) == OPEN - shift + KEPT


def test_failed_keys_are_counted_by_the_hour_and_stay() -> None:
    with moto_client() as client:
        table = make_table(client)
        counts = TableRequestCounts(lambda: client, table)
        for minutes in (0, 59, 60):
            counts.note_failed_key("a-call", OPEN + timedelta(minutes=minutes))
        items = client.scan(TableName=table)["Items"]
        assert [(item["sk"]["S"], item["failures"]["N"]) for item in items] == [
            ("2021-09-15T04#a-call", "2"),
            ("2021-09-15T05#a-call", "1"),
        ]
        assert [item for item in items if "expires_at" in item] == []


def test_a_store_that_is_not_there_is_known_to_be_silent_within_two_seconds() -> None:
    def connect() -> Any:
        return Session().create_client(
            "dynamodb", endpoint_url=f"http://127.0.0.1:{free_port()}", config=CONFIG.merge(Config()), **CREDENTIALS
        )

    with pytest.raises(OutcomeUnknown):
        TableRequestCounts(connect, "x").add("a", 1, OPEN)
    assert (CONFIG.connect_timeout + CONFIG.read_timeout) * CONFIG.retries["total_max_attempts"] < 2
