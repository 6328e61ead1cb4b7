"""Random acts of applicant and committee against the life cycle and the store together."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.intake.append_event import Change, append, reload
from chalicelib.intake.change_application import rewrite, submit_draft, withdraw
from chalicelib.intake.explain_task import explain
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.rules.admission_guards import lacking
from chalicelib.rules.application import Application, Event
from chalicelib.rules.application_record import interview
from chalicelib.rules.completeness import judge
from chalicelib.rules.lifecycle import ACTS, FINAL, STATUSES
from chalicelib.rules.refusals import Refused
from chalicelib.rules.supplement import supplement_end
from chalicelib.rules.tasks import missed_count
from chalicelib.selection import decisions, interviews, task_acts
from chalicelib.selection.committee_act import CommitteeAct
from tests.building import PEPPER, FakeStore
from tests.small_building import OPEN, PACKAGE, answers, small_call

CALL = small_call()
TEXT = st.sampled_from(["", "себеп"])


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.store, self.at = FakeStore(), OPEN
        self.seen: list[Event] = []

    @initialize()
    def begin(self) -> None:
        draft, self.key = save_new_draft(CALL, self.store, PEPPER, answers(), self.at)
        self.number = draft.number

    def attempt(self, act: Any, *args: Any, **kwargs: Any) -> None:
        try:
            act(*args, **kwargs)
        except Refused:
            assert list(self.store.events(self.number)) == self.seen, "a refused act wrote something"

    @property
    def desk(self) -> CommitteeAct:
        return CommitteeAct(CALL, self.store, "committee/asel", self.at)

    @rule(hours=st.sampled_from([1, 20, 80, 300]))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule(project=st.sampled_from(["", "Есік", "Талғар"]), based_on=st.integers(1, 6))
    def rewrites(self, project: str, based_on: int) -> None:
        words = answers(project=project)
        self.attempt(rewrite, CALL, self.store, self.number, self.key, based_on, words, self.at)

    @rule()
    def submits(self) -> None:
        self.attempt(submit_draft, CALL, self.store, self.number, self.key, self.at)

    @rule(really=st.sampled_from([False] * 9 + [True]))
    def withdraws(self, really: bool) -> None:
        if really:
            self.attempt(withdraw, CALL, self.store, self.number, self.key, self.at)

    @rule()
    def sends_documents(self) -> None:
        for kind in PACKAGE:
            detail = {"document": kind, "kind": kind, "filename": f"{kind}.pdf", "size": 9, "sha256": "0" * 64}
            change = Change("receive_document", "applicant", self.at, detail=detail)
            self.attempt(append, self.store, reload(CALL, self.store, self.number), change)
            self.keep_up()

    @rule()
    def schedules(self) -> None:
        self.attempt(interviews.schedule, self.desk, self.number, self.at + timedelta(hours=1), "Онлайн", "online")

    @rule(outcome=st.sampled_from(["passed", "failed", "pending"]), experts=st.sampled_from([[], ["В. Г."]]),
          days=st.sampled_from([0, 0, 2, 9]), why=TEXT)  # fmt: skip
    def records(self, outcome: str, experts: list[str], days: int, why: str) -> None:
        held, panel = self.desk.today - timedelta(days=days), (["А. Б."], experts)
        self.attempt(interviews.record, self.desk, self.number, held, *panel, outcome, why=why)

    @rule()
    def admits(self) -> None:
        self.attempt(decisions.admit, self.desk, self.number)

    @rule(reason=st.sampled_from(["interview_failed", "incomplete", "no_interview", "criteria"]), text=TEXT)
    def declines(self, reason: str, text: str) -> None:
        self.attempt(decisions.decline, self.desk, self.number, reason, text)

    @rule()
    def assigns_and_misses(self) -> None:
        self.attempt(task_acts.assign, self.desk, self.number, "Міндет", self.desk.today)
        self.keep_up()
        self.at += timedelta(days=1)
        for task in "123":
            self.attempt(task_acts.miss, self.desk, self.number, task)
            self.keep_up()

    @rule(text=TEXT)
    def explains(self, text: str) -> None:
        self.attempt(explain, CALL, self.store, self.number, self.key, "1", text, self.at)

    @rule(text=TEXT)
    def excludes(self, text: str) -> None:
        self.attempt(decisions.exclude, self.desk, self.number, text)

    @rule(window=st.sampled_from(["submit", "supplement"]), why=TEXT)
    def reopens(self, window: str, why: str) -> None:
        self.attempt(decisions.reopen, self.desk, self.number, window, self.at + timedelta(hours=5), why)

    @invariant()
    def keep_up(self) -> None:
        if not hasattr(self, "number"):
            return
        now = list(self.store.events(self.number))
        assert now[: len(self.seen)] == self.seen, "an event was lost or rewritten"
        assert [event.seq for event in now] == list(range(1, len(now) + 1))
        for before, after in pairwise(now):
            assert after.before == before.status in ACTS[after.act].sources
            assert after.status in STATUSES
            assert after.version - before.version == (after.answers is not None)
            assert before.status not in FINAL
        self.check_promises(now)
        self.seen = now
        self.check_decision()

    def check_promises(self, now: list[Event]) -> None:
        """What was promised before an event is still promised after it; nobody is declined inside a window."""
        ends = [supplement_end(CALL, Application(tuple(now[:count]))) for count in range(1, len(now) + 1)]
        for earlier, later in pairwise(ends):
            assert earlier is None or (later is not None and earlier <= later)
        for event, end in zip(now, ends, strict=True):
            assert event.act != "decline" or end is None or end <= event.at or event.before != "interviewed"

    def check_decision(self) -> None:
        application = reload(CALL, self.store, self.number)
        if application.status in ("admitted", "excluded", "completed"):
            assert (interview(application) or {})["outcome"] == "passed"
            assert not lacking(CALL, application, self.desk.submitted_on(application))
        if application.status == "excluded":
            assert missed_count(application) >= CALL.missed_tasks_for_exclusion
        if application.submitted_at:
            assert judge(CALL.form, application.content.answers or {}).complete


AnyOrder.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAnyOrder = AnyOrder.TestCase
