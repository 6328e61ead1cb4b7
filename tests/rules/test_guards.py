"""Each guard answers the whole objection: the rule, why, and the numbers the sentence shows; from both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.rules import admission_guards, decline_guards, exception_guards, interview_guards, task_guards
from chalicelib.rules.application import Application, Event
from chalicelib.rules.objection import Objection, distance_objection, text_objection
from tests.building import MS
from tests.small_building import CLOSES, OPEN, answers, event, small_call

DAY = timedelta(days=1)
HELD = {"held": "2026-04-09", "committee": ["А. Б."], "experts": ["В. Г."], "outcome": "passed", "note": ""}
POINTS = {"1": 0, "2": 10, "3": 9}
WHY = dict.fromkeys(POINTS, "Негіздемесі")
SUBMITTED_ON = date(2026, 4, 8)


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


def application(*acts: tuple[str, dict[str, Any]], status: str = "submitted", **first: Any) -> Application:
    """A submission and what followed it, an hour apart; `status` is that of every later event."""
    later = (_later(place, act, detail, status) for place, (act, detail) in enumerate(acts, 2))
    return Application((event(**first), *later) if acts else (event(status=status, **first),))


def _later(seq: int, act: str, detail: dict[str, Any], status: str) -> Event:
    changes = {"seq": seq, "at": OPEN + seq * timedelta(hours=1), "act": act, "status": status, "detail": detail}
    return event(actor="committee/asel", answers=None, press="", key_sha256="", **changes)


def without(call: Call, *rules: str) -> Call:
    """The call without these rules, and with them without what they are of."""
    return replace(call, rules=tuple(rule for rule in call.rules if rule.id not in rules))


def interviewed(**record: Any) -> Application:
    return application(("record_interview", HELD | record), status="interviewed")


def assigned(count: int, due: str = "2026-04-23") -> list[tuple[str, dict[str, Any]]]:
    return [("assign_task", {"task": str(n), "title": f"Міндет {n}", "due": due}) for n in range(1, count + 1)]


def missed(count: int, until: str = "2026-04-28T00:00:00+05:00") -> list[tuple[str, dict[str, Any]]]:
    return [("miss_task", {"task": str(n), "note": "", "until": until}) for n in range(1, count + 1)]


def admitted(*acts: tuple[str, dict[str, Any]]) -> Application:
    return application(*acts, status="admitted")


# Texts of an act


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("а" * 3000, None), ("а" * 3001, Objection("admission", "too_long", {"limit": 3000, "length": 3001})),
        ("", None), ("\x07", Objection("admission", "forbidden_characters", {"where": 1})),
        ("аб\x07", Objection("admission", "forbidden_characters", {"where": 3})),
        ("а" + "\u0301" * 30, None), ("а" + "\u0301" * 31, Objection("admission", "too_many_marks", {"where": 32})),
    ],
)  # fmt: skip
def test_a_text_is_bounded_and_has_no_control_characters(text: str, expected: Objection | None) -> None:
    assert text_objection("admission", text) == expected


def test_a_blank_text_is_refused_only_where_one_is_needed() -> None:
    assert text_objection("exclusion", " \u200b", "no_text") == Objection("exclusion", "no_text", {})
    assert text_objection("exclusion", " \u200b") is None


def test_an_act_lies_at_most_eleven_hundred_days_ahead() -> None:
    assert distance_objection("interview", OPEN + 1100 * DAY, OPEN) is None
    assert distance_objection("interview", OPEN + 1100 * DAY + MS, OPEN) == Objection(
        "interview", "too_far", {"days": 1100}
    )


# Decisions


def test_an_admission_names_what_is_lacking(call: Call) -> None:
    passed = interviewed()
    incomplete = Objection("admission", "package_incomplete", {"count": 1})
    assert admission_guards.to_admit(call, passed, "", SUBMITTED_ON) == incomplete
    broken = application(("record_interview", HELD), status="interviewed", answers=answers(project=None))
    assert admission_guards.to_admit(call, broken, "", SUBMITTED_ON) == Objection("complete", "form_incomplete")
    for without in (interviewed(outcome="failed"), interviewed(outcome="pending"), application()):
        objection = admission_guards.to_admit(call, without, "", SUBMITTED_ON)
        assert objection == Objection("admission", "interview_not_passed")


def test_the_text_of_an_admission_is_bounded_and_may_be_left_out(call: Call) -> None:
    arrived = [("receive_document", {"document": "d", "kind": "passport", "filename": "a.pdf"})]
    whole = application(("record_interview", HELD), *arrived, status="interviewed")
    assert admission_guards.to_admit(call, whole, "", SUBMITTED_ON) is None
    assert admission_guards.to_admit(call, whole, "а" * 3001, SUBMITTED_ON) == Objection(
        "admission", "too_long", {"limit": 3000, "length": 3001}
    )


def declined(call: Call, found: Application, reason: str, at: datetime, text: str = "себеп") -> Objection | None:
    return decline_guards.to_decline(call, found, reason, text, SUBMITTED_ON, at)


def test_a_decline_inside_a_window_names_the_windows_end(call: Call) -> None:
    end = datetime(2026, 4, 13, 19, tzinfo=UTC)
    assert declined(call, application(), "ineligible", CLOSES - MS) == Objection(
        "deadline", "window_open", {"until": CLOSES}
    )
    assert declined(call, application(), "ineligible", CLOSES) is None
    assert declined(call, interviewed(), "criteria", end - MS) == Objection("supplement", "window_open", {"until": end})
    assert declined(call, interviewed(), "criteria", end) is None


@pytest.mark.parametrize(
    ("outcome", "reason", "expected"),
    [
        ("passed", "interview_failed", Objection("admission", "interview_not_failed")),
        ("pending", "interview_failed", Objection("admission", "interview_not_failed")),
        ("failed", "interview_failed", None),
        ("passed", "no_interview", Objection("admission", "interview_was_held")),
        ("failed", "incomplete", Objection("supplement", "window_never_opened")), ("passed", "incomplete", None),
        ("pending", "criteria", Objection("interview", "outcome_pending")), ("failed", "criteria", None),
        ("passed", "luck", Objection("admission", "unknown_reason")), ("pending", "ineligible", None),
    ],
)  # fmt: skip
def test_each_reason_of_a_decline_is_true_or_refused(
    call: Call, outcome: str, reason: str, expected: Objection | None
) -> None:
    assert declined(call, interviewed(outcome=outcome), reason, CLOSES + 9 * DAY) == expected


@pytest.mark.parametrize("reason", ["interview_failed", "incomplete", "criteria", "ineligible"])
def test_every_decline_has_a_text(call: Call, reason: str) -> None:
    outcome = "failed" if reason == "interview_failed" else "passed"
    assert declined(call, interviewed(outcome=outcome), reason, CLOSES + 9 * DAY, " ") == Objection(
        "admission", "no_text"
    )


def test_before_an_interview_only_some_reasons_are_true(call: Call) -> None:
    when = CLOSES + DAY
    planned = application(("schedule_interview", {"when": when.isoformat(), "place": "Онлайн", "format": "online"}))
    over = when + timedelta(minutes=30)
    assert declined(call, planned, "no_interview", over - MS) == Objection(
        "admission", "appointment_ahead", {"until": over}
    )
    assert declined(call, planned, "no_interview", over) is None
    assert declined(call, application(), "no_interview", when) == Objection("admission", "no_appointment")
    for reason in ("criteria", "incomplete"):
        assert declined(call, planned, reason, when) == Objection("interview", "not_interviewed")
    assert declined(call, planned, "interview_failed", when) == Objection("admission", "interview_not_failed")


def test_whoever_said_that_the_time_does_not_suit_them_missed_no_interview(call: Call) -> None:
    offer = {"when": CLOSES.isoformat(), "place": "Онлайн", "format": "online", "offered": True}
    answered = [
        application(
            ("schedule_interview", offer), ("answer_interview", {"answer": answer}), status="interview_scheduled"
        )
        for answer in ("declined", "confirmed")
    ]
    assert [declined(call, found, "no_interview", CLOSES + DAY) for found in answered] == [
        Objection("interview", "appointment_declined"), None,
    ]  # fmt: skip


def test_a_call_declines_only_for_what_it_has(call: Call) -> None:
    """A call without interviews or criteria knows no reason of theirs, and needs no interview before any other."""
    bare = without(call, "interview", "supplement")
    assert decline_guards.reasons(call) == ("interview_failed", "incomplete", "no_interview", "ineligible", "criteria")
    assert decline_guards.reasons(bare) == ("incomplete", "ineligible", "criteria")
    assert decline_guards.reasons(replace(call, criteria=())) == (
        "interview_failed", "incomplete", "no_interview", "ineligible",
    )  # fmt: skip
    assert [declined(bare, application(), reason, CLOSES) for reason in decline_guards.reasons(bare)] == [None] * 3
    unknown = Objection("admission", "unknown_reason")
    assert [declined(bare, application(), reason, CLOSES) for reason in ("interview_failed", "no_interview")] == [
        unknown, unknown,
    ]  # fmt: skip


def test_a_call_without_time_to_supplement_declines_what_lacks_something_once_the_interview_was_held(
    call: Call,
) -> None:
    short = without(call, "supplement")
    assert declined(short, interviewed(), "incomplete", OPEN + DAY) is None
    assert declined(short, application(), "incomplete", CLOSES) == Objection("interview", "not_interviewed")


def with_refusal(found: Application, kind: str, at: datetime) -> Application:
    """A document that arrived, and that the scanner refused at this instant."""
    sent = {"document": "d", "kind": kind, "filename": "a.pdf", "checking": True}
    arrived = _later(90, "receive_document", sent, found.status)._replace(at=OPEN + DAY)
    answer = _later(91, "check_document", {"document": "d", "verdict": "infected"}, found.status)
    return Application((*found.events, arrived, answer._replace(at=at)))


def test_nobody_is_declined_for_a_document_that_was_refused_when_no_other_could_be_sent(call: Call) -> None:
    """Refused inside the window, another could have been sent; after its end, one has to be let in for it first."""
    refused, late = Objection("complete", "refused_late"), CLOSES + 9 * DAY
    end = datetime(2026, 4, 13, 19, tzinfo=UTC)
    told = [declined(call, with_refusal(interviewed(), "passport", at), "incomplete", late) for at in (end - MS, end)]
    assert told == [None, refused]
    bare, scheduled = without(call, "interview", "supplement"), application(status="submitted")
    told = [declined(bare, with_refusal(scheduled, "passport", at), "incomplete", late) for at in (CLOSES - MS, CLOSES)]
    assert told == [None, refused]


def test_a_refused_document_stands_in_the_way_only_of_what_it_would_have_completed(call: Call) -> None:
    late = CLOSES + 9 * DAY
    other = with_refusal(interviewed(), "parent", late)
    assert declined(call, other, "incomplete", late) is None
    arrived = ("receive_document", {"document": "e", "kind": "passport", "filename": "a.pdf"})
    whole = with_refusal(application(("record_interview", HELD), arrived, status="interviewed"), "passport", late)
    assert declined(call, whole, "incomplete", late) == Objection("complete", "nothing_missing")


def test_where_no_window_can_be_reopened_nothing_is_waited_for(call: Call) -> None:
    short, late = without(call, "supplement"), CLOSES + 9 * DAY
    assert declined(short, with_refusal(interviewed(), "passport", late), "incomplete", late) is None
    earlier = ("make_exception", {"window": "submit", "until": (CLOSES + DAY).isoformat(), "why": "себеп"})
    excepted = application(earlier, ("record_interview", HELD), status="interviewed")
    assert declined(short, with_refusal(excepted, "passport", late), "incomplete", late) is None


def test_while_an_interview_s_record_is_lost_nobody_is_declined_and_an_instant_is_told(call: Call) -> None:
    lost = application(status="interviewed")
    assert declined(call, lost, "ineligible", OPEN) == Objection("supplement", "window_open", {"until": CLOSES})


def test_an_incomplete_form_is_as_good_a_reason_as_a_missing_document(call: Call) -> None:
    arrived = ("receive_document", {"document": "e", "kind": "passport", "filename": "a.pdf"})
    acts = (("record_interview", HELD), arrived)
    whole, lacking = (application(*acts, status="interviewed", answers=answers(**changes))
                      for changes in ({}, {"project": None}))  # fmt: skip
    assert declined(call, whole, "incomplete", CLOSES) == Objection("complete", "nothing_missing")
    assert declined(call, lacking, "incomplete", CLOSES) is None


def test_what_waits_for_the_scanner_is_neither_missing_nor_enough(call: Call) -> None:
    sent = {"kind": "passport", "filename": "a.pdf", "checking": True, "document": "d"}
    found = application(("record_interview", HELD), ("receive_document", sent), status="interviewed")
    unchecked = Objection("admission", "package_unchecked", {"count": 1})
    assert admission_guards.to_admit(call, found, "", SUBMITTED_ON) == unchecked
    assert admission_guards.lacking(call, found, SUBMITTED_ON) == ()
    minor = date(1907, 12, 31)
    consent = ("receive_document", sent | {"kind": "parent", "document": "e"})
    both = application(("record_interview", HELD), ("receive_document", sent), consent, status="interviewed")
    counted = [admission_guards.unchecked_kinds(call, both, day) for day in (SUBMITTED_ON, minor)]
    assert counted == [("passport",), ("passport", "parent")]
    assert admission_guards.to_admit(call, both, "", minor) == Objection("admission", "package_unchecked", {"count": 2})
    assert admission_guards.unchecked_kinds(call, found, minor) == ("passport",)
    assert admission_guards.lacking(call, found, minor) == ("parent",)


def test_a_call_without_interviews_admits_what_is_whole(call: Call) -> None:
    arrived = ("receive_document", {"document": "d", "kind": "passport", "filename": "a.pdf"})
    bare, whole = without(call, "interview", "supplement"), application(arrived)
    assert admission_guards.to_admit(bare, whole, "", SUBMITTED_ON) is None
    assert admission_guards.to_admit(call, whole, "", SUBMITTED_ON) == Objection("admission", "interview_not_passed")


def test_what_the_package_lacks_depends_on_the_applicants_age_on_the_day_of_submission(call: Call) -> None:
    """Of age since 1 January 1908; until the day before a representative's consent is required."""
    arrived = [("receive_document", {"document": "d", "kind": "passport", "filename": "a.pdf"})]
    found = application(("record_interview", HELD), *arrived, status="interviewed")
    late = CLOSES + 9 * DAY
    minor, adult = date(1907, 12, 31), date(1908, 1, 1)
    assert decline_guards.to_decline(call, found, "incomplete", "себеп", minor, late) is None
    assert decline_guards.to_decline(call, found, "incomplete", "себеп", adult, late) == Objection(
        "complete", "nothing_missing"
    )
    incomplete = Objection("admission", "package_incomplete", {"count": 1})
    assert admission_guards.to_admit(call, found, "", minor) == incomplete
    assert admission_guards.to_admit(call, found, "", adult) is None


