"""What a mail is filled with, and one notice about to be told in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ..call import Call, say
from ..call.wording import duration, moment, until
from ..rules.application import Application, Event
from ..rules.window import MILLISECOND
from . import text_cleaning
from .notice import Notice


@dataclass(frozen=True)
class MailData:
    """`params` fill the kind's sentences; `rule` is cited; `quote` is what somebody wrote.

    `also` are keys of further sentences, which hold for this application only; `more` names the second paragraph,
    where a kind has two of them; `link` is the path the mail is about, if it has one.
    """

    params: Mapping[str, str]
    facts: tuple[tuple[str, str], ...] = ()
    rule: str = ""
    quote: str = ""
    missing: tuple[str, ...] | None = None
    answers: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    more: str = "more"
    link: str = ""


@dataclass(frozen=True)
class MailContext:
    """One notice about to be told in one language. `application` is as the event left it; `now` is told, never read."""

    call: Call
    application: Application
    notice: Notice
    now: datetime
    language: str

    @property
    def event(self) -> Event:
        return self.application.events[self.notice.seq - 1]

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(self.call.timezone))

    def when(self, instant: datetime) -> str:
        return f"{moment(self.local(instant), self.language)} ({self.call.timezone_name[self.language]})"

    def until(self, end: datetime) -> str:
        return f"{until(self.local(end), self.language)} ({self.call.timezone_name[self.language]})"

    def left(self, end: datetime) -> str:
        """In whole minutes: a mail is read later than it is written."""
        minutes = max(1, (end - self.now) // MILLISECOND // 60_000)
        return duration(minutes * 60_000, self.language)

    def fact(self, name: str, value: object) -> tuple[str, str]:
        return say("mail", f"fact.{name}", self.language), text_cleaning.line(value)
