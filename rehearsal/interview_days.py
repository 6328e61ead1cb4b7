"""Interviews and the supplement windows they open; and attempts to get round each guard."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from itertools import pairwise

from . import committee_dates
from .applicant import Applicant
from .call_facts import CallFacts
from .committee import PlayedCommittee
from .committee_dates import PlayedAgenda
from .expected_times import end_of_supplement
from .open_days import kinds_for, send_papers
from .outcomes import NEVER_SCHEDULED, PASSED, PENDING, SUPPLEMENTING, Fates
from .stage import Stage

# The hours of a day at which interviews begin and are recorded.
HELD, RECORDED = 11, 17


class InterviewDays:
    def __init__(
        self, stage: Stage, committee: PlayedCommittee, facts: CallFacts, days: PlayedAgenda, fates: Fates
    ) -> None:
        self.stage, self.committee, self.facts, self.days, self.fates = stage, committee, facts, days, fates

    def look_in(self, at: datetime) -> None:
        """As applications arrive: within the call's last days the first ones are interviewed."""
        call, fates = self.stage.call, self.fates
        last_days = min(timedelta(days=3), (call.closes_at - call.opens_at) / 2)
        if fates.early or at < call.closes_at - last_days:
            return
        there = [person for person in self.stage.people if person.is_in and person.way == "direct"]
        fates.early = there[: max(1, len(self.stage.people) // 30)]
        # An hour ahead of what comes next, but not before what came last.
        self.stage.each("Interviews during the call", at - self.stage.last_day / 24, fates.early, self._early_interview)

    def _early_interview(self, person: Applicant) -> None:
        now = self.committee.cloud.now()
        self.committee.schedule(person, now + timedelta(minutes=5))
        person.edit()
        if not self.facts.has_supplement:
            send_papers(person, self.stage)
        self.committee.record(person, self.stage.local(now).date(), "passed")
        person.is_interviewed = True
        if self.facts.has_supplement:
            send_papers(person, self.stage)

    def play(self) -> None:
        """The late records come when they come: before the second interviews' window ends, or after it."""
        edge = end_of_supplement(self.facts, self.days.day(committee_dates.SECOND_INTERVIEWS))
        late = self.stage.day(committee_dates.LATE_RECORDS, RECORDED)
        self._interviews()
        if late < edge:
            self._late_records(late)
        if self.facts.has_supplement:
            self._supplements(edge)
        if late >= edge:
            self._late_records(late)

    def _late_records(self, at: datetime) -> None:
        people = self.fates.of("lacking")
        self.stage.each("Interviews are recorded late", at, people, self._record_late)
        self._too_early_for_what_is_missing(at, people)

    def _interviews(self) -> None:
        fates, stage = self.fates, self.stage
        invited = fates.those(lambda fate: fate not in NEVER_SCHEDULED)
        at = stage.day(committee_dates.SCHEDULING, 10)
        stage.each("Interviews are scheduled", at, invited, self._schedule)
        stage.play("One place is not given twice", at,
                   [partial(self.committee.schedule_over, *pair) for pair in pairwise(invited[:3])])  # fmt: skip
        for days, half in ((committee_dates.FIRST_INTERVIEWS, 0), (committee_dates.SECOND_INTERVIEWS, 1)):
            held = fates.those(lambda fate: fate in (*PASSED, *PENDING, "failed"))[half::2]
            at = stage.day(days, RECORDED)
            stage.each("Interviews are recorded", at, held, self._record)
            self._too_early(at, held)
            if self.facts.has_supplement:
                inside = [person for person in held if fates.fate_of(person) in SUPPLEMENTING]
                stage.each("Supplements", self._inside(days), inside, self._supplement)

    def _inside(self, days: int) -> datetime:
        """The noon after these interviews; the same evening where the window ends with the day."""
        noon = self.stage.day(days + 1, 12)
        return noon if noon < end_of_supplement(self.facts, self.days.day(days)) else self.stage.day(days, 19)

    def _record_late(self, person: Applicant) -> None:
        """Held days ago: the window counts from today, openly marked."""
        self.committee.record(person, self.days.day(-40), "passed", must_fail=True)
        self.committee.record(person, self.days.day(committee_dates.FIRST_INTERVIEWS), "passed")
        self.committee.score(person)

    def _too_early(self, at: datetime, held: list[Applicant]) -> None:
        """Whoever came to the interview is not declined as absent, even where no window stands against it."""
        self._too_early_for_what_is_missing(at, held)
        failed = [person for person in held if self.fates.fate_of(person) == "failed"]
        self.stage.groups("Nobody who came was absent", at, failed,
                          lambda people: self.committee.decline(people, "no_interview", must_fail=True))  # fmt: skip

    def _too_early_for_what_is_missing(self, at: datetime, held: list[Applicant]) -> None:
        """Nobody is declined for what they may still bring."""
        if self.facts.has_supplement:
            self.stage.groups("Nobody is declined too early", at, held,
                              lambda people: self.committee.decline(people, "incomplete", must_fail=True))  # fmt: skip

    def _schedule(self, person: Applicant) -> None:
        self.committee.schedule(person, self.stage.day(committee_dates.FIRST_INTERVIEWS, HELD))
        if self.fates.fate_of(person) in ("no_interview", "at_the_edge"):
            self.committee.schedule(person, self.stage.day(committee_dates.SECOND_INTERVIEWS, HELD))

    def _record(self, person: Applicant) -> None:
        today, fate = self._today(), self.fates.fate_of(person)
        self.committee.record(person, today + timedelta(days=1), "passed", must_fail=True)
        outcome = "failed" if fate == "failed" else "pending" if fate in PENDING else "passed"
        self.committee.record(person, today, outcome)
        self.committee.score(person)

    def _today(self) -> date:
        return self.stage.local(self.committee.cloud.now()).date()

    def _supplements(self, edge: datetime) -> None:
        """At the edge of the second interviews' window, and after it."""
        fates, stage = self.fates, self.stage
        stage.remind(edge - timedelta(hours=2))
        papers = [(person, kinds_for(person, stage)) for person in fates.of("late_papers")]
        stage.play_around("The window's last instant", edge, [
            *(person.edit for person in fates.of("at_the_edge")),
            *(partial(person.upload, kinds[0]) for person, kinds in papers if kinds),
        ])  # fmt: skip
        late, after = fates.of("late_papers", "reopened", "admitted_late_papers"), edge + timedelta(hours=1)
        stage.each("Supplements too late", after, late, Applicant.edit)
        stage.each("Windows reopened", after, fates.of("reopened", "admitted_late_papers"), self._reopen)

    def _supplement(self, person: Applicant) -> None:
        person.edit()
        send_papers(person, self.stage)

    def _reopen(self, person: Applicant) -> None:
        self.committee.reopen(person, "supplement", self.committee.cloud.now() + timedelta(hours=5))
        send_papers(person, self.stage)
