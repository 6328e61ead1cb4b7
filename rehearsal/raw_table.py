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
class Table:
    """`journals` by number, in the table's own order; `late` are the traces of acts outside their window, by rule."""

    journals: Mapping[str, tuple[RawEvent, ...]]
    late: Mapping[str, int] = field(default_factory=dict)
    mails: tuple[RawMail, ...] = ()

    @property
    def rows(self) -> Iterator[RawEvent]:
        return (row for rows in self.journals.values() for row in rows)


def read_table(client: Any, name: str) -> Table:
    pages = client.get_paginator("scan").paginate(TableName=name, ConsistentRead=True)
    return as_table(item for page in pages for item in page["Items"])


def as_table(items: Iterable[RawItem]) -> Table:
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
    return Table(ordered, late, tuple(mails))


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
