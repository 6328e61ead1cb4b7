"""The interview's rules: what a record must say, what it promises, who may score."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.append_event import reload
from chalicelib.intake.change_application import rewrite, submit_draft
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.rules.applicant_windows import outside_own_window, own_window_end
from chalicelib.rules.application import Application
from chalicelib.rules.application_record import exceptional, is_exceptional, records, scores
from chalicelib.rules.interview_guards import MOST_PANEL
from chalicelib.rules.refusals import OutsideWindow
from chalicelib.rules.supplement import supplement_end
from chalicelib.selection import decisions, interviews
from chalicelib.selection.committee_act import CommitteeAct
from tests.building import MS, PEPPER, FakeStore
from tests.selection.building import EXPERT, MEMBER, desk, interviewed, refused, scheduled, submitted
from tests.small_building import CLOSES, HELD, OPEN, answers, small_call

POINTS = {"1": 8, "2": 7, "3": 9}
WHY = dict.fromkeys(POINTS, "Негіздемесі")


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


def local(call: Call, text: str) -> str:
    return f"2026-04-{text}T00:00:00+05:00"


@pytest.mark.parametrize(
    ("shift", "place", "why"),
    [
        (timedelta(0), "Онлайн", "appointment_in_past"), (-timedelta(days=600), "Онлайн", "appointment_in_past"),
        (timedelta(days=2000), "Талдықорған", "too_far"), (timedelta(days=1), " \u200b", "no_place"),
        (timedelta(days=1), "a" * 301, "too_long"), (timedelta(days=1), "a\x07b", "forbidden_characters"),
    ],
)  # fmt: skip
def test_an_appointment_lies_ahead_and_has_a_place(
    call: Call, store: FakeStore, shift: timedelta, place: str, why: str
) -> None:
    number, at = submitted(call, store), desk(call, store)
    act = lambda: interviews.schedule(at, number, at.at + shift, place, "online")  # noqa: E731 one attempt
    assert refused(act) == ("interview", why)
    interviews.schedule(at, number, at.at + MS, "https://example.kz/meet", "online")
    assert refused(act) == ("interview", why)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"held": date(2026, 4, 7)}, "held_before_submission"),
        ({"held": date(2020, 1, 10)}, "held_before_submission"),
        ({"held": date(2026, 4, 10)}, "held_in_future"), ({"held": date.max}, "held_in_future"),
        ({"outcome": "maybe"}, "unknown_outcome"),
        ({"experts": ["а.  б."]}, "in_two_roles"), ({"committee": ["А. Б.", "а. Б."]}, "named_twice"),
        ({"experts": ["В"] * (MOST_PANEL + 1)}, "too_many_names"), ({"experts": ["В" * 151]}, "too_long"),
        ({"note": "н" * 3001}, "too_long"), ({"experts": ["\u00a0"]}, "no_panel"),
    ],
)  # fmt: skip
def test_a_record_says_who_held_the_interview_and_when(
    call: Call, store: FakeStore, changed: dict[str, Any], why: str
) -> None:
    number = scheduled(call, store)
    said = {"held": HELD, "committee": [MEMBER], "experts": [EXPERT], "outcome": "passed"} | changed
    assert refused(lambda: interviews.record(desk(call, store), number, **said)) == ("interview", why)


def test_an_interview_on_the_day_of_submission_is_no_earlier_than_it(call: Call, store: FakeStore) -> None:
    number = scheduled(call, store)
    recorded = interviews.record(desk(call, store), number, date(2026, 4, 8), [MEMBER], [EXPERT], "passed")
    assert recorded.status == "interviewed"


def test_a_record_stores_the_instant_it_promises(call: Call, store: FakeStore) -> None:
    recorded = reload(call, store, interviewed(call, store))
    assert recorded.events[-1].detail["until"] == local(call, "14")
    assert (is_exceptional(recorded), "exception" in recorded.events[-1].detail) == (False, False)


def test_recorded_late_the_applicant_has_as_many_days_and_it_is_openly_marked(call: Call, store: FakeStore) -> None:
    number = scheduled(call, store)
    late = desk(call, store, 20)
    recorded = interviews.record(late, number, HELD, [MEMBER], [EXPERT], "passed")
    end = supplement_end(call, recorded)
    # The third day from 28 April is a day off, and the two after it a weekend.
    assert end is not None and end.isoformat() == "2026-05-05T00:00:00+05:00" == recorded.events[-1].detail["until"]
    assert recorded.events[-1].detail["exception"] == {"from": local(call, "14"), "why": "late_record"}
    (made,) = exceptional(recorded)
    assert (made.window, made.until, made.code, made.author) == ("supplement", end, "late_record", late.author)
    with_words = rewrite_now(call, store, number, end - MS)
    assert with_words.status == "interviewed"


def rewrite_now(call: Call, store: FakeStore, number: str, at: Any) -> Application:
    current = reload(call, store, number)
    assert outside_own_window(call, current, at) is None
    return current


def test_a_late_day_that_rolls_over_to_the_same_end_is_no_exception(call: Call, store: FakeStore) -> None:
    """Held on Thursday the 16th, recorded on Friday: both end on Monday the 20th, no day is lost."""
    number = scheduled(call, store)
    recorded = interviews.record(desk(call, store, 2), number, HELD, [MEMBER], [EXPERT], "passed")
    assert (recorded.events[-1].detail["until"], is_exceptional(recorded)) == (local(call, "14"), False)


def test_a_further_record_never_shortens_what_was_promised(call: Call, store: FakeStore) -> None:
    number = scheduled(call, store)
    interviews.record(desk(call, store, 5), number, date(2026, 4, 13), [MEMBER], [EXPERT], "pending")
    promised = supplement_end(call, reload(call, store, number))
    again = interviews.record(desk(call, store, 5), number, HELD, [MEMBER], [EXPERT], "passed")
    assert supplement_end(call, again) == promised
    failed = interviews.record(desk(call, store, 5), number, HELD, [MEMBER], [EXPERT], "failed", why="Қате")
    assert (supplement_end(call, failed), "until" in failed.events[-1].detail) == (promised, False)
    assert refused(lambda: decisions.decline(desk(call, store, 5), number, "interview_failed", "себеп")) == (
        "supplement", "window_open",
    )  # fmt: skip


def test_the_final_record_of_a_pending_interview_reopens_nothing(call: Call, store: FakeStore) -> None:
    number = interviewed(call, store, "pending")
    final = interviews.record(desk(call, store, 20), number, HELD, [MEMBER], [EXPERT], "passed")
    end = supplement_end(call, final)
    assert (end and end.isoformat(), is_exceptional(final)) == (local(call, "14"), False)


def test_a_failed_interview_opens_no_window_and_says_so(call: Call, store: FakeStore) -> None:
    draft, key = save_new_draft(call, store, PEPPER, answers(), OPEN)
    submit_draft(call, store, draft.number, key, OPEN)
    interviews.schedule(desk(call, store, 0.5), draft.number, CLOSES, "Онлайн", "online")
    at = desk(call, store)
    failed = interviews.record(at, draft.number, HELD, [MEMBER], [EXPERT], "failed")
    assert (supplement_end(call, failed), own_window_end(call, failed)) == (None, None)
    with pytest.raises(OutsideWindow) as error:
        rewrite(call, store, draft.number, key, failed.version, answers(project="Есік"), at.at + MS)
    outside = error.value.outside
    assert (outside.rule, outside.instant, outside.by_ms, outside.opened) == ("supplement", at.at, 1, False)


def test_a_promise_of_an_exception_survives_the_interview(call: Call, store: FakeStore) -> None:
    number, until = scheduled(call, store), CLOSES + timedelta(days=9)
    decisions.reopen(desk(call, store), number, "submit", until, "Ауданда жарық болмады")
    failed = interviews.record(desk(call, store), number, HELD, [MEMBER], [EXPERT], "failed")
    assert (supplement_end(call, failed), outside_own_window(call, failed, until - MS)) == (until, None)


def test_a_final_record_is_corrected_only_with_a_reason_and_both_stay(call: Call, store: FakeStore) -> None:
    number, at = interviewed(call, store, "failed"), desk(call, store, 2)
    again: Callable[[str], Application] = lambda why: interviews.record(  # noqa: E731 two attempts
        at, number, HELD, [MEMBER], [EXPERT], "passed", why=why
    )
    assert refused(lambda: again(" ")) == ("interview", "no_correction_reason")
    corrected = again("Хаттама қате оқылған")
    assert [event.detail["outcome"] for event in records(corrected)] == ["failed", "passed"]
    assert corrected.events[-1].detail["why"] == "Хаттама қате оқылған"
    assert corrected.events[-1].detail["until"] == local(call, "14")


def test_only_the_panel_scores_each_its_own(call: Call, store: FakeStore) -> None:
    number, at = interviewed(call, store), desk(call, store)
    assert refused(lambda: interviews.score(at, number, "Бөгде", POINTS, WHY)) == ("interview", "not_on_panel")
    scored = interviews.score(at, number, " в.  г.", POINTS, WHY)
    (sheet,) = scores(scored).values()
    assert (sheet.expert, sheet.points, sheet.reasons, sheet.actor) == (EXPERT, POINTS, WHY, at.author)
    rival = desk(call, store, author="committee/marat")
    assert refused(lambda: interviews.score(rival, number, EXPERT, POINTS, WHY)) == ("interview", "scored_by_another")
    own = interviews.score(at, number, EXPERT, POINTS | {"1": 9}, WHY)
    assert [score.points["1"] for score in scores(own).values()] == [9]
    other = interviews.score(rival, number, MEMBER, POINTS, WHY).events[-1]
    assert (other.detail["expert"], "entered_for" in other.detail) == (MEMBER, False)


def test_points_entered_from_paper_are_replaced_by_the_person_they_are_of_and_by_who_entered_them(
    call: Call, store: FakeStore
) -> None:
    number, secretary = interviewed(call, store), desk(call, store)
    entered = interviews.score(secretary, number, EXPERT, POINTS, WHY, entered_for="desk/expert")
    assert entered.events[-1].detail["entered_for"] == "desk/expert"
    expert, third = (desk(call, store, author=author) for author in ("desk/expert", "desk/third"))
    assert refused(lambda: interviews.score(third, number, EXPERT, POINTS, WHY)) == ("interview", "scored_by_another")
    own = interviews.score(expert, number, EXPERT, POINTS | {"1": 9}, WHY)
    assert scores(own)["в. г."].points["1"] == 9


@pytest.mark.parametrize(
    ("points", "reasons", "rule", "why"),
    [
        (POINTS | {"1": 11}, WHY, "interview", "score_range"),
        (POINTS | {"1": True}, WHY, "interview", "score_range"),
        (POINTS | {"1": 7.5}, WHY, "interview", "score_range"),
        (POINTS | {"2": None}, WHY, "interview", "score_missing"),
        ({"1": 8}, WHY, "interview", "score_missing"), (POINTS | {"6": 1}, WHY, "interview", "unknown_criterion"),
        (POINTS, WHY | {"3": " "}, "interview", "no_score_reason"), (POINTS, {}, "interview", "no_score_reason"),
        (POINTS, WHY | {"3": "н" * 3001}, "interview", "too_long"),
        (POINTS, WHY | {"9": "н"}, "interview", "unknown_criterion"),
    ],
)  # fmt: skip
def test_points_are_whole_and_each_has_its_reason(
    call: Call, store: FakeStore, points: dict[str, Any], reasons: dict[str, str], rule: str, why: str
) -> None:
    number = interviewed(call, store)
    at: CommitteeAct = replace(desk(call, store))
    assert refused(lambda: interviews.score(at, number, EXPERT, points, reasons)) == (rule, why)


def test_scores_leave_out_a_criterion_that_does_not_apply(call: Call, store: FakeStore) -> None:
    number, at = interviewed(call, store, stage="running"), desk(call, store)
    assert refused(lambda: interviews.score(at, number, EXPERT, POINTS | {"2": 0}, WHY)) == (
        "experience", "not_applicable",
    )  # fmt: skip
    two, why = POINTS | {"2": None}, {"1": "Негіздемесі", "3": "Негіздемесі"}
    scored = interviews.score(at, number, EXPERT, two, why | {"2": " "}).events[-1]
    assert (scored.detail["scores"], scored.detail["reasons"]) == (two, why)
