"""The table of everything in one SQLite file, asked as DynamoDB is asked.

Of the requests it knows those that the stores of this project send; any other is refused, never half understood. Every
write is on the disk (write-ahead log, `synchronous=FULL`) before it is answered; every read sees every write answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ..due_list import DUE, UNSENT
from ..projection import LISTS, POINTERS
from .database import Database
from .item_pages import Pages, page, project
from .item_writes import WRITES, delete, put, standing, update
from .service_errors import CONDITION, refusal, silence_when_unwritten, transaction_error

if TYPE_CHECKING:
    from ..table_client import Request, Response


NAME = "applications"
# A power cut may forget the last moment of these, and of everything written after them; nobody waits for the disk on
# their account. Counts of requests and of mails and the pace of sending bound a nuisance and end by themselves. The
# lists follow from events; how far the worker came (change_feed.py) is written after them, so it is forgotten with
# them, and the worker makes them again.
UNFLUSHED = ("limit#", "mailing#", POINTERS, LISTS, DUE, UNSENT)
# On the disk before their writer goes on, but nobody else's write waits for that: nobody is told anything on their
# account, and only the one who wrote "sending" sends.
FLUSHED_AFTERWARDS = ("mail#",)


class Flush(IntEnum):
    """When a write is made durable: never for its own sake, once its turn is over, or before its turn ends."""

    NEVER = 0
    AFTERWARDS = 1
    WITHIN = 2


class SqliteTable:
    """In place of a botocore DynamoDB client, with whose ClientError it answers what it refuses."""

    def __init__(self, file: Path, name: str = NAME) -> None:
        self.database, self.name = Database(file), name

    def put_item(self, **wish: object) -> Response:
        return self._write(put, wish)

    def update_item(self, **wish: object) -> Response:
        return self._write(update, wish)

    def delete_item(self, **wish: object) -> Response:
        return self._write(delete, wish)

    def _write(self, write: Callable[[Connection, Request], Response], wish: Request) -> Response:
        with self._turn(_flush(wish)) as connection:
            self._check(wish)
            return write(connection, wish)

    def transact_write_items(self, *, TransactItems: Sequence[Mapping[str, Request]], **_: object) -> Response:
        """All or none: the first whose condition does not hold ends it."""
        flush = max(_flush(request) for wish in TransactItems for request in wish.values())
        with self._turn(flush) as connection:
            for index, wish in enumerate(TransactItems):
                ((kind, request),) = wish.items()
                self._check(request)
                try:
                    WRITES[kind](connection, request)
                except ClientError as error:
                    raise _transaction_error(error, index, len(TransactItems)) from error
        return {}

    def batch_write_item(self, *, RequestItems: Mapping[str, Sequence[Mapping[str, Request]]]) -> Response:
        """In one turn, which DynamoDB does not promise."""
        ((name, wishes),) = RequestItems.items()
        with self._turn() as connection:
            for wish in wishes:
                ((kind, request),) = wish.items()
                self._check({"TableName": name})
                WRITES[kind.removesuffix("Request")](connection, request)
        return {"UnprocessedItems": {}}

    def get_item(self, **wish: Any) -> Response:
        self._check(wish)
        with silence_when_unwritten():
            item = standing(self.database.connection, wish["Key"])
        return {"Item": project(wish, item)} if item else {}

    def batch_get_item(self, *, RequestItems: Mapping[str, Request]) -> Response:
        """All items as they are at one instant."""
        ((name, wish),) = RequestItems.items()
        self._check({"TableName": name})
        with silence_when_unwritten(), self.database.reading() as connection:
            items = [standing(connection, key) for key in wish["Keys"]]
        return {"Responses": {name: [project(wish, item) for item in items if item]}, "UnprocessedKeys": {}}

    def query(self, **wish: object) -> Response:
        self._check(wish)
        with silence_when_unwritten():
            return page(self.database, wish)

    def scan(self, **wish: object) -> Response:
        """One file has one reader: the first of several segments holds everything."""
        self._check(wish)
        if wish.get("Segment"):
            return {"Items": [], "Count": 0, "ScannedCount": 0}
        with silence_when_unwritten():
            return page(self.database, wish)

    def get_paginator(self, operation: str) -> Pages:
        return Pages({"query": self.query, "scan": self.scan}[operation])

    def describe_table(self, *, TableName: str) -> Response:
        self._check({"TableName": TableName})
        with silence_when_unwritten():
            count = self.database.connection.execute("SELECT count(*) FROM items").fetchone()[0]
        return {"Table": {"TableName": self.name, "TableArn": f"home/{self.name}", "ItemCount": count}}

    def export_table_to_point_in_time(self, **_: object) -> Response:
        raise refusal("UnknownOperationException", "this table is exported by reading it")

    def compact(self) -> bool:
        """Remove what was deleted or replaced from the file itself. False when a reader prevents it now: ask again."""
        with silence_when_unwritten():
            return self.database.compact()

    def close(self) -> None:
        self.database.close()

    @contextmanager
    def _turn(self, flush: Flush = Flush.WITHIN) -> Iterator[Connection]:
        with silence_when_unwritten():
            with self.database.writing(is_flushed=flush is Flush.WITHIN) as connection:
                yield connection
            if flush is Flush.AFTERWARDS:
                self.database.flush()

    def _check(self, wish: Request) -> None:
        if wish.get("TableName", self.name) != self.name:
            raise refusal("ResourceNotFoundException", "there is no such table")


def _flush(request: Request) -> Flush:
    pk = (request.get("Key") or request.get("Item") or {}).get("pk", {}).get("S", "")
    if pk.startswith(FLUSHED_AFTERWARDS):
        return Flush.AFTERWARDS
    return Flush.NEVER if pk.startswith(UNFLUSHED) else Flush.WITHIN


def _transaction_error(error: ClientError, place: int, count: int) -> ClientError:
    """Only a condition makes a transaction's own answer; any other refusal is the request's."""
    if error.response["Error"]["Code"] != CONDITION:
        return error
    item = {"Item": error.response["Item"]} if "Item" in error.response else {}
    reasons: list[dict[str, Any]] = [{"Code": "None"} for _ in range(count)]
    return transaction_error([*reasons[:place], {"Code": "ConditionalCheckFailed", **item}, *reasons[place + 1 :]])
