"""The tasks of those admitted: given, judged, explained, weighed; and attempts to judge too early."""

from __future__ import annotations

from datetime import date, datetime

from .applicant import Applicant
from .call_facts import CallFacts
from .committee import PlayedCommittee
from .committee_dates import PlayedAgenda
from .outcomes import Fates
from .stage import Stage

FEWEST_TASKS = 3
# Of an act that takes two people and that the same rule forbids to all.
TRIED = 3


class TaskDays:
    def __init__(
        self, stage: Stage, committee: PlayedCommittee, facts: CallFacts, days: PlayedAgenda, fates: Fates
    ) -> None:
        self.stage, self.committee, self.facts, self.days, self.fates = stage, committee, facts, days, fates
        self.count = max(FEWEST_TASKS, facts.missed_for_exclusion)

    def tasks(self) -> None:
        admitted = self.fates.of("admitted", "excluded", "completed", "reopened", "pending_then_passed")
        everyone, days, play = [*self.fates.early, *admitted], self.days, self.stage.each
        play("Tasks are assigned", self._at(days.decisions, 10), everyone,
             lambda person: self.committee.assign(person, self.count, days.tasks_due))  # fmt: skip
        self.stage.remind(self._at(days.tasks_due, 12))
        play("Tasks are still open", self._at(days.tasks_due, 13), everyone, self._too_early)
        play("Nobody completes with a task open", self._at(days.tasks_due, 13), everyone[:TRIED],
             lambda person: self.committee.complete(person, must_fail=True))  # fmt: skip
        play("Tasks are judged", self._at(days.tasks_judged, 10), everyone, self._judge)
        play("Misses are explained", self._at(days.tasks_judged, 18), everyone, self._explain)
        play("Explanations are weighed", self._at(days.tasks_weighed, 10), everyone, self._weigh)
        play("Completed", self._at(days.completed, 10), self.fates.of("completed"), self.committee.complete)

    def _at(self, day: date, hour: int) -> datetime:
        return self.stage.at(day, hour)

    def _too_early(self, person: Applicant) -> None:
        """Until the due day is over nothing is missed."""
        self.committee.miss(person, 1, must_fail=True)

    def _judge(self, person: Applicant) -> None:
        act, fate = self.committee, self.fates.fate_of(person)
        if fate == "completed":
            for task in range(1, self.count + 1):
                act.finish(person, task)
            return
        for task in range(1, self.facts.missed_for_exclusion + 1 if fate == "excluded" else 2):
            act.miss(person, task)
            if fate in ("excluded", "reopened"):
                act.exclude(person, must_fail=True)

    def _explain(self, person: Applicant) -> None:
        """Pressed twice it is one explanation; a task that was not missed needs none."""
        words = self.committee.words_for("explanation", person)
        for _ in range(2):
            person.explain("1", words)

    def _weigh(self, person: Applicant) -> None:
        if self.fates.fate_of(person) == "excluded":
            self.committee.exclude(person)
        elif self.fates.fate_of(person) == "admitted":
            self.committee.finish(person, 1, noted=True)
