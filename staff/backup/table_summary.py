"""What a backup checks about its copy of the table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.rules.forgetting import FORGET
from chalicelib.store.home.sqlite_table import NAME, SqliteTable
from chalicelib.store.table_holdings import EVENTS

from .backup_archive import ForgetAct

if TYPE_CHECKING:
    from chalicelib.store.table_client import Item

# Attributes that are read; answers are not.
_WANTED = "pk, sk, #act, #at, actor, detail"
_NAMES = {"#act": "act", "#at": "at"}


@dataclass(frozen=True)
class TableSummary:
    """How many items, every application, the acts that ended those whose data were erased, and for each document that
    was received its hash.
    """

    items: int
    numbers: frozenset[str]
    forgotten: Mapping[str, ForgetAct]
    hashes: Mapping[str, str]


def summary_of(file: Path) -> TableSummary:
    items, numbers, forgotten, hashes = 0, set[str](), dict[str, ForgetAct](), dict[str, str]()
    for item in _items(file):
        items += 1
        if not item["pk"]["S"].startswith(EVENTS):
            continue
        number, detail = item["pk"]["S"].removeprefix(EVENTS), _detail(item)
        numbers.add(number)
        if _text(item, "act") == FORGET:
            forgotten[number] = ForgetAct(_text(item, "at"), _text(item, "actor"), str(detail.get("why", "")))
        if {"document", "sha256"} <= detail.keys() and _text(item, "act") == "receive_document":
            hashes[f"{number}/{detail['document']}"] = str(detail["sha256"])
    return TableSummary(items, frozenset(numbers), forgotten, hashes)


def _items(file: Path) -> Iterator[Item]:
    table = SqliteTable(file)
    try:
        pages = table.get_paginator("scan").paginate(
            TableName=NAME, ProjectionExpression=_WANTED, ExpressionAttributeNames=_NAMES
        )
        yield from (item for page in pages for item in page["Items"])
    finally:
        table.close()


def _text(item: Item, name: str) -> str:
    return str(item.get(name, {}).get("S", ""))


def _detail(item: Item) -> Mapping[str, object]:
    """The event's detail; empty when it cannot be read, for a backup keeps even that."""
    try:
        detail = json.loads(_text(item, "detail") or "{}")
    except ValueError:
        return {}
    return detail if isinstance(detail, dict) else {}
