"""An interview as an iCalendar file (RFC 5545), its words in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from ..call import Call, say
from ..rules.act_details import ScheduleInterview, detail_of
from ..rules.application import Application, Event
from ..rules.appointments import ASKED, DECLINED, USUAL, Slot, applicants_answer
from ..rules.icalendar_format import calendar_text, escape, utc_stamp
from . import text_cleaning


def interview_calendar(call: Call, application: Application, event: Event) -> str:
    """The appointment that `event` (a schedule_interview) made; a later one replaces it in the reader's calendar."""
    earlier = [other for other in application.events if other.act == event.act and other.seq < event.seq]
    detail = detail_of(event, ScheduleInterview)
    start = datetime.fromisoformat(detail["when"])
    content = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Baiqau//Interview//KK", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:interview-{event.number}@{call.id}.invalid", f"SEQUENCE:{len(earlier)}",
        f"DTSTAMP:{utc_stamp(event.at)}", f"DTSTART:{utc_stamp(start)}", _length(detail.get("minutes", 0)),
        f"STATUS:{_calendar_status(application)}",
        f"SUMMARY:{escape(_in_all(call, 'calendar.summary', ' / ', number=event.number))}",
        f"LOCATION:{escape(text_cleaning.lines(detail['place']))}",
        f"DESCRIPTION:{escape(_in_all(call, 'calendar.description', chr(10), number=event.number))}",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return calendar_text(content)


def _calendar_status(application: Application) -> str:
    """A time that the applicant was asked to confirm is tentative until they do."""
    return "TENTATIVE" if applicants_answer(application).state in (ASKED, DECLINED) else "CONFIRMED"


class Entry(NamedTuple):
    """One interview of the committee's agenda; `revision` grows with every change."""

    slot: Slot
    title: str
    revision: int


def agenda_calendar(call: Call, entries: Sequence[Entry], language: str, now: datetime, desk: str) -> str:
    """Interviews for the committee's own calendar, in one language; `desk` is the address of the desk's pages."""
    events = [line for entry in entries for line in _agenda_event(call, entry, language, now, desk)]
    content = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Baiqau//Agenda//KK", "METHOD:PUBLISH", *events,
               "END:VCALENDAR"]  # fmt: skip
    return calendar_text(content)


def _agenda_event(call: Call, entry: Entry, language: str, now: datetime, desk: str) -> list[str]:
    slot = entry.slot
    summary = say("mail", "calendar.summary", language, number=slot.number)
    description = "\n".join([text_cleaning.lines(entry.title), ", ".join(slot.people)])
    return [
        "BEGIN:VEVENT", f"UID:agenda-{slot.number}@{call.id}.invalid", f"SEQUENCE:{entry.revision}",
        f"DTSTAMP:{utc_stamp(now)}", f"DTSTART:{utc_stamp(slot.start)}", _length(slot.minutes), "STATUS:CONFIRMED",
        f"SUMMARY:{escape(summary)}", f"LOCATION:{escape(text_cleaning.lines(slot.place))}",
        f"DESCRIPTION:{escape(description)}",
        f"URL:{desk}applications/{slot.number}", "END:VEVENT",
    ]  # fmt: skip


def _length(minutes: int) -> str:
    """The line of the duration; without it a calendar shows an instant, which overlaps with nothing."""
    return f"DURATION:PT{minutes or USUAL}M"


def _in_all(call: Call, key: str, joint: str, **params: str) -> str:
    return joint.join(say("mail", key, language, **params) for language in call.languages)
