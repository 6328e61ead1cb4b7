"""What the committee keeps beside an application, and the orders two of them agree on, in the table.

`review#<call>#<number>` holds an item each for an assignment, a declaration, a note and the proposal; who is assigned
what lies once more under `assignments#<call>#<member>`; orders lie under `orders#<call>`, the meeting's order of
applications under `agenda#<call>`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..rules.committee_rights import CONFLICT
from ..rules.instant_format import write_instant
from ..rules.meeting_agenda import Agenda
from ..rules.reviews import Declaration, Order, Proposal, Review
from .batch_reads import read_in_batches
from .request_outcome import is_written, unclear_when_silent
from .review_items import key_of, order_of, over, proposal_item, read_at, review_of, text_attributes

if TYPE_CHECKING:
    from .table_client import NewItem, TableClient

REVIEWS, ASSIGNMENTS, ORDERS, AGENDAS = "review#", "assignments#", "orders#", "agenda#"


class TableReviews:
    """`client` is a botocore or boto3 DynamoDB client. Raises OutcomeUnknown when the table does not answer."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client, self._table = client, table

    def review(self, call: str, number: str) -> Review:
        return review_of(self._items(f"{REVIEWS}{call}#{number}"))

    def assignments(self, call: str, member: str, most: int, after: str = "") -> tuple[str, ...]:
        """Numbers behind `after`, in their order, at most so many."""
        values = {":pk": {"S": f"{ASSIGNMENTS}{call}#{member}"}, ":after": {"S": after or " "}}
        answer = self._ask(
            self._client.query, KeyConditionExpression="pk = :pk AND sk > :after", ConsistentRead=True,
            ExpressionAttributeValues=values, Limit=most,
        )  # fmt: skip
        return tuple(item["sk"]["S"] for item in answer["Items"])

    def assigned(self, call: str, member: str, numbers: Sequence[str]) -> frozenset[str]:
        """Which of these the person was asked to judge."""
        return frozenset(map(_number_of, self._of_each(call, numbers, f"assigned#{member}")))

    def assign(self, call: str, number: str, member: str, *, assigned: bool) -> None:
        """Idempotent. Both items change together."""
        kind = "Put" if assigned else "Delete"
        places = (
            key_of(f"{REVIEWS}{call}#{number}", f"assigned#{member}"),
            key_of(f"{ASSIGNMENTS}{call}#{member}", number),
        )
        acts = [{kind: {"TableName": self._table, "Item" if assigned else "Key": key}} for key in places]
        self._ask(self._client.transact_write_items, TransactItems=acts)

    def declare(self, call: str, number: str, member: str, declaration: Declaration) -> bool:
        """A "yes" is never taken back by the person: False, and nothing changes."""
        item = key_of(f"{REVIEWS}{call}#{number}", f"conflict#{member}") | text_attributes(
            answer=declaration.answer, why=declaration.why, at=write_instant(declaration.at)
        )
        return is_written(
            self._client.put_item, TableName=self._table, Item=item, ExpressionAttributeValues={":no": {"S": "no"}},
            ConditionExpression="attribute_not_exists(pk) OR answer = :no",
        )  # fmt: skip

    def end_conflict(self, call: str, number: str, member: str) -> None:
        """Somebody named may judge again: it was agreed by two."""
        self._ask(self._client.delete_item, Key=key_of(f"{REVIEWS}{call}#{number}", f"conflict#{member}"))

    def conflicts(self, call: str, member: str, numbers: Sequence[str]) -> frozenset[str]:
        """About which of these the person declared a conflict that stands: nothing else of a review is read."""
        declarations = self._of_each(call, numbers, f"conflict#{member}")
        return frozenset(_number_of(item) for item in declarations if item["answer"]["S"] == CONFLICT)

    def note(self, call: str, number: str, member: str, text: str) -> None:
        item = key_of(f"{REVIEWS}{call}#{number}", f"note#{member}") | text_attributes(text=text or " ")
        self._ask(self._client.put_item, Item=item)

    def propose(self, call: str, number: str, proposal: Proposal | None, seen_at: datetime | None) -> bool:
        """Put, replace or (None) take back a proposal, only over the one of `seen_at` (None: there was none)."""
        key = key_of(f"{REVIEWS}{call}#{number}", "proposal")
        condition = over(seen_at)
        if proposal is None:
            return is_written(self._client.delete_item, TableName=self._table, Key=key, **condition)
        item = {**key, **proposal_item(proposal)}
        return is_written(self._client.put_item, TableName=self._table, Item=item, **condition)

    def orders(self, call: str) -> tuple[Order, ...]:
        return tuple(order_of(item) for item in self._items(f"{ORDERS}{call}"))

    def order(self, call: str, order: str) -> Order | None:
        answer = self._ask(self._client.get_item, Key=key_of(f"{ORDERS}{call}", order or "-"), ConsistentRead=True)
        return order_of(answer["Item"]) if "Item" in answer else None

    def give_order(self, call: str, order: Order) -> bool:
        lines = json.dumps([[line.number, line.act, line.seen, dict(line.detail)] for line in order.lines],
                           ensure_ascii=False)  # fmt: skip
        item = key_of(f"{ORDERS}{call}", order.id) | text_attributes(
            by=order.by, at=write_instant(order.at), lines=lines
        )
        return is_written(self._client.put_item, TableName=self._table, Item=item,
                          ConditionExpression="attribute_not_exists(pk)")  # fmt: skip

    def confirm(self, call: str, order: str, by: str, at: datetime) -> bool:
        """False when somebody else has confirmed it."""
        return is_written(
            self._client.update_item, TableName=self._table, Key=key_of(f"{ORDERS}{call}", order),
            UpdateExpression="SET confirmed_by = :by, confirmed_at = :at",
            ConditionExpression="attribute_exists(pk) AND attribute_not_exists(confirmed_by)",
            ExpressionAttributeValues={":by": {"S": by}, ":at": {"S": write_instant(at)}},
        )  # fmt: skip

    def agenda(self, call: str) -> Agenda | None:
        answer = self._ask(self._client.get_item, Key=key_of(f"{AGENDAS}{call}", "meeting"), ConsistentRead=True)
        item = answer.get("Item")
        return Agenda(tuple(json.loads(item["numbers"]["S"])), item["by"]["S"], read_at(item)) if item else None

    def agree(self, call: str, agenda: Agenda, seen_at: datetime | None) -> bool:
        """Over the order of `seen_at` (None: there was none); False when another was written meanwhile."""
        item = key_of(f"{AGENDAS}{call}", "meeting") | text_attributes(
            numbers=json.dumps(agenda.numbers), by=agenda.by, at=write_instant(agenda.at)
        )
        return is_written(self._client.put_item, TableName=self._table, Item=item, **over(seen_at))

    def settle(self, call: str, order: str, results: tuple[str, ...]) -> None:
        self._ask(
            self._client.update_item, Key=key_of(f"{ORDERS}{call}", order), UpdateExpression="SET results = :results",
            ExpressionAttributeValues={":results": {"S": json.dumps(results)}},
        )  # fmt: skip

    def _of_each(self, call: str, numbers: Sequence[str], sk: str) -> list[NewItem]:
        """Of each application's review this one item, where there is one."""
        keys = [key_of(f"{REVIEWS}{call}#{number}", sk) for number in dict.fromkeys(numbers)]
        return read_in_batches(self._client, self._table, keys)

    def _items(self, pk: str) -> list[NewItem]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table, KeyConditionExpression="pk = :pk", ConsistentRead=True,
            ExpressionAttributeValues={":pk": {"S": pk}},
        )  # fmt: skip
        with unclear_when_silent():
            return [item for page in pages for item in page["Items"]]

    def _ask(self, request: Callable[..., object], **wish: object) -> Any:
        named = {} if "TransactItems" in wish else {"TableName": self._table}
        with unclear_when_silent():
            return request(**named, **wish)


def _number_of(item: NewItem) -> str:
    """The application whose review an item is of."""
    return str(item["pk"]["S"]).rpartition("#")[2]
