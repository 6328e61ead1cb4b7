"""What the product tells: the page, the mail and the refusal say of a window what is true of it, and the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from chalicelib.call import Call, say, words
from chalicelib.notices.mail_data import MailContext, mail_data
from chalicelib.notices.mail_plan import plan
from chalicelib.notices.reminders import due
from chalicelib.pages.application_words import application_view, open_windows
from chalicelib.rules.application import Application
from chalicelib.web import representations

from . import published as call_dates
from .reading import Facts
from .step import Breach, Step, may_change, own_end

LANGUAGES = ("kk", "ru")
MONTHS = {"қыркүйек": 9, "сентября": 9, "қазан": 10, "октября": 10, "қараша": 11, "ноября": 11}
CLOCK = r"(?P<hour>\d\d)[.:](?P<minute>\d\d)(?::(?P<second>\d\d))?"
# Spaces and hyphens that do not break, as a keyboard types them.
TYPED = {0xA0: " ", 0x2011: "-"}
UNTIL = {
    "ru": re.compile(rf"до {CLOCK} (?P<day>\d+) (?P<month>\w+) (?P<year>\d{{4}}) года"),
    "kk": re.compile(rf"(?P<year>\d{{4}}) жылғы (?P<day>\d+) (?P<month>\w+) сағат {CLOCK}-\w+ дейін"),
}


def instants(text: str, language: str) -> set[datetime]:
    """Every «until …» that a text names, 24.00 being the midnight after."""
    plain = text.translate(TYPED)
    return {_instant(**match.groupdict()) for match in UNTIL[language].finditer(plain)}


@cache
def _instant(year: str, month: str, day: str, hour: str, minute: str, second: str | None) -> datetime:
    when = datetime(int(year), MONTHS[month], int(day), tzinfo=call_dates.ALMATY)
    return when + call_dates.DAY / 24 * int(hour) + call_dates.DAY / 1440 * int(minute)


def page_of(call: Call, events: tuple[Any, ...], at: datetime) -> dict[str, Any]:
    return representations.application(call, Application(events), at)


def print_page(call: Call, events: tuple[Any, ...], at: datetime) -> None:
    """The whole page of a state can be made, whatever stands in it: in one language and the other by turns."""
    application_view(call, LANGUAGES[len(events) % len(LANGUAGES)], page_of(call, events, at))


def told_end(page: Mapping[str, Any]) -> datetime | None:
    told = page["windows"]["supplement_until"] or page["windows"]["edit_until"]
    return datetime.fromisoformat(told) if told else None


def of_state(call: Call, page: dict[str, Any], facts: Facts, events: Any, at: datetime, closes: datetime) -> Breaches:
    """What the page, and the reminders due now, say of an application as it stands."""
    end = own_end(facts, closes) if may_change(facts, at, closes) else None
    if told_end(page) != end:
        yield Breach("one_instant", iso(end), iso(told_end(page)))
    if page["status"] != facts.status:
        yield Breach("status_follows", facts.status, page["status"])
    if (page["received_at"] is not None) != (facts.submitted_on is not None):
        yield Breach("draft_no_submission", str(facts.submitted_on), str(page["received_at"]))
    if bool(page["exception"]) != facts.exceptional:
        yield Breach("exception_marked", str(facts.exceptional), str(page["exception"]))
    arrived = facts.documents | facts.waiting | {kind for kind, _ in facts.infected}
    if {document["kind"] for document in page["documents"]} != arrived:
        yield Breach("nothing_lost", str(sorted(arrived)), str(page["documents"]))
    if (told := (page["interview"] or {}).get("answer", "")) != _answer(facts):
        yield Breach("answer_shown", _answer(facts), told)
    yield from _of_tasks(page, facts)
    yield from _of_page_words(call, page, end)
    yield from _of_reminders(call, facts, events, at, end)


def _answer(facts: Facts) -> str:
    """What the page has to say of an offered time."""
    return "" if not facts.offered else facts.answer[0] if facts.answer else "asked"


def _of_tasks(page: Mapping[str, Any], facts: Facts) -> Breaches:
    """Until when a miss may be explained, and every word of explanation."""
    for shown, task in zip(page["tasks"], facts.tasks, strict=True):
        until = shown["explain_until"] and datetime.fromisoformat(shown["explain_until"])
        told = (until, tuple(explanation["text"] for explanation in shown["explanations"]), shown["state"])
        true = (task.explain_until if task.state == "missed" else None, task.explanations, task.state)
        if told != true:
            yield Breach("explanation_shown", str(true), str(told))


def _of_page_words(call: Call, page: dict[str, Any], end: datetime | None) -> Breaches:
    for language in LANGUAGES:
        told = open_windows(call, language, page)
        named = {instant for text, *_ in told for instant in instants(text, language)}
        if named != ({end} if end else set()):
            yield Breach("one_instant", iso(end), ", ".join(map(iso, named)))


def _of_reminders(call: Call, facts: Facts, events: Any, at: datetime, end: datetime | None) -> Breaches:
    application = Application(events)
    for notice in due(call, application, at):
        if notice.kind in ("draft_reminder", "window_reminder"):
            yield from _of_mail(call, application, notice, end, at)


def of_written(call: Call, step: Step) -> Breaches:
    """What the mail about an act says: until when the window is open that the act opened, lengthened or left open."""
    if step.act not in _WINDOW_OF:
        return
    end, application = _WINDOW_OF[step.act](step), Application(step.events_after)
    for notice in plan(call, application, step.events_after[-1]):
        yield from _of_mail(call, application, notice, end, step.at)


def _of_record(step: Step) -> datetime | None:
    return step.after.promised


def _of_exception(step: Step) -> datetime | None:
    return own_end(step.after, step.closes)


def _of_miss(step: Step) -> datetime | None:
    return step.after.tasks[int(step.args["task"]) - 1].explain_until


_WINDOW_OF = {"record": _of_record, "reopen": _of_exception, "let_in": _of_exception, "miss": _of_miss}


def _of_mail(call: Call, application: Application, notice: Any, end: datetime | None, now: datetime) -> Breaches:
    """It names no other end than the true one, and that one as long as it lies ahead."""
    for language in LANGUAGES:
        text = mail_data(MailContext(call, application, notice, now, language))
        keys = [key for key in (f"{notice.kind}.lead", f"{notice.kind}.more") if key in words("mail")]
        sentences = (say("mail", key, language, **text.params) for key in (*keys, *text.also))
        named = instants(" ".join(sentences), language)
        if named - {end} or (end and now < end and not named):
            yield Breach("one_instant", iso(end), ", ".join(map(iso, named)))


def iso(instant: datetime | None) -> str:
    return instant.astimezone(call_dates.ALMATY).isoformat() if instant else "—"


Breaches = Iterator[Breach]