# The exception and the key


def excepted(
    call: Call, found: Application | None, until: datetime, window: str = "submit", why: str = "себеп",
    author: str = "committee/asel", at: datetime = OPEN,
) -> Objection | None:  # fmt: skip
    return exception_guards.to_make_exception(call, found, window, until, why, author, at)


def test_an_exception_ends_later_than_what_was_promised(call: Call) -> None:
    too_short = Objection("deadline", "exception_too_short", {"until": CLOSES})
    for found in (None, application(status="draft"), application(), application(status="interview_scheduled")):
        assert excepted(call, found, CLOSES) == too_short
        assert excepted(call, found, CLOSES + MS) is None
    end = datetime(2026, 4, 13, 19, tzinfo=UTC)
    assert excepted(call, interviewed(), end, "supplement") == Objection(
        "supplement", "exception_too_short", {"until": end}
    )
    assert excepted(call, interviewed(), end + MS, "supplement") is None
    assert excepted(call, interviewed(outcome="failed"), OPEN + MS, "supplement") is None


def test_an_exception_reopens_the_window_its_status_has(call: Call) -> None:
    later = CLOSES + DAY
    for found, window, rule in (
        (None, "supplement", "supplement"), (application(), "supplement", "supplement"),
        (interviewed(), "submit", "deadline"), (application(), "window", "deadline"),
        (application(status="admitted"), "submit", "deadline"),
    ):  # fmt: skip
        assert excepted(call, found, later, window) == Objection(rule, "other_window")


