"""Who read and did what at the desk: an item each, beside those of the staff's tool (`staff#<day in UTC>`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING

from ..rules.instant_format import write_instant
from .request_outcome import unclear_when_silent

if TYPE_CHECKING:
    from .table_client import TableClient

PREFIX = "staff#"
MOST_SHOWN = 500


class TableJournal:
    """`client` is a botocore or boto3 DynamoDB client. Raises OutcomeUnknown: what is not on record is not shown."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client, self._table = client, table

    def note(self, who: str, at: datetime, act: str, about: str) -> None:
        instant = write_instant(at)
        texts = {"pk": f"{PREFIX}{instant[:10]}", "sk": f"{instant}#{token_hex(4)}", "who": who, "at": instant,
                 "command": f"desk {act}", "why": about or "-"}  # fmt: skip
        with unclear_when_silent():
            self._client.put_item(TableName=self._table, Item={name: {"S": text} for name, text in texts.items()})

    def day(self, at: datetime) -> tuple[Mapping[str, str], ...]:
        """Of that day in UTC, latest first: `{who, at, act, about}`, `at` an ISO instant; also those of the tool."""
        with unclear_when_silent():
            answer = self._client.query(
                TableName=self._table, KeyConditionExpression="pk = :pk", ScanIndexForward=False, Limit=MOST_SHOWN,
                ExpressionAttributeValues={":pk": {"S": f"{PREFIX}{at.astimezone(UTC):%Y-%m-%d}"}},
            )  # fmt: skip
        return tuple(
            {"who": item["who"]["S"], "at": item["at"]["S"], "act": item["command"]["S"],
             "about": item["why"]["S"]}
            for item in answer["Items"]
        )  # fmt: skip
