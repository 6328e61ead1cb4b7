"""Act two: exceptions, interviews, decisions, tasks; what the call lacks is not played."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from . import committee_dates
from .applicant import Applicant
from .call_facts import CallFacts
from .committee import PlayedCommittee
from .committee_dates import agenda_of
from .interview_days import InterviewDays
from .outcomes import Fates
from .stage import Stage, in_turn
from .task_days import TaskDays

# About whom one of the experts says that there is a conflict of interest.
CONFLICTED = ("excluded", "failed")
REASONS = {"failed": "interview_failed", "no_interview": "no_interview", "pending": "interview_failed"}


class Selection:
    def __init__(self, stage: Stage, committee: PlayedCommittee, facts: CallFacts) -> None:
        self.stage, self.committee, self.facts = stage, committee, facts
        self.days, self.fates = agenda_of(facts), Fates(facts)
        parts = stage, committee, facts, self.days, self.fates
        self.interview_days, self.task_days = InterviewDays(*parts), TaskDays(*parts)

    def look_in(self, at: datetime) -> None:
        if self.facts.has_interview:
            self.interview_days.look_in(at)

    def play(self) -> None:
        """Until all are decided; the tasks come after it."""
        self.fates.deal(self.stage.people)
        self.committee.conflicted |= {person.number for person in self.fates.of(*CONFLICTED)}
        self._exceptions()
        self._without_interview()
        if self.facts.has_interview:
            self.interview_days.play()

    def _exceptions(self) -> None:
        """Two people are let in late, openly; the others stay out."""
        late = [person for person in self.stage.people if person.way == "late"][:1]
        drafts = [person for person in self.stage.people if person.way == "late_draft" and not person.is_in][:1]
        at = max(self.stage.day(1, 8), self.stage.call.closes_at + timedelta(hours=14))
        until = at + timedelta(days=1)
        self.stage.play("Exceptions", at, [
            *(in_turn(partial(self.committee.let_in, person, until), person.rewrite, person.submit_draft)
              for person in late),
            *(in_turn(partial(self.committee.reopen, person, "submit", until), person.submit_draft)
              for person in drafts),
        ])  # fmt: skip
        self.stage.each("Exceptions are over", until + timedelta(minutes=1), [*late, *drafts], Applicant.edit)

    def _without_interview(self) -> None:
        at = self.stage.day(committee_dates.SCHEDULING, 10)
        self.stage.groups("Not admitted at once", at, self.fates.of("ineligible"),
                          lambda people: self.committee.decline(people, "ineligible"))  # fmt: skip
        self.stage.each("Withdrawals while published", at, self.fates.of("withdraws"),
                        lambda person: self.committee.decline_too_late(person, "ineligible"))  # fmt: skip

    def decisions(self) -> None:
        at, fates, play = self.stage.at(self.days.decisions, 10), self.fates, self.stage.each
        play("Pending interviews", at, fates.of("pending_then_passed"),
             lambda person: self.committee.record(person, self.days.decisions, "passed"))  # fmt: skip
        play("Two members at once", at, fates.of("two_at_once"), self.committee.two_at_once)
        self._decline(at)
        admitted = fates.of("admitted", "excluded", "completed", "reopened", "pending_then_passed",
                            "admitted_late_papers")  # fmt: skip
        self._admit(at, [*fates.early, *admitted])

    def _decline(self, at: datetime) -> None:
        fates, act, groups = self.fates, self.committee, self.stage.groups
        groups("Nobody is admitted against a rule", at, fates.of(*REASONS),
               lambda people: act.admit(people, must_fail=True))  # fmt: skip
        groups("Admitted, if nothing is missing", at, fates.of("lacking", "late_papers"), act.admit)
        self._end_pending(at, fates.of("pending"))
        for fate in (*REASONS, "lacking", "late_papers"):
            groups("Declined", at, fates.of(fate), partial(act.decline, reason=REASONS.get(fate, "incomplete")))

    def _end_pending(self, at: datetime, people: list[Applicant]) -> None:
        """Nobody is judged on an interview whose outcome is open; a final one is changed only with a reason."""
        self.stage.groups("Nobody is judged on an open outcome", at, people,
                          lambda group: self.committee.decline(group, "criteria", must_fail=True))  # fmt: skip
        self.stage.each("Open outcomes end", at, people, self._record_failure)

    def _record_failure(self, person: Applicant) -> None:
        today = self.stage.local(self.committee.cloud.now()).date()
        self.committee.record(person, today, "failed")
        self.committee.record(person, today, "passed", must_fail=True)

    def _admit(self, at: datetime, people: list[Applicant]) -> None:
        self.stage.groups("Nobody who passed has failed", at, people,
                          lambda group: self.committee.decline(group, "interview_failed", must_fail=True))  # fmt: skip
        self.stage.groups("Admitted", at, people, self.committee.admit)
        self.stage.each("Withdrawals too late", at, people, Applicant.withdraw)

    def acceleration(self) -> None:
        if self.facts.has_tasks:
            self.task_days.tasks()
