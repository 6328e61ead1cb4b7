"""Whose window is open until when: the page, the mail and the guard ask the same functions."""

from datetime import datetime, timedelta

import pytest

from chalicelib.call import Call
from chalicelib.rules.applicant_windows import outside_own_window, own_window_end
from chalicelib.rules.application import Application, Event
from chalicelib.rules.window import OutsideBounds
from tests.building import MS
from tests.small_building import CLOSES, OPEN, event, small_call

LATER = CLOSES + timedelta(days=2)


@pytest.fixture
def call() -> Call:
    return small_call()


def application(*later: Event, status: str = "submitted") -> Application:
    return Application((event(status=status), *later))


def exception(window: str, until: datetime, status: str = "submitted") -> Event:
    detail = {"window": window, "until": until.isoformat(), "why": "себеп"}
    return event(seq=2, act="make_exception", status=status, answers=None, detail=detail)


def test_an_edit_ends_with_the_call(call: Call) -> None:
    one = application()
    assert own_window_end(call, one) == CLOSES
    assert outside_own_window(call, one, CLOSES - MS) is None
    assert outside_own_window(call, one, CLOSES + MS) == OutsideBounds("deadline", CLOSES, 1)


def test_after_an_exception_the_instant_missed_is_the_exceptions(call: Call) -> None:
    one = application(exception("submit", LATER))
    assert own_window_end(call, one) == LATER
    assert outside_own_window(call, one, LATER - MS) is None
    assert outside_own_window(call, one, LATER) == OutsideBounds("deadline", LATER, 0)


def test_before_the_opening_it_is_the_opening_that_was_missed(call: Call) -> None:
    early = call.opens_at - MS
    assert outside_own_window(call, application(), early) == OutsideBounds("window", call.opens_at, 1)


@pytest.mark.parametrize("outcome", ["passed", "pending"])
def test_a_record_of_an_earlier_version_promises_what_is_computed_of_it(call: Call, outcome: str) -> None:
    detail = {"held": "2026-04-10", "committee": ["А"], "experts": ["В"], "outcome": outcome, "note": ""}
    record = event(seq=2, act="record_interview", status="interviewed", answers=None, at=OPEN, detail=detail)
    end = own_window_end(call, application(record))
    assert end is not None and end.isoformat() == "2026-04-14T00:00:00+05:00"
    assert outside_own_window(call, application(record), end) == OutsideBounds("supplement", end, 0)


@pytest.mark.parametrize("status", ["admitted", "not_admitted", "completed", "excluded", "withdrawn"])
def test_a_decided_application_has_no_window(call: Call, status: str) -> None:
    assert own_window_end(call, application(status=status)) is None
