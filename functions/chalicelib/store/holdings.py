"""Everything that the table holds about one application, whichever part of the product wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .desk_journal import PREFIX as STAFF
from .links import REQUESTS
from .outcome import unclear_when_silent
from .projection import LISTS, POINTERS
from .reviews import ASSIGNMENTS, ORDERS, REVIEWS

Item = Mapping[str, Any]
EVENTS, MAILS, LINKS = "application#", "mail#", "link#"
EVENT, KEY = "event", "key"
# Of one application alone: they go with it. Orders and the staff's log are shared, and stay.
OWN = ("key", "mail", "link_request", "link", "review", "assignment", "light", "list")


def holdings(client: Any, table: str, number: str) -> dict[str, list[Item]]:
    """By kind: `event`, those of OWN, `order`, and as `staff` the whole log of the staff.

    One look at the whole table, strongly consistent.
    Raises OutcomeUnknown when the table does not answer.
    """
    found: dict[str, list[Item]] = {kind: [] for kind in (EVENT, *OWN, "order", "staff")}
    for item in every_item(client, table):
        if kind := kind_of(item, number):
            found[kind].append(item)
    found[EVENT].sort(key=lambda item: str(item["sk"]["S"]))
    return found


def every_item(client: Any, table: str) -> Iterator[Item]:
    pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    with unclear_when_silent():
        yield from (item for page in pages for item in page["Items"])


def kind_of(item: Item, number: str) -> str:
    """What the item is to the application; empty when it is nothing to it."""
    pk, sk = item["pk"]["S"], item["sk"]["S"]
    if pk == f"{EVENTS}{number}":
        return EVENT if sk.startswith("event#") else KEY
    whole = {f"{MAILS}{number}": "mail", f"{REQUESTS}{number}": "link_request"}
    return whole.get(pk) or _by_end(pk, number) or _by_content(item, pk, sk, number)


def _by_end(pk: str, number: str) -> str:
    kinds = {REVIEWS: "review", POINTERS: "light"}
    return next((kind for start, kind in kinds.items() if pk.startswith(start) and pk.endswith(f"#{number}")), "")


def _by_content(item: Item, pk: str, sk: str, number: str) -> str:
    if pk.startswith(ASSIGNMENTS):
        return "assignment" if sk == number else ""
    if pk.startswith(LISTS):
        return "list" if json.loads(item["light"]["S"]).get("number") == number else ""
    if pk.startswith(LINKS):
        return "link" if item.get("number", {}).get("S") == number else ""
    if pk.startswith(ORDERS):
        return "order" if any(line[0] == number for line in json.loads(item["lines"]["S"])) else ""
    return "staff" if pk.startswith(STAFF) else ""