def test_a_call_without_time_to_supplement_has_no_window_to_reopen_after_an_interview(call: Call) -> None:
    short, later = without(call, "supplement"), CLOSES + DAY
    refused = Objection("supplement", "other_window")
    assert excepted(short, interviewed(), later, "supplement") == refused
    assert excepted(short, application(), later, "submit") is None


def test_an_exception_lies_ahead_and_not_beyond_all_calls(call: Call) -> None:
    at = CLOSES + DAY
    assert excepted(call, application(), at, at=at) == Objection("deadline", "exception_in_past")
    assert excepted(call, application(), at + MS, at=at) is None
    assert excepted(call, application(), at + 1100 * DAY, at=at) is None
    assert excepted(call, application(), at + 1100 * DAY + MS, at=at) == Objection(
        "deadline", "too_far", {"days": 1100}
    )


def test_an_exception_has_a_reason_and_an_author(call: Call) -> None:
    later = CLOSES + DAY
    assert excepted(call, application(), later, why=" ") == Objection("deadline", "no_text")
    assert excepted(call, application(), later, author=" ") == Objection("deadline", "no_author")
    assert excepted(call, interviewed(), later, "supplement", author="") == Objection("supplement", "no_author")


def test_a_key_is_reissued_with_a_reason_and_an_author() -> None:
    assert exception_guards.to_reissue_key("Жоғалтты", "committee/asel") is None
    assert exception_guards.to_reissue_key(" ", "committee/asel") == Objection("admission", "no_text")
    assert exception_guards.to_reissue_key("Жоғалтты", "") == Objection("admission", "no_author")


