"""Every guard of the life cycle, and an attempt to get round it."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from chalicelib.call import Call
from chalicelib.intake.change_application import rewrite, submit_draft, withdraw
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.rules.application import Application
from chalicelib.rules.application_record import is_exceptional
from chalicelib.rules.decline_guards import REASONS
from chalicelib.rules.kazakh_identifiers import check_digit
from chalicelib.rules.refusals import NotAllowed, OutsideWindow, Stale
from chalicelib.selection import decisions, interviews, task_acts
from tests.building import MS, PEPPER, FakeStore
from tests.selection.building import admitted, desk, interviewed, refused, scheduled, submitted, with_documents
from tests.small_building import AFTER_WINDOW, CLOSES, HELD, OPEN, PACKAGE, answers, small_call


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


def test_the_whole_way_from_submission_to_completion(call: Call, store: FakeStore) -> None:
    number = admitted(call, store)
    at = desk(call, store, 3)
    task_acts.assign(at, number, "Бизнес-модель", date(2026, 5, 3))
    task_acts.finish(at, number, "1")
    done = decisions.complete(at, number)
    assert [event.status for event in done.events] == [
        "submitted", "interview_scheduled", "interviewed", "interviewed", "admitted", "admitted", "admitted",
        "completed",
    ]  # fmt: skip
    assert [event.seq for event in done.events] == list(range(1, 9))


@pytest.mark.parametrize(("committee", "experts"), [([], ["В. Г."]), (["А. Б."], []), ([" "], ["В. Г."])])
def test_an_interview_needs_a_member_of_the_committee_and_an_expert(
    call: Call, store: FakeStore, committee: list[str], experts: list[str]
) -> None:
    number, at = scheduled(call, store), desk(call, store)
    act = lambda: interviews.record(at, number, HELD, committee, experts, "passed")  # noqa: E731 one attempt
    assert refused(act) == ("interview", "no_panel")


def test_an_interview_cannot_be_recorded_before_it_is_held_or_scheduled(call: Call, store: FakeStore) -> None:
    number, at = submitted(call, store), desk(call, store)
    panel = (["А. Б."], ["В. Г."], "passed")
    assert refused(lambda: interviews.record(at, number, HELD, *panel)) == ("interview", "wrong_status")
    interviews.schedule(at, number, at.at + MS, "Онлайн", "online")
    assert refused(lambda: interviews.record(at, number, date(2026, 4, 10), *panel)) == ("interview", "held_in_future")


@pytest.mark.parametrize("outcome", ["failed", "pending"])
def test_nobody_is_admitted_without_passing_the_interview(call: Call, store: FakeStore, outcome: str) -> None:
    number = interviewed(call, store, outcome)
    with_documents(store, number, *PACKAGE)
    assert refused(lambda: decisions.admit(desk(call, store), number)) == ("admission", "interview_not_passed")


def test_nobody_is_admitted_straight_from_submission(call: Call, store: FakeStore) -> None:
    assert refused(lambda: decisions.admit(desk(call, store), submitted(call, store))) == ("admission", "wrong_status")


@cache
def minors_iin() -> str:
    """Made by its checksum: born on 9 April 2008, 17 years old on the day before the birthday."""
    first11 = next(f"0804095{n:04d}" for n in range(100) if check_digit(f"0804095{n:04d}") is not None)
    return f"{first11}{check_digit(first11)}"


@pytest.mark.parametrize("lacking", [*PACKAGE, "parent"])
def test_nobody_is_admitted_with_a_document_missing(call: Call, store: FakeStore, lacking: str) -> None:
    """What is a child's alone, a child's application lacks."""
    number = interviewed(call, store, iin=minors_iin())
    with_documents(store, number, *({*PACKAGE, "parent"} - {lacking}))
    assert refused(lambda: decisions.admit(desk(call, store), number)) == ("admission", "package_incomplete")


def test_an_applicant_under_age_needs_the_representatives_consent(call: Call, store: FakeStore) -> None:
    """The day of submission decides: 17 on it, 18 on the next."""
    number = interviewed(call, store, iin=minors_iin())
    with_documents(store, number, *PACKAGE)
    assert refused(lambda: decisions.admit(desk(call, store), number)) == ("admission", "package_incomplete")
    with_documents(store, number, "parent")
    assert decisions.admit(desk(call, store), number).status == "admitted"


@pytest.mark.parametrize(
    ("outcome", "reason", "text", "why"),
    [
        ("passed", "interview_failed", "себеп", "interview_not_failed"), ("passed", "no_interview", "себеп",
        "interview_was_held"), ("passed", "criteria", " ", "no_text"), ("passed", "luck", "себеп", "unknown_reason"),
        ("pending", "criteria", "себеп", "outcome_pending"), ("pending", "interview_failed", "себеп",
        "interview_not_failed"), ("failed", "incomplete", "себеп", "window_never_opened"),
    ],
)  # fmt: skip
def test_a_decline_must_be_true(call: Call, store: FakeStore, outcome: str, reason: str, text: str, why: str) -> None:
    number, after = interviewed(call, store, outcome), replace(desk(call, store), at=AFTER_WINDOW)
    assert refused(lambda: decisions.decline(after, number, reason, text))[1] == why


@pytest.mark.parametrize("reason", REASONS)
def test_nobody_is_declined_while_a_window_of_theirs_is_open(call: Call, store: FakeStore, reason: str) -> None:
    number = interviewed(call, store)
    assert refused(lambda: decisions.decline(desk(call, store), number, reason, "себеп")) == (
        "supplement", "window_open",
    )  # fmt: skip
    waiting = scheduled(call, store, project="Есік")
    before_closing = replace(desk(call, store), at=CLOSES - MS)
    assert refused(lambda: decisions.decline(before_closing, waiting, reason, "себеп")) == ("deadline", "window_open")


def test_no_interview_needs_an_appointment_that_has_passed(call: Call, store: FakeStore) -> None:
    after = replace(desk(call, store), at=CLOSES)
    never = submitted(call, store, project="Есік")
    assert refused(lambda: decisions.decline(after, never, "no_interview", "себеп"))[1] == "no_appointment"
    number, when = submitted(call, store), CLOSES + timedelta(days=3)
    interviews.schedule(after, number, when, "Онлайн", "online")
    # Nobody has failed to come while the half hour of their interview still runs.
    ahead = replace(after, at=when + timedelta(minutes=30) - MS)
    assert refused(lambda: decisions.decline(ahead, number, "no_interview", "себеп"))[1] == "appointment_ahead"
    passed = replace(after, at=when + timedelta(minutes=30))
    assert decisions.decline(passed, number, "no_interview", "Келмеді").status == "not_admitted"


@pytest.mark.parametrize("reason", ["criteria", "incomplete"])
def test_what_only_an_interview_can_show_is_no_reason_before_one(call: Call, store: FakeStore, reason: str) -> None:
    number, after = scheduled(call, store), replace(desk(call, store), at=CLOSES)
    assert refused(lambda: decisions.decline(after, number, reason, "себеп")) == ("interview", "not_interviewed")


def test_incompleteness_is_declined_only_after_the_window_and_only_if_real(call: Call, store: FakeStore) -> None:
    number = interviewed(call, store)
    after = replace(desk(call, store), at=AFTER_WINDOW)
    just_before = replace(after, at=OPEN.replace(day=14, hour=0) - MS)
    assert refused(lambda: decisions.decline(just_before, number, "incomplete", "себеп"))[1] == "window_open"
    with_documents(store, number, *PACKAGE)
    assert refused(lambda: decisions.decline(after, number, "incomplete", "себеп"))[1] == "nothing_missing"
    other = interviewed(call, store, project="Есік")
    on_the_dot = replace(after, at=just_before.at + MS)
    assert decisions.decline(on_the_dot, other, "incomplete", "Құжат жоқ").status == "not_admitted"


def test_a_child_s_package_stays_incomplete_without_the_consent_and_a_grown_up_s_does_not(
    call: Call, store: FakeStore
) -> None:
    """By the day of submission, however old the applicant has become on the day of the decision."""
    child, grown_up = interviewed(call, store, iin=minors_iin()), interviewed(call, store, project="Есік")
    after = replace(desk(call, store), at=AFTER_WINDOW)
    for number in (child, grown_up):
        with_documents(store, number, *PACKAGE)
    refusal = refused(lambda: decisions.decline(after, grown_up, "incomplete", "Келісім жоқ"))
    assert refusal == ("complete", "nothing_missing")
    assert decisions.decline(after, child, "incomplete", "Келісім жоқ").status == "not_admitted"


def test_of_two_decisions_at_once_one_wins_and_the_other_is_told(call: Call, store: FakeStore) -> None:
    number = interviewed(call, store, "failed")
    seen = len(store.events(number))
    decisions.decline(desk(call, store), number, "interview_failed", "Сұхбаттан өтпеді", seen)
    with pytest.raises(Stale) as stale:
        decisions.decline(desk(call, store, author="committee/marat"), number, "criteria", "…", seen)
    assert stale.value.current.status == "not_admitted"


def test_a_decision_taken_on_older_content_is_refused(call: Call, store: FakeStore) -> None:
    number, key = _draft(call, store)
    submit_draft(call, store, number, key, OPEN)
    seen = len(store.events(number))
    rewrite(call, store, number, key, 2, answers(project="Есік"), OPEN)
    with pytest.raises(Stale):
        interviews.schedule(desk(call, store), number, CLOSES, "Онлайн", "online", seen)


def test_an_exception_lets_one_application_in_late_and_marks_it(call: Call, store: FakeStore) -> None:
    number, key = _draft(call, store)
    late = CLOSES + timedelta(hours=2)
    with pytest.raises(OutsideWindow):
        submit_draft(call, store, number, key, late)
    committee = replace(desk(call, store), at=late)
    assert refused(lambda: decisions.reopen(committee, number, "submit", late, "себеп"))[1] == "exception_in_past"
    assert refused(lambda: decisions.reopen(committee, number, "submit", late + MS, " "))[1] == "no_text"
    decisions.reopen(committee, number, "submit", late + timedelta(hours=1), "Ауданда жарық болмады")
    let_in = submit_draft(call, store, number, key, late + MS)
    assert (let_in.status, is_exceptional(let_in)) == ("submitted", True)
    with pytest.raises(OutsideWindow):
        rewrite(call, store, number, key, let_in.version, answers(project="Есік"), late + timedelta(hours=1))


def test_a_late_applicant_without_a_draft_is_let_in_by_a_place_of_their_own(call: Call, store: FakeStore) -> None:
    late = CLOSES + timedelta(hours=2)
    committee = replace(desk(call, store), at=late)
    place, key = decisions.let_in(committee, PEPPER, late + timedelta(days=1), "Ауруханада болды", "press-1")
    filled = rewrite(call, store, place.number, key, 1, answers(), late)
    assert submit_draft(call, store, place.number, key, late).status == "submitted"
    assert filled.status == "draft"


def test_nothing_is_changed_after_a_withdrawal(call: Call, store: FakeStore) -> None:
    number, key = _draft(call, store)
    submit_draft(call, store, number, key, OPEN)
    application: Application = withdraw(call, store, number, key, OPEN)
    assert withdraw(call, store, number, key, OPEN) == application
    with pytest.raises(NotAllowed):
        rewrite(call, store, number, key, 2, answers(project="Есік"), OPEN)
    with pytest.raises(NotAllowed):
        submit_draft(call, store, number, key, OPEN)


def _draft(call: Call, store: FakeStore) -> tuple[str, str]:
    draft, key = save_new_draft(call, store, PEPPER, answers(), OPEN)
    return draft.number, key
