"""An offered time of an interview is confirmed or declined: by the API, by a plain form, about what was read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.call import Call
from chalicelib.rules.appointments import MOST_ANSWERS
from chalicelib.selection import interviews
from tests.building import OPEN
from tests.selection.building import desk
from tests.web.gateway import Answer, post_json
from tests.web.test_draft_forms import Applicant

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHEN = OPEN + DAY
NOW = OPEN + 0.6 * DAY
DECLINED = {"appointment": "2", "answer": "declined", "text": " Жолдамын \r\n"}


def offered(call: Call, *, is_offered: bool = True) -> Applicant:
    me = Applicant()
    move(call, me, WHEN, is_offered=is_offered)
    return me


def move(call: Call, me: Applicant, when: Any, *, is_offered: bool = True) -> None:
    plan = interviews.Plan(minutes=40, committee=["Мүше Болат"], offered=is_offered)
    interviews.schedule(desk(call, wiring.service().store, 0.5), me.number, when, "Талғар", "offline", plan=plan)


def answer(me: Applicant, value: Any, at: Any = NOW, key: str = "") -> Answer:
    return post_json(f"/applications/{me.number}/interview", value, at, Authorization=f"Bearer {key or me.key}")


def test_the_application_tells_what_is_asked_and_then_what_was_answered_and_not_who_will_be_there(call: Call) -> None:
    me = offered(call)
    asked = {"when": "2021-09-16T10:00:00.000+06:00", "place": "Талғар", "format": "offline", "minutes": 40,
             "appointment": 2, "answer": "asked"}  # fmt: skip
    assert me.stored()["interview"] == asked
    assert answer(me, DECLINED).json["interview"] == asked | {"answer": "declined", "reason": "Жолдамын"}
    assert answer(me, {"appointment": 2, "answer": "confirmed"}).json["interview"] == asked | {"answer": "confirmed"}
    assert me.stored()["status"] == "interview_scheduled"


def test_the_same_answer_again_is_the_same_answer(call: Call) -> None:
    me = offered(call)
    first, again = answer(me, DECLINED), answer(me, DECLINED, NOW + HOUR)
    assert (again.status, again.json["history"]) == (200, first.json["history"])


def test_an_answer_is_about_the_time_that_was_read(call: Call) -> None:
    me = offered(call)
    move(call, me, WHEN + HOUR)
    late = answer(me, DECLINED)
    assert (late.status, late.json["rule"], me.stored()["interview"]["answer"]) == (409, "interview", "asked")


@pytest.mark.parametrize("changes", [{"answer": "maybe"}, {"text": " "}, {"appointment": "x"}, {"text": "а" * 3001}])
def test_what_is_no_answer_is_refused_by_the_rule_with_what_to_do(call: Call, changes: Any) -> None:
    refused = answer(offered(call), DECLINED | changes)
    assert (refused.status, refused.json["rule"], bool(refused.json["next"])) == (409, "interview", True)


def test_nothing_is_answered_that_was_not_offered_or_has_come_and_nobody_else_answers(call: Call) -> None:
    assert answer(offered(call, is_offered=False), DECLINED).status == 409
    me = offered(call)
    assert [answer(me, DECLINED, WHEN).status, answer(me, DECLINED, key="2222-2222").status] == [409, 404]


def test_answers_are_bounded(call: Call) -> None:
    me = offered(call)
    statuses = [answer(me, DECLINED | {"text": f"Себеп {n}"}).status for n in range(MOST_ANSWERS + 1)]
    assert statuses == [200] * MOST_ANSWERS + [409]


def test_by_a_plain_form_a_blank_refusal_is_handed_back_and_a_reason_is_kept(call: Call) -> None:
    me = offered(call)
    assert me.anew("show", NOW) == 200
    assert "Подходит ли вам это время?" in me.html and "40\u00a0минут" in me.html
    assert "Мүше Болат" not in me.html
    seen = {"_appointment": "2", "_reason": " "}
    assert _press(me, "decline_interview", **seen) == 409 and "Не написано, почему время не подходит." in me.html
    assert _press(me, "decline_interview", **seen | {"_reason": "В дороге до вечера"}) == 200
    assert "Вы сообщили, что это время не подходит." in me.html and "В дороге до вечера" in me.html
    assert _press(me, "confirm_interview", **seen | {"_reason": "не нужно"}) == 200
    assert me.stored()["interview"].get("reason") is None and "Вы подтвердили это время." in me.html


def test_a_refused_reason_stands_in_its_field_again(call: Call) -> None:
    me = offered(call)
    move(call, me, WHEN + HOUR)
    assert _press(me, "decline_interview", _appointment="2", _reason="Болмайды маған") == 409
    assert "Болмайды маған</textarea>" in me.html


def _press(me: Applicant, act: str, **fields: str) -> int:
    from tests.web.gateway import post_form

    pairs = [("_language", "ru"), ("_key", me.key), *fields.items(), ("_act", act)]
    return me.load(post_form(f"/applications/{me.number}", pairs, NOW))
