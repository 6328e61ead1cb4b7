"""One mail that an application is owed: of an event, or of an instant that has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

# Every kind has its words in words/mail.toml and its data in mail_data.py.
KINDS = (
    "draft_saved", "received", "changed", "supplemented", "interview_scheduled", "interview_rescheduled",
    "window_opened", "interview_recorded",
    "interview_corrected", "admitted", "declined", "completed",
    "excluded", "withdrawn", "task_assigned", "task_missed", "submit_reopened", "supplement_reopened",
    "key_reissued", "key_link", "document_infected", "draft_reminder", "draft_closed", "window_reminder", "task_due",
)  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """`mark` names the mail among the application's, and stays the same however often the mail is planned.

    `at` is the event's instant, or the one a reminder was due; `seq` is the event's place, 0 for a reminder.
    """

    number: str
    kind: str
    mark: str
    at: datetime
    seq: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)


def of_event(number: str, kind: str, seq: int, at: datetime) -> Notice:
    return Notice(number, kind, f"{seq:06d}#{kind}", at, seq)


def of_instant(number: str, kind: str, at: datetime, **facts: str) -> Notice:
    """A moved deadline moves its reminders, and those are other mails: the instant is part of the mark."""
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Notice(number, kind, "#".join([stamp, kind, *facts.values()]), at, facts=facts)


def of_link(number: str, at: datetime, link: str) -> Notice:
    """The link is no part of the mark: a request that comes twice is one mail."""
    return Notice(number, "key_link", of_instant(number, "key_link", at).mark, at, facts={"link": link})
