"""Many writes in few requests: all of them, whatever the table puts off; and an end where it puts off for ever."""

from typing import Any

import pytest

from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.store.batch_writes import MOST, TRIES, write_in_batches
from tests.store.engines import ENGINES, engine_client, make_table

COUNT = 2 * MOST + 7


def item(number: int) -> dict[str, Any]:
    return {"pk": {"S": f"some#{number:03}"}, "sk": {"S": "one"}}


@pytest.mark.parametrize("engine", ENGINES)
def test_all_are_written_and_all_are_deleted(request: pytest.FixtureRequest, engine: str) -> None:
    request.param = engine
    with engine_client(request) as client:
        table = make_table(client)
        puts = ({"PutRequest": {"Item": item(n)}} for n in range(COUNT))
        assert write_in_batches(client, table, puts) == COUNT
        assert len(client.scan(TableName=table)["Items"]) == COUNT
        deletes = ({"DeleteRequest": {"Key": item(n)}} for n in range(1, COUNT))
        assert write_in_batches(client, table, deletes) == COUNT - 1
        assert client.scan(TableName=table)["Items"] == [item(0)]


class Reluctant:
    """Takes `some` of each request and puts the rest off."""

    def __init__(self, some: int) -> None:
        self.some, self.taken, self.sizes = some, list[Any](), list[int]()

    def batch_write_item(self, *, RequestItems: dict[str, list[Any]]) -> dict[str, Any]:
        ((table, requests),) = RequestItems.items()
        self.sizes.append(len(requests))
        self.taken += requests[: self.some]
        left = requests[self.some :]
        return {"UnprocessedItems": {table: left} if left else {}}


def test_what_is_put_off_is_sent_again_after_longer_and_longer_pauses() -> None:
    table, pauses = Reluctant(10), list[float]()
    requests = [{"PutRequest": {"Item": item(n)}} for n in range(MOST)]
    assert write_in_batches(table, "t", iter(requests), pauses.append) == MOST
    assert (table.taken, table.sizes) == (requests, [25, 15, 5])
    assert pauses == sorted(pauses) and len(set(pauses)) == 2


def test_what_is_put_off_for_ever_ends_as_unknown() -> None:
    table, pauses = Reluctant(0), list[float]()
    with pytest.raises(OutcomeUnknown):
        write_in_batches(table, "t", [{"PutRequest": {"Item": item(1)}}], pauses.append)
    assert len(pauses) == TRIES
