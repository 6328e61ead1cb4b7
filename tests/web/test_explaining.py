"""A missed task is explained: by the API, by a plain form, with every word handed back that is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.call import Call
from chalicelib.intake.append_event import reload
from chalicelib.rules.objection import MOST_TEXT
from chalicelib.rules.tasks import last_explanation_end
from chalicelib.selection import decisions, interviews, task_acts
from tests.building import MS, OPEN
from tests.selection.building import EXPERT, HELD, MEMBER, PACKAGE, desk, with_documents
from tests.web.gateway import Answer, post_json, send
from tests.web.test_draft_forms import Applicant

DUE = date(2021, 9, 20)
MISSED_AT = OPEN + timedelta(days=6)


def with_missed_task(call: Call, *, missed: bool = True) -> Applicant:
    me, store = Applicant(), wiring.service().store
    interviews.schedule(desk(call, store, 0.5), me.number, OPEN + timedelta(days=1), "Талғар", "offline")
    interviews.record(desk(call, store), me.number, HELD, [MEMBER], [EXPERT], "passed")
    with_documents(store, me.number, *PACKAGE)  # type: ignore[arg-type]
    decisions.admit(desk(call, store, 2), me.number)
    task_acts.assign(desk(call, store, 3), me.number, "Қаржы моделі", DUE)
    if missed:
        task_acts.miss(desk(call, store, 6), me.number, "1")
    return me


def explain(me: Applicant, value: Any, at: Any = MISSED_AT, key: str = "") -> Answer:
    return post_json(f"/applications/{me.number}/explain", value, at, Authorization=f"Bearer {key or me.key}")


def stored(me: Applicant) -> Any:
    return send("GET", f"/applications/{me.number}", b"", OPEN, {"Authorization": f"Bearer {me.key}"}).json


def test_an_explanation_is_in_the_application_with_its_instant(call: Call) -> None:
    me = with_missed_task(call)
    answer = explain(me, {"task": "1", "text": " Ауырып қалдым \r\n"})
    assert answer.status == 200
    (task,) = answer.json["tasks"]
    assert task == {
        "task": "1", "title": "Қаржы моделі", "due": "2021-09-20", "state": "missed",
        "explain_until": "2021-09-25T00:00:00.000+06:00",
        "explanations": [{"at": "2021-09-21T10:00:00.000+06:00", "text": "Ауырып қалдым"}],
    }  # fmt: skip
    assert stored(me)["history"][-1]["act"] == "explain"


def test_the_page_the_mail_and_the_guard_name_one_end(call: Call) -> None:
    me = with_missed_task(call)
    end = last_explanation_end(call, reload(call, wiring.service().store, me.number))
    assert end is not None and end.isoformat() == "2021-09-25T00:00:00+06:00"
    assert stored(me)["tasks"][0]["explain_until"] == "2021-09-25T00:00:00.000+06:00"
    assert me.anew("show", MISSED_AT) == 200 and "до 24.00 24 сентября 2021 года" in me.page.text


def test_the_same_words_again_are_the_same_explanation(call: Call) -> None:
    me = with_missed_task(call)
    first = explain(me, {"task": "1", "text": "Ауырып қалдым"})
    assert explain(me, {"task": 1, "text": "Ауырып қалдым"}, MISSED_AT + MS).json["tasks"] == first.json["tasks"]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"task": "1"}, "no_explanation"), ({"task": "1", "text": " "}, "no_explanation"),
        ({"task": "9", "text": "сөз"}, "no_such_task"), ({"text": "сөз"}, "no_such_task"),
        ({"task": "1", "text": "а" * (MOST_TEXT + 1)}, "too_long"),
    ],
)  # fmt: skip
def test_a_refused_explanation_names_its_rule_and_the_next_step_and_returns_the_words(
    call: Call, value: dict[str, str], why: str
) -> None:
    me = with_missed_task(call)
    refused = explain(me, value)
    told = refused.json
    assert (refused.status, told["rule"], told["why"], told["status_now"]) == (409, "exclusion", why, "admitted")
    assert told["type"].endswith("/rules/#exclusion") and told["next"] and told["answers"] == value


def test_a_wrong_key_opens_nothing(call: Call) -> None:
    me = with_missed_task(call)
    assert explain(me, {"task": "1", "text": "сөз"}, key="2222-2222").status == 404


def test_without_a_script_the_task_is_explained_on_the_page(call: Call) -> None:
    me = with_missed_task(call)
    assert me.anew("show", MISSED_AT) == 200 and "Объясните, почему задача не выполнена" in me.page.text
    assert me.press("explain", MISSED_AT, _explanation="Ауырып <b>қалдым</b>") == 200
    assert "Ауырып &lt;b&gt;қалдым&lt;/b&gt;" in me.html
    assert me.page.labelled >= {"explain-1"} and set(me.page.described) <= set(me.page.ids)


def test_refused_words_stand_in_their_field_again(call: Call) -> None:
    me = with_missed_task(call)
    me.anew("show", MISSED_AT)
    long = "Ұзақ сөз. " * 400
    assert me.press("explain", MISSED_AT, _explanation=long) == 409
    assert dict(me.page.pairs)["_explanation"] == long
    assert "Сократите текст и повторите." in me.page.text and "/ru/rules/#exclusion" in me.page.links


def test_words_sent_after_an_exclusion_are_refused_as_final_and_handed_back(call: Call) -> None:
    me, store = with_missed_task(call), wiring.service().store
    me.anew("show", MISSED_AT)
    task_acts.assign(desk(call, store, 6), me.number, "Есеп", date(2021, 9, 21))
    task_acts.miss(desk(call, store, 7), me.number, "2")
    decisions.exclude(desk(call, store, 20), me.number, "Екі міндет орындалмады")
    assert me.press("explain", OPEN + timedelta(days=21), _explanation="Кеш сөз") == 409
    assert "Это окончательное решение." in me.page.text
    assert "Кеш сөз" in me.page.text


def test_nothing_is_asked_before_a_task_is_missed(call: Call) -> None:
    me = with_missed_task(call, missed=False)
    me.anew("show", MISSED_AT)
    assert "_explanation" not in me.page.names
    assert explain(me, {"task": "1", "text": "сөз"}).json["why"] == "task_not_missed"
