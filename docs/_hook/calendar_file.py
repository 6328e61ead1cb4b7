"""call.ics: the opening and the closing as RFC 5545 events, in UTC, so that a calendar needs no zone of ours."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.call import Call, say, wording
from chalicelib.rules.icalendar_format import calendar_text, escape, utc_stamp


def calendar(call: Call, language: str, address: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Baiqau//call//KK", "METHOD:PUBLISH",
             *_event(call, language, address, "opens", call.opens_at, ()),
             *_event(call, language, address, "closes", call.closes_at, call.draft_reminder_hours),
             "END:VCALENDAR"]  # fmt: skip
    return calendar_text(lines)


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
            f"DTSTAMP:{utc_stamp(stamp)}", f"DTSTART:{utc_stamp(at)}", f"SUMMARY:{escape(summary)}",
            f"DESCRIPTION:{escape(about)}", f"URL:{address}apply/", "TRANSP:TRANSPARENT",
            *(line for hours in alarms for line in _alarm(hours, summary)), "END:VEVENT"]  # fmt: skip


def _alarm(hours: int, text: str) -> list[str]:
    return ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-PT{hours}H", f"DESCRIPTION:{escape(text)}", "END:VALARM"]
