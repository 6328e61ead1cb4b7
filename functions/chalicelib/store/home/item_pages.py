"""Queries and scans, page by page: in the order of the keys, from where the last page ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING

from .database import Database
from .expressions import AttributeNames, attributes, holds
from .item_rows import from_row, heavy_of, light_part
from .key_ranges import key_range

if TYPE_CHECKING:
    from ..table_client import Item, NewItem, Request, Response


MOST_ROWS = 1000
MOST_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Pages:
    """In place of botocore's paginator."""

    ask: Callable[..., Response]

    def paginate(self, PaginationConfig: Mapping[str, int] | None = None, **wish: object) -> Iterator[Response]:
        start: Item = {}
        if PaginationConfig:
            wish["Limit"] = PaginationConfig["PageSize"]
        while True:
            answer = self.ask(**wish, **({"ExclusiveStartKey": start} if start else {}))
            yield answer
            start = answer.get("LastEvaluatedKey") or {}
            if not start:
                return


def page(database: Database, wish: Request) -> Response:
    """One page of a query, or of a scan where there is no key condition."""
    names, wanted = AttributeNames.of(wish), _needed_attributes(wish)
    with database.reading() as connection:
        rows, is_last = _rows(connection, wish)
        read = (_item(connection, row, wanted) for row in rows)
        items = [project(wish, item) for item in read if holds(wish.get("FilterExpression", ""), item, names)]
    answer: Response = {"Items": items, "Count": len(items), "ScannedCount": len(rows)}
    return answer if is_last else {**answer, "LastEvaluatedKey": _key(rows[-1][1], rows[-1][2])}


def project(wish: Request, item: NewItem) -> NewItem:
    if not (expression := wish.get("ProjectionExpression")):
        return item
    names = AttributeNames.of(wish)
    wanted = [names.attribute(token.strip()) for token in expression.split(",")]
    return {name: item[name] for name in wanted if name in item}


def _needed_attributes(wish: Request) -> frozenset[str] | None:
    """The attributes that a page needs; None for all."""
    if not (expression := wish.get("ProjectionExpression")):
        return None
    names = AttributeNames.of(wish)
    shown = frozenset(names.attribute(token.strip()) for token in expression.split(","))
    return shown | attributes(wish.get("FilterExpression", ""), names)


def _rows(connection: Connection, wish: Request) -> tuple[list[tuple[int, str, str, str]], bool]:
    """(written, pk, sk, light) of a page, and whether nothing comes after it."""
    backwards = wish.get("ScanIndexForward") is False
    where, values = _range(wish, "<" if backwards else ">")
    order = "pk DESC, sk DESC" if backwards else "pk, sk"
    most = min(int(wish.get("Limit") or MOST_ROWS), MOST_ROWS)
    cursor = connection.execute(
        f"SELECT written, pk, sk, light FROM items{where} ORDER BY {order} LIMIT ?", (*values, most + 1)
    )
    rows: list[tuple[int, str, str, str]] = []
    size = 0
    for row in cursor:
        if len(rows) == most or size > MOST_BYTES:
            return rows, False
        rows.append(row)
        size += len(row[3])
    return rows, True


def _range(wish: Request, after: str) -> tuple[str, list[str]]:
    parts, values = key_range(wish.get("KeyConditionExpression", ""), AttributeNames.of(wish))
    if start_key := wish.get("ExclusiveStartKey"):
        parts, values = [*parts, f"(pk, sk) {after} (?, ?)"], [*values, start_key["pk"]["S"], start_key["sk"]["S"]]
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), values


def _item(connection: Connection, row: tuple[int, str, str, str], wanted: frozenset[str] | None) -> NewItem:
    written, _, _, light = row
    part = light_part(light, wanted)
    return part if part is not None else from_row(light, heavy_of(connection, written))


def _key(pk: str, sk: str) -> NewItem:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
