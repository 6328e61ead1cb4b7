"""A rehearsal's days: whatever the call's numbers are, no scene comes before the one before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from rehearsal import committee_dates
from rehearsal.call_facts import read_facts
from rehearsal.committee_dates import agenda_of
from rehearsal.expected_times import end_of_explanation, end_of_supplement

FACTS = read_facts()
FIRST_DAY, MINUTES = datetime(2021, 1, 1, tzinfo=UTC), 15 * 365 * 24 * 60
CLOSINGS = st.integers(0, MINUTES).map(lambda minutes: FIRST_DAY + timedelta(minutes=minutes))


@given(CLOSINGS, st.integers(0, 365), st.integers(0, 365), st.booleans(), st.integers(1, 100),
       st.sampled_from(["Asia/Almaty", "Asia/Aqtobe", "UTC", "America/New_York"]))  # fmt: skip
def test_every_window_is_over_before_anybody_is_judged(
    closes: datetime, days: int, explanation: int, rolls: bool, missed: int, zone: str
) -> None:
    facts = replace(FACTS, closes_at=closes, supplement_days=days, explanation_days=explanation, zone=ZoneInfo(zone),
                    rolls_to_working_day=rolls, missed_for_exclusion=missed)  # fmt: skip
    plan = agenda_of(facts)
    decisions = datetime.combine(plan.decisions, time(10), facts.zone)
    for after in (committee_dates.FIRST_INTERVIEWS, committee_dates.SECOND_INTERVIEWS, committee_dates.LATE_RECORDS):
        assert end_of_supplement(facts, plan.day(after)) + timedelta(hours=6) <= decisions
    scheduling = plan.day(committee_dates.SCHEDULING)
    assert closes + timedelta(hours=14 + 24) < datetime.combine(scheduling, time(10), facts.zone)
    assert plan.decisions < plan.tasks_due < plan.tasks_judged < plan.tasks_weighed < plan.completed
    weighed = datetime.combine(plan.tasks_weighed, time(10), facts.zone)
    assert end_of_explanation(facts, plan.tasks_judged) <= weighed


def test_of_the_call_of_2021_decisions_come_two_weeks_after_the_closing() -> None:
    plan = agenda_of(FACTS)
    assert (plan.closing.isoformat(), plan.decisions.isoformat()) == ("2021-09-30", "2021-10-14")
