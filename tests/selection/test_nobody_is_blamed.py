"""What an applicant could do nothing about is no reason to decline them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.call import Call
from chalicelib.intake.answer_interview import answer_interview
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.submit_application import submit
from chalicelib.rules.application import Application
from chalicelib.rules.committee_queue import WaitingFor, waiting
from chalicelib.selection import decisions, interviews
from tests.building import CLOSES, MS, OPEN, PEPPER, FakeStore, answers
from tests.selection.building import AFTER_WINDOW, PACKAGE, desk, interviewed, refused, with_documents

WHEN = CLOSES + timedelta(days=3)
CHECKING = {"document": "w", "kind": "leader_id", "filename": "a.pdf", "size": 9, "sha256": "1" * 64, "replaces": "",
            "checking": True}  # fmt: skip


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


def offered(call: Call, store: FakeStore) -> tuple[str, str]:
    receipt = submit(call, store, PEPPER, answers(), OPEN)
    at = replace(desk(call, store), at=CLOSES)
    interviews.schedule(
        at, receipt.event.number, WHEN, "Талдықорған", "offline", plan=interviews.Plan(offered=True, minutes=45)
    )
    return receipt.event.number, receipt.key


@pytest.mark.parametrize(("answer", "text"), [("confirmed", ""), ("", "")])
def test_whoever_did_not_say_no_to_an_offered_time_missed_it_once_its_whole_length_is_over(
    call: Call, store: FakeStore, answer: str, text: str
) -> None:
    number, key = offered(call, store)
    if answer:
        answer_interview(call, store, number, key, 2, answer, text, WHEN - MS)
    runs, over = (replace(desk(call, store), at=WHEN + timedelta(minutes=45) - each) for each in (MS, timedelta(0)))
    assert refused(lambda: decisions.decline(runs, number, "no_interview", "себеп"))[1] == "appointment_ahead"
    assert decisions.decline(over, number, "no_interview", "Келмеді").status == "not_admitted"


def test_whoever_said_that_the_time_does_not_suit_did_not_miss_it_and_waits_for_another(
    call: Call, store: FakeStore
) -> None:
    number, key = offered(call, store)
    one = answer_interview(call, store, number, key, 2, "declined", "Ауруханадамын", WHEN - MS)
    later = replace(desk(call, store), at=WHEN + timedelta(days=9))
    assert waiting(call, one, later.at) == WaitingFor("to_reschedule")
    assert refused(lambda: decisions.decline(later, number, "no_interview", "себеп")) == (
        "interview", "appointment_declined",
    )  # fmt: skip
    again = later.at + timedelta(days=1)
    one = interviews.schedule(later, number, again, "Онлайн", "online")
    assert waiting(call, one, later.at) == WaitingFor("interview_ahead", again)
    late = replace(later, at=again + timedelta(hours=1))
    assert decisions.decline(late, number, "no_interview", "Келмеді").status == "not_admitted"


def checked(call: Call, store: FakeStore, at: datetime) -> str:
    """An interviewed application whose one document that waited the scanner refused at `at`."""
    number = interviewed(call, store)
    with_documents(store, number, *(kind for kind in PACKAGE if kind != "leader_id"))
    for change in (
        Change("receive_document", "applicant", OPEN + timedelta(days=2), detail=CHECKING),
        Change("check_document", "scanner", at, detail={"document": "w", "verdict": "infected"}),
    ):
        append(store, Application(store.events(number)), change)
    return number


# The time to supplement ends with Monday the 20th, 24:00.
END = datetime.fromisoformat("2021-09-21T00:00:00+06:00")


def test_whose_document_the_scanner_refused_in_time_could_have_sent_another(call: Call, store: FakeStore) -> None:
    number = checked(call, store, END - MS)
    after = replace(desk(call, store), at=AFTER_WINDOW)
    assert decisions.decline(after, number, "incomplete", "Құжат жоқ").status == "not_admitted"


def test_whose_document_the_scanner_refused_too_late_first_gets_time_for_another(call: Call, store: FakeStore) -> None:
    number = checked(call, store, END)
    after = replace(desk(call, store), at=AFTER_WINDOW)
    assert refused(lambda: decisions.decline(after, number, "incomplete", "себеп")) == ("complete", "refused_late")
    until = after.at + timedelta(days=3)
    decisions.reopen(after, number, "supplement", until, "Антивирус кеш жауап берді")
    assert refused(lambda: decisions.decline(after, number, "incomplete", "себеп"))[1] == "window_open"
    over = replace(after, at=until)
    assert decisions.decline(over, number, "incomplete", "Құжат жоқ").status == "not_admitted"


def test_a_late_refusal_of_a_document_that_was_sent_again_stands_in_nobodys_way(call: Call, store: FakeStore) -> None:
    number = checked(call, store, END)
    with_documents(store, number, "leader_id")
    after = replace(desk(call, store), at=AFTER_WINDOW)
    assert refused(lambda: decisions.decline(after, number, "incomplete", "себеп"))[1] == "nothing_missing"
    assert decisions.admit(after, number).status == "admitted"
