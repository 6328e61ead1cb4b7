"""An interview as an iCalendar file (RFC 5545), its words in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

from ..call import Call, say
from ..rules.application import Application, Event
from . import clean

LINE = 75  # octets, without the line end


def interview_calendar(call: Call, application: Application, event: Event) -> str:
    """The appointment that `event` (a schedule_interview) made; a later one replaces it in the reader's calendar."""
    earlier = [each for each in application.events if each.act == event.act and each.seq < event.seq]
    start = datetime.fromisoformat(event.detail["when"])
    content = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Baiqau//Interview//KK", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:interview-{event.number}@{call.id}.invalid", f"SEQUENCE:{len(earlier)}",
        f"DTSTAMP:{_instant(event.at)}", f"DTSTART:{_instant(start)}", *_length(event), "STATUS:CONFIRMED",
        f"SUMMARY:{_text(_in_all(call, 'calendar.summary', ' / ', number=event.number))}",
        f"LOCATION:{_text(clean.lines(event.detail['place']))}",
        f"DESCRIPTION:{_text(_in_all(call, 'calendar.description', chr(10), number=event.number))}",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in content)


def _length(event: Event) -> list[str]:
    return [f"DURATION:PT{event.detail['minutes']}M"] if event.detail.get("minutes") else []


def _in_all(call: Call, key: str, joint: str, **params: str) -> str:
    return joint.join(say("mail", key, language, **params) for language in call.languages)


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Escaped as RFC 5545 3.3.11 says, so that no text can begin a line of its own."""
    for char in ("\\", ";", ","):
        value = value.replace(char, f"\\{char}")
    return value.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Cut into lines of at most 75 octets, never within a character."""
    parts: list[str] = []
    current = ""
    for char in line:
        room = LINE - (1 if parts else 0)
        if len((current + char).encode()) > room:
            parts.append(current)
            current = ""
        current += char
    return "\r\n ".join([*parts, current])
