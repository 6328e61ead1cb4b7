"""What a line of an iCalendar file must be (RFC 5545): folded, escaped, its instants in UTC."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

# RFC 5545 3.1: content lines are folded at 75 octets, not characters, the line end not counted.
OCTETS = 75


def calendar_text(lines: Iterable[str]) -> str:
    """The whole file of these content lines, which are unfolded and without their ends."""
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def utc_stamp(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """As RFC 5545 3.3.11 says, so that no text can begin a line of its own."""
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _fold(line: str) -> str:
    """Cut into lines of at most 75 octets; a letter of several octets is never cut."""
    rows: list[str] = []
    row = ""
    for letter in line:
        # A continuation begins with a space, which counts.
        if len((row + letter).encode()) > OCTETS - bool(rows):
            rows.append(row)
            row = ""
        row += letter
    return "\r\n ".join([*rows, row])
