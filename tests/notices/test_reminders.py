"""Reminders: due at the very millisecond, the latest step only, and never about what is over."""

from datetime import date, datetime, timedelta

import pytest

from chalicelib.call import Call
from chalicelib.notices import due
from chalicelib.rules.application import Application
from chalicelib.selection import acceleration, decisions
from tests.building import CLOSES, MS, FakeStore
from tests.notices.building import DAY, WINDOW_END, admitted, desk, draft, interviewed, submitted

HOUR = timedelta(hours=1)


def kinds_due(call: Call, store: FakeStore, number: str, now: datetime) -> list[tuple[str, datetime]]:
    return [(notice.kind, notice.at) for notice in due(call, Application(store.events(number)), now)]


@pytest.mark.parametrize("hours", [48, 24, 3])
def test_a_step_of_the_draft_ladder_is_due_from_its_millisecond_on(call: Call, hours: int) -> None:
    store, step = FakeStore(), CLOSES - hours * HOUR
    number = draft(call, store)
    assert ("draft_reminder", step) not in kinds_due(call, store, number, step - MS)
    assert kinds_due(call, store, number, step) == [("draft_reminder", step)]
    assert kinds_due(call, store, number, step + MS) == [("draft_reminder", step)]


def test_at_closing_the_ladder_ends_and_the_words_go_back(call: Call) -> None:
    store = FakeStore()
    number = draft(call, store)
    assert kinds_due(call, store, number, CLOSES - MS) == [("draft_reminder", CLOSES - 3 * HOUR)]
    assert kinds_due(call, store, number, CLOSES) == [("draft_closed", CLOSES)]
    assert kinds_due(call, store, number, CLOSES + MS) == [("draft_closed", CLOSES)]


def test_the_numbers_are_the_calls(call: Call) -> None:
    assert (call.draft_reminder_hours, call.window_reminder_hours) == ((48, 24, 3), (24, 3))


def test_a_step_that_had_passed_before_the_draft_was_there_is_left_out(call: Call) -> None:
    store = FakeStore()
    number = draft(call, store, at=CLOSES - 24 * HOUR)
    assert kinds_due(call, store, number, CLOSES - 20 * HOUR) == []
    earlier = draft(call, store, at=CLOSES - 24 * HOUR - MS, settlement="Есік")
    assert kinds_due(call, store, earlier, CLOSES - 20 * HOUR) == [("draft_reminder", CLOSES - 24 * HOUR)]


def test_after_an_outage_only_the_latest_step_is_sent(call: Call) -> None:
    store = FakeStore()
    number = draft(call, store)
    assert kinds_due(call, store, number, CLOSES - 2 * HOUR) == [("draft_reminder", CLOSES - 3 * HOUR)]


def test_only_the_unfinished_are_reminded(call: Call) -> None:
    store = FakeStore()
    number = submitted(call, store)
    for now in (CLOSES - 24 * HOUR, CLOSES, CLOSES + DAY):
        assert kinds_due(call, store, number, now) == []


def test_a_draft_let_in_late_has_a_ladder_of_its_own(call: Call) -> None:
    store, until = FakeStore(), CLOSES + 5 * DAY
    number = draft(call, store)
    decisions.reopen(desk(call, store, 16), number, "submit", until, "Ауылда жарық болмады.")
    assert kinds_due(call, store, number, until - 49 * HOUR) == []
    assert kinds_due(call, store, number, until - 24 * HOUR) == [("draft_reminder", until - 24 * HOUR)]
    assert kinds_due(call, store, number, until) == [("draft_closed", until)]


@pytest.mark.parametrize("hours", [24, 3])
def test_a_step_of_the_window_is_due_from_its_millisecond_on(call: Call, hours: int) -> None:
    store, step = FakeStore(), WINDOW_END - hours * HOUR
    number = interviewed(call, store)
    assert ("window_reminder", step) not in kinds_due(call, store, number, step - MS)
    assert kinds_due(call, store, number, step) == [("window_reminder", step)]
    assert kinds_due(call, store, number, step + MS) == [("window_reminder", step)]


def test_a_window_that_is_over_is_not_reminded_of(call: Call) -> None:
    store = FakeStore()
    number = interviewed(call, store)
    assert kinds_due(call, store, number, WINDOW_END - MS) == [("window_reminder", WINDOW_END - 3 * HOUR)]
    assert kinds_due(call, store, number, WINDOW_END) == []


def test_a_task_without_a_mark_is_reminded_of_from_the_first_moment_of_its_day(call: Call) -> None:
    store, day = FakeStore(), datetime.fromisoformat("2021-10-15T00:00:00+06:00")
    number = admitted(call, store)
    acceleration.assign(desk(call, store, 3), number, "Қаржы моделі", date(2021, 10, 15))
    acceleration.assign(desk(call, store, 3), number, "Есеп", date(2021, 10, 15))
    acceleration.finish(desk(call, store, 4), number, "2")
    assert kinds_due(call, store, number, day - MS) == []
    assert kinds_due(call, store, number, day) == [("task_due", day)]
    assert kinds_due(call, store, number, day + DAY - MS) == [("task_due", day)]
    assert kinds_due(call, store, number, day + DAY) == []


def test_two_tasks_of_one_day_are_two_mails(call: Call) -> None:
    store, day = FakeStore(), datetime.fromisoformat("2021-10-15T12:00:00+06:00")
    number = admitted(call, store)
    for title in ("Қаржы моделі", "Есеп"):
        acceleration.assign(desk(call, store, 3), number, title, date(2021, 10, 15))
    marks = {notice.mark for notice in due(call, Application(store.events(number)), day)}
    assert marks == {"2021-10-14T18:00:00Z#task_due#1", "2021-10-14T18:00:00Z#task_due#2"}


def test_a_reminder_is_the_same_mail_at_every_round(call: Call) -> None:
    store = FakeStore()
    application = Application(store.events(draft(call, store)))
    rounds = [due(call, application, CLOSES - 24 * HOUR + n * timedelta(minutes=15)) for n in range(80)]
    assert {notice.mark for found in rounds for notice in found} == {"2021-09-29T12:00:00Z#draft_reminder"}
