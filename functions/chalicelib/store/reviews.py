"""What the committee keeps beside an application, and the orders two of them agree on, in the table.

`review#<call>#<number>` holds an item each for an assignment, a declaration, a note and the proposal; who is assigned
what lies once more under `assignments#<call>#<member>`; orders lie under `orders#<call>`, the meeting's order of
applications under `agenda#<call>`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ..rules.committee_rights import CONFLICT
from ..rules.instant_format import read_instant, write_instant
from ..rules.reviews import Agenda, Declaration, Order, Proposal, Review, ReviewLine
from .batch_reads import read_in_batches
from .request_outcome import is_written, unclear_when_silent

REVIEWS, ASSIGNMENTS, ORDERS, AGENDAS = "review#", "assignments#", "orders#", "agenda#"
Item = dict[str, Any]


class TableReviews:
    """`client` is a botocore or boto3 DynamoDB client. Raises OutcomeUnknown when the table does not answer."""

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def review(self, call: str, number: str) -> Review:
        return _review(self._items(f"{REVIEWS}{call}#{number}"))

    def assignments(self, call: str, member: str) -> tuple[str, ...]:
        """Numbers, in order."""
        return tuple(item["sk"]["S"] for item in self._items(f"{ASSIGNMENTS}{call}#{member}"))

    def assign(self, call: str, number: str, member: str, *, assigned: bool) -> None:
        """Twice is once. Both places change together."""
        kind = "Put" if assigned else "Delete"
        places = (
            _key(f"{REVIEWS}{call}#{number}", f"assigned#{member}"),
            _key(f"{ASSIGNMENTS}{call}#{member}", number),
        )
        acts = [{kind: {"TableName": self._table, "Item" if assigned else "Key": place}} for place in places]
        self._ask(self._client.transact_write_items, TransactItems=acts)

    def declare(self, call: str, number: str, member: str, declaration: Declaration) -> bool:
        """A "yes" is never taken back by the person: False, and nothing changes."""
        item = _key(f"{REVIEWS}{call}#{number}", f"conflict#{member}") | _texts(
            answer=declaration.answer, why=declaration.why, at=write_instant(declaration.at)
        )
        return is_written(
            self._client.put_item, TableName=self._table, Item=item, ExpressionAttributeValues={":no": {"S": "no"}},
            ConditionExpression="attribute_not_exists(pk) OR answer = :no",
        )  # fmt: skip

    def end_conflict(self, call: str, number: str, member: str) -> None:
        """Somebody named may judge again: it was agreed by two."""
        self._ask(self._client.delete_item, Key=_key(f"{REVIEWS}{call}#{number}", f"conflict#{member}"))

    def conflicts(self, call: str, member: str, numbers: Sequence[str]) -> frozenset[str]:
        """About which of these the person declared a conflict that stands: nothing else of a review is read."""
        keys = [_key(f"{REVIEWS}{call}#{number}", f"conflict#{member}") for number in dict.fromkeys(numbers)]
        declarations = read_in_batches(self._client, self._table, keys)
        declared = (item for item in declarations if item["answer"]["S"] == CONFLICT)
        return frozenset(item["pk"]["S"].rpartition("#")[2] for item in declared)

    def note(self, call: str, number: str, member: str, text: str) -> None:
        item = _key(f"{REVIEWS}{call}#{number}", f"note#{member}") | _texts(text=text or " ")
        self._ask(self._client.put_item, Item=item)

    def propose(self, call: str, number: str, proposal: Proposal | None, seen_at: datetime | None) -> bool:
        """Put, replace or (None) take back a proposal, only over the one of `seen_at` (None: there was none)."""
        key = _key(f"{REVIEWS}{call}#{number}", "proposal")
        condition = _over(seen_at)
        if proposal is None:
            return is_written(self._client.delete_item, TableName=self._table, Key=key, **condition)
        item = {**key, **_of_proposal(proposal)}
        return is_written(self._client.put_item, TableName=self._table, Item=item, **condition)

    def orders(self, call: str) -> tuple[Order, ...]:
        return tuple(_order(item) for item in self._items(f"{ORDERS}{call}"))

    def order(self, call: str, order: str) -> Order | None:
        answer = self._ask(self._client.get_item, Key=_key(f"{ORDERS}{call}", order or "-"), ConsistentRead=True)
        return _order(answer["Item"]) if "Item" in answer else None

    def give_order(self, call: str, order: Order) -> bool:
        lines = json.dumps([[line.number, line.act, line.seen, dict(line.detail)] for line in order.lines],
                           ensure_ascii=False)  # fmt: skip
        item = _key(f"{ORDERS}{call}", order.id) | _texts(by=order.by, at=write_instant(order.at), lines=lines)
        return is_written(self._client.put_item, TableName=self._table, Item=item,
                          ConditionExpression="attribute_not_exists(pk)")  # fmt: skip

    def confirm(self, call: str, order: str, by: str, at: datetime) -> bool:
        """False when somebody else has confirmed it."""
        return is_written(
            self._client.update_item, TableName=self._table, Key=_key(f"{ORDERS}{call}", order),
            UpdateExpression="SET confirmed_by = :by, confirmed_at = :at",
            ConditionExpression="attribute_exists(pk) AND attribute_not_exists(confirmed_by)",
            ExpressionAttributeValues={":by": {"S": by}, ":at": {"S": write_instant(at)}},
        )  # fmt: skip

    def agenda(self, call: str) -> Agenda | None:
        answer = self._ask(self._client.get_item, Key=_key(f"{AGENDAS}{call}", "meeting"), ConsistentRead=True)
        item = answer.get("Item")
        return Agenda(tuple(json.loads(item["numbers"]["S"])), item["by"]["S"], _at(item)) if item else None

    def agree(self, call: str, agenda: Agenda, seen_at: datetime | None) -> bool:
        """Over the order of `seen_at` (None: there was none); False when another was written meanwhile."""
        item = _key(f"{AGENDAS}{call}", "meeting") | _texts(
            numbers=json.dumps(agenda.numbers), by=agenda.by, at=write_instant(agenda.at)
        )
        return is_written(self._client.put_item, TableName=self._table, Item=item, **_over(seen_at))

    def settle(self, call: str, order: str, results: tuple[str, ...]) -> None:
        self._ask(
            self._client.update_item, Key=_key(f"{ORDERS}{call}", order), UpdateExpression="SET results = :results",
            ExpressionAttributeValues={":results": {"S": json.dumps(results)}},
        )  # fmt: skip

    def _items(self, pk: str) -> list[Item]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table, KeyConditionExpression="pk = :pk", ConsistentRead=True,
            ExpressionAttributeValues={":pk": {"S": pk}},
        )  # fmt: skip
        with unclear_when_silent():
            return [item for page in pages for item in page["Items"]]

    def _ask(self, request: Callable[..., Any], **wish: Any) -> Any:
        named = {} if "TransactItems" in wish else {"TableName": self._table}
        with unclear_when_silent():
            return request(**named, **wish)


def _over(seen_at: datetime | None) -> dict[str, Any]:
    """The condition that what is written replaces what was seen, and nothing else."""
    if seen_at is None:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {"ConditionExpression": "#at = :at", "ExpressionAttributeNames": {"#at": "at"},
            "ExpressionAttributeValues": {":at": {"S": write_instant(seen_at)}}}  # fmt: skip


def _review(items: list[Item]) -> Review:
    by_kind: dict[str, dict[str, Item]] = {"assigned": {}, "conflict": {}, "note": {}, "proposal": {}}
    for item in items:
        kind, _, member = item["sk"]["S"].partition("#")
        by_kind.setdefault(kind, {})[member] = item
    declarations = {
        member: Declaration(item["answer"]["S"], item["why"]["S"] if "why" in item else "", _at(item))
        for member, item in by_kind["conflict"].items()
    }
    notes = {member: item["text"]["S"].strip() for member, item in by_kind["note"].items()}
    proposal = next((_proposal(item) for item in by_kind["proposal"].values()), None)
    return Review(frozenset(by_kind["assigned"]), declarations, notes, proposal)


def _of_proposal(proposal: Proposal) -> Item:
    texts = {name: getattr(proposal, name) for name in ("act", "reason", "text", "by")}
    return _texts(**texts, at=write_instant(proposal.at)) | {"seen": {"N": str(proposal.seen)}}


def _proposal(item: Mapping[str, Any]) -> Proposal:
    texts = {name: item[name]["S"] if name in item else "" for name in ("act", "reason", "text", "by")}
    return Proposal(**texts, at=_at(item), seen=int(item["seen"]["N"]))


def _order(item: Mapping[str, Any]) -> Order:
    lines = tuple(ReviewLine(number, act, seen, detail) for number, act, seen, detail in json.loads(item["lines"]["S"]))
    confirmed = read_instant(item["confirmed_at"]["S"]) if "confirmed_at" in item else None
    results = tuple(json.loads(item["results"]["S"])) if "results" in item else ()
    by = item["confirmed_by"]["S"] if "confirmed_by" in item else ""
    return Order(item["sk"]["S"], lines, item["by"]["S"], _at(item), by, confirmed, results)


def _at(item: Mapping[str, Any]) -> datetime:
    return read_instant(item["at"]["S"])


def _key(pk: str, sk: str) -> Item:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _texts(**texts: str) -> Item:
    """Empty ones are not written."""
    return {name: {"S": text} for name, text in texts.items() if text}
