"""What an application waits for, on whom and until when: every kind of wait, on both sides of every instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.rules.application import Application
from chalicelib.rules.committee_queue import AT_A_MOMENT, missing_documents, open_until, package_state, waiting
from chalicelib.rules.lifecycle import FINAL
from chalicelib.rules.queue_steps import steps
from tests.building import MS
from tests.rules.test_guards import HELD, admitted, application, assigned, interviewed, missed, without
from tests.small_building import CLOSES, OPEN, answers, small_call

Act = tuple[str, dict[str, Any]]
Told = tuple[str, str, datetime | None] | None

HOUR = timedelta(hours=1)
# The ends of the window after the interview, of the due day, of the time to explain and of a later place.
END = datetime.fromisoformat("2026-04-14T00:00:00+05:00")
OVERDUE = datetime.fromisoformat("2026-04-24T00:00:00+05:00")
HEARD = datetime.fromisoformat("2026-04-28T00:00:00+05:00")
LATER = CLOSES + timedelta(days=2)
WHEN = CLOSES + timedelta(days=1)

LATE_PLACE: Act = ("make_exception", {"window": "submit", "until": LATER.isoformat(), "why": "Жарық болмады"})
PASSPORT: Act = ("receive_document", {"document": "d", "kind": "passport", "filename": "a.pdf"})
CHECKING: Act = (PASSPORT[0], PASSPORT[1] | {"checking": True})
WORD: Act = ("explain", {"task": "1", "text": "Ауырып қалдым"})


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


def told(call: Call, found: Application, at: datetime) -> Told:
    wait = waiting(call, found, at)
    return wait and (wait.code, wait.on, wait.until)


def draft(*acts: Act) -> Application:
    return application(*acts, act="save_draft", status="draft")


def scheduled(*acts: Act, **plan: Any) -> Application:
    planned = {"when": WHEN.isoformat(), "place": "Онлайн", "format": "online"} | plan
    return application(("schedule_interview", planned), *acts, status="interview_scheduled")


def heard(*acts: Act, outcome: str = "passed", **first: Any) -> Application:
    return application(("record_interview", HELD | {"outcome": outcome}), *acts, status="interviewed", **first)


def test_an_ordinary_draft_waits_on_nobody_and_one_let_in_late_on_its_writer(call: Call) -> None:
    assert [told(call, draft(), at) for at in (OPEN, CLOSES - MS, CLOSES)] == [None] * 3
    late = ("let_in_late", "applicant", LATER)
    assert [told(call, draft(LATE_PLACE), at) for at in (CLOSES, LATER - MS, LATER)] == [late, late, None]


def test_a_submission_waits_for_its_interview_and_in_a_call_without_any_for_the_decision(call: Call) -> None:
    assert told(call, application(), CLOSES) == ("to_schedule", "committee", None)
    plain = without(call, "interview", "supplement")
    assert told(plain, application(), CLOSES - MS) == ("supplementing", "applicant", CLOSES)
    assert told(plain, application(), CLOSES) == ("to_decline", "committee", None)
    whole = application(PASSPORT, status="submitted")
    assert told(plain, whole, CLOSES - MS) == ("to_admit", "committee", CLOSES)
    assert told(plain, whole, CLOSES) == ("to_admit", "committee", None)


def test_an_appointment_lies_ahead_until_it_begins(call: Call) -> None:
    assert told(call, scheduled(), WHEN - MS) == ("interview_ahead", "both", WHEN)
    assert told(call, scheduled(), WHEN) == ("to_record", "committee", WHEN)


def test_whoever_declined_the_offered_time_waits_for_another(call: Call) -> None:
    no, yes = (("answer_interview", {"answer": answer}) for answer in ("declined", "confirmed"))
    for at in (OPEN, WHEN):
        assert told(call, scheduled(no, offered=True), at) == ("to_reschedule", "committee", None)
    assert told(call, scheduled(yes, offered=True), OPEN) == ("interview_ahead", "both", WHEN)


def test_an_appointment_that_nobody_finds_waits_to_be_recorded_now(call: Call) -> None:
    assert told(call, application(status="interview_scheduled"), OPEN) == ("to_record", "committee", OPEN)


@pytest.mark.parametrize(
    ("found", "inside", "after"),
    [
        (heard(outcome="pending"), ("outcome_pending", "committee", END), ("outcome_pending", "committee", None)),
        (heard(), ("supplementing", "applicant", END), ("to_decline", "committee", None)),
        (heard(PASSPORT), ("to_admit", "committee", END), ("to_admit", "committee", None)),
        (heard(CHECKING), ("to_check", "committee", END), ("to_check", "committee", None)),
        (heard(PASSPORT, answers=answers(project=None)),
         ("supplementing", "applicant", END), ("to_decline", "committee", None)),
        (heard(outcome="failed"), ("to_decline", "committee", None), ("to_decline", "committee", None)),
        (heard(PASSPORT, outcome="failed"), ("to_decline", "committee", None), ("to_decline", "committee", None)),
        (heard(("record_interview", HELD | {"outcome": "failed", "why": "Қате"})),
         ("supplementing", "applicant", END), ("to_decline", "committee", None)),
        (application(status="interviewed"),
         ("outcome_pending", "committee", None), ("outcome_pending", "committee", None)),
    ],
    ids=["pending", "lacking", "whole", "being checked", "form lacking", "failed", "whole and failed", "corrected",
         "record lost"],
)  # fmt: skip
def test_after_an_interview_the_applicants_window_ends_before_anybody_is_declined(
    call: Call, found: Application, inside: Told, after: Told
) -> None:
    assert [told(call, found, at) for at in (OPEN, END - MS, END)] == [inside, inside, after]


def test_an_interview_in_a_call_that_has_none_waits_to_be_looked_at(call: Call) -> None:
    assert told(without(call, "interview", "supplement"), interviewed(), OPEN) == ("damaged", "committee", None)


@pytest.mark.parametrize(
    ("acts", "before", "after"),
    [
        ((), None, None),
        (assigned(1), None, ("task_overdue", "committee", None)),
        ([*assigned(1), ("finish_task", {"task": "1", "note": ""})], None, None),
    ],
    ids=["no task", "assigned", "done"],
)
def test_a_task_is_overdue_when_its_day_has_ended(call: Call, acts: list[Act], before: Told, after: Told) -> None:
    assert [told(call, admitted(*acts), at) for at in (OVERDUE - MS, OVERDUE)] == [before, after]


@pytest.mark.parametrize(
    ("acts", "inside", "after"),
    [
        ([*assigned(1), *missed(1)], ("may_explain", "applicant", HEARD), None),
        ([*assigned(2), *missed(2)],
         ("may_explain", "applicant", HEARD), ("may_be_excluded", "committee", None)),
        ([*assigned(3), *missed(2)],
         ("task_overdue", "committee", None), ("may_be_excluded", "committee", None)),
        ([*assigned(1), *missed(1), WORD],
         ("explanation_given", "committee", None), ("explanation_given", "committee", None)),
        ([*assigned(2), *missed(2), WORD, ("finish_task", {"task": "1", "note": "Түсіндірді"})],
         ("may_explain", "applicant", HEARD), None),
    ],
    ids=["one miss", "two", "two and an open one", "explained", "explanation accepted"],
)  # fmt: skip
def test_nobody_may_be_excluded_while_the_time_to_explain_lasts(
    call: Call, acts: list[Act], inside: Told, after: Told
) -> None:
    assert [told(call, admitted(*acts), at) for at in (HEARD - MS, HEARD)] == [inside, after]
    assert told(without(call, "exclusion"), admitted(*acts), HEARD) is None


def test_a_miss_that_stored_no_instant_is_explained_as_long_as_the_call_says(call: Call) -> None:
    """Missed on Wednesday the 8th, three days and a weekend."""
    found = admitted(*assigned(1), *missed(1, until=""))
    assert [told(call, found, at) for at in (END - MS, END)] == [("may_explain", "applicant", END), None]


@pytest.mark.parametrize("status", FINAL)
def test_what_is_decided_waits_on_nobody(call: Call, status: str) -> None:
    assert told(call, application(status=status), OPEN) is None


def test_a_status_that_nobody_knows_waits_to_be_looked_at(call: Call) -> None:
    assert told(call, application(status="lost"), OPEN) == ("damaged", "committee", None)


def test_only_an_appointments_instant_is_a_moment_and_every_other_the_end_of_a_window(call: Call) -> None:
    until_when = [(scheduled(), OPEN), (scheduled(), WHEN), (draft(LATE_PLACE), CLOSES), (heard(), OPEN)]
    waits = [waiting(call, found, at) for found, at in until_when]
    assert [wait and wait.code in AT_A_MOMENT for wait in waits] == [True, True, False, False]


def test_a_package_is_whole_when_all_that_is_required_counts(call: Call) -> None:
    states = [package_state(call, found) for found in (heard(), heard(CHECKING), heard(PASSPORT))]
    assert states == ["to_be_supplemented", "being_checked", "complete"]
    assert [missing_documents(call, found) for found in (heard(), heard(CHECKING))] == [("passport",), ()]


def test_a_window_is_named_while_it_is_open_and_no_longer(call: Call) -> None:
    assert [open_until(call, application(), at) for at in (OPEN, CLOSES - MS, CLOSES)] == [CLOSES, CLOSES, None]
    assert [open_until(call, heard(), at) for at in (END - MS, END)] == [END, None]
    assert open_until(call, application(), call.opens_at - MS) is None
    assert open_until(call, admitted(), OPEN) is None


def since(call: Call, found: Application) -> list[tuple[datetime, str]]:
    return [(step.since, step.waiting.code if step.waiting else "") for step in steps(call, found)]


def test_a_child_s_package_has_a_parent_s_consent_as_of_the_day_of_submission(call: Call) -> None:
    """Of age since 1 January 1908, by the clock of Almaty, whatever day it is when somebody looks."""
    birthday = datetime.fromisoformat("1908-01-01T00:00:00+05:00").astimezone(UTC)
    consent: Act = (CHECKING[0], CHECKING[1] | {"document": "e", "kind": "parent"})
    child, adult = birthday - timedelta(hours=12), birthday + timedelta(hours=12)
    assert [missing_documents(call, heard(PASSPORT, at=day)) for day in (child, adult)] == [("parent",), ()]
    assert [package_state(call, heard(PASSPORT, consent, at=day)) for day in (child, adult)] == [
        "being_checked", "complete",
    ]  # fmt: skip


def test_what_time_alone_changes_is_known_beforehand(call: Call) -> None:
    second = OPEN + 2 * HOUR
    assert since(call, application()) == [(OPEN, "to_schedule")]
    assert since(call, draft()) == [(OPEN, "")]
    assert since(call, draft(LATE_PLACE)) == [(second, "let_in_late"), (LATER, "")]
    assert since(call, scheduled()) == [(second, "interview_ahead"), (WHEN, "to_record")]
    assert since(call, heard()) == [(second, "supplementing"), (END, "to_decline")]
    assert since(call, heard(PASSPORT)) == [(second + HOUR, "to_admit"), (END, "to_admit")]
    assert since(call, admitted(*assigned(1))) == [(second, ""), (OVERDUE, "task_overdue")]
    both = [(second + 3 * HOUR, "may_explain"), (HEARD, "may_be_excluded")]
    assert since(call, admitted(*assigned(2), *missed(2))) == both
    older = [(second + HOUR, "may_explain"), (END, "")]
    assert since(call, admitted(*assigned(1), *missed(1, until=""))) == older
    plain = without(call, "interview", "supplement")
    assert since(plain, application()) == [(OPEN, "supplementing"), (CLOSES, "to_decline")]


def test_only_the_last_of_several_ends_is_a_step(call: Call) -> None:
    """Whoever was let in late twice is let in until the later end, and nothing happens at any earlier one."""
    earlier = (LATE_PLACE[0], LATE_PLACE[1] | {"until": (CLOSES + HOUR).isoformat()})
    assert since(call, draft(LATE_PLACE, earlier)) == [(OPEN + 3 * HOUR, "let_in_late"), (LATER, "")]
    extended = heard(("make_exception", {"window": "supplement", "until": LATER.isoformat(), "why": "Ауырды"}))
    assert since(call, extended) == [(OPEN + 3 * HOUR, "supplementing"), (LATER, "to_decline")]


def test_a_step_that_has_passed_is_no_step(call: Call) -> None:
    """Assigned after its day had ended: it waits from the act on, and no earlier instant is told."""
    late = admitted(("assign_task", {"task": "1", "title": "Міндет", "due": "2026-04-07"}))
    assert since(call, late) == [(OPEN + 2 * HOUR, "task_overdue")]
