"""The phases that pages of the site know, by the names that stand in templates and in names of files."""

from __future__ import annotations

from enum import StrEnum


class PagePhase(StrEnum):
    """What a page of the site may speak of: the call's phase, its last day apart."""

    UPCOMING = "upcoming"
    OPEN = "open"
    LAST_DAY = "last_day"
    CLOSED = "closed"
