"""The table of events in DynamoDB, or in anything that speaks its protocol."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ..rules.application import Event
from ..rules.forgetting import is_forgotten
from ..rules.refusals import OutcomeUnknown
from ..rules.window import OutsideBounds
from .aws_clients import aws_client
from .event_items import from_item, key_item, key_of, place_of_key, refusal_item, to_item
from .request_outcome import unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, TableClient

# Three tries of at most 2 + 5 s with pauses between stay inside the gateway's 29 s, so that the answer is ours.
# What every request would pay for and none needs: a description of this machine, and a look at items that are typed
# here and judged again by the engine.
CONFIG = Config(
    connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3}, tcp_keepalive=True,
    user_agent="baiqau", parameter_validation=False,
)  # fmt: skip

# The engine refused the request itself: nothing was written, and sending it again would not help.
NEVER_WRITTEN = ("ValidationException", "ResourceNotFoundException", "AccessDeniedException")


def connect(service: str = "dynamodb", **settings: str) -> Any:
    """A client; what `settings` leave open (region, credentials, endpoint) the environment's AWS_* names say."""
    return aws_client(service, CONFIG, **settings)


class EventTable:
    """`client` is a botocore or boto3 DynamoDB client. Every read is strongly consistent."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client, self._table = client, table

    def append(self, event: Event) -> Event | None:
        try:
            self._write(event)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "ConditionalCheckFailedException" or _is_place_taken(error):
                return self._standing(error, event)
            if code in NEVER_WRITTEN:
                raise
            raise OutcomeUnknown from error
        except BotoCoreError as error:
            raise OutcomeUnknown from error
        return None

    def _write(self, event: Event) -> None:
        put = {"TableName": self._table, "Item": to_item(event), "ConditionExpression": "attribute_not_exists(pk)"}
        if event.seq == 1 or not event.key_sha256:
            self._client.put_item(**put, ReturnValuesOnConditionCheckFailure="ALL_OLD")
            return
        # A new key and the place it is looked for change together, or a rival could see one without the other.
        key = {"TableName": self._table, "Item": key_item(event)}
        self._client.transact_write_items(TransactItems=[{"Put": put}, {"Put": key}])

    def _standing(self, error: ClientError, event: Event) -> Event:
        # Emulators without this answer's item cost one read.
        item = error.response.get("Item") or self._get(event.number, event.seq)
        return from_item(item)

    def first(self, number: str) -> Event | None:
        item = self._get(number, 1)
        return from_item(item) if item else None

    def key_sha256(self, number: str) -> str:
        keys = [place_of_key(number), key_of(number, 1)]
        request = {"Keys": keys, "ProjectionExpression": "sk, key_sha256", "ConsistentRead": True}
        with unclear_when_silent():
            answer = self._client.batch_get_item(RequestItems={self._table: request})
        if answer.get("UnprocessedKeys"):
            raise OutcomeUnknown
        by_place: dict[str, Item] = {item["sk"]["S"]: item for item in answer["Responses"].get(self._table, ())}
        places = (by_place[key["sk"]["S"]] for key in keys if key["sk"]["S"] in by_place)
        return next((item["key_sha256"]["S"] for item in places if "key_sha256" in item), "")

    def events(self, number: str) -> tuple[Event, ...]:
        stored = self.stored_events(number)
        return () if is_forgotten(stored) else stored

    def stored_events(self, number: str) -> tuple[Event, ...]:
        """Also what stays of an application that was forgotten, for whoever erases it."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :event)",
            ExpressionAttributeValues={":pk": key_of(number, 0)["pk"], ":event": {"S": "event#"}},
            ConsistentRead=True,
        )
        with unclear_when_silent():
            return tuple(from_item(item) for page in pages for item in page["Items"])

    def note_refusal(self, call_id: str, outside: OutsideBounds, at: datetime) -> None:
        # A count for the committee; the refusal itself does not wait on it or fail with it.
        with suppress(BotoCoreError, ClientError):
            self._client.put_item(TableName=self._table, Item=refusal_item(call_id, outside, at, token_hex(4)))

    def _get(self, number: str, seq: int) -> Any:
        with unclear_when_silent():
            answer = self._client.get_item(TableName=self._table, Key=key_of(number, seq), ConsistentRead=True)
        return answer.get("Item")


def _is_place_taken(error: ClientError) -> bool:
    """Of the two items of a transaction only the event has a condition."""
    reasons: Any = error.response.get("CancellationReasons", ())
    return any(reason.get("Code") == "ConditionalCheckFailed" for reason in reasons)
