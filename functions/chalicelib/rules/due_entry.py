"""An entry of the list of what is due: at that instant somebody must look at that application."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class DueEntry(NamedTuple):
    """`is_deferred`: nothing keeps it here but mails that wait for the service."""

    at: datetime
    number: str
    is_deferred: bool = False
