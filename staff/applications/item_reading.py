"""Reads one item of the table, or names what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.rules.application import Event
from chalicelib.store.event_items import from_item

from .damage import Damage

if TYPE_CHECKING:
    from chalicelib.store.table_client import Item

# Stands for an instant that could not be read; nobody can take it for a real one.
NEVER = "1970-01-01T00:00:00.000Z"
# Errors that reading a value of a wrong shape can raise.
UNREADABLE = (AttributeError, LookupError, OverflowError, RecursionError, StopIteration, TypeError, ValueError)
_REQUIRED = ("number", "act", "actor", "status", "seq", "version")
# Of an event; all else in it is text.
NUMBERS = ("seq", "version", "form")


def read_item(item: Item) -> tuple[Event | None, tuple[Damage, ...]]:
    """The event with what can be read of it; what cannot is empty, and named."""
    number, seq = number_of(item), _place(item)
    broken = [part for part, is_right in _PARTS.items() if part in item and not is_right(item[part])]
    if "at" not in item:
        broken.append("at")
    plain = {**_bare(item, number, seq), **{part: {"S": NEVER if part == "at" else "{}"} for part in broken}}
    try:
        event = from_item(plain)
    except UNREADABLE:
        return None, (Damage(number, "item", seq),)
    if not _has_its_attributes(item):
        broken.append("item")
    return event, tuple(Damage(number, part, seq) for part in broken)


def _bare(item: Item, number: str, seq: int) -> dict[str, Any]:
    """The item with defaults for the attributes that every event has, and without values of a wrong type."""
    needed = {name: {"S": ""} for name in ("act", "actor", "status")} | {"version": {"N": "0"}}
    known = {name: value for name, value in item.items() if _is_plain(name, value)}
    return {**needed, **known, "number": {"S": number}, "seq": {"N": str(seq)}}


def _is_plain(name: str, value: Mapping[str, object]) -> bool:
    if name in NUMBERS:
        return str(value.get("N", "")).isdecimal()
    return isinstance(value.get("S"), str)


def _has_its_attributes(item: Item) -> bool:
    """Whether what every event has is there and of its type, so that the functions can read it too."""
    return all(name in item and _is_plain(name, item[name]) for name in _REQUIRED) and (
        "form" not in item or _is_plain("form", item["form"])
    )


def number_of(item: Item) -> str:
    return str(item["pk"].get("S", "")).removeprefix("application#")


def _place(item: Item) -> int:
    """The event's place from the item's key, which is unique in the table."""
    sort_key = str(item["sk"].get("S", "")).removeprefix("event#")
    return int(sort_key) if sort_key.isdecimal() else 0


def _is_object(value: Mapping[str, Any]) -> bool:
    try:
        return isinstance(json.loads(value["S"]), dict)
    except UNREADABLE:
        return False


def _is_instant(value: Mapping[str, Any]) -> bool:
    try:
        return datetime.fromisoformat(value["S"]).utcoffset() is not None
    except UNREADABLE:
        return False


_PARTS = {"answers": _is_object, "detail": _is_object, "at": _is_instant}
