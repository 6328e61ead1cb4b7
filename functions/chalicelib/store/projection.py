"""The projection in the table: a pointer for each application, and its light item once more in each of its lists.

`light#<call>#<number>` says what the item is now; `lights#<call>#<list>` is a list by arrival, or of interviews by
their time, so that a page of it is one query for what it shows. All change together, and only towards more events. Of a
forgotten application the pointer stays, without an item and behind more events than anybody reads: a worker that read
them before comes too late; `forgotten#<call>` names it. `projection#<call>` says that the lists are whole, and in which
layout; so does each pointer of its item.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..projection.light_item import LAYOUT, LightItem, as_json, from_json
from ..projection.projection_upkeep import ProjectionPage
from ..rules.refusals import OutcomeUnknown
from .batch_reads import read_in_batches
from .request_outcome import is_written, unclear_when_silent

if TYPE_CHECKING:
    from .table_client import Item, NewItem, Request, TableClient

POINTERS, LISTS, FORGOTTEN, STATE = "light#", "lights#", "forgotten#", "projection#"
MOST_RACES = 8
# Behind every place in a list.
LAST = "~"


class TableProjection:
    """`client` is a botocore or boto3 DynamoDB client. Raises OutcomeUnknown when the table does not answer."""

    def __init__(self, client: TableClient, table: str) -> None:
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
        for item in items_of_end(call, number, seq):
            with unclear_when_silent():
                self._client.put_item(TableName=self._table, Item=item)

    def _moved(self, call: str, item: LightItem, kept: Item | None) -> bool:
        """False when another writer was first."""
        (own, *listed), before = items_kept(call, item), _keys_before(call, kept) if kept else []
        after = [{name: entry[name] for name in ("pk", "sk")} for entry in listed]
        pointer: dict[str, object] = {"TableName": self._table, "ConditionExpression": "attribute_not_exists(pk)",
                                   "Item": own}  # fmt: skip
        if kept:
            pointer |= {"ConditionExpression": "seq = :seq", "ExpressionAttributeValues": {":seq": kept["seq"]}}
        acts: list[Mapping[str, Request]] = [{"Put": pointer}]
        acts += [{"Put": {"TableName": self._table, "Item": entry}} for entry in listed]
        acts += [{"Delete": {"TableName": self._table, "Key": key}} for key in before if key not in after]
        return is_written(self._client.transact_write_items, TransactItems=acts)

    def find(self, call: str, numbers: Sequence[str]) -> Mapping[str, LightItem]:
        keys = [_pointer(call, number) for number in dict.fromkeys(numbers)]
        pointers = read_in_batches(self._client, self._table, keys)
        items = (_load(pointer) for pointer in pointers if "light" in pointer)
        return {item.number: item for item in items}

    def page(
        self, call: str, name: str, most: int, after: str = "", *, until: str = "", last_first: bool = False
    ) -> ProjectionPage:
        rows = self._between(f"{LISTS}{call}#{name}", most, after, until or LAST, last_first=last_first)
        return ProjectionPage(
            tuple(_load(item) for item in rows[:most]), rows[most - 1]["sk"]["S"] if rows[most:] else ""
        )

    def note_forgotten(self, call: str, number: str) -> None:
        with unclear_when_silent():
            self._client.put_item(TableName=self._table, Item=_forgotten_name(call, number))

    def forgotten(self, call: str, most: int) -> tuple[str, ...]:
        """Numbers of applications that were erased, at most so many."""
        return tuple(item["sk"]["S"] for item in self._between(f"{FORGOTTEN}{call}", most, "", LAST)[:most])

    def _between(self, pk: str, most: int, after: str, until: str, *, last_first: bool = False) -> list[NewItem]:
        """One more than `most`, where there are more. A blank stands before every sign that a place may go on with."""
        if after >= until:
            # The table refuses to be asked for what ends before it begins.
            return []
        values = {":pk": {"S": pk}, ":after": {"S": after + " "}, ":until": {"S": until}}
        with unclear_when_silent():
            answer = self._client.query(
                TableName=self._table, KeyConditionExpression="pk = :pk AND sk BETWEEN :after AND :until",
                ExpressionAttributeValues=values, Limit=most + 1, ScanIndexForward=not last_first,
            )  # fmt: skip
        return answer["Items"]

    def is_whole(self, call: str) -> bool:
        """Whether the lists have been built from everything there was, in the layout that is known here."""
        state = self._get(_key(f"{STATE}{call}", "state"))
        return state is not None and state["layout"]["N"] == str(LAYOUT)

    def mark_whole(self, call: str) -> None:
        with unclear_when_silent():
            state = _key(f"{STATE}{call}", "state") | {"layout": {"N": str(LAYOUT)}}
            self._client.put_item(TableName=self._table, Item=state)

    def _get(self, key: Item) -> Item | None:
        with unclear_when_silent():
            answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return answer.get("Item")


def items_kept(call: str, item: LightItem) -> list[NewItem]:
    """The pointer, then one for each of its lists."""
    kept: NewItem = {"light": {"S": _dump(item)}, "seq": {"N": str(item.seq)}, "layout": {"N": str(LAYOUT)}}
    return [key | kept for key in (_pointer(call, item.number), *_keys_in_lists(call, item))]


def items_of_end(call: str, number: str, seq: int) -> tuple[NewItem, NewItem]:
    """What refuses every item of an application that ended with the act of this number, and its name among those.

    The name also follows from the event's own record; whoever looks right after the act is not to miss it.
    """
    return {**_pointer(call, number), "seq": {"N": str(seq)}}, _forgotten_name(call, number)


def _forgotten_name(call: str, number: str) -> NewItem:
    return _key(f"{FORGOTTEN}{call}", number)


def _is_newer_or_same(kept: Item, item: LightItem, *, anew: bool) -> bool:
    """One of an earlier layout, which stands in fewer lists, is never the same."""
    seq = int(kept["seq"]["N"])
    is_same = _is_of_this_layout(kept) and (not anew or _load(kept) == item)
    return "light" not in kept or seq > item.seq or (seq == item.seq and is_same)


def _is_of_this_layout(kept: Item) -> bool:
    return "layout" in kept and kept["layout"]["N"] == str(LAYOUT)


def _pointer(call: str, number: str) -> NewItem:
    return _key(f"{POINTERS}{call}#{number}", "light")


def _keys_in_lists(call: str, item: LightItem) -> list[NewItem]:
    return [_key(f"{LISTS}{call}#{name}", item.place_in(name)) for name in item.lists]


def _keys_before(call: str, kept: Item) -> list[NewItem]:
    """Where the item stands until now."""
    item = _load(kept)
    former = () if _is_of_this_layout(kept) else item.former_lists
    keys = {name: _key(f"{LISTS}{call}#{name}", item.place_in(name)) for name in (*item.lists, *former)}
    return list(keys.values())


def _key(pk: str, sk: str) -> NewItem:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _dump(item: LightItem) -> str:
    return json.dumps(as_json(item), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _load(item: Item) -> LightItem:
    return from_json(json.loads(item["light"]["S"]))
