"""A mail that came back: the outbox's record of it, found by the message's id, which the outbox kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ..rules.instant_format import write_instant
from .request_outcome import is_written, unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, TableClient

# More tries than the sweep makes of one mail: an address that refused is asked again only by a person.
TRIES = 100


class TableBounces:
    """`client` is a botocore or boto3 DynamoDB client. Raises OutcomeUnknown when the table does not answer."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client, self._table = client, table

    def note(self, messages: Mapping[str, str], at: datetime) -> int:
        """`messages` are codes by the ids of the messages that came back; one look at the outbox for all of them.

        How many mails were sent until now and are noted as refused; the same told again is none.
        """
        return sum(self._note(item, messages[item["why"]["S"]], at) for item in self._sent_mails(messages))

    def _note(self, item: Item, code: str, at: datetime) -> bool:
        return is_written(
            self._client.update_item,
            TableName=self._table, Key={name: item[name] for name in ("pk", "sk")},
            UpdateExpression="SET #state = :failed, #at = :at, why = :code ADD attempts :tries",
            ConditionExpression="#state = :sent AND why = :message",
            ExpressionAttributeNames={"#state": "state", "#at": "at"},
            ExpressionAttributeValues={
                ":failed": {"S": "failed"}, ":sent": {"S": "sent"}, ":at": {"S": write_instant(at)},
                ":code": {"S": code}, ":message": item["why"], ":tries": {"N": str(TRIES)},
            },
        )  # fmt: skip

    def _sent_mails(self, messages: Mapping[str, str]) -> Iterator[Item]:
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table, ProjectionExpression="pk, sk, why", ConsistentRead=True,
            FilterExpression="begins_with(pk, :mails) AND #state = :sent",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":mails": {"S": "mail#"}, ":sent": {"S": "sent"}},
        )  # fmt: skip
        with unclear_when_silent():
            yield from (item for page in pages for item in page["Items"] if item["why"]["S"] in messages)
