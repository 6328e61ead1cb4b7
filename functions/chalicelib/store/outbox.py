"""The outbox in the table: one item a mail, beside the application's events and never among them.

`pk` is `mail#<number>`, `sk` the notice's mark. The item holds no address and no word of the mail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from ..rules.application import Event
from ..rules.forgetting import is_forgotten
from ..rules.instant_format import read_instant, write_instant
from ..rules.refusals import OutcomeUnknown
from .event_items import from_item
from .request_outcome import unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, NewItem, TableClient

# What a scan needs of an event to know which mails it is owed; answers stay where they are.
_LIGHT = (
    "pk, sk, #number, #seq, #at, #act, actor, #status, #version, #before, #detail, #state, #kind, attempts, why, "
    "#call, #form, deferred_at"
)
_NAMES = {f"#{name}": name for name in ("number", "seq", "at", "act", "status", "version", "before", "detail",
                                        "state", "kind", "call", "form")}  # fmt: skip
_CLAIM = "SET #state = :state, #kind = :kind, #number = :number, #at = :at, #token = :token ADD attempts :one"
_DEFER = (
    "SET #state = :state, #kind = :kind, #number = :number, #at = :at, attempts = :none, why = :why, deferred_at = :at"
)

# What comes of an item in another shape than ours.
_UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)


class Notice(Protocol):
    """What the outbox needs to know of a mail."""

    @property
    def number(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def mark(self) -> str: ...


@dataclass(frozen=True)
class OutboxItem:
    number: str
    mark: str
    kind: str
    state: str
    at: datetime
    attempts: int = 0
    why: str = ""
    deferred_at: datetime | None = None


class TableOutbox:
    """`client` is a botocore or boto3 DynamoDB client. Raises OutcomeUnknown when the table does not answer."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client, self._table = client, table

    def claim(self, notice: Notice, at: datetime, state: str) -> str:
        token = token_hex(8)
        values = {":state": state, ":kind": notice.kind, ":number": notice.number, ":at": write_instant(at)}
        values |= {":token": token, ":failed": "failed", ":deferred": "deferred"}
        free = "attribute_not_exists(pk) OR #state IN (:failed, :deferred)"
        try:
            self._update(notice, _CLAIM, free, values, {":one": {"N": "1"}})
        except ClientError as error:
            return token if self._is_ours(error, notice, token) else ""
        return token

    def _is_ours(self, error: ClientError, notice: Notice, token: str) -> bool:
        """Whether the claim that stands there is our own: the answer to the first try may have been lost."""
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise OutcomeUnknown from error
        item: Item = error.response.get("Item") or self._item(notice) or {}
        return item.get("token", {}).get("S") == token

    def settle(self, notice: Notice, token: str, state: str, at: datetime, why: str) -> None:
        values = {":state": state, ":at": write_instant(at), ":why": why, ":token": token}
        more: NewItem = {}
        change, condition = "SET #state = :state, #at = :at, why = :why", "#token = :token"
        if state == "deferred":
            change += ", deferred_at = if_not_exists(deferred_at, :at) ADD attempts :one"
            # A second try of the same request must not take a second try back.
            condition, more = f"{condition} AND #state = :sending", {":one": {"N": "-1"}, ":sending": {"S": "sending"}}
        try:
            self._update(notice, change, condition, values, more)
        except ClientError as error:
            if not (state == "deferred" and self._is_ours(error, notice, token)):
                raise OutcomeUnknown from error

    def defer(self, notice: Notice, at: datetime, why: str) -> bool:
        """Note a mail nobody has tried as deferred; False when the outbox has it already."""
        return self._defer(notice, at, why, "attribute_not_exists(pk)", {})

    def release(self, notice: Notice, at: datetime, seen: OutboxItem | None) -> bool:
        """A person's decision to have a mail sent again, on what they saw of it (None: nothing): the next sweep tries.

        False when something became of it since.
        """
        if seen is None:
            return self._defer(notice, at, "released", "attribute_not_exists(pk)", {})
        values = {":seen": seen.state, ":seen_at": write_instant(seen.at)}
        return self._defer(notice, at, "released", "#state = :seen AND #at = :seen_at", values)

    def _defer(self, notice: Notice, at: datetime, why: str, condition: str, more: Mapping[str, str]) -> bool:
        values = {":state": "deferred", ":kind": notice.kind, ":number": notice.number, ":at": write_instant(at)}
        try:
            self._update(notice, _DEFER, condition, {**values, ":why": why, **more}, {":none": {"N": "0"}})
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise OutcomeUnknown from error
            return False
        return True

    def postings(self, number: str) -> tuple[OutboxItem, ...]:
        """What the outbox holds for one application, strongly consistent."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table, KeyConditionExpression="pk = :pk", ConsistentRead=True,
            ExpressionAttributeValues={":pk": {"S": f"mail#{number}"}},
        )  # fmt: skip
        with unclear_when_silent():
            return tuple(_posting(item) for page in pages for item in page["Items"])

    def everyone(
        self, on_unreadable: Callable[[Item], None] = lambda item: None
    ) -> Iterator[tuple[tuple[Event, ...], tuple[OutboxItem, ...]]]:
        """Every application's events without their answers, and its postings; one scan of the table.

        An item that cannot be read goes to `on_unreadable`; its application comes without events: the rest may mislead.
        """
        events: dict[str, list[Event]] = defaultdict(list)
        postings: dict[str, list[OutboxItem]] = defaultdict(list)
        unreadable: set[str] = set()
        for item in self._scan():
            kind, _, number = item["pk"]["S"].partition("#")
            try:
                if kind == "mail":
                    postings[number].append(_posting(item))
                else:
                    events[number].append(from_item(item))
            except _UNREADABLE:
                unreadable.add(number)
                on_unreadable(item)
        for number in sorted(number for number in events.keys() | unreadable if not is_forgotten(events[number])):
            readable = [] if number in unreadable else events[number]
            yield tuple(sorted(readable, key=lambda event: event.seq)), tuple(postings[number])

    def _scan(self) -> Iterator[Item]:
        values = {":events": {"S": "application#"}, ":event": {"S": "event#"}, ":mails": {"S": "mail#"}}
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table, ProjectionExpression=_LIGHT, ExpressionAttributeNames=_NAMES,
            FilterExpression="(begins_with(pk, :events) AND begins_with(sk, :event)) OR begins_with(pk, :mails)",
            ExpressionAttributeValues=values,
        )  # fmt: skip
        with unclear_when_silent():
            yield from (item for page in pages for item in page["Items"])

    def _update(self, notice: Notice, change: str, condition: str, values: Mapping[str, str], more: Item) -> None:
        expression = f"{change} {condition}"
        names = {f"#{name}": name for name in ("state", "kind", "number", "at", "token") if f"#{name}" in expression}
        try:
            self._client.update_item(
                TableName=self._table, Key=_key(notice), UpdateExpression=change, ConditionExpression=condition,
                ExpressionAttributeNames=names,
                ExpressionAttributeValues={name: {"S": value} for name, value in values.items()} | dict(more),
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )  # fmt: skip
        except BotoCoreError as error:
            raise OutcomeUnknown from error

    def _item(self, notice: Notice) -> NewItem | None:
        with unclear_when_silent():
            answer = self._client.get_item(TableName=self._table, Key=_key(notice), ConsistentRead=True)
        return answer.get("Item")


def _key(notice: Notice) -> NewItem:
    return {"pk": {"S": f"mail#{notice.number}"}, "sk": {"S": notice.mark}}


def _posting(item: Item) -> OutboxItem:
    texts = {name: item[name]["S"] for name in ("number", "kind", "state", "why") if name in item}
    deferred_at = read_instant(item["deferred_at"]["S"]) if "deferred_at" in item else None
    return OutboxItem(mark=item["sk"]["S"], at=read_instant(item["at"]["S"]), attempts=int(item["attempts"]["N"]),
                   deferred_at=deferred_at, **texts)  # fmt: skip