# The interview


def test_an_appointment_is_ahead_of_now_by_however_little() -> None:
    assert interview_guards.to_schedule(OPEN, "Онлайн", OPEN) == Objection("interview", "appointment_in_past")
    assert interview_guards.to_schedule(OPEN + MS, "а" * 300, OPEN) is None
    assert interview_guards.to_schedule(OPEN + MS, "а" * 301, OPEN) == Objection(
        "interview", "too_long", {"limit": 300, "length": 301}
    )
    assert interview_guards.to_schedule(OPEN + MS, " ", OPEN) == Objection("interview", "no_place")
    assert interview_guards.to_schedule(OPEN + 1100 * DAY + MS, "Онлайн", OPEN) == Objection(
        "interview", "too_far", {"days": 1100}
    )


TWENTY = [f"Мүше {n}" for n in range(20)]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({}, None), ({"committee": TWENTY, "experts": TWENTY, "minutes": 480, "why": "Зал бос емес"}, None),
        ({"committee": [*TWENTY, "Ә"]}, Objection("interview", "too_many_names", {"limit": 20})),
        ({"experts": [*TWENTY, "Ә"]}, Objection("interview", "too_many_names", {"limit": 20})),
        ({"committee": ["в" * 150]}, None),
        ({"committee": ["Ә", "в" * 151]}, Objection("interview", "too_long", {"limit": 150, "length": 151})),
        ({"experts": ["Ә", "в" * 151]}, Objection("interview", "too_long", {"limit": 150, "length": 151})),
        ({"minutes": 481}, Objection("interview", "interview_length", {"min": 5, "max": 480})),
        ({"why": "а" * 3000}, None),
        ({"why": "а" * 3001}, Objection("interview", "too_long", {"limit": 3000, "length": 3001})),
    ],
)  # fmt: skip
def test_who_will_be_at_an_appointment_and_for_how_long_is_bounded(plan: Any, expected: Objection | None) -> None:
    """As many of each as a record takes later."""
    assert interview_guards.to_schedule(OPEN + MS, "Онлайн", OPEN, plan) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"committee": []}, Objection("interview", "no_panel")), ({"experts": []}, Objection("interview", "no_panel")),
        ({"committee": TWENTY}, None), ({"experts": TWENTY}, None),
        ({"committee": [*TWENTY, "Ә"]}, Objection("interview", "too_many_names", {"limit": 20})),
        ({"experts": [*TWENTY, "Ә"]}, Objection("interview", "too_many_names", {"limit": 20})),
        ({"experts": ["В. Г.", "а.  б."]}, Objection("interview", "in_two_roles", {"name": "А. Б."})),
        ({"committee": ["А. Б.", "Ж.", "ж."]}, Objection("interview", "named_twice", {"name": "Ж."})),
        ({"experts": ["В. Г.", "Е.", "в. г."]}, Objection("interview", "named_twice", {"name": "В. Г."})),
        ({"experts": ["в" * 150]}, None),
        ({"experts": ["в" * 151]}, Objection("interview", "too_long", {"limit": 150, "length": 151})),
        ({"committee": ["в" * 151]}, Objection("interview", "too_long", {"limit": 150, "length": 151})),
        ({"experts": ["в" * 151] * 2}, Objection("interview", "named_twice", {"name": "в" * 150})),
        ({"outcome": "failed"}, None), ({"outcome": "pending"}, None),
        ({"outcome": "maybe"}, Objection("interview", "unknown_outcome")),
        ({"held": "2026-04-08"}, None),
        ({"held": "2026-04-07"},
         Objection("interview", "held_before_submission", {"submitted": date(2026, 4, 8)})),
        ({"held": "2026-04-10"}, Objection("interview", "held_in_future", {"today": date(2026, 4, 9)})),
        ({"note": "а" * 3000}, None),
        ({"note": "а" * 3001}, Objection("interview", "too_long", {"limit": 3000, "length": 3001})),
        ({"why": "а" * 3001}, Objection("interview", "too_long", {"limit": 3000, "length": 3001})),
    ],
)  # fmt: skip
def test_a_record_has_a_whole_panel_a_known_outcome_and_a_possible_day(
    call: Call, changed: dict[str, Any], expected: Objection | None
) -> None:
    assert interview_guards.to_record(call, application(), HELD | changed, OPEN + DAY) == expected


