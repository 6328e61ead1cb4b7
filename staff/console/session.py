"""One run of the tool: the language, the call, the table, the instant, and how the answer is given."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import NoReturn, TypeVar
from zoneinfo import ZoneInfo

from chalicelib.call import Call, current_call, say, wording
from chalicelib.call.languages import LANGUAGES
from chalicelib.selection.committee_act import CommitteeAct

from ..applications.damage import Damage, distinct
from ..applications.item_reading import UNREADABLE
from ..printing.damage_words import damage_lines
from ..printing.terminal import Printer, print_json, terminal, write
from . import environment, staff_log
from .errors import Failed

__all__ = ["LANGUAGES", "Confirm", "Failed", "Session", "ask_here"]
Confirm = Callable[[str], str]
T = TypeVar("T")
D = TypeVar("D")


def ask_here() -> Confirm | None:
    """The keyboard, when there is a person at both ends; None in a script."""
    return input if sys.stdin.isatty() and sys.stdout.isatty() else None


@dataclass
class Session:
    """`asked_at` is --at; `ask` is None when nobody can be asked."""

    language: str = LANGUAGES[0]
    as_json: bool = False
    local: bool = False
    table: str = ""
    home: str = ""
    asked_at: datetime | None = None
    ask: Confirm | None = None
    # Damage that was found while reading; None before the first.
    damage: list[Damage] | None = None

    @cached_property
    def call(self) -> Call:
        return current_call()

    @cached_property
    def place(self) -> environment.Place:
        if self.local:
            return environment.local_cloud()
        if self.home_folder is None:
            return environment.aws(self.table)
        from .home_environment import at_home

        return at_home(self.home_folder)

    @property
    def home_folder(self) -> Path | None:
        """The folder of a call at home; an operator's shell on the server names it once."""
        folder = self.home or ("" if self.table else os.environ.get("BAIQAU_HOME", ""))
        return Path(folder) if folder and not self.local else None

    def at(self) -> datetime:
        """The instant to judge by: --at, else the rehearsal's or AWS's own clock."""
        return self.asked_at or self.place.now()

    def desk(self) -> CommitteeAct:
        """The caller at work. An act happens when it happens: only a rehearsal may say another instant."""
        if self.asked_at and not self.place.is_rehearsal:
            self.fail("usage.at_is_for_reports", 2)
        return CommitteeAct(self.call, self.place.store, self.place.author, self.at())

    def personal(self, command: str, why: str) -> None:
        """Record that the caller is about to read personal data, and why. Raises before anything is read."""
        if not why.strip():
            self.fail("usage.why_personal", 2)
        staff_log.append(self.place, command, why)

    def say(self, key: str, room: str = "staff", /, **params: object) -> str:
        return say(room, key, self.language, **params)

    def label(self, key: str) -> str:
        """The words for a code of the life cycle; a code of a later version is shown as it is."""
        try:
            return self.say(key)
        except KeyError:
            return key.rpartition(".")[2]

    def day(self, when: date) -> str:
        return wording.day(when, self.language)

    def moment(self, instant: datetime) -> str:
        return wording.moment(self.local_time(instant).replace(microsecond=0), self.language)

    def until(self, end: datetime) -> str:
        return wording.until(self.local_time(end), self.language)

    def iso(self, instant: datetime) -> str:
        """Local time of the call's zone with its offset, for JSON."""
        return self.local_time(instant).isoformat(timespec="milliseconds")

    def local_time(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(self.call.timezone))

    def note_damage(self, found: Iterable[Damage]) -> None:
        """Told with the answer: what could not be read is never passed over in silence."""
        self.damage = [*(self.damage or ()), *found]

    def guard(self, number: str, read: Callable[[], T], otherwise: D, part: str = "record") -> T | D:
        """The result of `read`; `otherwise`, with the damage noted, when the events do not fit together."""
        try:
            return read()
        except UNREADABLE:
            self.note_damage([Damage(number, part)])
            return otherwise

    def out(self, data: object, printer: Printer) -> None:
        """The answer: as JSON with --json, else printed for people. What was damaged is told beside it."""
        if not self.as_json:
            printer(terminal())
            for line in damage_lines(self.damage or (), self.language):
                write(terminal(stderr=True), line)
        elif isinstance(data, Mapping) and self.damage is not None:
            print_json({**data, "damaged": [damage.as_json() for damage in distinct(self.damage)]})
        else:
            print_json(data)

    def fail(self, key: str, code: int, room: str = "staff", /, **params: object) -> NoReturn:
        raise Failed(key, code, room, **params)
