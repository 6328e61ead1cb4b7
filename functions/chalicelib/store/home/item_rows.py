"""An item as a row and back."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from .service_errors import invalid

if TYPE_CHECKING:
    from ..table_client import NewItem, Value


# DynamoDB takes no more: a call that outgrows one machine must be able to move there.
MOST_BYTES = 400 * 1024
# A text longer than this lies apart.
LONG = 1000
_APART = "apart"


class ItemRow(NamedTuple):
    """`pk`, `sk`, `expires`, `light` and `heavy` of an item."""

    pk: str
    sk: str
    expires: int | None
    light: str
    heavy: str | None


def to_row(item: Mapping[str, Value]) -> ItemRow:
    """Raises ValidationException for an item without its key, or larger than an item may be."""
    pk, sk = (_key(item, name) for name in ("pk", "sk"))
    heavy = {name: value["S"] for name, value in item.items() if len(value.get("S", "")) > LONG}
    light = {name: {_APART: 1} if name in heavy else _value_as_text(value) for name, value in item.items()}
    texts = [_json(light), _json(heavy) if heavy else None]
    if sum(len(text.encode()) for text in texts if text) > MOST_BYTES:
        raise invalid("Item size has exceeded the maximum allowed size")
    expires = item.get("expires_at", {}).get("N")
    return ItemRow(pk, sk, int(expires) if expires else None, texts[0] or "", texts[1])


def from_row(light: str, heavy: str | None) -> NewItem:
    item: dict[str, Any] = json.loads(light)
    apart = json.loads(heavy) if heavy else {}
    return {name: {"S": apart[name]} if _APART in value else _value_from_text(value) for name, value in item.items()}


def light_part(light: str, names: Iterable[str] | None) -> NewItem | None:
    """The item without what lies apart; None when one of these attributes does. None for `names` asks for all."""
    item: dict[str, Any] = json.loads(light)
    apart = {name for name, value in item.items() if _APART in value}
    if apart and (names is None or not apart.isdisjoint(names)):
        return None
    return {name: _value_from_text(value) for name, value in item.items() if name not in apart}


def heavy_of(connection: sqlite3.Connection, written: int) -> str | None:
    row = connection.execute("SELECT heavy FROM items WHERE written = ?", (written,)).fetchone()
    return row[0] if row else None


def _key(item: Mapping[str, Value], name: str) -> str:
    text = item.get(name, {}).get("S", "")
    if not text or len(text.encode()) > 1024:
        raise invalid("every item has its key")
    return str(text)


def _value_as_text(value: Value) -> Mapping[str, object]:
    return {"B": b64encode(value["B"]).decode()} if "B" in value else value


def _value_from_text(value: Mapping[str, str]) -> Value:
    return {"B": b64decode(value["B"])} if "B" in value else cast("Value", value)


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half of a pair of surrogates is no text that could be stored as it is.
        return json.dumps(value, separators=(",", ":"))
    return text
