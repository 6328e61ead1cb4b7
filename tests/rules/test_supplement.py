from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from chalicelib.call import Call
from chalicelib.rules.act_details import RecordInterview
from chalicelib.rules.application import Application
from chalicelib.rules.local_days import is_working
from chalicelib.rules.supplement import promise, submission_end, supplement_end, supplement_until
from chalicelib.selection import decisions, interviews
from tests.building import CLOSES, FakeStore
from tests.selection.building import EXPERT, HELD, MEMBER, desk, scheduled, submitted

pytestmark = pytest.mark.call_of_2021
AFTER = CLOSES + timedelta(days=5)


@pytest.mark.parametrize(
    ("held", "end"),
    [
        ("2021-09-13", "2021-09-16T18:00"), ("2021-09-15", "2021-09-20T18:00"), ("2021-09-16", "2021-09-20T18:00"),
        ("2021-09-17", "2021-09-20T18:00"), ("2021-09-30", "2021-10-04T18:00"), ("2021-12-13", "2021-12-20T18:00"),
    ],
)  # fmt: skip
def test_the_table_of_cases_holds(call: Call, held: str, end: str) -> None:
    """Domain facts 3.2: interview day → exclusive end in UTC."""
    assert supplement_until(call, date.fromisoformat(held)) == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_with_the_switch_off_the_third_day_counts_whatever_day_it_is(call: Call) -> None:
    plain = replace(call, supplement_rolls_to_working_day=False)
    assert supplement_until(plain, date(2021, 9, 15)) == datetime(2021, 9, 19, tzinfo=ZoneInfo(call.timezone))


def test_the_calls_days_off_are_those_of_the_public_calendar(call: Call) -> None:
    """From the call's opening to the year's end: what an independent calendar of Kazakhstan says."""
    calendar = holidays.country_holidays("KZ", years=2021, language="kk")
    days = [date(2021, 9, 10) + timedelta(days=n) for n in range(113)]
    weekdays_off = {day for day in days if day in calendar and day.weekday() < 5}
    assert {day for day in days if day.weekday() < 5 and not is_working(call, day)} == weekdays_off


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
    record: RecordInterview = {"held": "2021-09-16", "committee": [], "experts": [], "outcome": "passed", "note": ""}
    promised = promise(plain, Application(store.events(number)), record, AFTER - timedelta(days=2))
    assert promised == ({"until": AFTER.isoformat()} if until else {})
    interviews.record(desk(plain, store, 3 if until is None else 17), number, HELD, [MEMBER], [EXPERT], "passed")
    assert supplement_end(plain, Application(store.events(number))) == until
