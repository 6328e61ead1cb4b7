"""Reminders: due at the very millisecond, the latest step only, and never about what is over."""

from datetime import date, datetime, timedelta

import pytest

from chalicelib.call import Call
from chalicelib.intake.change_application import rewrite
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.notices import due
from chalicelib.notices.reminders import steps
from chalicelib.rules.application import Application
from chalicelib.selection import decisions, interviews, task_acts
from tests.building import CLOSES, MS, OPEN, PEPPER, FakeStore, answers
from tests.notices.building import DAY, WINDOW_END, admitted, desk, draft, interviewed, submitted
from tests.selection import building as of_committee

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


def test_a_step_that_had_passed_before_somebody_was_let_in_is_left_out(call: Call) -> None:
    store, until = FakeStore(), CLOSES + 5 * DAY
    number = draft(call, store)
    decisions.reopen(of_committee.desk(call, store, (until - 20 * HOUR - OPEN) / DAY), number, "submit", until, "Сел.")
    assert kinds_due(call, store, number, until - 19 * HOUR) == []
    assert kinds_due(call, store, number, until - 3 * HOUR) == [("draft_reminder", until - 3 * HOUR)]


def test_saving_a_draft_again_puts_no_reminder_off(call: Call) -> None:
    """Whoever saves on the last day still forgets to send it."""
    store = FakeStore()
    saved, key = save_new_draft(call, store, PEPPER, answers(), OPEN)
    rewrite(call, store, saved.number, key, 1, answers(settlement="Есік"), CLOSES - 23 * HOUR)
    assert kinds_due(call, store, saved.number, CLOSES - 22 * HOUR) == [("draft_reminder", CLOSES - 24 * HOUR)]


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


def test_a_step_that_had_passed_when_the_window_was_opened_again_is_left_out(call: Call) -> None:
    """Whoever has just been told until when is not reminded of it a moment later."""
    store, told = FakeStore(), WINDOW_END - 20 * HOUR
    number = of_committee.interviewed(call, store, "pending")
    assert kinds_due(call, store, number, told) == [("window_reminder", WINDOW_END - 24 * HOUR)]
    late = of_committee.desk(call, store, (told - OPEN) / DAY)
    interviews.record(late, number, of_committee.HELD, [of_committee.MEMBER], [of_committee.EXPERT], "passed")
    assert kinds_due(call, store, number, told + MS) == []
    assert kinds_due(call, store, number, WINDOW_END - 3 * HOUR) == [("window_reminder", WINDOW_END - 3 * HOUR)]


def test_a_task_without_a_mark_is_reminded_of_from_the_first_moment_of_its_day(call: Call) -> None:
    store, day = FakeStore(), datetime.fromisoformat("2021-10-15T00:00:00+06:00")
    number = admitted(call, store)
    task_acts.assign(desk(call, store, 3), number, "Қаржы моделі", date(2021, 10, 15))
    task_acts.assign(desk(call, store, 3), number, "Есеп", date(2021, 10, 15))
    task_acts.finish(desk(call, store, 4), number, "2")
    assert kinds_due(call, store, number, day - MS) == []
    assert kinds_due(call, store, number, day) == [("task_due", day)]
    assert kinds_due(call, store, number, day + DAY - MS) == [("task_due", day)]
    assert kinds_due(call, store, number, day + DAY) == []


def test_two_tasks_of_one_day_are_two_mails(call: Call) -> None:
    store, day = FakeStore(), datetime.fromisoformat("2021-10-15T12:00:00+06:00")
    number = admitted(call, store)
    for title in ("Қаржы моделі", "Есеп"):
        task_acts.assign(desk(call, store, 3), number, title, date(2021, 10, 15))
    marks = {notice.mark for notice in due(call, Application(store.events(number)), day)}
    assert marks == {"2021-10-14T18:00:00Z#task_due#1", "2021-10-14T18:00:00Z#task_due#2"}


def test_a_reminder_is_the_same_mail_at_every_round(call: Call) -> None:
    store = FakeStore()
    application = Application(store.events(draft(call, store)))
    rounds = [due(call, application, CLOSES - 24 * HOUR + n * timedelta(minutes=15)) for n in range(80)]
    assert {notice.mark for found in rounds for notice in found} == {"2021-09-29T12:00:00Z#draft_reminder"}


def test_every_reminder_is_of_its_own_application(call: Call) -> None:
    """Of another's number it would be taken for sent, or go to somebody else."""
    store, day = FakeStore(), datetime.fromisoformat("2021-10-15T12:00:00+06:00")
    let_in, held = admitted(call, store), interviewed(call, store, settlement="Есік")
    written = draft(call, store, settlement="Талғар")
    task_acts.assign(desk(call, store, 3), let_in, "Есеп", date(2021, 10, 15))
    found = [
        (notice.kind, notice.number)
        for number, now in [(written, CLOSES - HOUR), (written, CLOSES), (held, WINDOW_END - HOUR), (let_in, day)]
        for notice in due(call, Application(store.events(number)), now)
    ]
    assert found == [
        ("draft_reminder", written), ("draft_closed", written), ("window_reminder", held), ("task_due", let_in)
    ]  # fmt: skip


def test_after_an_interview_that_opened_no_window_there_is_nothing_to_remind_of(call: Call) -> None:
    """And the round, which looks at everybody, goes on."""
    store = FakeStore()
    application = Application(store.events(of_committee.interviewed(call, store, "failed")))
    assert application.status == "interviewed"
    for now in (WINDOW_END - 24 * HOUR, WINDOW_END - MS, WINDOW_END):
        assert due(call, application, now) == []
    assert steps(call, application, OPEN) == []


def test_the_instants_to_come_are_those_at_which_a_reminder_is_due(call: Call) -> None:
    """A list of what is due is sorted by them: an instant left out is a reminder that nobody gets."""
    store, day = FakeStore(), datetime.fromisoformat("2021-10-15T00:00:00+06:00")
    let_in, held = admitted(call, store), interviewed(call, store, settlement="Есік")
    written = draft(call, store, settlement="Талғар")
    task_acts.assign(desk(call, store, 3), let_in, "Есеп", date(2021, 10, 15))
    task_acts.assign(desk(call, store, 3), let_in, "Жоспар", date(2021, 10, 20))
    task_acts.finish(desk(call, store, 4), let_in, "2")
    expected = {
        written: [CLOSES - hours * HOUR for hours in (48, 24, 3, 0)],
        held: [WINDOW_END - hours * HOUR for hours in (24, 3)],
        let_in: [day],
    }
    for number, instants in expected.items():
        application = Application(store.events(number))
        assert steps(call, application, instants[0] - MS) == instants
        assert steps(call, application, instants[0]) == instants[1:], "the instant that has come is not to come"
        assert all(due(call, application, instant) for instant in instants)
