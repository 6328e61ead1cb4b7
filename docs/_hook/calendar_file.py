"""call.ics: the opening and the closing as RFC 5545 events, in UTC, so that a calendar needs no zone of ours."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from chalicelib.call import Call, say, wording

# RFC 5545 3.1: content lines are folded at 75 octets, not characters.
OCTETS = 75


def calendar(call: Call, language: str, address: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Baiqau//call//KK", "METHOD:PUBLISH",
             *_event(call, language, address, "opens", call.opens_at, ()),
             *_event(call, language, address, "closes", call.closes_at, call.draft_reminder_hours),
             "END:VCALENDAR"]  # fmt: skip
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(call: Call, language: str, address: str, what: str, at: datetime, alarms: tuple[int, ...]) -> list[str]:
    """`what` is `opens` or `closes`; alarms are hours before."""
    local = at.astimezone(ZoneInfo(call.timezone))
    words = {"title": call.title[language], "zone": call.timezone_name[language], "address": address + "apply/",
             "moment": wording.moment(local, language), "until": wording.until(local, language)}  # fmt: skip
    summary = say("site", f"calendar.{what}.summary", language, **words)
    about = say("site", f"calendar.{what}.description", language, **words)
    # An extension moves the event a calendar already has: same UID, higher SEQUENCE.
    stamp = max([call.opens_at, *(amendment.at for amendment in call.amendments)])
    return ["BEGIN:VEVENT", f"UID:{call.id}-{what}@baiqau", f"SEQUENCE:{len(call.amendments)}",
            f"DTSTAMP:{_utc(stamp)}", f"DTSTART:{_utc(at)}", f"SUMMARY:{escaped(summary)}",
            f"DESCRIPTION:{escaped(about)}", f"URL:{address}apply/", "TRANSP:TRANSPARENT",
            *(line for hours in alarms for line in _alarm(hours, summary)), "END:VEVENT"]  # fmt: skip


def _alarm(hours: int, text: str) -> list[str]:
    return ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-PT{hours}H", f"DESCRIPTION:{escaped(text)}", "END:VALARM"]


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """No line longer than 75 octets; a letter of two octets is never cut."""
    rows: list[str] = []
    row = ""
    for letter in line:
        # A continuation begins with a space, which counts.
        if len((row + letter).encode()) > OCTETS - bool(rows):
            rows.append(row)
            row = ""
        row += letter
    return "\r\n ".join([*rows, row])
