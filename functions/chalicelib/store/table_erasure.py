"""Erasure of one person's data from the table: what stays is the tombstone (rules/forgetting.py)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from ..rules.forgetting import tombstone
from .event_items import from_item, to_item
from .request_outcome import is_written, unclear_when_silent
from .table_holdings import EVENT, EVENTS, OWN

if TYPE_CHECKING:
    from .table_client import Item, NewItem, Request, TableClient

GONE = "…"
# Of what the committee agreed on about an application these are codes.
_CODES = ("reason",)
_KEPT = (
    "pk",
    "sk",
    "number",
    "seq",
    "at",
    "act",
    "actor",
    "before",
    "status",
    "version",
    "answers_sha256",
    "call",
    "form",
)


class TableErasure:
    """`client` is a botocore or boto3 DynamoDB client. Every step may be done again; raises OutcomeUnknown."""

    def __init__(self, client: TableClient, table: str) -> None:
        self._client, self._table = client, table

    def erase_around(self, held: Mapping[str, list[Item]], texts: Iterable[str]) -> None:
        """All but the events. `texts` are the person's words, which are taken out of what the staff's log says; what
        the committee agreed on keeps its codes.
        """
        for kind in OWN:
            for item in held[kind]:
                self.erase_item(kind, item)
        for item in held["order"]:
            self.erase_lines(item, {number_of(held)})
        for item in held["staff"]:
            self.change_reason(item, without(item["why"]["S"], texts))

    def erase_events(self, held: Mapping[str, list[Item]]) -> None:
        """Last of all: without the answers nobody knows any more what to look for."""
        for item in held[EVENT]:
            self.erase_item(EVENT, item)

    def erase_item(self, kind: str, item: Item) -> None:
        request = erasing_request(kind, item)
        if "DeleteRequest" in request:
            self._ask(self._client.delete_item, **request["DeleteRequest"])
        elif request:
            self._ask(self._client.put_item, **request["PutRequest"])

    def erase_lines(self, order: Item, numbers: Collection[str]) -> bool:
        """What an order says of these applications; False when nothing was left to erase."""
        return self._change(order, "lines", _without_words(order["lines"]["S"], numbers))

    def change_reason(self, entry: Item, why: str) -> bool:
        """Of an entry of the staff's log; False when it says so already."""
        return self._change(entry, "why", why)

    def _change(self, item: Item, name: str, text: str) -> bool:
        """Nothing else of the item: somebody may be confirming the order meanwhile."""
        is_other = item[name]["S"] != text
        if is_other:
            is_written(
                self._client.update_item, TableName=self._table, Key=_key(item),
                UpdateExpression="SET #text = :text", ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeNames={"#text": name}, ExpressionAttributeValues={":text": {"S": text}},
            )  # fmt: skip
        return bool(is_other)

    def _ask(self, request: Callable[..., object], **wish: object) -> None:
        with unclear_when_silent():
            request(TableName=self._table, **wish)


def erasing_request(kind: str, item: Item) -> Mapping[str, Request]:
    """Of an item of one application alone, as a request of BatchWriteItem; empty when nothing was left to erase."""
    if kind in OWN:
        return {"DeleteRequest": {"Key": _key(item)}}
    stays = _tombstone(item) if kind == EVENT else item
    return {"PutRequest": {"Item": stays}} if item != stays else {}


def is_erased(held: Mapping[str, list[Item]], texts: Iterable[str]) -> bool:
    """Whether nothing is left but the tombstone."""
    numbers = {number_of(held)}
    shared = [item["lines"]["S"] == _without_words(item["lines"]["S"], numbers) for item in held["order"]]
    shared += [item["why"]["S"] == without(item["why"]["S"], texts) for item in held["staff"]]
    return not any(held[kind] for kind in OWN) and all(shared) and all(item == _tombstone(item) for item in held[EVENT])


def without(text: str, texts: Iterable[str]) -> str:
    """The longest first: a name may be part of a longer one. Letter case makes no difference."""
    for words in sorted(texts, key=len, reverse=True):
        while (at := text.casefold().find(words.casefold())) >= 0 and words:
            text = text[:at] + GONE + text[at + len(words) :]
    return text


def number_of(held: Mapping[str, list[Item]]) -> str:
    return str(held[EVENT][0]["pk"]["S"]).removeprefix(EVENTS)


def _tombstone(item: Item) -> NewItem:
    """Of an event that cannot be read, what every event has beside its words."""
    try:
        return to_item(tombstone(from_item(item)))
    except (AttributeError, LookupError, TypeError, ValueError):
        return {name: item[name] for name in _KEPT if name in item}


def _without_words(lines: str, numbers: Collection[str]) -> str:
    detail = json.loads(lines)
    kept = [[*line[:3], {name: line[3][name] for name in _CODES if name in line[3]}] if line[0] in numbers else line
            for line in detail]  # fmt: skip
    return json.dumps(kept, ensure_ascii=False)


def _key(item: Item) -> NewItem:
    return {name: item[name] for name in ("pk", "sk")}
