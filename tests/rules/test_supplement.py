from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from chalicelib.call import Call, current_call
from chalicelib.rules.act_details import RecordInterview
from chalicelib.rules.application import Application
from chalicelib.rules.local_days import is_working, written_day
from chalicelib.rules.supplement import promise, submission_end, supplement_end, supplement_until
from chalicelib.selection import decisions, interviews
from tests.building import FakeStore
from tests.selection.building import EXPERT, MEMBER, desk, scheduled, submitted
from tests.small_building import CLOSES, HELD, small_call

AFTER = CLOSES + timedelta(days=5)


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


@pytest.mark.parametrize("text", ["2000-01-01", "2199-12-31", " 2026-04-09\n"])
def test_a_day_is_written_as_a_calendar_writes_it(text: str) -> None:
    assert written_day(text).isoformat() == text.strip()


@pytest.mark.parametrize("text", ["1999-12-31", "2200-01-01", "9999-12-31", "09.04.2026", "2026-02-30", ""])
def test_a_day_out_of_all_reach_or_of_no_calendar_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 some are Python's own
        written_day(text)


@pytest.mark.call_of_2021
@pytest.mark.parametrize(
    ("held", "end"),
    [
        ("2021-09-13", "2021-09-16T18:00"), ("2021-09-15", "2021-09-20T18:00"), ("2021-09-16", "2021-09-20T18:00"),
        ("2021-09-17", "2021-09-20T18:00"), ("2021-09-30", "2021-10-04T18:00"), ("2021-12-13", "2021-12-20T18:00"),
    ],
)  # fmt: skip
def test_the_table_of_cases_holds(held: str, end: str) -> None:
    """Domain facts 3.2: interview day → exclusive end in UTC."""
    assert supplement_until(current_call(), date.fromisoformat(held)) == datetime.fromisoformat(end).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("held", "end"),
    [
        ("2026-04-06", "2026-04-10"), ("2026-04-08", "2026-04-14"), ("2026-04-09", "2026-04-14"),
        ("2026-04-10", "2026-04-14"), ("2026-04-28", "2026-05-05"), ("2026-05-04", "2026-05-09"),
    ],
)  # fmt: skip
def test_the_end_is_that_of_the_third_day_or_of_the_next_working_one(call: Call, held: str, end: str) -> None:
    """Over weekends, over Friday 1 May, a day off, and over Thursday the 7th, another: the exclusive end, local."""
    midnight = datetime.fromisoformat(end).replace(tzinfo=ZoneInfo(call.timezone))
    assert supplement_until(call, date.fromisoformat(held)) == midnight


def test_with_the_switch_off_the_third_day_counts_whatever_day_it_is(call: Call) -> None:
    plain = replace(call, supplement_rolls_to_working_day=False)
    assert supplement_until(plain, date(2026, 4, 8)) == datetime(2026, 4, 12, tzinfo=ZoneInfo(call.timezone))


@pytest.mark.call_of_2021
def test_the_calls_days_off_are_those_of_the_public_calendar() -> None:
    """From the call's opening to the year's end: what an independent calendar of Kazakhstan says."""
    calendar = holidays.country_holidays("KZ", years=2021, language="kk")
    days = [date(2021, 9, 10) + timedelta(days=n) for n in range(113)]
    weekdays_off = {day for day in days if day in calendar and day.weekday() < 5}
    assert {day for day in days if day.weekday() < 5 and not is_working(current_call(), day)} == weekdays_off


def test_before_an_interview_there_is_no_window_after_it_whatever_an_exception_allows(call: Call) -> None:
    store = FakeStore()
    number = submitted(call, store)
    decisions.reopen(desk(call, store, 16), number, "submit", AFTER, "Ауылда жарық болмады.")
    application = Application(store.events(number))
    assert (supplement_end(call, application), submission_end(call, application)) == (None, AFTER)


@pytest.mark.parametrize("until", [None, AFTER])
def test_where_a_call_gives_no_time_after_an_interview_a_record_promises_an_exception_s_end_or_nothing(
    call: Call, until: datetime | None
) -> None:
    plain, store = replace(call, rules=tuple(rule for rule in call.rules if rule.id != "supplement")), FakeStore()
    number = scheduled(plain, store)
    if until:
        decisions.reopen(desk(plain, store, 16), number, "submit", until, "Ауылда жарық болмады.")
    record: RecordInterview = {"held": "2026-04-09", "committee": [], "experts": [], "outcome": "passed", "note": ""}
    promised = promise(plain, Application(store.events(number)), record, AFTER - timedelta(days=2))
    assert promised == ({"until": AFTER.isoformat()} if until else {})
    interviews.record(desk(plain, store, 3 if until is None else 17), number, HELD, [MEMBER], [EXPERT], "passed")
    assert supplement_end(plain, Application(store.events(number))) == until