def test_a_day_begins_where_the_call_is(call: Call) -> None:
    """19:00 UTC is midnight in Almaty."""
    evening = datetime(2026, 4, 8, 19, tzinfo=UTC)
    one = application(at=evening)
    assert interview_guards.to_record(call, one, HELD, evening) is None
    assert interview_guards.to_record(call, one, HELD | {"held": "2026-04-08"}, evening) == Objection(
        "interview", "held_before_submission", {"submitted": date(2026, 4, 9)}
    )
    assert interview_guards.to_record(call, application(), HELD, evening - MS) == Objection(
        "interview", "held_in_future", {"today": date(2026, 4, 8)}
    )


@pytest.mark.parametrize(("outcome", "needed"), [("passed", True), ("failed", True), ("pending", False)])
def test_only_a_final_record_is_corrected(call: Call, outcome: str, needed: bool) -> None:
    expected = Objection("interview", "no_correction_reason") if needed else None
    assert interview_guards.to_record(call, interviewed(outcome=outcome), HELD, OPEN + DAY) == expected
    assert interview_guards.to_record(call, interviewed(outcome=outcome), HELD | {"why": "Қате"}, OPEN + DAY) is None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, None),
        ({"points": POINTS | {"2": 11}},
         Objection("interview", "score_range", {"criterion": 2, "min": 0, "max": 10})),
        ({"points": POINTS | {"1": -1}},
         Objection("interview", "score_range", {"criterion": 1, "min": 0, "max": 10})),
        ({"points": POINTS | {"1": True}},
         Objection("interview", "score_range", {"criterion": 1, "min": 0, "max": 10})),
        ({"points": POINTS | {"3": None}}, Objection("interview", "score_missing", {"criterion": 3})),
        ({"reasons": {}}, Objection("interview", "no_score_reason", {"criterion": 1})),
        ({"reasons": WHY | {"2": " "}}, Objection("interview", "no_score_reason", {"criterion": 2})),
        ({"reasons": WHY | {"3": "а" * 3001}},
         Objection("interview", "too_long", {"criterion": 3, "limit": 3000, "length": 3001})),
        ({"points": POINTS | {"9": 1, "7": 1}}, Objection("interview", "unknown_criterion", {"criterion": "7"})),
        ({"reasons": WHY | {"я" * 151: "а"}}, Objection("interview", "unknown_criterion", {"criterion": "я" * 150})),
        ({"expert": "я" * 151}, Objection("interview", "not_on_panel", {"name": "я" * 150})),
        ({"expert": " а.  б. "}, None),
    ],
)  # fmt: skip
def test_points_come_from_the_panel_and_keep_the_range(
    call: Call, changed: dict[str, Any], expected: Objection | None
) -> None:
    given = {"expert": "В. Г.", "points": POINTS, "reasons": WHY, "actor": "committee/asel"} | changed
    assert interview_guards.to_score(call, interviewed(), **given) == expected


