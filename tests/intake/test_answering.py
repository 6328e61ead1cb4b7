"""The applicant answers an offered time: what is written, what is refused, and what is the same answer again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.call import Call
from chalicelib.intake.answer_interview import answer_interview
from chalicelib.intake.change_application import withdraw
from chalicelib.intake.submit_application import submit
from chalicelib.rules.application import Application
from chalicelib.rules.appointments import CONFIRMED, DECLINED, MOST_ANSWERS
from chalicelib.rules.refusals import NotAllowed, NotFound
from chalicelib.selection import interviews
from tests.building import PEPPER, FakeStore
from tests.selection.building import desk
from tests.small_building import OPEN, answers, small_call

WHEN, NOW = OPEN + timedelta(days=3), OPEN + timedelta(days=1)


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


class Applicant:
    """Somebody who was offered a time, and their store."""

    def __init__(self, call: Call) -> None:
        self.call, self.store = call, FakeStore()
        receipt = submit(call, self.store, PEPPER, answers(), OPEN)
        self.number, self.key = receipt.event.number, receipt.key
        self.offer(WHEN)

    def offer(self, when: datetime) -> None:
        plan = interviews.Plan(offered=True)
        interviews.schedule(desk(self.call, self.store, 0.5), self.number, when, "Талғар", "offline", plan=plan)

    def says(self, answer: str, text: str = "", appointment: int = 2, at: datetime = NOW, key: str = "") -> Application:
        return answer_interview(self.call, self.store, self.number, key or self.key, appointment, answer, text, at)

    def kept(self) -> int:
        return len(self.store.events(self.number))


@pytest.mark.parametrize(("answer", "text", "kept"), [
    (CONFIRMED, " ", {"answer": "confirmed"}),
    (DECLINED, " Сапардамын\x0b", {"answer": "declined", "text": "Сапардамын"}),
])  # fmt: skip
def test_an_answer_is_written_by_the_applicant_in_their_own_words(
    call: Call, answer: str, text: str, kept: dict[str, str]
) -> None:
    me = Applicant(call)
    written = me.says(answer, text)
    last = written.events[-1]
    assert (last.seq, last.act, last.actor, last.at) == (3, "answer_interview", "applicant", NOW)
    assert (dict(last.detail), written.status, me.store.events(me.number)) == (
        kept, "interview_scheduled", written.events,
    )  # fmt: skip


def test_the_same_answer_again_writes_nothing_and_another_one_is_written(call: Call) -> None:
    me = Applicant(call)
    me.says(DECLINED, "Сапардамын")
    assert (me.says(DECLINED, " Сапардамын ", at=WHEN).events, me.kept()) == (me.store.events(me.number), 3)
    me.says(DECLINED, "Ауырып қалдым")
    me.says(CONFIRMED)
    me.says(DECLINED, "Ауырып қалдым")
    assert me.kept() == 6


def test_an_equal_answer_to_a_time_that_was_moved_is_about_that_time_no_more(call: Call) -> None:
    me = Applicant(call)
    me.says(CONFIRMED)
    me.offer(WHEN + timedelta(hours=1))
    with pytest.raises(NotAllowed) as refused:
        me.says(CONFIRMED)
    assert (refused.value.why, me.kept()) == ("appointment_moved", 4)
    me.says(CONFIRMED, appointment=4)
    with pytest.raises(NotAllowed):
        me.says(CONFIRMED)
    assert me.kept() == 5


def test_what_is_refused_says_by_which_rule_in_which_status_and_how_much_may_be_said(call: Call) -> None:
    me = Applicant(call)
    with pytest.raises(NotAllowed) as refused:
        me.says(DECLINED, "ә" * 3001)
    no = refused.value
    assert (no.rule, no.status, no.why, no.act) == ("interview", "interview_scheduled", "too_long", "answer_interview")
    assert no.params == {"limit": 3000, "length": 3001}
    with pytest.raises(NotAllowed, match="appointment_over"):
        me.says(CONFIRMED, at=WHEN)
    assert me.kept() == 2


def test_answers_are_bounded(call: Call) -> None:
    me = Applicant(call)
    for turn in range(MOST_ANSWERS):
        me.says(DECLINED, f"Себеп {turn}")
    with pytest.raises(NotAllowed, match="too_many_interview_answers"):
        me.says(CONFIRMED)


def test_whoever_has_withdrawn_is_asked_nothing_any_more(call: Call) -> None:
    me = Applicant(call)
    withdraw(call, me.store, me.number, me.key, NOW)
    with pytest.raises(NotAllowed) as refused:
        me.says(CONFIRMED)
    no = refused.value
    assert (no.rule, no.status, no.why, no.act) == ("interview", "withdrawn", "wrong_status", "answer_interview")


def test_nobody_answers_for_another(call: Call) -> None:
    me = Applicant(call)
    with pytest.raises(NotFound):
        me.says(CONFIRMED, key="2222-2222-2222-2222-2222-2222")
    assert me.kept() == 2


def test_where_no_time_was_offered_there_is_nothing_to_answer(call: Call) -> None:
    store = FakeStore()
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    with pytest.raises(NotAllowed) as refused:
        answer_interview(call, store, receipt.event.number, receipt.key, 1, CONFIRMED, "", NOW)
    assert (refused.value.status, refused.value.why) == ("submitted", "wrong_status")
