"""What the events of an application say about its interview, documents, scores and exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from .act_details import Decision, MakeException, RecordInterview, ScheduleInterview, Score, detail_of
from .application import Application, Event
from .people_names import name_key


class ExceptionNote(NamedTuple):
    """One openly marked exception. `why` is what the committee wrote, or empty with the `code` of a rule's own."""

    window: str
    until: datetime
    why: str
    code: str
    author: str
    at: datetime


class Scores(NamedTuple):
    """One person's points by criterion number (None: not applicable), a reason each, and who entered them.

    `entered_for` is that person as an actor, where somebody else entered what they gave on paper and they have a place
    at the desk.
    """

    expert: str
    points: Mapping[str, int | None]
    reasons: Mapping[str, str]
    actor: str
    at: datetime
    entered_for: str = ""

    def is_of(self, actor: str) -> bool:
        """Whether the points are of this actor, whoever entered them."""
        return actor in (self.actor, self.entered_for)


def last(application: Application, act: str) -> Event | None:
    return next((event for event in reversed(application.events) if event.act == act), None)


def records(application: Application) -> tuple[Event, ...]:
    return tuple(event for event in application.events if event.act == "record_interview")


def interview(application: Application) -> RecordInterview | None:
    """The record in force; earlier ones stay and are shown beside it."""
    event = last(application, "record_interview")
    return detail_of(event, RecordInterview) if event else None


def appointment(application: Application) -> ScheduleInterview | None:
    """Where and when the interview is to be."""
    event = last(application, "schedule_interview")
    return detail_of(event, ScheduleInterview) if event else None


def exceptional(application: Application) -> tuple[ExceptionNote, ...]:
    """Every exception in order: those the committee made, and those a record that came late carries."""
    return tuple(exception for event in application.events for exception in _exceptions_of(event))


def exceptions(application: Application) -> list[datetime]:
    """Ends of all exceptions of this application, of either window: a promise survives the interview."""
    return [exception.until for exception in exceptional(application)]


def exceptions_of_window(application: Application, window: str) -> list[datetime]:
    """Ends of the windows (`submit` or `supplement`) that exceptions reopened for this application alone."""
    return [exception.until for exception in exceptional(application) if exception.window == window]


def is_exceptional(application: Application) -> bool:
    return bool(exceptional(application))


def scores(application: Application) -> dict[str, Scores]:
    """Each person's last word, by the person's name without regard to case and spacing."""
    sheets = (_scores_of(event) for event in application.events if event.act == "score")
    return {name_key(sheet.expert): sheet for sheet in sheets}


def _scores_of(event: Event) -> Scores:
    detail = detail_of(event, Score)
    reasons, entered_for = detail.get("reasons", {}), detail.get("entered_for", "")
    return Scores(detail["expert"], detail["scores"], reasons, event.actor, event.at, entered_for)


def _exceptions_of(event: Event) -> tuple[ExceptionNote, ...]:
    if event.act == "make_exception":
        detail = detail_of(event, MakeException)
        until = datetime.fromisoformat(detail["until"])
        return (ExceptionNote(detail["window"], until, detail["why"], "", event.actor, event.at),)
    if event.act == "record_interview" and (late := detail_of(event, RecordInterview).get("exception")):
        until = datetime.fromisoformat(detail_of(event, RecordInterview)["until"])
        return (ExceptionNote("supplement", until, "", late["why"], event.actor, event.at),)
    return ()


def decision_record(application: Application) -> dict[str, str] | None:
    """The last decision with its reason code and words; None while it is undecided."""
    event = application.decision
    if event is None:
        return None
    detail = detail_of(event, Decision)
    return {"act": event.act, "reason": detail.get("reason", ""), "text": detail.get("text", "")}
