"""What in the table is not as we write it: counted and named, so that the rest can be answered for.

`part` says what: `answers`, `detail` or `at` of an event that could not be read; `item`, an event of which nothing
could; `events`, an event missing in the row; `status` or `act`, a code nobody knows; `record`, what the events say does
not fit together; otherwise the question of the form whose answer is not one of its codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from chalicelib.call import Call
from chalicelib.rules.application import Application, Event
from chalicelib.rules.form_version import call_as_written
from chalicelib.rules.lifecycle import ACTS, STATUSES

from ..query.form_columns import column_of

# `part` where events are missing.
GAP = "events"
# Roles of the questions whose codes committees sort by.
CODED = ("group", "territory")
# So many signs of an unknown code are shown.
LONGEST = 40


@dataclass(frozen=True)
class Damage:
    """`seq` is the event's place, 0 where it is about the application; `found` is the code that nobody knows."""

    number: str
    part: str
    seq: int = 0
    found: str = ""

    def as_json(self) -> dict[str, object]:
        return {name: value for name, value in asdict(self).items() if value not in ("", 0)}


def fold(events: Iterable[Event]) -> Application:
    """Fold the events in order. Lost answers are left empty, so that the rest can be shown."""
    ordered = tuple(sorted(events, key=lambda event: event.seq))
    if all(event.answers is None for event in ordered):
        ordered = (ordered[0]._replace(answers={}), *ordered[1:])
    return Application(ordered)


def oddities(call: Call, application: Application) -> Iterator[Damage]:
    """What an application says that nobody knows, and events that are missing between those that are there."""
    number = application.number
    places = [event.seq for event in application.events]
    if places != list(range(1, len(places) + 1)):
        yield Damage(number, GAP)
    if application.content.answers == {} and not any(event.answers_sha256 for event in application.events):
        yield Damage(number, "answers")
    if application.status not in STATUSES:
        yield Damage(number, "status", application.events[-1].seq, application.status[:LONGEST])
    yield from (Damage(number, "act", e.seq, e.act[:LONGEST]) for e in application.events if e.act not in ACTS)
    yield from _unknown_codes(call, application)


def _unknown_codes(call: Call, application: Application) -> Iterator[Damage]:
    answers, form = application.answers, call_as_written(call, application).form
    for field in filter(None, map(form.role, CODED)):
        code = answers.get(field.id)
        if code not in [None, "", *(option.code for option in field.options)]:
            yield Damage(application.number, column_of(call, form.version, field), 0, str(code)[:LONGEST])


def distinct(found: Iterable[Damage]) -> list[Damage]:
    """Each damage once, in the order of the applications."""
    return sorted(set(found), key=lambda damage: (damage.number, damage.seq, damage.part, damage.found))
