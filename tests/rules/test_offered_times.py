"""What an applicant may answer when a time for the interview was offered, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.rules.application import Application, Event
from chalicelib.rules.appointments import (
    ASKED,
    CONFIRMED,
    DECLINED,
    MOST_ANSWERS,
    USUAL,
    Answered,
    applicants_answer,
    is_over,
    may_answer,
    slot,
    to_answer,
)
from chalicelib.rules.objection import Objection
from tests.building import MS
from tests.small_building import OPEN, event

WHEN = OPEN + timedelta(days=20)


def offer(seq: int = 2, **detail: Any) -> Event:
    said = {"when": WHEN.isoformat(), "place": "Талдықорған", "format": "offline", "offered": True}
    return event(seq=seq, act="schedule_interview", status="interview_scheduled", detail=said | detail)


def answer(seq: int, given: str, text: str = "") -> Event:
    return event(seq=seq, act="answer_interview", status="interview_scheduled", detail={"answer": given, "text": text})


OFFERED = Application((event(), offer()))


def test_the_answer_is_to_the_appointment_in_force() -> None:
    nobody_asked = (Application((event(),)), Application((event(), offer(offered=False))))
    assert [applicants_answer(each) for each in nobody_asked] == [Answered(""), Answered("")]
    assert applicants_answer(OFFERED) == Answered(ASKED)
    declined = Application((*OFFERED.events, answer(3, CONFIRMED), answer(4, DECLINED, "Сапардамын")))
    assert applicants_answer(declined) == Answered(DECLINED, "Сапардамын")
    checked = event(seq=3, act="check_document", status="interview_scheduled", detail={"document": "d"})
    assert applicants_answer(Application((*OFFERED.events, checked))) == Answered(ASKED)
    plain = event(seq=3, act="answer_interview", status="interview_scheduled", detail={"answer": CONFIRMED})
    assert applicants_answer(Application((*OFFERED.events, plain))) == Answered(CONFIRMED, "")
    assert applicants_answer(Application((*declined.events, offer(5)))) == Answered(ASKED)


@pytest.mark.parametrize(("application", "given", "text", "appointment", "at", "why"), [
    (OFFERED, CONFIRMED, "", 2, WHEN - MS, ""), (OFFERED, DECLINED, "Сапардамын", 2, WHEN - MS, ""),
    (OFFERED, DECLINED, " ", 2, OPEN, "no_answer_reason"), (OFFERED, "maybe", "", 2, OPEN, "unknown_answer"),
    (OFFERED, CONFIRMED, "", 1, OPEN, "appointment_moved"), (OFFERED, CONFIRMED, "", 2, WHEN, "appointment_over"),
    (Application((event(), offer(offered=False))), CONFIRMED, "", 2, OPEN, "not_offered"),
    (Application((event(),)), CONFIRMED, "", 2, OPEN, "not_offered"),
])  # fmt: skip
def test_an_offered_time_is_answered_before_it_begins(
    application: Application, given: str, text: str, appointment: int, at: Any, why: str
) -> None:
    objection = to_answer(application, given, text, appointment, at)
    assert objection == (Objection("interview", why) if why else None)


def test_an_applicant_answers_so_often_and_no_more() -> None:
    answers = [answer(3 + number, CONFIRMED) for number in range(MOST_ANSWERS)]
    one_less = Application((*OFFERED.events, *answers[:-1]))
    full = Application((*OFFERED.events, *answers))
    refused = Objection("interview", "too_many_interview_answers", {"limit": MOST_ANSWERS})
    assert [to_answer(each, CONFIRMED, "", 2, OPEN) for each in (one_less, full)] == [None, refused]


def test_an_interview_may_be_answered_until_it_begins_and_is_over_after_its_length() -> None:
    assert [may_answer(OFFERED, WHEN - MS), may_answer(OFFERED, WHEN)] == [True, False]
    assert not may_answer(Application((event(),)), OPEN)
    assert not may_answer(Application((event(), offer(offered=False))), OPEN)
    usual, said = WHEN + timedelta(minutes=USUAL), WHEN + timedelta(minutes=45)
    longer = Application((event(), offer(minutes=45)))
    assert [is_over(OFFERED, usual - MS), is_over(OFFERED, usual)] == [False, True]
    assert [is_over(longer, said - MS), is_over(longer, said)] == [False, True]
    assert not is_over(Application((event(),)), WHEN)


def test_a_slot_has_everybody_who_will_be_there() -> None:
    planned: Any = {
        "when": WHEN.isoformat(),
        "place": "Есік",
        "format": "offline",
        "committee": ["А"],
        "experts": ["Б"],
    }
    assert slot("2345-DFGJ", planned | {"minutes": 45}).minutes == 45
    assert slot("2345-DFGJ", planned) == ("2345-DFGJ", WHEN, 0, "Есік", ("А", "Б"))