def test_points_of_somebody_else_are_not_replaced(call: Call) -> None:
    scored = application(
        ("record_interview", HELD),
        ("score", {"expert": "В. Г.", "scores": POINTS, "reasons": WHY}),
        status="interviewed",
    )
    assert interview_guards.to_score(call, scored, "в. г.", POINTS, WHY, "committee/asel") is None
    assert interview_guards.to_score(call, scored, "в. г.", POINTS, WHY, "committee/marat") == Objection(
        "interview", "scored_by_another", {"name": "В. Г.", "actor": "committee/asel"}
    )


def test_a_criterion_that_does_not_apply_gets_no_points(call: Call) -> None:
    running = application(("record_interview", HELD), status="interviewed", answers=answers(stage="running"))
    score = lambda points: interview_guards.to_score(call, running, "В. Г.", points, WHY, "a")  # noqa: E731 two tries
    assert score(POINTS | {"2": 0}) == Objection("experience", "not_applicable", {"criterion": 2})
    assert score(POINTS | {"2": None}) is None


def test_before_an_interview_nobody_is_on_a_panel() -> None:
    assert interview_guards.panel_name(application(), "В. Г.") is None


# The programme's tasks


def test_a_task_is_due_today_at_the_earliest_and_no_later_than_eleven_hundred_days(call: Call) -> None:
    today = date(2026, 4, 8)
    assign = lambda due, title="Міндет": task_guards.to_assign(call, admitted(), title, due, OPEN)  # noqa: E731
    assert assign(today) is None
    assert assign(today - DAY) == Objection("exclusion", "due_in_past", {"today": today})
    assert assign(today + 1100 * DAY) is None
    assert assign(today + 1101 * DAY) == Objection("exclusion", "too_far", {"days": 1100})
    assert assign(today, " ") == Objection("exclusion", "no_title")
    assert assign(today, "а" * 300) is None
    assert assign(today, "а" * 301) == Objection("exclusion", "too_long", {"limit": 300, "length": 301})


