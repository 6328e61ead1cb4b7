"""One number of a running call, as an operator is told it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from chalicelib.rules.instant_format import read_instant


@dataclass(frozen=True)
class Number:
    """One line: `labels` in the order they are written. `None` is a number that could not be had, and is left out."""

    name: str
    value: float | None
    labels: Mapping[str, str] = field(default_factory=dict)


def age_of(instant: str) -> float:
    """Seconds since an instant, by this machine's clock."""
    return round((datetime.now(UTC) - read_instant(instant)).total_seconds(), 1)
