"""Who read personal data, when, by which command and why: recorded (store/staff_log.py) before it is read."""

from __future__ import annotations

from chalicelib.rules.instant_format import write_instant
from chalicelib.rules.refusals import OutcomeUnknown
from chalicelib.store.staff_log import Entry, StaffLog

from .environment import Place
from .errors import TROUBLE, Failed


def append(place: Place, command: str, why: str) -> None:
    """Write a record, durably. Raises Failed; then the personal data must not be read."""
    entry = {"who": place.author, "at": write_instant(place.now()), "command": command, "why": why.strip()}
    try:
        StaffLog(place.client, place.table).append(entry)
    except OutcomeUnknown as unknown:
        raise Failed("trouble.not_recorded", TROUBLE, error=type(unknown.__cause__).__name__) from unknown.__cause__


def entries(place: Place, day: str) -> list[Entry]:
    """All records of a UTC day (`2021-09-16`) in order of time."""
    return StaffLog(place.client, place.table).entries(day)
