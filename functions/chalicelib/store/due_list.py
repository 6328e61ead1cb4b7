"""What is due, by instant, in the table: the round of mails reads what has come and nothing else.

`due#<call>` has an entry `<instant>#<number>` for each application that a round must look at then; `unsent#<call>` an
entry for each with a mail that no round will send and a person may. An entry too many costs one look.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from ..rules.due_entry import DueEntry
from ..rules.instant_format import read_instant, write_instant
from .request_outcome import unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, NewItem, Response, TableClient

DUE, UNSENT = "due#", "unsent#"
# Sorts after every entry of one instant: the end of a query up to that instant.
LAST = "#~"


class TableDueList:
    """`client` is a botocore or boto3 DynamoDB client. Raises OutcomeUnknown when the table does not answer."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client, self._table = client, table

    def put(self, call: str, entry: DueEntry) -> None:
        deferred = {"deferred": {"BOOL": True}} if entry.is_deferred else {}
        self._ask(self._client.put_item, Item=_due(call, entry) | deferred)

    def drop(self, call: str, entry: DueEntry) -> None:
        self._ask(self._client.delete_item, Key=_due(call, entry))

    def due(self, call: str, until: datetime, most: int, after: DueEntry | None = None) -> tuple[DueEntry, ...]:
        """Of the entries up to this instant those behind `after`, the oldest first, at most so many."""
        start = _due(call, after)["sk"]["S"] + " " if after else " "
        values = {":pk": _key(f"{DUE}{call}", "")["pk"], ":after": {"S": start}, ":until": {"S": _until(until)}}
        answer = self._ask(
            self._client.query, KeyConditionExpression="pk = :pk AND sk BETWEEN :after AND :until",
            ExpressionAttributeValues=values, Limit=most, ConsistentRead=True,
        )  # fmt: skip
        return tuple(_entry(item) for item in answer["Items"])

    def set_aside(self, call: str, number: str) -> None:
        """For a person to decide on."""
        self._ask(self._client.put_item, Item=_key(f"{UNSENT}{call}", number))

    def take_back(self, call: str, number: str) -> None:
        self._ask(self._client.delete_item, Key=_key(f"{UNSENT}{call}", number))

    def aside(self, call: str, most: int, after: str = "") -> tuple[str, ...]:
        """Numbers behind `after`, in their order, at most so many."""
        values = {":pk": _key(f"{UNSENT}{call}", "")["pk"], ":after": {"S": after or " "}}
        answer = self._ask(
            self._client.query, KeyConditionExpression="pk = :pk AND sk > :after",
            ExpressionAttributeValues=values, Limit=most, ConsistentRead=True,
        )  # fmt: skip
        return tuple(item["sk"]["S"] for item in answer["Items"])

    def _ask(self, request: Callable[..., Response], **wish: object) -> Response:
        with unclear_when_silent():
            return request(TableName=self._table, **wish)


def _due(call: str, entry: DueEntry) -> NewItem:
    return _key(f"{DUE}{call}", f"{write_instant(entry.at)}#{entry.number}")


def _until(instant: datetime) -> str:
    return write_instant(instant) + LAST


def _entry(item: Item) -> DueEntry:
    at, _, number = item["sk"]["S"].partition("#")
    return DueEntry(read_instant(at), number, "deferred" in item)


def _key(pk: str, sk: str) -> NewItem:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
