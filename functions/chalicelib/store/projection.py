"""The projection in the table: a pointer for each application, and its light item once more in its status's list.

`light#<call>#<number>` says where the item lies now; `lights#<call>#<status>` is a list by arrival, so that a page of
it is one query for what it shows. Both change together, and only towards more events. Of a forgotten application the
pointer stays, without an item and behind more events than anybody reads: a worker that read them before comes too late.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ..projection.light_item import LightItem, as_json, from_json
from ..projection.projection_upkeep import ProjectionPage
from ..rules.refusals import OutcomeUnknown
from .request_outcome import unclear_when_silent

POINTERS, LISTS = "light#", "lights#"
MOST_RACES = 8


class TableProjection:
    """`client` is a botocore or boto3 DynamoDB client. Raises OutcomeUnknown when the table does not answer."""

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def keep(self, call: str, item: LightItem, *, anew: bool = False) -> bool:
        for _ in range(MOST_RACES):
            kept = self._get(_pointer(call, item.number))
            if kept and _is_newer_or_same(kept, item, anew=anew):
                return False
            if self._moved(call, item, kept):
                return True
        raise OutcomeUnknown

    def end(self, call: str, number: str, seq: int) -> None:
        """From now on no item of this application is kept, whoever folded one; a list's item goes afterwards."""
        with unclear_when_silent():
            self._client.put_item(
                TableName=self._table, Item={**_pointer(call, number), "seq": {"N": str(seq)}}
            )  # fmt: skip

    def _moved(self, call: str, item: LightItem, kept: Mapping[str, Any] | None) -> bool:
        """False when a rival was first."""
        light, seq = {"light": {"S": _dump(item)}}, {"seq": {"N": str(item.seq)}}
        place = _listed(call, item)
        pointer: dict[str, Any] = {"TableName": self._table, "ConditionExpression": "attribute_not_exists(pk)",
                                   "Item": {**_pointer(call, item.number), **light, **seq}}  # fmt: skip
        if kept:
            pointer |= {"ConditionExpression": "seq = :seq", "ExpressionAttributeValues": {":seq": kept["seq"]}}
        acts: list[dict[str, Any]] = [{"Put": pointer}]
        acts.append({"Put": {"TableName": self._table, "Item": {**place, **light, **seq}}})
        before = _listed(call, _load(kept)) if kept else place
        acts += [{"Delete": {"TableName": self._table, "Key": before}}] if before != place else []
        return self._are_written(acts)

    def _are_written(self, acts: list[dict[str, Any]]) -> bool:
        try:
            self._client.transact_write_items(TransactItems=acts)
        except ClientError as error:
            if error.response["Error"]["Code"] != "TransactionCanceledException":
                raise OutcomeUnknown from error
            return False
        except BotoCoreError as error:
            raise OutcomeUnknown from error
        return True

    def find(self, call: str, numbers: Sequence[str]) -> Mapping[str, LightItem]:
        keys = [_pointer(call, number) for number in dict.fromkeys(numbers)]
        if not keys:
            return {}
        with unclear_when_silent():
            answer = self._client.batch_get_item(RequestItems={self._table: {"Keys": keys, "ConsistentRead": True}})
        if answer.get("UnprocessedKeys"):
            raise OutcomeUnknown
        found = [_load(item) for item in answer["Responses"].get(self._table, ()) if "light" in item]
        return {item.number: item for item in found}

    def page(self, call: str, status: str, most: int, after: str = "") -> ProjectionPage:
        values = {":pk": {"S": f"{LISTS}{call}#{status}"}, ":after": {"S": after or " "}}
        with unclear_when_silent():
            answer = self._client.query(
                TableName=self._table, KeyConditionExpression="pk = :pk AND sk > :after",
                ExpressionAttributeValues=values, Limit=most + 1,
            )  # fmt: skip
        items = tuple(_load(item) for item in answer["Items"])
        return ProjectionPage(items[:most], items[most - 1].place_in_list if len(items) > most else "")

    def _get(self, key: Mapping[str, Any]) -> Mapping[str, Any] | None:
        with unclear_when_silent():
            found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        item: Mapping[str, Any] | None = found.get("Item")
        return item


def _is_newer_or_same(kept: Mapping[str, Any], item: LightItem, *, anew: bool) -> bool:
    seq = int(kept["seq"]["N"])
    return "light" not in kept or seq > item.seq or (seq == item.seq and (not anew or _load(kept) == item))


def _pointer(call: str, number: str) -> dict[str, Any]:
    return {"pk": {"S": f"{POINTERS}{call}#{number}"}, "sk": {"S": "light"}}


def _listed(call: str, item: LightItem) -> dict[str, Any]:
    return {"pk": {"S": f"{LISTS}{call}#{item.status}"}, "sk": {"S": item.place_in_list}}


def _dump(item: LightItem) -> str:
    return json.dumps(as_json(item), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _load(item: Mapping[str, Any]) -> LightItem:
    return from_json(json.loads(item["light"]["S"]))
