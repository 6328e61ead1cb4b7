"""One suite for one-time links: the fake in the tests, moto, and Amazon's own engine (DynamoDB Local)."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.rules.lost_key_link import KeyLink, LinkRequest
from chalicelib.store.event_items import to_item
from chalicelib.store.lost_key_links import TableLinks
from chalicelib.store.stream_images import read_image
from tests.building import MS, OPEN, event
from tests.notices.building import FakeLinks
from tests.store.engines import ENGINES, engine_client, make_table, moto_client

UNTIL = OPEN + timedelta(minutes=15)
REQUEST = LinkRequest("2DFG-7JNR", "a" * 64, OPEN)


@pytest.fixture(params=["fake", *ENGINES])
def links(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "fake":
        yield FakeLinks()
        return
    with engine_client(request) as client:
        yield TableLinks(client, make_table(client))


def test_a_link_is_found_by_its_secret_and_by_nothing_else(links: Any) -> None:
    token = links.issue("2DFG-7JNR", "mark", UNTIL)
    assert links.find(token) == KeyLink("2DFG-7JNR", "mark", UNTIL)
    other = links.issue("2DFG-7JNR", "mark", UNTIL)
    assert other != token
    assert [links.find(wrong) for wrong in (f"{token[:-1]}!", "x" * 43, "", "x" * 100_000)] == [None] * 4


def test_a_link_is_used_up_once(links: Any) -> None:
    token = links.issue("2DFG-7JNR", "mark", UNTIL)
    link = links.find(token)
    assert links.use(token, link, OPEN)
    assert not links.use(token, link, OPEN + MS)
    assert links.find(token) == link._replace(used_at=OPEN)


def test_of_ten_uses_at_once_one_counts(links: Any) -> None:
    token = links.issue("2DFG-7JNR", "mark", UNTIL)
    link = links.find(token)
    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(lambda _: links.use(token, link, OPEN), range(10))) == 1


def test_a_secret_has_two_hundred_and_fifty_six_bits_and_only_its_hash_is_stored() -> None:
    with moto_client() as client:
        table, shift = make_table(client), timedelta(days=-1800)
        links = TableLinks(client, table, shift)
        token = links.issue("2DFG-7JNR", "mark", UNTIL)
        links.use(token, KeyLink("2DFG-7JNR", "mark", UNTIL), OPEN)
        (item,) = client.scan(TableName=table)["Items"]
        assert len(token) == 43  # 256 bits, six a sign
        assert token not in json.dumps(item)
        expiry = datetime.fromtimestamp(int(item["expires_at"]["N"]), UTC)
        assert expiry == UNTIL - shift + timedelta(days=1), "by the table's own clock, not the rehearsal's"


def test_a_number_is_noted_once_a_minute_and_comes_back_from_the_stream() -> None:
    with moto_client() as client:
        table = make_table(client)
        links = TableLinks(client, table)
        for late in (0, 1, 59_999, 60_000):
            links.ask(REQUEST._replace(at=OPEN + late * MS))
        items = client.scan(TableName=table)["Items"]
        found = sorted([read_image(item) for item in items], key=lambda request: request.at)
        assert found == [REQUEST, REQUEST._replace(at=OPEN + timedelta(minutes=1))]


def test_the_stream_tells_an_event_from_a_request() -> None:
    assert read_image(to_item(event())) == event()