def test_an_application_has_at_most_a_hundred_tasks(call: Call) -> None:
    assign = lambda count: task_guards.to_assign(  # noqa: E731 two attempts
        call, admitted(*assigned(count)), "Міндет", date(2026, 4, 23), OPEN
    )
    assert assign(99) is None
    assert assign(100) == Objection("exclusion", "too_many_tasks", {"limit": 100})


def test_a_miss_waits_for_the_end_of_the_due_day(call: Call) -> None:
    end = datetime(2026, 4, 23, 19, tzinfo=UTC)
    miss = lambda found, at, note="": task_guards.to_miss(call, found, "1", note, at)  # noqa: E731 five attempts
    assert miss(admitted(*assigned(1)), end - MS) == Objection("exclusion", "not_overdue", {"until": end})
    assert miss(admitted(*assigned(1)), end) is None
    assert miss(admitted(*assigned(1)), end, "а" * 3001) == Objection(
        "exclusion", "too_long", {"limit": 3000, "length": 3001}
    )
    assert miss(admitted(), end) == Objection("exclusion", "no_such_task")
    assert miss(admitted(*assigned(1), *missed(1)), end) == Objection("exclusion", "task_closed")


def test_a_missed_task_is_finished_with_a_note() -> None:
    finished = ("finish_task", {"task": "1", "note": ""})
    assert task_guards.to_finish(admitted(*assigned(1)), "1", "") is None
    assert task_guards.to_finish(admitted(*assigned(1), *missed(1)), "1", " ") == Objection("exclusion", "no_note")
    assert task_guards.to_finish(admitted(*assigned(1), *missed(1)), "1", "Түсіндірді") is None
    assert task_guards.to_finish(admitted(*assigned(1), finished), "1", "") == Objection("exclusion", "task_done")
    assert task_guards.to_finish(admitted(), "1", "") == Objection("exclusion", "no_such_task")
    assert task_guards.to_finish(admitted(*assigned(1)), "1", "а" * 3001) == Objection(
        "exclusion", "too_long", {"limit": 3000, "length": 3001}
    )


