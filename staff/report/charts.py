"""The charts of the report: arrivals by day and hour, applications by what the call calls a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call import Call, say
from chalicelib.call import wording as dates

from ..query.column_names import role_name
from ..query.column_words import Wording
from ..query.engine import QueryEngine
from ..query.form_columns import role_column
from ..query.saved_questions import question

MOST = 10
_BY_ROLE = "SELECT {role}, count(*) FROM applications WHERE in_contest GROUP BY {role} ORDER BY count(*) DESC, {role}"


@dataclass(frozen=True)
class Bar:
    """`short` stands under a column of a chart, and a line lower `span`, where one begins: the month of its days."""

    label: str
    value: int
    short: str = ""
    span: str = ""


@dataclass(frozen=True)
class Chart:
    """`columns` is told along time, other charts by name. `note` is a sentence under the heading."""

    id: str
    title: str
    bars: Sequence[Bar]
    note: str = ""
    columns: bool = False

    @property
    def most(self) -> int:
        return max((bar.value for bar in self.bars), default=0)

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)


def charts(engine: QueryEngine, wording: Wording, share: str) -> list[Chart]:
    call, language = engine.asked.call, wording.language
    until = dates.until(call.closes_at.astimezone(ZoneInfo(call.timezone)), language)

    def named(chart: str, asked: str, column: str, most: int | None = None) -> Chart:
        rows = [(row[0], row[-1] if asked.startswith("missing") else row[1]) for row in _rows(engine, asked)]
        bars = [Bar(str(wording.value(column, code)), int(count)) for code, count in rows[:most]]
        note = say_in_report("documents_note", language) if chart == "documents" else ""
        return Chart(chart, say_in_report(chart, language), bars, note)

    return [
        Chart("days", say_in_report("days", language), _days(call, dict(_rows(engine, "arrivals_by_day")), language),
              say_in_report("days_note", language, share=share) if share else "", columns=True),
        Chart("hours", say_in_report("hours", language),
              _hours(call, dict(_rows(engine, "arrivals_by_hour")), language),
              say_in_report("hours_note", language, until=until), columns=True),
        *(chart for role in ("group", "territory", "language") if (chart := _by_role(engine, wording, role))),
        named("statuses", "where_applications_stand", "status"),
        named("documents", "missing_documents", "lacking"),
        named("answers", "missing_answers", "lacking", MOST),
    ]  # fmt: skip


def _days(call: Call, counts: dict[date, int], language: str) -> list[Bar]:
    """A bar for every day of the call, also for days without arrivals."""
    zone = ZoneInfo(call.timezone)
    first, last = call.opens_at.astimezone(zone).date(), call.closes_at.astimezone(zone).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    late = sorted(day for day in counts if not first <= day <= last)
    return [
        Bar(dates.day(day, language), int(counts.get(day, 0)), str(day.day), dates.lone_month(f"{day:%Y-%m}", language))
        for day in sorted({*days, *late})
    ]


def _hours(call: Call, counts: dict[datetime, int], language: str) -> list[Bar]:
    """The 24 hours before closing; a closing inside an hour adds one."""
    zone = ZoneInfo(call.timezone)
    end = call.closes_at.astimezone(zone).replace(tzinfo=None)
    hour = (end - timedelta(hours=24)).replace(minute=0, second=0, microsecond=0)
    bars = []
    while hour < end:
        count = int(counts.get(hour, 0))
        bars.append(Bar(dates.moment(hour, language), count, str(hour.hour), dates.day(hour, language)))
        hour += timedelta(hours=1)
    return bars


def _by_role(engine: QueryEngine, wording: Wording, role: str) -> Chart | None:
    """How many chose what, under the label of the question; nothing where the form has no such role."""
    call, column = engine.asked.call, role_name(role)
    asked = role_column(call, role)
    if asked is None:
        return None
    counts = {code: int(count) for code, count in engine.ask(_BY_ROLE.format(role=column)).rows}
    if role == "territory":
        # Choices that nobody took are shown too: they are what the reader looks for.
        counts = dict.fromkeys((option.code for option in asked.options), 0) | counts
    bars = [Bar(str(wording.value(column, code)), count) for code, count in counts.items()]
    title = say_in_report("by_role", wording.language, label=asked.label[wording.language])
    return Chart(role, title, sorted(bars, key=lambda bar: -bar.value))


def _rows(engine: QueryEngine, name: str) -> list[Any]:
    return list(engine.ask(question(engine.asked.call, name).sql).rows)


def say_in_report(key: str, language: str, **params: object) -> str:
    return say("reports", f"report.{key}", language, **params)
