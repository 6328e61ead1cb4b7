"""Everything that the table holds about one application, whichever part of the product wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .desk_journal import PREFIX as STAFF
from .due_list import DUE, UNSENT
from .lost_key_links import REQUESTS
from .projection import LISTS, POINTERS
from .request_outcome import unclear_when_silent
from .reviews import ASSIGNMENTS, ORDERS, REVIEWS

if TYPE_CHECKING:
    from .table_client import Item, TableClient

EVENTS, MAILS, LINKS = "application#", "mail#", "link#"
EVENT, KEY = "event", "key"
# Of one application alone: they go with it. Orders and the staff's log are shared, and stay.
OWN = ("key", "mail", "link_request", "link", "review", "assignment", "light", "list", "due")


def holdings(client: TableClient, table: str, number: str) -> dict[str, list[Item]]:
    """By kind: `event`, those of OWN, `order`, and as `staff` the whole log of the staff.

    One look at the whole table, strongly consistent.
    Raises OutcomeUnknown when the table does not answer.
    """
    items: dict[str, list[Item]] = {kind: [] for kind in (EVENT, *OWN, "order", "staff")}
    for item in every_item(client, table):
        if kind := kind_of(item, number):
            items[kind].append(item)
    items[EVENT].sort(key=lambda item: str(item["sk"]["S"]))
    return items


def every_item(client: TableClient, table: str) -> Iterator[Item]:
    pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    with unclear_when_silent():
        yield from (item for page in pages for item in page["Items"])


def kind_of(item: Item, number: str) -> str:
    """What the item is to the application; empty when it is nothing to it. The staff's log is of everybody."""
    kind, numbers = subject(item)
    return kind if kind == "staff" or number in numbers else ""


def subject(item: Item) -> tuple[str, frozenset[str]]:
    """What the item is, and to which applications; the kind is empty for what is of none."""
    pk, sk = item["pk"]["S"], item["sk"]["S"]
    if pk.startswith(EVENTS):
        return EVENT if sk.startswith("event#") else KEY, frozenset((pk.removeprefix(EVENTS),))
    if kind := next((kind for start, kind in _BY_END.items() if pk.startswith(start)), ""):
        return _of(kind, pk.rpartition("#")[2])
    if pk.startswith((DUE, UNSENT)):
        return _of("due", sk.rpartition("#")[2])
    if pk.startswith(ASSIGNMENTS):
        return _of("assignment", sk)
    if pk.startswith(POINTERS):
        # One without an item is what stays of a forgotten application.
        return _of("light" if "light" in item else "", pk.rpartition("#")[2])
    return _by_content(item, pk)


# Of these the number is the end of the key.
_BY_END = {MAILS: "mail", REQUESTS: "link_request", REVIEWS: "review"}


def _by_content(item: Item, pk: str) -> tuple[str, frozenset[str]]:
    if pk.startswith(LISTS):
        return _of("list", str(json.loads(item["light"]["S"]).get("number")))
    if pk.startswith(LINKS):
        return _of("link", item.get("number", {}).get("S", ""))
    if pk.startswith(ORDERS):
        return "order", frozenset(str(line[0]) for line in json.loads(item["lines"]["S"]))
    return "staff" if pk.startswith(STAFF) else "", frozenset()


def _of(kind: str, number: str) -> tuple[str, frozenset[str]]:
    return kind, frozenset((number,))
