"""Where the applications are and who is asking: a folder at home, the running local cloud, or the ordinary AWS
environment.

The local cloud says where it is in `.local/cloud.json` (BAIQAU_STATE names another folder):
`{"address": the site, "endpoint": DynamoDB and S3, "region", "table", "buckets": {"documents", "exports"}}`.
"""

from __future__ import annotations

import getpass
import json
import os
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

from chalicelib.intake.files_port import Files
from chalicelib.store.event_table import EventTable, connect

from .. import ROOT
from .errors import TROUBLE, USAGE, Failed

# Any credentials do for an emulator; the client asks for some.
LOCAL_CREDENTIALS = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}


@dataclass(frozen=True)
class Place:
    """`connect(service)` makes a client; `identify` and `clock` are asked once, and only when there is need.

    `documents` is where they lie when that is no bucket; at home the bucket of exports is a folder.
    """

    connect: Callable[[str], Any]
    table: str
    identify: Callable[[], str]
    clock: Callable[[], datetime]
    buckets: Mapping[str, str] = field(default_factory=dict)
    documents: Files | None = None
    is_rehearsal: bool = False

    @cached_property
    def client(self) -> Any:
        return self.connect("dynamodb")

    @cached_property
    def store(self) -> EventTable:
        return EventTable(self.client, self.table)

    @cached_property
    def author(self) -> str:
        """The caller's name as the cloud knows it; it cannot be chosen."""
        return self.identify()

    def now(self) -> datetime:
        """The cloud's clock, not this machine's: a wrong one decides nothing. Between questions a stopwatch runs."""
        then, started = self._start
        return then + timedelta(seconds=time.monotonic() - started)

    @cached_property
    def _start(self) -> tuple[datetime, float]:
        return self.clock(), time.monotonic()


def aws(table: str) -> Place:
    """Region, credentials and endpoints come from the environment's own AWS_* names."""
    table = table or os.environ.get("TABLE_NAME", "")
    if not table:
        raise Failed("usage.no_table", USAGE)
    buckets = {name: os.environ.get(f"{name.upper()}_BUCKET", "") for name in ("documents", "exports")}
    identity = cache(lambda: connect("sts").get_caller_identity())
    return Place(connect, table, lambda: str(identity()["Arn"]), lambda: _server_time(identity()), buckets)


def _server_time(answer: Any) -> datetime:
    """The instant at which AWS said who we are; an endpoint that puts no date on its answers leaves us our own."""
    date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    return parsedate_to_datetime(date) if date else datetime.now(UTC)


def state_folder() -> Path:
    """The folder of the local cloud's state."""
    return Path(os.environ.get("BAIQAU_STATE", ROOT / ".local"))


def local_cloud() -> Place:
    """Raises Failed when no local cloud has left its address here."""
    file = state_folder() / "cloud.json"
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Failed("trouble.no_local_cloud", TROUBLE, file=file) from None
    settings = {"region_name": known["region"], "endpoint_url": known["endpoint"], **LOCAL_CREDENTIALS}
    client, clock = partial(connect, **settings), partial(rehearsal_now, known["address"])
    return Place(
        client, known["table"], lambda: f"local/{getpass.getuser()}", clock, known.get("buckets", {}),
        is_rehearsal=True,
    )  # fmt: skip


def rehearsal_now(address: str) -> datetime:
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/api/call", timeout=10) as answer:
            return datetime.fromisoformat(json.load(answer)["now"])
    except (OSError, ValueError, KeyError):
        raise Failed("trouble.no_rehearsal_clock", TROUBLE, address=address) from None
