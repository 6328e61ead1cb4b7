"""What stays of an application whose person's data were erased: its number, its acts, their instants, and hashes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from .act_details import Forget
from .application import Event

# The last act of such an application, and its status afterwards. No act leads on from there.
FORGET, FORGOTTEN = "forget", "forgotten"
_HASH = "sha256"


def is_forgotten(events: Iterable[Event]) -> bool:
    """True from the act of forgetting on: what has not been erased yet is not shown any more."""
    return any(event.act == FORGET for event in events)


def forget_event(events: tuple[Event, ...], actor: str, at: datetime, why: str) -> Event:
    """The act that ends the application. Its place in the row keeps any other act from coming after it."""
    last = events[-1]
    detail: Forget = {"why": why}
    return Event(
        number=last.number, seq=last.seq + 1, at=at, act=FORGET, actor=actor, before=last.status, status=FORGOTTEN,
        version=last.version, detail=detail,
    )  # fmt: skip


def tombstone(event: Event) -> Event:
    """The event without a word of the person's. The hash of a key moves aside: the key opens nothing any more.

    The first one keeps its place, so that its number is never given to anybody else.
    """
    if event.act == FORGET:
        return event
    kept = _hashes(event.detail)
    if event.key_sha256:
        kept["key_sha256"] = event.key_sha256
    return event._replace(answers=None, press="", key_sha256="", detail=kept)


def _hashes(detail: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in detail.items() if name.endswith(_HASH) and _is_hash(value)}


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and all(sign in "0123456789abcdef" for sign in value)
