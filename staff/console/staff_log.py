"""Who read personal data, when, with which command and why: an item a reading, in the table of the applications.

`pk = staff#<day in UTC>`, `sk = <instant>#<random>`. Nothing rewrites one; readers of events pass over them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.rules.instant_format import write_instant

from .environment import Place
from .errors import TROUBLE, Failed

Entry = Mapping[str, str]


def append(place: Place, command: str, why: str) -> None:
    """Durable before it returns. Raises Failed: what cannot be recorded must not be read."""
    item = _item({"who": place.author, "at": write_instant(place.now()), "command": command, "why": why.strip()})
    try:
        place.client.put_item(TableName=place.table, Item=item, ConditionExpression="attribute_not_exists(pk)")
    except (BotoCoreError, ClientError) as error:
        raise Failed("trouble.not_recorded", TROUBLE, error=type(error).__name__) from error


def entries(place: Place, day: str) -> list[Entry]:
    """All records of a UTC day (`2021-09-16`) in order of time."""
    pages = place.client.get_paginator("query").paginate(
        TableName=place.table, KeyConditionExpression="pk = :pk", ConsistentRead=True,
        ExpressionAttributeValues={":pk": {"S": f"staff#{day}"}},
    )  # fmt: skip
    return [_entry(item) for page in pages for item in page["Items"]]


def _item(entry: Entry) -> dict[str, dict[str, str]]:
    instant = datetime.fromisoformat(entry["at"])
    keys = {"pk": f"staff#{instant:%Y-%m-%d}", "sk": f"{entry['at']}#{secrets.token_hex(4)}"}
    return {name: {"S": value} for name, value in {**keys, **entry}.items()}


def _entry(item: Mapping[str, Any]) -> Entry:
    return {name: item[name]["S"] for name in ("who", "at", "command", "why")}
