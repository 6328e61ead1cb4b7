"""Who read personal data, when, with which command and why: an item a reading, in the table of the applications.

`pk = staff#<day in UTC>`, `sk = <instant>#<random>`. Nothing rewrites one; readers of events pass over them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from .request_outcome import unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, NewItem, TableClient

# `who`, `at` (an instant in UTC as stored), `command` and `why`.
Entry = Mapping[str, str]


class StaffLog:
    """`client` is a botocore or boto3 DynamoDB client."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client, self._table = client, table

    def append(self, entry: Entry) -> None:
        """Durable before it returns. Raises OutcomeUnknown, whose cause is the service's own error."""
        put = {"TableName": self._table, "Item": _item(entry), "ConditionExpression": "attribute_not_exists(pk)"}
        with unclear_when_silent():
            self._client.put_item(**put)

    def entries(self, day: str) -> list[Entry]:
        """All records of a UTC day (`2021-09-16`) in order of time. Raises the service's own error."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table, KeyConditionExpression="pk = :pk", ConsistentRead=True,
            ExpressionAttributeValues={":pk": {"S": f"staff#{day}"}},
        )  # fmt: skip
        return [_entry(item) for page in pages for item in page["Items"]]


def _item(entry: Entry) -> NewItem:
    instant = datetime.fromisoformat(entry["at"])
    keys = {"pk": f"staff#{instant:%Y-%m-%d}", "sk": f"{entry['at']}#{secrets.token_hex(4)}"}
    return {name: {"S": value} for name, value in {**keys, **entry}.items()}


def _entry(item: Item) -> Entry:
    return {name: item[name]["S"] for name in ("who", "at", "command", "why")}
