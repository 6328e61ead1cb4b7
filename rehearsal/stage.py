"""The stage: the cloud, its clock, the people; scenes are played on it one after another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from rich.progress import Progress

from chalicelib.call import Call

from .applicant import Applicant
from .cloud import Cloud
from .notes import Log

# Each more hand would have the local cloud start one more function.
HANDS = max(2, os.cpu_count() or 1)
Task = Callable[[], object]
# Fewer than a publication may hold, so that several come at once.
IN_A_GROUP = 14


@dataclass
class Stage:
    cloud: Cloud
    call: Call
    log: Log
    people: Sequence[Applicant]
    progress: Progress
    rng: Random = field(default_factory=Random)
    _shown: datetime | None = None

    def play(self, title: str, at: datetime, tasks: Iterable[Task]) -> None:
        """Move the clock to `at`, then do everything, several at a time and in no order."""
        todo = list(tasks)
        if not todo:
            return
        self.rng.shuffle(todo)
        bar = self.progress.add_task(title, total=len(todo), at=f"{self.local(at):%Y-%m-%d %H:%M}")
        self._move_to(at)
        self._all(todo, HANDS, bar)

    def _move_to(self, at: datetime) -> None:
        """Scenes of one instant follow each other: their clock goes on."""
        if self._shown == at:
            self.cloud.wait_for_mails()
        else:
            self.cloud.move_to(at)
        self._shown = at

    def remind(self, at: datetime) -> None:
        """The schedule's function, which the local cloud would start each quarter of a real hour."""
        self.play("Reminders", at, [self.cloud.remind])

    def play_around(self, title: str, edge: datetime, tasks: Iterable[Task]) -> None:
        """Each at its own moment, from 1.5 s before the edge to as long after; some within milliseconds."""
        todo = list(tasks)
        bar = self.progress.add_task(title, total=len(todo), at=f"{self.local(edge):%Y-%m-%d %H:%M}")
        self.cloud.move_to(edge - timedelta(seconds=2), exactly=True)
        self._all([self._timed_task(edge, task) for task in todo], max(1, len(todo)), bar)
        self.cloud.wait_until(edge + timedelta(seconds=2))

    def _timed_task(self, edge: datetime, task: Task) -> Task:
        away = self.rng.choice([self.rng.uniform(-1.5, 1.5), self.rng.uniform(-0.03, 0.03)])

        def when_due() -> None:
            self.cloud.wait_until(edge + timedelta(seconds=away))
            task()

        return when_due

    def _all(self, tasks: Sequence[Task], hands: int, bar: int) -> None:
        def do(task: Task) -> None:
            task()
            self.progress.advance(bar)  # type: ignore[arg-type]  # rich calls its plain integers TaskID

        with ThreadPoolExecutor(hands) as pool:
            list(pool.map(do, tasks))

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(self.call.timezone))

    def day(self, after_closing: int, hour: int) -> datetime:
        """An hour of a local day, counted from the day of closing."""
        return self.at(self.local(self.call.closes_at).date() + timedelta(days=after_closing), hour)

    def at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), ZoneInfo(self.call.timezone))

    @property
    def last_day(self) -> timedelta:
        """A day; half of a call that lasts less than two."""
        return min(timedelta(days=1), (self.call.closes_at - self.call.opens_at) / 2)

    def each(self, title: str, at: datetime, people: Iterable[Applicant], act: Callable[[Applicant], object]) -> None:
        """The same act of everyone, at one instant."""
        tasks: list[Task] = [partial(act, person) for person in people]
        self.play(title, at, tasks)

    def groups(
        self, title: str, at: datetime, people: Sequence[Applicant], act: Callable[[Sequence[Applicant]], object]
    ) -> None:
        """The same act of so many at a time as one publication holds."""
        parts = [people[first : first + IN_A_GROUP] for first in range(0, len(people), IN_A_GROUP)]
        self.play(title, at, [partial(act, part) for part in parts])


def in_turn(*acts: Task) -> Task:
    """One person's acts, each after the one before."""

    def all_of_them() -> None:
        for act in acts:
            act()

    return all_of_them
