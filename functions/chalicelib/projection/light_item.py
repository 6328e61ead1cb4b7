"""The light item of one application: what lists show of it, without its answers and without anybody's points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any

from ..rules.appointments import DECLINED
from ..rules.committee_queue import WaitingFor
from ..rules.instant_format import read_instant, write_instant
from ..rules.lifecycle import STATUSES
from ..rules.people_names import name_key

# A later layout makes the lists stale until they are rebuilt (store/projection.py).
LAYOUT = 2
# Lists beside those of the statuses: what waits for somebody, documents that wait for the scanner, and what cannot be
# read or says what nobody knows.
QUEUE, UNCHECKED, DAMAGED = "queue", "unchecked", "damaged"
# Appointed interviews, and those whose offered time the applicant declined: both by their time.
APPOINTED, TO_MOVE = "appointed", "to-move"
BY_TIME = (APPOINTED, TO_MOVE)
# How the lists of persons begin, of what waits for somebody and of what that person has given points for: a member's
# page costs what waits for that member, not what waits for everybody.
JUDGE, JUDGED = "judge-", "judged-"


@dataclass(frozen=True)
class LightItem:
    """`seq` is the number of events it was folded from; instants and days are ISO 8601 in UTC, empty when there are
    none. `scored` names who has given points, never which; `expected` who will be at the appointed interview, `answer`
    is what the applicant said of its time (rules/appointments.py). `waits` are the steps of rules/queue_steps.py:
    since when (empty from the start), for what (empty for nobody) and until when.
    """

    number: str
    seq: int
    status: str
    version: int = 0
    title: str = ""
    group: str = ""
    territory: str = ""
    received: str = ""
    changed: str = ""
    when: str = ""
    place: str = ""
    format: str = ""
    held: str = ""
    outcome: str = ""
    committee: tuple[str, ...] = ()
    experts: tuple[str, ...] = ()
    scored: tuple[str, ...] = ()
    open_tasks: int = 0
    missed_tasks: int = 0
    exceptional: bool = False
    minutes: int = 0
    expected: tuple[str, ...] = ()
    answer: str = ""
    unchecked: int = 0
    waits: tuple[tuple[str, str, str], ...] = ()
    language: str = ""
    form_version: int = 0
    arrived: str = ""

    @property
    def place_in_list(self) -> str:
        """Oldest first; two of one millisecond stand by their numbers."""
        return f"{self.arrived or self.received or self.changed}#{self.number}"

    def place_in(self, name: str) -> str:
        """Its place in one of its lists."""
        return f"{self.when}#{self.number}" if name in BY_TIME else self.place_in_list

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists it stands in."""
        status = self.status if self.status in STATUSES else DAMAGED
        is_appointed = self.status == "interview_scheduled" and self.when != ""
        kinds = {QUEUE: bool(self.waits), UNCHECKED: self.unchecked > 0, APPOINTED: is_appointed,
                 TO_MOVE: is_appointed and self.answer == DECLINED}  # fmt: skip
        return (status, *(name for name, holds in kinds.items() if holds), *self._lists_of_judges)

    @property
    def former_lists(self) -> tuple[str, ...]:
        """Those that an earlier layout had it stand in: it leaves them when it is kept in this one."""
        return tuple(judge_list(name) for name in self._judges)

    @property
    def _judges(self) -> tuple[str, ...]:
        """Whoever is asked to judge it: at its appointed interview, or since it was held."""
        return {"interview_scheduled": self.expected, "interviewed": self.panel}.get(self.status, ())

    @property
    def _lists_of_judges(self) -> tuple[str, ...]:
        scored = {name_key(name) for name in self.scored}
        names = (judged_list(name) if name_key(name) in scored else judge_list(name) for name in self._judges)
        return tuple(dict.fromkeys(names))

    def waiting(self, at: datetime) -> WaitingFor | None:
        """What it waits for at an instant that is not before its last act."""
        now = write_instant(at)
        codes = [(code, until) for since, code, until in self.waits if since <= now]
        code, until = codes[-1] if codes else ("", "")
        return WaitingFor(code, read_instant(until) if until else None) if code else None

    @property
    def panel(self) -> tuple[str, ...]:
        return (*self.committee, *self.experts)


def judge_list(name: str) -> str:
    """The list of what one person is asked to judge. Two spellings of a name are one list; its key has one length."""
    return JUDGE + _key_of_person(name)


def judged_list(name: str) -> str:
    """The list of what one person was asked to judge and has given points for, until it is decided."""
    return JUDGED + _key_of_person(name)


def _key_of_person(name: str) -> str:
    return sha256(name_key(name).encode()).hexdigest()[:32]


def as_json(item: LightItem) -> dict[str, object]:
    """The item's fields by name, without those that are empty."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(item).items() if value}


def from_json(kept: Mapping[str, object]) -> LightItem:
    """Readers pass over what a later version added."""
    names = {field.name for field in fields(LightItem)}
    known: dict[str, Any] = {name: _frozen(value) for name, value in kept.items() if name in names}
    return LightItem(**known)


def _frozen(value: object) -> object:
    return tuple(_frozen(member) for member in value) if isinstance(value, list) else value
