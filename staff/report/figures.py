"""What the report says, as data: asked of the same views and saved questions as everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
_TOTALS = """
SELECT count(*) FILTER (WHERE is_submitted) AS submitted, count(*) FILTER (WHERE status = 'draft') AS drafts,
  count(*) FILTER (WHERE a.submitted_at >= c.closes_at - INTERVAL '24' HOUR AND a.submitted_at < c.closes_at)
    AS last_day,
  count(*) FILTER (WHERE status IN ('admitted', 'completed', 'excluded')) AS admitted
FROM applications AS a CROSS JOIN clock AS c
"""
_LATE = "SELECT count(*) FROM refusals WHERE rule = 'deadline'"
_BY_ROLE = "SELECT {role}, count(*) FROM applications WHERE in_contest GROUP BY {role} ORDER BY count(*) DESC, {role}"


@dataclass(frozen=True)
class Bar:
    """`short` stands under a column of a chart; an empty one is not written."""

    label: str
    value: int
    short: str = ""


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


@dataclass(frozen=True)
class ReportFigures:
    language: str
    title: str
    call: str
    as_of: str
    tiles: Sequence[tuple[int, str]]
    charts: Sequence[Chart]


def facts(desk: QueryEngine, language: str) -> ReportFigures:
    desk.make()
    call = desk.asked.call
    wording = Wording(call, language)
    (submitted, drafts, last_day, admitted), late = _one(desk, _TOTALS), _one(desk, _LATE)[0]
    numbers = {"submitted": submitted, "last_day": last_day, "admitted": admitted, "drafts": drafts, "late": late}
    moment = dates.moment(desk.asked.now.astimezone(ZoneInfo(call.timezone)).replace(microsecond=0), language)
    return ReportFigures(
        language, _say("title", language), call.title[language], _say("as_of", language, moment=moment),
        [(number, _say(name, language)) for name, number in numbers.items()],
        _charts(desk, wording, f"{100 * last_day / submitted:.0f}" if submitted else ""),
    )  # fmt: skip


def with_damage(made: ReportFigures, applications: int) -> ReportFigures:
    """The page says how many applications could not be read whole."""
    if not applications:
        return made
    return replace(made, as_of=f"{made.as_of} {_say('damaged', made.language, count=applications)}")


def _charts(desk: QueryEngine, wording: Wording, share: str) -> list[Chart]:
    call, language = desk.asked.call, wording.language
    until = dates.until(call.closes_at.astimezone(ZoneInfo(call.timezone)), language)

    def named(chart: str, asked: str, column: str, most: int | None = None) -> Chart:
        rows = [(row[0], row[-1] if asked.startswith("missing") else row[1]) for row in _rows(desk, asked)]
        bars = [Bar(str(wording.value(column, code)), int(count)) for code, count in rows[:most]]
        note = _say("documents_note", language) if chart == "documents" else ""
        return Chart(chart, _say(chart, language), bars, note)

    return [
        Chart("days", _say("days", language), _days(call, dict(_rows(desk, "arrivals_by_day"))),
              _say("days_note", language, share=share) if share else "", columns=True),
        Chart("hours", _say("hours", language), _hours(call, dict(_rows(desk, "arrivals_by_hour"))),
              _say("hours_note", language, until=until), columns=True),
        *(chart for role in ("group", "territory", "language") if (chart := _by_role(desk, wording, role))),
        named("statuses", "where_applications_stand", "status"),
        named("documents", "missing_documents", "lacking"),
        named("answers", "missing_answers", "lacking", MOST),
    ]  # fmt: skip


def _days(call: Call, counts: dict[date, int]) -> list[Bar]:
    """Every day of the call, also those on which nothing came."""
    zone = ZoneInfo(call.timezone)
    first, last = call.opens_at.astimezone(zone).date(), call.closes_at.astimezone(zone).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    late = sorted(day for day in counts if not first <= day <= last)
    return [Bar(f"{day:%d.%m.%Y}", int(counts.get(day, 0)), f"{day:%d.%m}") for day in sorted({*days, *late})]


def _hours(call: Call, counts: dict[datetime, int]) -> list[Bar]:
    """The 24 hours before closing; a closing inside an hour adds one."""
    zone = ZoneInfo(call.timezone)
    end = call.closes_at.astimezone(zone).replace(tzinfo=None)
    hour = (end - timedelta(hours=24)).replace(minute=0, second=0, microsecond=0)
    made = []
    while hour < end:
        made.append(Bar(f"{hour:%d.%m %H:00}", int(counts.get(hour, 0)), f"{hour.hour}"))
        hour += timedelta(hours=1)
    return made


def _by_role(desk: QueryEngine, wording: Wording, role: str) -> Chart | None:
    """How many chose what, under the label of the question; nothing where the form has no such role."""
    call, column = desk.asked.call, role_name(role)
    asked = role_column(call, role)
    if asked is None:
        return None
    counts = {code: int(count) for code, count in desk.ask(_BY_ROLE.format(role=column)).rows}
    if role == "territory":
        # Those nobody applied from as well: that is what one looks for.
        counts = dict.fromkeys((option.code for option in asked.options), 0) | counts
    bars = [Bar(str(wording.value(column, code)), count) for code, count in counts.items()]
    title = _say("by_role", wording.language, label=asked.label[wording.language])
    return Chart(role, title, sorted(bars, key=lambda bar: -bar.value))


def _rows(desk: QueryEngine, name: str) -> list[Any]:
    return list(desk.ask(question(desk.asked.call, name).sql).rows)


def _one(desk: QueryEngine, sql: str) -> Any:
    return next(iter(desk.ask(sql).rows))


def _say(key: str, language: str, **params: object) -> str:
    return say("reports", f"report.{key}", language, **params)
