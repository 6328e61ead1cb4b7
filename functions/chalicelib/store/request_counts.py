"""How much was asked under a mark in a window: one atomic addition, in an item that the table itself deletes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.config import Config

from ..rules.instant_format import write_instant
from .aws_clients import aws_client
from .request_outcome import unclear_when_silent

if TYPE_CHECKING:
    from .table_client import NewItem, Response, TableClient

# A request never waits long to be counted: when the table is slow, it is let through uncounted.
CONFIG = Config(connect_timeout=0.5, read_timeout=1, retries={"mode": "standard", "total_max_attempts": 1})
KEPT = timedelta(hours=1)
PREFIX, FAILED_KEYS = "limit#", "failed_keys#"


def connect() -> TableClient:
    client: TableClient = aws_client("dynamodb", CONFIG)
    return client


class TableRequestCounts:
    """`connect` makes a botocore or boto3 DynamoDB client, when the first request is counted. `clock_shift` is how far
    the rehearsal's clock is from the table's own, by which items expire.
    """

    def __init__(self, connect: Callable[[], TableClient], table: str, clock_shift: timedelta = timedelta(0)) -> None:
        self._connect, self._table, self._shift = connect, table, clock_shift
        self._client: TableClient | None = None

    def add(self, mark: str, units: int, until: datetime) -> int:
        """The units under this mark, these among them. `until` is the window's end. Raises OutcomeUnknown."""
        expires = int((until - self._shift + KEPT).timestamp())
        answer = self._update(
            {"pk": {"S": f"{PREFIX}{mark}"}, "sk": {"S": "count"}},
            "SET expires_at = :expires ADD units :units",
            {":units": {"N": str(units)}, ":expires": {"N": str(expires)}},
        )
        return int(answer["Attributes"]["units"]["N"])

    def note_failed_key(self, call_id: str, at: datetime) -> None:
        """Count a wrong key in this hour (UTC). Neither who tried it nor the number it was tried for is kept."""
        hour = write_instant(at)[:13]
        self._update(
            {"pk": {"S": f"{FAILED_KEYS}{hour[:10]}"}, "sk": {"S": f"{hour}#{call_id}"}},
            "SET #call = :call, #at = :at ADD failures :one",
            {":one": {"N": "1"}, ":call": {"S": call_id}, ":at": {"S": f"{hour}:00:00.000Z"}},
            {"#call": "call", "#at": "at"},
        )

    def _update(self, key: NewItem, update: str, values: NewItem, names: dict[str, str] | None = None) -> Response:
        with unclear_when_silent():
            # In here, since connecting too may fail for want of the table's address or credentials.
            self._client = self._client or self._connect()
            return self._client.update_item(
                TableName=self._table, Key=key, UpdateExpression=update, ExpressionAttributeValues=values,
                ReturnValues="UPDATED_NEW", **({"ExpressionAttributeNames": names} if names else {}),
            )  # fmt: skip
