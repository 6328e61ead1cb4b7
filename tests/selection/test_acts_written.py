"""What each act of the committee writes, and that none of them is done on what changed since it was looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.number_and_key import is_number, key_sha256
from chalicelib.rules.application import Application, Event
from chalicelib.rules.refusals import NotAllowed, OutcomeUnknown, Stale
from chalicelib.selection import decisions, interviews, task_acts
from chalicelib.selection.committee_act import CommitteeAct
from tests.building import PEPPER, FakeStore
from tests.selection.building import EXPERT, MEMBER, admitted, desk, interviewed, scheduled, submitted
from tests.selection.building import with_documents as add_documents
from tests.small_building import CLOSES, HELD, OPEN, PACKAGE, small_call

WHEN = CLOSES + timedelta(days=90)
LATE = CLOSES + timedelta(days=30)
POINTS = {"1": 8, "2": 7, "3": 9}
WHY = dict.fromkeys(POINTS, "Негіздемесі")
DUE = date(2026, 4, 23)


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


def interviewed_whole(call: Call, store: FakeStore) -> str:
    number = interviewed(call, store)
    add_documents(store, number, *PACKAGE)
    return number


def with_task(call: Call, store: FakeStore) -> str:
    number = admitted(call, store)
    task_acts.assign(desk(call, store, 3), number, "Міндет", DUE)
    return number


def twice_missed(call: Call, store: FakeStore) -> str:
    number = with_task(call, store)
    task_acts.assign(desk(call, store, 3), number, "Есеп", DUE)
    for task in ("1", "2"):
        task_acts.miss(replace(desk(call, store), at=CLOSES + timedelta(days=1)), number, task)
    return number


Act = Callable[[CommitteeAct, str, int | None], Application]
# How the application is brought there, the act, its name, and all that it writes.
ACTS: dict[str, tuple[Callable[[Call, FakeStore], str], Act, str, dict[str, Any]]] = {
    "schedule": (submitted, lambda d, n, s: interviews.schedule(d, n, WHEN, " Онлайн ", "online", s),
                 "schedule_interview", {"place": "Онлайн", "format": "online"}),
    "record": (scheduled, lambda d, n, s: interviews.record(d, n, HELD, [" А.  Б. "], [EXPERT], "failed", " жоқ ", s),
               "record_interview", {"held": "2026-04-09", "committee": [MEMBER], "experts": [EXPERT],
                                    "outcome": "failed", "note": "жоқ"}),
    "score": (interviewed, lambda d, n, s: interviews.score(d, n, EXPERT, POINTS, WHY | {"3": " сөз "}, s), "score",
              {"expert": EXPERT, "scores": POINTS, "reasons": WHY | {"3": "сөз"}}),
    "admit": (interviewed_whole, lambda d, n, s: decisions.admit(d, n, " Құттықтаймыз ", s), "admit",
              {"text": "Құттықтаймыз"}),
    "decline": (interviewed, lambda d, n, s: decisions.decline(d, n, "criteria", " Себебі ", s), "decline",
                {"reason": "criteria", "text": "Себебі"}),
    "reopen": (submitted, lambda d, n, s: decisions.reopen(d, n, "submit", d.at + timedelta(days=1), " Ауырды ", s),
               "make_exception", {"window": "submit", "why": "Ауырды"}),
    "assign": (admitted, lambda d, n, s: task_acts.assign(d, n, " Міндет ", date(2026, 6, 24), s), "assign_task",
               {"task": "1", "title": "Міндет", "due": "2026-06-24"}),
    "finish": (with_task, lambda d, n, s: task_acts.finish(d, n, "1", " Жақсы ", s), "finish_task",
               {"task": "1", "note": "Жақсы"}),
    "miss": (with_task, lambda d, n, s: task_acts.miss(d, n, "1", " Жіберілмеді ", s), "miss_task",
             {"task": "1", "note": "Жіберілмеді", "until": "2026-05-29T00:00:00+05:00"}),
    "exclude": (twice_missed, lambda d, n, s: decisions.exclude(d, n, " Себебі ", s), "exclude", {"text": "Себебі"}),
    "complete": (admitted, lambda d, n, s: decisions.complete(d, n, " Рақмет ", s), "complete", {"text": "Рақмет"}),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_an_act_writes_what_was_said_and_who_said_it(call: Call, name: str) -> None:
    store = FakeStore()
    prepare, act, event_name, detail = ACTS[name]
    number = prepare(call, store)
    seen = len(store.events(number))
    written = act(replace(desk(call, store), at=LATE), number, seen).events[-1]
    assert (written.seq, written.at, written.act, written.actor) == (seen + 1, LATE, event_name, "committee/asel")
    assert {key: written.detail[key] for key in detail} == detail
    # What is not compared here is an instant that follows from the act's own.
    assert set(written.detail) - set(detail) <= {"when", "until"}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_on_what_changed_since_is_refused_and_writes_nothing(call: Call, name: str) -> None:
    store = FakeStore()
    prepare, act, *_ = ACTS[name]
    number = prepare(call, store)
    before = store.events(number)
    for seen in (len(before) - 1, len(before) + 1):
        with pytest.raises(Stale) as stale:
            act(replace(desk(call, store), at=LATE), number, seen)
        assert stale.value.current.events == before
    assert store.events(number) == before


def test_a_refused_act_says_the_status_and_the_numbers_it_was_refused_with(call: Call) -> None:
    store = FakeStore()
    number = admitted(call, store)
    with pytest.raises(NotAllowed) as refused:
        decisions.exclude(replace(desk(call, store), at=LATE), number, "себеп")
    no = refused.value
    assert (no.rule, no.status, no.why, no.act) == ("exclusion", "admitted", "not_systematic", "exclude")
    assert no.params == {"count": 0, "limit": 2}


def test_a_place_refused_says_until_when_everybody_may_apply(call: Call) -> None:
    with pytest.raises(NotAllowed) as refused:
        decisions.let_in(desk(call, FakeStore()), b"pepper", CLOSES, "Ауырды", "p")
    no = refused.value
    assert (no.rule, no.status, no.why, no.params) == ("deadline", "", "exception_too_short", {"until": CLOSES})


def let_in_by(call: Call, store: FakeStore, press: str = "press-1") -> tuple[Application, str]:
    return decisions.let_in(replace(desk(call, store), at=LATE), PEPPER, WHEN, "Ауруханада\r\nболды", press)


def test_a_place_for_a_late_applicant_is_an_empty_draft_with_a_key_of_its_own(call: Call) -> None:
    store = FakeStore()
    place, key = let_in_by(call, store)
    [event] = store.kept.values()
    assert place.events == (event,)
    assert event == Event(
        number=event.number, seq=1, at=LATE, act="make_exception", actor="committee/asel", version=1, status="draft",
        answers={}, press=event.press, key_sha256=key_sha256(key), call=call.id, form=call.form.version,
        detail={"call": call.id, "window": "submit", "until": WHEN.isoformat(), "why": "Ауруханада\nболды"},
    )  # fmt: skip
    assert is_number(event.number) and event.press


def test_a_press_that_lets_in_makes_one_place_however_often_it_comes(call: Call) -> None:
    """And another press, of the same words in the same instant, is another person's."""
    store = FakeStore()
    place, key = let_in_by(call, store)
    assert let_in_by(call, store) == (place, key)
    later = replace(desk(call, store), at=LATE + timedelta(days=1))
    assert decisions.let_in(later, PEPPER, WHEN + timedelta(days=9), "Басқа", "press-1") == (place, key)
    other, other_key = let_in_by(call, store, "press-2")
    assert (other.number == place.number, other_key == key, len(store.kept)) == (False, False, 2)


