"""The order in which the committee's meeting takes the applications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

# Applications that an agreed order names: several pages of the meeting.
MOST_AGENDA = 500


@dataclass(frozen=True)
class Agenda:
    """In which order the meeting takes applications, and who wrote down that it was agreed."""

    numbers: tuple[str, ...]
    by: str
    at: datetime


def in_order(numbers: Sequence[str], agenda: Agenda | None) -> list[str]:
    """As agreed; what nobody spoke of comes after, as it stood."""
    places = {number: index for index, number in enumerate(agenda.numbers)} if agenda else {}
    return sorted(numbers, key=lambda number: places.get(number, len(places)))
