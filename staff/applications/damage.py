"""What in the table is not as we write it: counted and named, so that the rest can be answered for.

`part` says what: `answers`, `detail` or `at` of an event that could not be read; `item`, an event of which nothing
could; `events`, an event missing in the row; `status` or `act`, a code nobody knows; `record`, what the events say does
not fit together; otherwise the question of the form whose answer is not one of its codes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.call import Call
from chalicelib.rules.application import Application, Event
from chalicelib.rules.form_version import call_as_written
from chalicelib.rules.lifecycle import ACTS, STATUSES
from chalicelib.store.event_items import from_item

from ..query.form_columns import column_of

# An instant that nobody can take for a real one stands for what could not be read.
NEVER = "1970-01-01T00:00:00.000Z"
# What comes of reading values of another shape than ours.
UNREADABLE = (AttributeError, LookupError, OverflowError, RecursionError, StopIteration, TypeError, ValueError)
# Of events that are not all there.
GAP = "events"
# Roles of the questions whose codes committees sort by.
CODED = ("group", "territory")
# Of a code that nobody knows, which could be of any length.
LONGEST = 40
_REQUIRED = ("number", "act", "actor", "status", "seq", "version")
# Of an event; all else in it is text.
NUMBERS = ("seq", "version", "form")
Item = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Damage:
    """`seq` is the event's place, 0 where it is about the application; `found` is the code that nobody knows."""

    number: str
    part: str
    seq: int = 0
    found: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in ("", 0)}


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
    """Without texts that are no texts and numbers that are no numbers; what every event has is there."""
    needed = {name: {"S": ""} for name in ("act", "actor", "status")} | {"version": {"N": "0"}}
    known = {name: value for name, value in item.items() if _is_plain(name, value)}
    return {**needed, **known, "number": {"S": number}, "seq": {"N": str(seq)}}


def _is_plain(name: str, value: Mapping[str, Any]) -> bool:
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
    """From the key, which DynamoDB itself keeps unlike every other."""
    place = str(item["sk"].get("S", "")).removeprefix("event#")
    return int(place) if place.isdecimal() else 0


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


def fold(events: Iterable[Event]) -> Application:
    """In order. One whose answers are gone has none, so that the rest of it can be told."""
    ordered = tuple(sorted(events, key=lambda event: event.seq))
    if all(event.answers is None for event in ordered):
        ordered = (replace(ordered[0], answers={}), *ordered[1:])
    return Application(ordered)


def oddities(call: Call, application: Application) -> Iterator[Damage]:
    """What an application says that nobody knows, and events that are missing between those that are there."""
    number = application.number
    places = [event.seq for event in application.events]
    if places != list(range(1, len(places) + 1)):
        yield Damage(number, GAP)
    if application.content.answers == {} and not any(event.answers_sha256 for event in application.events):
        yield Damage(number, "answers")
    if application.status not in STATUSES:
        yield Damage(number, "status", application.events[-1].seq, application.status[:LONGEST])
    yield from (Damage(number, "act", e.seq, e.act[:LONGEST]) for e in application.events if e.act not in ACTS)
    yield from _unknown_codes(call, application)


def _unknown_codes(call: Call, application: Application) -> Iterator[Damage]:
    answers, form = application.answers, call_as_written(call, application).form
    for field in filter(None, map(form.role, CODED)):
        code = answers.get(field.id)
        if code not in [None, "", *(option.code for option in field.options)]:
            yield Damage(application.number, column_of(call, form.version, field), 0, str(code)[:LONGEST])


def distinct(found: Iterable[Damage]) -> list[Damage]:
    """Each once, in the order of the applications."""
    return sorted(set(found), key=lambda each: (each.number, each.seq, each.part, each.found))
