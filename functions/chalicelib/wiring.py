"""Puts the rooms together from the environment of a running function; nothing is read before the first request."""

from __future__ import annotations

import gc
import os
from datetime import timedelta
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from . import deployment
from .call import current_call
from .store.event_table import EventTable
from .store.lost_key_links import TableLinks
from .store.request_counts import TableRequestCounts
from .web.client_limits import Limits
from .web.request_service import Service

if TYPE_CHECKING:
    from .intake.files_port import Files
    from .intake.malware_scan import Scanner


def _rehearsal_clock() -> ModuleType | None:
    """What can shift the clock; None in every package but a rehearsal's, which alone carries it (infra/package.py)."""
    try:
        return import_module(".rehearsal_clock", __package__)
    except ModuleNotFoundError:
        return None


rehearsal_clock = _rehearsal_clock()


@lru_cache(maxsize=1)
def service() -> Service:
    client, name = deployment.table_client(), deployment.table_name()
    rehearsal, site = shift_ms() != 0, os.environ.get("SITE_URL", "")
    table, links = EventTable(client, name), TableLinks(client, name, clock_shift())
    hash_secret = os.environ["KEY_PEPPER"].encode()
    # From the machine itself a rehearsal plays a whole region.
    counts = TableRequestCounts(deployment.counts_client, name, clock_shift())
    limits = Limits(counts, hash_secret, "127.0.0.1" if rehearsal_clock else "")
    wired = Service(
        current_call(), table, hash_secret, rehearsal, document_files(), site, links, malware_scanner(), limits
    )
    # What is loaded by now stays for the function's life: the collector need not walk it during a request.
    gc.freeze()
    return wired


def document_files() -> Files:
    return deployment.document_files(os.environ["KEY_PEPPER"].encode())


def malware_scanner() -> Scanner | None:
    """`DOCUMENT_SCANNER=unix:/run/clamav/clamd.ctl` (or `tcp:host:port`); without it no document waits for one."""
    address = os.environ.get("DOCUMENT_SCANNER", "")
    if not address:
        return None
    from .examination.clamd import Clamd

    return Clamd(address)


def shift_ms() -> int:
    """The rehearsal clock's distance from the gateway's, in milliseconds; 0 where no clock can be shifted."""
    return int(rehearsal_clock.shift_ms()) if rehearsal_clock else 0


def origin_secret() -> str:
    """What only the site's own front knows; empty where no front stands before the function, as in tests."""
    return os.environ.get("ORIGIN_SECRET", "")


def clock_shift() -> timedelta:
    return timedelta(milliseconds=shift_ms())