def test_a_miss_is_explained_twenty_times_at_most() -> None:
    word = ("explain", {"task": "1", "text": "сөз"})
    explain = lambda words, text="сөз": task_guards.to_explain(  # noqa: E731 five attempts
        admitted(*assigned(1), *missed(1), *[word] * words), "1", text
    )
    assert explain(19) is None
    assert explain(20) == Objection("exclusion", "too_many_explanations", {"limit": 20})
    assert explain(0, " ") == Objection("exclusion", "no_explanation")
    assert explain(0, "а" * 3001) == Objection("exclusion", "too_long", {"limit": 3000, "length": 3001})
    assert task_guards.to_explain(admitted(*assigned(1)), "1", "сөз") == Objection("exclusion", "task_not_missed")
    assert task_guards.to_explain(admitted(), "1", "сөз") == Objection("exclusion", "no_such_task")


def test_an_exclusion_needs_two_misses_and_the_end_of_the_time_to_explain(call: Call) -> None:
    end = datetime(2026, 4, 27, 19, tzinfo=UTC)
    exclude = lambda misses, at, text="себеп": task_guards.to_exclude(  # noqa: E731 four attempts
        call, admitted(*assigned(2), *missed(misses)), text, at
    )
    assert exclude(1, end) == Objection("exclusion", "not_systematic", {"count": 1, "limit": 2})
    assert exclude(2, end - MS) == Objection("exclusion", "explanation_open", {"until": end})
    assert exclude(2, end) is None
    assert exclude(2, end, " ") == Objection("exclusion", "no_text")
    needs_none = replace(call, missed_tasks_for_exclusion=0)
    assert task_guards.to_exclude(needs_none, admitted(), "себеп", end) is None


def test_a_miss_of_an_earlier_version_gives_as_long_to_explain(call: Call) -> None:
    """It stored no instant: recorded on Wednesday the 8th, it is counted to the end of Monday the 13th."""
    end = datetime(2026, 4, 13, 19, tzinfo=UTC)
    found = admitted(*assigned(2), *missed(2, until=""))
    assert task_guards.to_exclude(call, found, "себеп", end - MS) == Objection(
        "exclusion", "explanation_open", {"until": end}
    )
    assert task_guards.to_exclude(call, found, "себеп", end) is None


def test_a_programme_is_complete_when_no_task_is_open() -> None:
    assert task_guards.to_complete(admitted(*assigned(2)), "") == Objection(
        "admission", "task_open", {"count": 2, "title": "Міндет 1"}
    )
    assert task_guards.to_complete(admitted(*assigned(2), *missed(2)), "") is None
    assert task_guards.to_complete(admitted(), "а" * 3001) == Objection(
        "admission", "too_long", {"limit": 3000, "length": 3001}
    )
