"""An event as an item of the table and back: pure, shared by the functions, the staff's tool and the exports.

One item an event: `pk` is the application's number, `sk` the event's place. Answers are canonical JSON in one
string (a typed map costs a third more per request). Empty attributes are not written. Readers accept items of
older versions: an attribute they do not know is left alone, one that is missing has its default.

Once a new key ended the first one, the item `sk` = `key` holds the hash of the key in force: telling a wrong key costs
a look at that and no more.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from ..rules.application import Event
from ..rules.instant_format import read_instant, write_instant
from ..rules.window import OutsideBounds

if TYPE_CHECKING:
    from .table_client import Item, NewItem

_TEXTS = ("number", "act", "actor", "status", "before", "answers_sha256", "press", "key_sha256", "call")
_NUMBERS = ("seq", "version")


def key_of(number: str, seq: int) -> NewItem:
    return {"pk": {"S": f"application#{number}"}, "sk": {"S": f"event#{seq:06d}"}}


def place_of_key(number: str) -> NewItem:
    return {**key_of(number, 0), "sk": {"S": "key"}}


def key_item(event: Event) -> NewItem:
    """What tells which key is in force after `event` issued a new one."""
    return place_of_key(event.number) | {"key_sha256": {"S": event.key_sha256}, "seq": {"N": str(event.seq)}}


def to_item(event: Event) -> NewItem:
    item = key_of(event.number, event.seq)
    item |= {name: {"S": getattr(event, name)} for name in _TEXTS if getattr(event, name)}
    item |= {name: {"N": str(getattr(event, name))} for name in _NUMBERS}
    item["at"] = {"S": write_instant(event.at)}
    if event.form:
        item["form"] = {"N": str(event.form)}
    if event.answers is not None:
        item["answers"] = {"S": _json(event.answers)}
    if event.detail:
        item["detail"] = {"S": _json(event.detail)}
    return item


def from_item(item: Item) -> Event:
    texts = {name: item[name]["S"] for name in _TEXTS if name in item}
    answers, detail = item.get("answers"), item.get("detail")
    return Event(
        form=int(item["form"]["N"]) if "form" in item else 0,
        at=read_instant(item["at"]["S"]), seq=int(item["seq"]["N"]), version=int(item["version"]["N"]),
        answers=json.loads(answers["S"]) if answers else None, detail=json.loads(detail["S"]) if detail else {},
        **texts,
    )  # fmt: skip


def refusal_item(call_id: str, outside: OutsideBounds, at: datetime, token: str) -> NewItem:
    """An act that came outside its window; `token` keeps two of one millisecond apart."""
    instant = write_instant(at)
    return {
        "pk": {"S": f"refused#{instant[:10]}"}, "sk": {"S": f"{instant}#{token}"}, "at": {"S": instant},
        "call": {"S": call_id}, "rule": {"S": outside.rule}, "by_ms": {"N": str(outside.by_ms)},
    }  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
