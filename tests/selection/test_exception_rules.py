"""An exception reopens the window the status has, and only ever lengthens it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.call import Call
from chalicelib.selection import decisions
from tests.building import MS, PEPPER, FakeStore
from tests.selection.building import admitted, desk, interviewed, refused, submitted
from tests.small_building import CLOSES, small_call


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.mark.parametrize("window", ["supplement", "other"])
def test_before_the_interview_only_the_submission_is_reopened(call: Call, store: FakeStore, window: str) -> None:
    number, at = submitted(call, store), desk(call, store)
    until = CLOSES + timedelta(days=1)
    assert refused(lambda: decisions.reopen(at, number, window, until, "себеп"))[1] == "other_window"


def test_after_the_interview_only_the_supplement_is_reopened(call: Call, store: FakeStore) -> None:
    number, at, until = interviewed(call, store), desk(call, store), CLOSES + timedelta(days=1)
    assert refused(lambda: decisions.reopen(at, number, "submit", until, "себеп")) == ("deadline", "other_window")
    assert decisions.reopen(at, number, "supplement", until, "себеп").events[-1].detail["until"] == until.isoformat()


def test_an_exception_ends_later_than_what_was_promised(call: Call, store: FakeStore) -> None:
    number, at = submitted(call, store), desk(call, store)
    assert refused(lambda: decisions.reopen(at, number, "submit", CLOSES, "себеп"))[1] == "exception_too_short"
    decisions.reopen(at, number, "submit", CLOSES + timedelta(days=2), "себеп")
    shorter = CLOSES + timedelta(days=1)
    assert refused(lambda: decisions.reopen(at, number, "submit", shorter, "себеп"))[1] == "exception_too_short"
    assert decisions.reopen(at, number, "submit", CLOSES + timedelta(days=2) + MS, "себеп").status == "submitted"


def test_no_exception_without_an_author_or_for_ever(call: Call, store: FakeStore) -> None:
    number, at, until = submitted(call, store), desk(call, store), CLOSES + timedelta(days=1)
    nobody = replace(at, author=" ")
    assert refused(lambda: decisions.reopen(nobody, number, "submit", until, "себеп"))[1] == "no_author"
    for_ever = CLOSES + timedelta(days=3000)
    assert refused(lambda: decisions.reopen(at, number, "submit", for_ever, "себеп"))[1] == "too_far"
    assert refused(lambda: decisions.let_in(at, PEPPER, CLOSES, "себеп", "p"))[1] == "exception_too_short"


def test_a_decided_application_gets_no_exception(call: Call, store: FakeStore) -> None:
    number, until = admitted(call, store), CLOSES + timedelta(days=1)
    act = lambda: decisions.reopen(desk(call, store, 3), number, "submit", until, "себеп")  # noqa: E731 one attempt
    assert refused(act) == ("admission", "wrong_status")
