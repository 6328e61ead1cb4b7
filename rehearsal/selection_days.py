"""Act two: interviews, the supplement windows, decisions, tasks; and attempts to get round each guard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from .applicant import Applicant
from .committee import Committee
from .exact import end_of_supplement
from .facts import Facts
from .open_days import kinds_for
from .stage import Stage, Task, in_turn

# Dealt in turn by arrival. Of those who passed some send everything before the interview, some inside the window.
FATES = (
    "admitted", "admitted", "excluded", "admitted_late_papers", "completed", "lacking", "failed", "reopened",
    "at_the_edge", "two_at_once", "admitted", "pending_then_passed", "late_papers", "pending", "no_interview", "failed",
    "ineligible", "withdraws", "untouched", "scheduled",
)  # fmt: skip
PASSED = ("admitted", "excluded", "admitted_late_papers", "completed", "lacking", "reopened", "at_the_edge",
          "two_at_once", "late_papers")  # fmt: skip
PENDING = ("pending", "pending_then_passed")
NEVER_SCHEDULED = ("ineligible", "untouched")
SUPPLEMENTING = ("admitted", "excluded", "completed", "two_at_once", "pending_then_passed", "failed")
FIRST_INTERVIEWS, SECOND_INTERVIEWS, LATE_RECORDS = 5, 8, 9
# The tasks: given, due, judged, and when the time to explain the missed ones is over.
TASKS_GIVEN, TASKS_DUE, TASKS_JUDGED, TASKS_EXPLAINED = 14, 34, 35, 42


class Selection:
    """`first` are the fates of whom the committee interviewed while the call was still open."""

    def __init__(self, stage: Stage, committee: Committee, facts: Facts) -> None:
        self.stage, self.committee, self.facts = stage, committee, facts
        self.early: list[Applicant] = []
        self.groups: dict[str, list[Applicant]] = {}

    def look_in(self, at: datetime) -> None:
        """As applications arrive: within the call's last days the first ones are interviewed."""
        if self.early or at < self.stage.call.closes_at - timedelta(days=3):
            return
        there = [person for person in self.stage.people if person.is_in and person.way == "direct"]
        self.early = there[: max(1, len(self.stage.people) // 30)]
        self._each("Interviews during the call", at - timedelta(hours=1), self.early, self._early_interview)

    def _early_interview(self, person: Applicant) -> None:
        now = self.committee.cloud.now()
        self.committee.schedule(person, now + timedelta(minutes=5))
        person.rewrite(hours_per_week=person.rng.randint(1, 40))
        self.committee.record(person, self.stage.local(now).date(), "passed")
        self._papers(person)

    def deal(self) -> None:
        waiting = [person for person in self.stage.people if person.is_in and person not in self.early]
        for index, person in enumerate(waiting):
            self.groups.setdefault(FATES[index % len(FATES)], []).append(person)

    def exceptions(self) -> None:
        """Two people are let in late, openly; the others stay out."""
        late = [person for person in self.stage.people if person.way == "late"][:1]
        drafts = [person for person in self.stage.people if person.way == "late_draft" and not person.is_in][:1]
        at, until = self.stage.day(1, 8), self.stage.day(2, 8)
        self.stage.play("Exceptions", at, [
            *(in_turn(partial(self.committee.let_in, person, until), person.rewrite, person.submit_draft)
              for person in late),
            *(in_turn(partial(self.committee.reopen, person, "submit", until), person.submit_draft)
              for person in drafts),
        ])  # fmt: skip
        self._each(
            "Exceptions are over", until + timedelta(minutes=1), [*late, *drafts], lambda p: p.rewrite(hours_per_week=2)
        )

    def interviews(self) -> None:
        invited = self._those(lambda fate: fate not in NEVER_SCHEDULED)
        self._each("Interviews are scheduled", self.stage.day(4, 10), invited, self._schedule)
        self._each("Not admitted at once", self.stage.day(4, 10), self._of("ineligible"),
                   lambda person: self.committee.decline(person, "ineligible"))  # fmt: skip
        self._each("Withdrawals", self.stage.day(4, 10), self._of("withdraws"), Applicant.withdraw)
        for days, half in ((FIRST_INTERVIEWS, 0), (SECOND_INTERVIEWS, 1)):
            held = self._those(lambda fate: fate in (*PASSED, *PENDING, "failed") and fate != "lacking")[half::2]
            self._each("Interviews are recorded", self.stage.day(days, 17), held, self._record)
            inside = self._of(*SUPPLEMENTING)
            self._each("Supplements", self.stage.day(days + 1, 12), [p for p in held if p in inside], self._supplement)

        self._each("Interviews are recorded late", self.stage.day(LATE_RECORDS, 17), self._of("lacking"),
                   self._record_late)  # fmt: skip

    def _record_late(self, person: Applicant) -> None:
        """Held days ago: the window counts from today, openly marked."""
        held = self.stage.day(FIRST_INTERVIEWS, 11).date()
        self.committee.record(person, self.stage.day(-40, 11).date(), "passed", must_fail=True)
        self.committee.record(person, held, "passed")
        self.committee.score(person)
        self.committee.decline(person, "incomplete", must_fail=True)

    def _schedule(self, person: Applicant) -> None:
        self.committee.schedule(person, self.stage.day(FIRST_INTERVIEWS, 11))
        if person in self._of("no_interview", "at_the_edge"):
            self.committee.schedule(person, self.stage.day(SECOND_INTERVIEWS, 11))

    def _record(self, person: Applicant) -> None:
        today = self.stage.local(self.committee.cloud.now()).date()
        self.committee.record(person, today + timedelta(days=1), "passed", must_fail=True)
        fate = self._fate(person)
        outcome = "failed" if fate == "failed" else "pending" if fate in PENDING else "passed"
        self.committee.record(person, today, outcome)
        self.committee.score(person)
        self.committee.decline(person, "incomplete", must_fail=True)
        self.committee.decline(person, "no_interview", must_fail=True)

    def supplements(self) -> None:
        """At the edge of the second interviews' window, and after it."""
        edge = end_of_supplement(self.facts, self.stage.day(SECOND_INTERVIEWS, 17).date())
        self.stage.remind(edge - timedelta(hours=2))
        self.stage.play_around("The window's last instant", edge, [
            *(partial(person.rewrite, hours_per_week=41) for person in self._of("at_the_edge")),
            *(partial(person.upload, "presentation") for person in self._of("late_papers")),
        ])  # fmt: skip
        late = self._of("late_papers", "reopened", "admitted_late_papers")
        self._each(
            "Supplements too late", edge + timedelta(hours=1), late, lambda person: person.rewrite(hours_per_week=42)
        )
        self._each("Windows reopened", edge + timedelta(hours=1), self._of("reopened", "admitted_late_papers"),
                   self._reopened)  # fmt: skip

    def _supplement(self, person: Applicant) -> None:
        person.rewrite(hours_per_week=person.rng.randint(43, 49))
        self._papers(person)

    def _reopened(self, person: Applicant) -> None:
        self.committee.reopen(person, "supplement", self.committee.cloud.now() + timedelta(hours=5))
        self._papers(person)

    def _papers(self, person: Applicant) -> None:
        for kind in kinds_for(person, self.stage):
            person.upload(kind)

    def decisions(self) -> None:
        at = self.stage.day(14, 10)
        self._each("Pending interviews", at, self._of("pending_then_passed"), lambda person: self.committee.record(
            person, self.stage.local(at).date(), "passed"))  # fmt: skip
        self._each("Two members at once", at, self._of("two_at_once"), self.committee.two_at_once)
        self._each(
            "Declined", at, [*self._of("failed", "no_interview", "pending", "lacking", "late_papers")], self._decline
        )
        admitted = self._of("admitted", "excluded", "completed", "reopened", "pending_then_passed",
                            "admitted_late_papers")  # fmt: skip
        self._each("Admitted", at, [*self.early, *admitted], self._admit)

    def _decline(self, person: Applicant) -> None:
        reasons = {"failed": "interview_failed", "no_interview": "no_interview", "pending": "interview_failed"}
        self.committee.admit(person, must_fail=self._fate(person) in ("failed", "no_interview", "pending"))
        if self._fate(person) == "pending":
            self._end_pending(person)
        self.committee.decline(person, reasons.get(self._fate(person), "incomplete"))

    def _end_pending(self, person: Applicant) -> None:
        """Nobody is judged on an interview whose outcome is open; a final one is changed only with a reason."""
        today = self.stage.local(self.committee.cloud.now()).date()
        self.committee.decline(person, "criteria", must_fail=True)
        self.committee.record(person, today, "failed")
        self.committee.record(person, today, "passed", must_fail=True)

    def _admit(self, person: Applicant) -> None:
        self.committee.decline(person, "interview_failed", must_fail=True)
        self.committee.admit(person)
        person.withdraw()

    def acceleration(self) -> None:
        everyone = [*self.early, *self._of("admitted", "excluded", "completed", "reopened", "pending_then_passed")]
        due = self.stage.day(TASKS_DUE, 10).date()
        self._each("Tasks are assigned", self.stage.day(TASKS_GIVEN, 10), everyone,
                   lambda p: self.committee.assign(p, 3, due))  # fmt: skip
        self.stage.remind(self.stage.day(TASKS_DUE, 12))
        self._each("Tasks are still open", self.stage.day(TASKS_DUE, 13), everyone, self._too_early)
        self._each("Tasks are judged", self.stage.day(TASKS_JUDGED, 10), everyone, self._judge)
        self._each("Misses are explained", self.stage.day(TASKS_JUDGED + 1, 10), everyone, self._explain)
        self._each("Explanations are weighed", self.stage.day(TASKS_EXPLAINED, 10), everyone, self._weigh)
        self._each("Completed", self.stage.day(75, 10), self._of("completed"), self.committee.complete)

    def _too_early(self, person: Applicant) -> None:
        """Until the due day is over nothing is missed, and with a task open nothing is completed."""
        self.committee.miss(person, 1, must_fail=True)
        self.committee.complete(person, must_fail=True)

    def _judge(self, person: Applicant) -> None:
        act = self.committee
        if self._fate(person) == "completed":
            for task in (1, 2, 3):
                act.finish(person, task)
        else:
            act.miss(person, 1)
            act.exclude(person, must_fail=True)
        if self._fate(person) == "excluded":
            act.miss(person, 2)
            act.exclude(person, must_fail=True)

    def _explain(self, person: Applicant) -> None:
        """Pressed twice it is one explanation; a task that was not missed needs none."""
        words = self.committee.words_for("explanation", person)
        for _ in range(2):
            person.explain("1", words)

    def _weigh(self, person: Applicant) -> None:
        if self._fate(person) == "excluded":
            self.committee.exclude(person)
        elif self._fate(person) == "admitted":
            self.committee.finish(person, 1, noted=True)

    def _fate(self, person: Applicant) -> str:
        return next((fate for fate, people in self.groups.items() if person in people), "")

    def _of(self, *fates: str) -> list[Applicant]:
        return [person for fate in dict.fromkeys(fates) for person in self.groups.get(fate, [])]

    def _those(self, wanted: Callable[[str], bool]) -> list[Applicant]:
        return self._of(*(fate for fate in FATES if wanted(fate)))

    def _each(self, title: str, at: datetime, people: Iterable[Applicant], act: Callable[[Applicant], object]) -> None:
        tasks: Sequence[Task] = [partial(act, person) for person in people]
        self.stage.play(title, at, tasks)
