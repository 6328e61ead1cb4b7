"""The interview's calendar file, read by another's reader."""

import pytest
from icalendar import Calendar

from chalicelib.call import Call
from chalicelib.notices import KINDS
from chalicelib.notices.interview_calendar import Entry, agenda_calendar, interview_calendar
from chalicelib.rules.application import Application
from chalicelib.rules.appointments import Slot
from tests.building import OPEN, event
from tests.notices.building import DAY, mail

PLACE = "Талдықорған; Қабанбай батыр к., 26\\б\\n\n2-қабат, «Рухани жаңғыру» бөлмесі, оң жақтағы екінші есік"


@pytest.mark.parametrize(("kind", "sequence", "days"), [("interview_scheduled", 0, 1), ("interview_rescheduled", 1, 2)])
def test_the_attachment_is_the_appointment(call: Call, kind: str, sequence: int, days: int) -> None:
    (attachment,) = mail(call, kind).attachments
    calendar = Calendar.from_ical(attachment.content)
    (entry,) = calendar.walk("VEVENT")
    assert (attachment.name, calendar["METHOD"]) == ("interview.ics", "PUBLISH")
    assert attachment.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert (entry["DTSTART"].dt, entry["SEQUENCE"]) == (OPEN + days * DAY, sequence)
    assert f"DTSTART:202109{15 + days}T040000Z\r\n".encode() in attachment.content
    assert "Сұхбат" in entry["SUMMARY"] and "Интервью" in entry["SUMMARY"]


def test_the_file_is_this_to_the_mail(call: Call) -> None:
    """A calendar's reader forgives much; another's may not."""
    content = mail(call, "interview_rescheduled").attachments[0].content.decode()
    number = content.partition("UID:interview-")[2][:9]
    kk, ru = f"Сұхбат\\, өтінім {number}", f"Интервью\\, заявка {number}"
    about = f"Жоба көшбасшысымен сұхбат. Өтінім нөмірі: {number}.\\nИнтервью с лидером проекта. Номер заявки: {number}."
    assert content.replace("\r\n ", "").split("\r\n") == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Baiqau//Interview//KK", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:interview-{number}@rukhani-zhangyru-2021.invalid", "SEQUENCE:1", "DTSTAMP:20210916T040000Z",
        "DTSTART:20210917T040000Z", "DURATION:PT30M", "STATUS:CONFIRMED", f"SUMMARY:{kk} / {ru}",
        "LOCATION:https://meet.example.kz/1", f"DESCRIPTION:{about}", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


def test_a_new_appointment_replaces_the_old_one(call: Call) -> None:
    kinds = ("interview_scheduled", "interview_rescheduled")
    uids = {Calendar.from_ical(mail(call, kind).attachments[0].content).walk("VEVENT")[0]["UID"] for kind in kinds}
    assert len(uids) == 1


def test_a_place_comes_back_as_it_was_written(call: Call) -> None:
    made = event(act="schedule_interview", detail={"when": OPEN.isoformat(), "place": PLACE, "format": "offline"})
    written = interview_calendar(call, Application((made,)), made)
    assert Calendar.from_ical(written).walk("VEVENT")[0]["LOCATION"] == PLACE
    assert written.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in written.split("\r\n")) <= 75


@pytest.mark.parametrize(("minutes", "length"), [({"minutes": 40}, "PT40M"), ({}, "PT30M")])
def test_it_lasts_as_long_as_was_said_or_as_long_as_is_usual(call: Call, minutes: dict[str, int], length: str) -> None:
    said = {"when": OPEN.isoformat(), "place": PLACE, "format": "offline", **minutes}
    made = event(act="schedule_interview", detail=said)
    assert f"\r\nDURATION:{length}\r\n" in interview_calendar(call, Application((made,)), made)


def test_an_offered_time_is_tentative_until_the_applicant_confirms_it(call: Call) -> None:
    said = {"when": OPEN.isoformat(), "place": PLACE, "format": "offline", "offered": True}
    made = event(act="schedule_interview", detail=said)

    def status(*answered: str) -> str:
        answers = [event(seq=2, act="answer_interview", detail={"answer": each}) for each in answered]
        written = interview_calendar(call, Application((made, *answers)), made)
        return str(Calendar.from_ical(written).walk("VEVENT")[0]["STATUS"])

    assert [status(), status("declined"), status("confirmed")] == ["TENTATIVE", "TENTATIVE", "CONFIRMED"]


def test_the_committee_s_agenda_is_this_to_the_mail(call: Call) -> None:
    """Each interview keeps its name in the reader's calendar, so that a later file replaces it."""
    long = Slot("2222-3333", OPEN + DAY, 45, "Талғар;\n2-қабат", ("Ә. Бек", "В. Г."))
    unsaid = Slot("4444-5555", OPEN + 2 * DAY, 0, "https://meet.example.kz/1", ())
    entries = [Entry(long, "Ән\tкеші", 3), Entry(unsaid, "", 0)]
    content = agenda_calendar(call, entries, "ru", OPEN, "https://example.kz/ru/desk/")
    assert content.replace("\r\n ", "").split("\r\n") == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Baiqau//Agenda//KK", "METHOD:PUBLISH",
        "BEGIN:VEVENT", f"UID:agenda-2222-3333@{call.id}.invalid", "SEQUENCE:3", "DTSTAMP:20210915T040000Z",
        "DTSTART:20210916T040000Z", "DURATION:PT45M", "STATUS:CONFIRMED", "SUMMARY:Интервью\\, заявка 2222-3333",
        "LOCATION:Талғар\\;\\n2-қабат", "DESCRIPTION:Ән кеші\\nӘ. Бек\\, В. Г.",
        "URL:https://example.kz/ru/desk/applications/2222-3333", "END:VEVENT",
        "BEGIN:VEVENT", f"UID:agenda-4444-5555@{call.id}.invalid", "SEQUENCE:0", "DTSTAMP:20210915T040000Z",
        "DTSTART:20210917T040000Z", "DURATION:PT30M", "STATUS:CONFIRMED", "SUMMARY:Интервью\\, заявка 4444-5555",
        "LOCATION:https://meet.example.kz/1", "DESCRIPTION:\\n",
        "URL:https://example.kz/ru/desk/applications/4444-5555", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    assert "SUMMARY:Сұхбат\\, өтінім 2222-3333" in agenda_calendar(
        call, entries, "kk", OPEN, "https://example.kz/desk/"
    )


def test_no_other_mail_carries_a_file(call: Call) -> None:
    attached = {kind for kind in KINDS if mail(call, kind).attachments}
    assert attached == {"interview_scheduled", "interview_rescheduled"}
