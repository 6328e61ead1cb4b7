"""The table as it is: items read raw, without the product's own reader."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

RawItem = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class RawEvent:
    """One event. `answers` is None where the act wrote none."""

    number: str
    place: str
    seq: int
    act: str
    actor: str
    before: str
    status: str
    version: int
    at: datetime
    press: str
    sha256: str
    answers: Mapping[str, Any] | None
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class RawMail:
    """One mail of the outbox; `letter` is the mail service's mark of it once it is sent."""

    number: str
    mark: str
    kind: str
    state: str
    letter: str


@dataclass(frozen=True)
class RawMember:
    """Somebody of the committee, by the actor that events name."""

    actor: str
    name: str
    email: str


@dataclass(frozen=True)
class RawOrder:
    """Grave acts that one person ordered and another confirmed: (number, act) of each line, and what became of it."""

    by: str
    lines: tuple[tuple[str, str], ...]
    confirmed_by: str
    results: tuple[str, ...]


@dataclass(frozen=True)
class RawConflict:
    """Somebody said that there is a conflict of interest about an application."""

    number: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class Table:
    """`journals` by number, in the table's own order; `late` are the traces of acts outside their window, by rule."""

    journals: Mapping[str, tuple[RawEvent, ...]]
    late: Mapping[str, int] = field(default_factory=dict)
    mails: tuple[RawMail, ...] = ()
    members: tuple[RawMember, ...] = ()
    orders: tuple[RawOrder, ...] = ()
    conflicts: tuple[RawConflict, ...] = ()

    @property
    def rows(self) -> Iterator[RawEvent]:
        return (row for rows in self.journals.values() for row in rows)


def read_table(client: Any, name: str) -> Table:
    pages = client.get_paginator("scan").paginate(TableName=name, ConsistentRead=True)
    return as_table(item for page in pages for item in page["Items"])


def as_table(items: Iterable[RawItem]) -> Table:
    items = list(items)
    journals: defaultdict[str, list[RawEvent]] = defaultdict(list)
    late: defaultdict[str, int] = defaultdict(int)
    mails: list[RawMail] = []
    for item in items:
        sort, _, owner = item["pk"]["S"].partition("#")
        if sort == "application" and item["sk"]["S"].startswith("event#"):
            journals[owner].append(_row(item, owner))
        elif sort == "refused":
            late[item["rule"]["S"]] += 1
        elif sort == "mail":
            mails.append(_posting(item, owner))
    ordered = {number: tuple(sorted(rows, key=lambda row: row.place)) for number, rows in journals.items()}
    return Table(ordered, late, tuple(mails), *_of_the_desk(items))


def _of_the_desk(
    items: Iterable[RawItem],
) -> tuple[tuple[RawMember, ...], tuple[RawOrder, ...], tuple[RawConflict, ...]]:
    members, orders, conflicts = [], [], []
    for item in items:
        sort, _, owner = item["pk"]["S"].partition("#")
        kind, _, who = item["sk"]["S"].partition("#")
        if sort == "members":
            members.append(RawMember(_actor(kind), item["name"]["S"], item["email"]["S"]))
        elif sort == "orders":
            orders.append(_order(item))
        elif sort == "review" and kind == "conflict" and item["answer"]["S"] == "yes":
            at = datetime.fromisoformat(item["at"]["S"])
            conflicts.append(RawConflict(owner.rpartition("#")[2], _actor(who), at))
    return tuple(members), tuple(orders), tuple(conflicts)


def _order(item: RawItem) -> RawOrder:
    lines = tuple((line[0], line[1]) for line in json.loads(item["lines"]["S"]))
    confirmed = item["confirmed_by"]["S"] if "confirmed_by" in item else ""
    results = tuple(json.loads(item["results"]["S"])) if "results" in item else ()
    return RawOrder(_actor(item["by"]["S"]), lines, _actor(confirmed) if confirmed else "", results)


def _actor(ident: str) -> str:
    return f"member#{ident}"


def _posting(item: RawItem, owner: str) -> RawMail:
    why = item.get("why", {"S": ""})["S"]
    return RawMail(owner, item["sk"]["S"], item["kind"]["S"], item["state"]["S"], why)


def _row(item: RawItem, owner: str) -> RawEvent:
    def text(name: str) -> str:
        return item[name]["S"] if name in item else ""

    return RawEvent(
        owner, text("sk"), int(item["seq"]["N"]), text("act"), text("actor"), text("before"), text("status"),
        int(item["version"]["N"]), datetime.fromisoformat(text("at")), text("press"), text("answers_sha256"),
        json.loads(text("answers")) if "answers" in item else None, json.loads(text("detail") or "{}"),
    )  # fmt: skip
