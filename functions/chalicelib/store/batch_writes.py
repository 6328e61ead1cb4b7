"""Many writes in few requests, each unconditional and as good done twice as once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from ..rules.refusals import OutcomeUnknown
from .request_outcome import unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Request, TableClient

# DynamoDB's own bound of one request, and how often what it did not take is sent again.
MOST, TRIES, PAUSE_S = 25, 8, 0.2


def write_in_batches(
    client: TableClient,
    table: str,
    requests: Iterable[Mapping[str, Request]],
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """`requests` as BatchWriteItem has them, no key twice; how many there were.

    Raises OutcomeUnknown where the table goes on refusing some of them.
    """
    waiting, count = iter(requests), 0
    while batch := list(islice(waiting, MOST)):
        _write(client, table, batch, pause)
        count += len(batch)
    return count


def _write(client: TableClient, table: str, batch: list[Mapping[str, Request]], pause: Callable[[float], None]) -> None:
    left: Mapping[str, Sequence[Mapping[str, Request]]] = {table: batch}
    for attempt in range(TRIES):
        with unclear_when_silent():
            left = client.batch_write_item(RequestItems=left).get("UnprocessedItems") or {}
        if not left:
            return
        pause(PAUSE_S * 2**attempt)
    raise OutcomeUnknown
