"""Puts the rooms together from the environment of a running function; nothing is read before the first request."""

from __future__ import annotations

import os
from functools import lru_cache

from .call import current_call
from .store.dynamo import EventTable, connect
from .web.service import Service


@lru_cache(maxsize=1)
def service() -> Service:
    table = EventTable(connect(), os.environ["TABLE_NAME"])
    return Service(current_call(), table, os.environ["KEY_PEPPER"].encode(), rehearsal=_is_local() and shift_ms() != 0)


def shift_ms() -> int:
    """The rehearsal clock's distance from the gateway's, in milliseconds; 0 in every stage but `local`."""
    return int(os.environ.get("CLOCK_SHIFT_MS", "0")) if _is_local() else 0


def _is_local() -> bool:
    return os.environ.get("STAGE") == "local"