def test_a_press_in_another_call_makes_a_place_of_its_own(call: Call) -> None:
    (place, key), (other, other_key) = (let_in_by(of, FakeStore()) for of in (call, replace(call, id="next-year")))
    assert (other.number == place.number, other_key == key) == (False, False)


def test_nobody_is_given_a_place_whose_number_is_somebody_s_already(call: Call) -> None:
    store = FakeStore()
    place, _ = let_in_by(call, store)
    taken = store.kept.pop((place.number, 1))._replace(press="another's")
    store.append(taken)
    with pytest.raises(OutcomeUnknown):
        let_in_by(call, store)
    assert list(store.kept.values()) == [taken]


@pytest.mark.parametrize("plan", [
    interviews.Plan(committee=["Ә" * 151]), interviews.Plan(experts=["Ә" * 151]), interviews.Plan(why="ә" * 3001),
    interviews.Plan(committee=["Ә"] * 41),
])  # fmt: skip
def test_what_an_appointment_says_beside_its_time_is_bounded_too(call: Call, plan: interviews.Plan) -> None:
    store = FakeStore()
    number = submitted(call, store)
    with pytest.raises(NotAllowed) as refused:
        interviews.schedule(desk(call, store), number, WHEN, "Талдықорған", "offline", plan=plan)
    assert refused.value.why in ("too_long", "too_many_names")
    assert Application(store.events(number)).status == "submitted"


def test_a_panel_as_large_as_may_be_is_named_with_an_appointment(call: Call) -> None:
    store = FakeStore()
    committee, experts = [f"Ә. {i}" for i in range(20)], [f"В. {i}" for i in range(20)]
    plan = interviews.Plan(committee=committee, experts=experts)
    kept = interviews.schedule(desk(call, store), submitted(call, store), WHEN, "Талдықорған", "offline", plan=plan)
    assert kept.events[-1].detail["committee"] == committee and kept.events[-1].detail["experts"] == experts


def test_the_day_of_submission_is_that_of_the_submission_and_of_nothing_before(call: Call) -> None:
    store = FakeStore()
    first = Application(store.events(submitted(call, store))).events[0]
    at = desk(call, store)
    drafted = first._replace(act="save_draft", at=OPEN - timedelta(days=3))
    assert at.submitted_on(Application((drafted, first._replace(seq=2)))) == date(2026, 4, 8)
    assert at.submitted_on(Application((drafted,))) == date(2026, 4, 5)
