"""How an instant is written where it is kept and sorted: UTC with milliseconds and a Z."""

from __future__ import annotations

from datetime import UTC, datetime


def write_instant(instant: datetime) -> str:
    """ISO 8601 text in UTC that sorts by time. `instant` must have a zone."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
