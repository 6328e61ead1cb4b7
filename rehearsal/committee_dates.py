"""When the committee does what: counted from the call's own closing, by its own numbers of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .call_facts import CallFacts
from .expected_times import end_of_explanation, end_of_supplement

# Days after the closing's.
SCHEDULING, FIRST_INTERVIEWS, SECOND_INTERVIEWS, LATE_RECORDS, DECISIONS_SOONEST = 4, 5, 8, 9, 14
# Days after the decisions.
TASKS_DUE = 20
LAST_LOOK = 30
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PlayedAgenda:
    """Local days. Decisions come when every window has ended, tasks are weighed when every explanation is in."""

    closing: date
    decisions: date
    tasks_due: date
    tasks_judged: date
    tasks_weighed: date
    completed: date

    def day(self, after_closing: int) -> date:
        return self.closing + after_closing * ONE_DAY


def agenda_of(facts: CallFacts) -> PlayedAgenda:
    closing = facts.closes_at.astimezone(facts.zone).date()
    ends = [end_of_supplement(facts, closing + days * ONE_DAY) for days in (SECOND_INTERVIEWS, LATE_RECORDS)]
    decisions = max(closing + DECISIONS_SOONEST * ONE_DAY, _day_of(facts, max(ends)))
    due = decisions + TASKS_DUE * ONE_DAY
    judged = due + ONE_DAY
    weighed = _day_of(facts, end_of_explanation(facts, judged))
    return PlayedAgenda(closing, decisions, due, judged, weighed, weighed + LAST_LOOK * ONE_DAY)


def _day_of(facts: CallFacts, instant: datetime) -> date:
    return instant.astimezone(facts.zone).date()
