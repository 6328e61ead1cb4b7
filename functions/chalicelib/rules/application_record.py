"""What the events of an application say about its interview, documents, scores and exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from .application import Application, Event
from .people_names import name_key

Detail = Mapping[str, Any]


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
        """Whether they are this actor's own, whoever typed them."""
        return actor in (self.actor, self.entered_for)


def last(application: Application, act: str) -> Event | None:
    return next((event for event in reversed(application.events) if event.act == act), None)


def records(application: Application) -> tuple[Event, ...]:
    return tuple(event for event in application.events if event.act == "record_interview")


def interview(application: Application) -> Detail | None:
    """The record in force: `{held, committee, experts, outcome, note}`; earlier ones stay and are shown beside it."""
    event = last(application, "record_interview")
    return event.detail if event else None


def appointment(application: Application) -> Detail | None:
    """Where and when the interview is to be: `{when, place, format}`."""
    event = last(application, "schedule_interview")
    return event.detail if event else None


def exceptional(application: Application) -> tuple[ExceptionNote, ...]:
    """Every exception in order: those the committee made, and those a record that came late carries."""
    return tuple(made for event in application.events for made in _exceptions_of(event))


def exceptions(application: Application) -> list[datetime]:
    """Ends of all exceptions of this application, of either window: a promise survives the interview."""
    return [made.until for made in exceptional(application)]


def exceptions_of_window(application: Application, window: str) -> list[datetime]:
    """Ends of the windows (`submit` or `supplement`) that exceptions reopened for this application alone."""
    return [made.until for made in exceptional(application) if made.window == window]


def is_exceptional(application: Application) -> bool:
    return bool(exceptional(application))


def scores(application: Application) -> dict[str, Scores]:
    """Each person's last word, by the person's name without regard to case and spacing."""
    return {
        name_key(event.detail["expert"]): Scores(
            event.detail["expert"], event.detail["scores"], event.detail.get("reasons", {}), event.actor, event.at,
            event.detail.get("entered_for", ""),
        )
        for event in application.events if event.act == "score"
    }  # fmt: skip


def _exceptions_of(event: Event) -> tuple[ExceptionNote, ...]:
    detail = event.detail
    if event.act == "make_exception":
        until = datetime.fromisoformat(detail["until"])
        return (ExceptionNote(detail["window"], until, detail["why"], "", event.actor, event.at),)
    if event.act == "record_interview" and detail.get("exception"):
        until = datetime.fromisoformat(detail["until"])
        return (ExceptionNote("supplement", until, "", detail["exception"]["why"], event.actor, event.at),)
    return ()


def decision_record(application: Application) -> dict[str, str] | None:
    """The last decision with its reason code and words; None while it is undecided."""
    event = application.decision
    if event is None:
        return None
    return {"act": event.act, "reason": event.detail.get("reason", ""), "text": event.detail.get("text", "")}
