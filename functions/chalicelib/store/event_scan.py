"""Every event item of the table, as stored: a scan in several segments side by side, and one application's alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from .event_items import key_of
from .request_outcome import unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, Pages, TableClient

# A table of thousands is a few pages; more segments than this would only open more connections.
SEGMENTS = 4


def every_event_item(client: TableClient, table: str) -> Iterator[Item]:
    """In no order, strongly consistent. Raises OutcomeUnknown when the table does not answer."""
    pages = client.get_paginator("scan")  # made before the threads: making a client is not safe in several
    with ThreadPoolExecutor(SEGMENTS) as pool:
        for items in pool.map(lambda segment: _segment(pages, table, segment), range(SEGMENTS)):
            yield from items


def event_items_of(client: TableClient, table: str, number: str) -> list[Item]:
    """The events of one application in their order. Raises OutcomeUnknown when the table does not answer."""
    pages = client.get_paginator("query").paginate(
        TableName=table, KeyConditionExpression="pk = :pk AND begins_with(sk, :event)", ConsistentRead=True,
        ExpressionAttributeValues={":pk": key_of(number, 0)["pk"], ":event": {"S": "event#"}},
    )  # fmt: skip
    with unclear_when_silent():
        return [item for page in pages for item in page["Items"]]


def _segment(pages: Pages, table: str, segment: int) -> list[Item]:
    answers = pages.paginate(
        TableName=table, Segment=segment, TotalSegments=SEGMENTS, ConsistentRead=True,
        FilterExpression="begins_with(sk, :event)", ExpressionAttributeValues={":event": {"S": "event#"}},
    )  # fmt: skip
    with unclear_when_silent():
        return [item for page in answers for item in page["Items"]]
