"""The writes of the table, each inside a writer's turn: look at what stands there, judge the condition, write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from sqlite3 import Connection
from typing import TYPE_CHECKING

from .expressions import AttributeNames, holds
from .item_rows import from_row, to_row
from .service_errors import condition_error, invalid
from .update_expressions import apply_update

if TYPE_CHECKING:
    from ..table_client import Item, NewItem, Request, Response


_PUT = "INSERT OR REPLACE INTO items (pk, sk, expires, light, heavy) VALUES (?, ?, ?, ?, ?)"


def standing(connection: Connection, key: Item) -> NewItem | None:
    row = connection.execute(
        "SELECT light, heavy FROM items WHERE pk = ? AND sk = ?", (key["pk"]["S"], key["sk"]["S"])
    ).fetchone()
    return from_row(*row) if row else None


def put(connection: Connection, wish: Request) -> Response:
    row = to_row(wish["Item"])
    before = _item_before(connection, wish, wish["Item"])
    connection.execute(_PUT, row)
    return _answer(wish, before, dict(wish["Item"]), frozenset())


def update(connection: Connection, wish: Request) -> Response:
    before = _item_before(connection, wish, wish["Key"])
    after, changed = apply_update(wish["UpdateExpression"], before or wish["Key"], AttributeNames.of(wish))
    if not changed.isdisjoint(wish["Key"]):
        raise invalid("a key does not change")
    connection.execute(_PUT, to_row(after))
    return _answer(wish, before, after, changed)


def delete(connection: Connection, wish: Request) -> Response:
    before = _item_before(connection, wish, wish["Key"])
    pk_and_sk = (wish["Key"]["pk"]["S"], wish["Key"]["sk"]["S"])
    connection.execute("DELETE FROM items WHERE pk = ? AND sk = ?", pk_and_sk)
    return _answer(wish, before, {}, frozenset())


def check(connection: Connection, wish: Request) -> Response:
    _item_before(connection, wish, wish["Key"])
    return {}


# By the names that they have in a transaction.
WRITES: Mapping[str, Callable[[Connection, Request], Response]] = {
    "Put": put, "Update": update, "Delete": delete, "ConditionCheck": check,
}  # fmt: skip


def _item_before(connection: Connection, wish: Request, key: Item) -> NewItem | None:
    before = standing(connection, key)
    if not holds(wish.get("ConditionExpression", ""), before or {}, AttributeNames.of(wish)):
        raise condition_error(before, wish)
    return before


def _answer(wish: Request, before: NewItem | None, after: NewItem, changed: frozenset[str]) -> Response:
    wanted = wish.get("ReturnValues", "NONE")
    shown = {"ALL_OLD": before, "ALL_NEW": after, "UPDATED_NEW": _only(after, changed),
             "UPDATED_OLD": _only(before or {}, changed)}.get(wanted)  # fmt: skip
    return {"Attributes": shown} if shown else {}


def _only(item: Item, names: frozenset[str]) -> NewItem:
    return {name: value for name, value in item.items() if name in names}
