"""Claims of interview slots in the table: an item a day, written only over what was read.

`slots#<call>` has an item for each of UTC's days; its `version` grows by one with each writing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..rules.appointments import Slot
from ..rules.instant_format import read_instant, write_instant
from ..rules.slot_claims import Claim, DayOfClaims
from .request_outcome import is_written, unclear_when_silent

if TYPE_CHECKING:
    from .table_client import NewItem, TableClient, Value

SLOTS = "slots#"


class TableSlotClaims:
    """`client` is a botocore or boto3 DynamoDB client. Raises OutcomeUnknown when the table does not answer."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client, self._table = client, table

    def day(self, call: str, day: str) -> DayOfClaims:
        """The claims on slots of an ISO day; a strongly consistent read."""
        with unclear_when_silent():
            answer = self._client.get_item(TableName=self._table, Key=_key(call, day), ConsistentRead=True)
        item = answer.get("Item")
        if item is None:
            return DayOfClaims(day)
        return DayOfClaims(day, int(item["version"]["N"]), tuple(map(_claim, json.loads(item["claims"]["S"]))))

    def keep(self, call: str, days: Sequence[DayOfClaims]) -> bool:
        """All of them, or none: False when somebody wrote one of them since it was read."""
        acts = [{"Put": {"TableName": self._table, "Item": _item(call, day), **_over(day.version)}} for day in days]
        return is_written(self._client.transact_write_items, TransactItems=acts)


def _over(version: int) -> dict[str, object]:
    if not version:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {"ConditionExpression": "version = :seen", "ExpressionAttributeValues": {":seen": {"N": str(version)}}}


def _item(call: str, day: DayOfClaims) -> NewItem:
    rows = [[claim.slot.number, claim.slot.start.isoformat(), claim.slot.minutes, claim.slot.place,
             list(claim.slot.people), write_instant(claim.at)] for claim in day.claims]  # fmt: skip
    claims: Value = {"S": json.dumps(rows, ensure_ascii=False)}
    return {**_key(call, day.day), "version": {"N": str(day.version + 1)}, "claims": claims}


def _claim(row: Sequence[Any]) -> Claim:
    number, start, minutes, place, people, at = row
    return Claim(Slot(number, datetime.fromisoformat(start), minutes, place, tuple(people)), read_instant(at))


def _key(call: str, day: str) -> NewItem:
    return {"pk": {"S": f"{SLOTS}{call}"}, "sk": {"S": day}}
