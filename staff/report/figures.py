"""What the report says, as data: asked of the same views and saved questions as everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.call import wording as dates

from ..query.column_words import Wording
from ..query.engine import QueryEngine
from .charts import Chart, charts, say_in_report

_TOTALS = """
SELECT count(*) FILTER (WHERE is_submitted) AS submitted, count(*) FILTER (WHERE status = 'draft') AS drafts,
  count(*) FILTER (WHERE a.submitted_at >= c.closes_at - INTERVAL '24' HOUR AND a.submitted_at < c.closes_at)
    AS last_day,
  count(*) FILTER (WHERE status IN ('admitted', 'completed', 'excluded')) AS admitted
FROM applications AS a CROSS JOIN clock AS c
"""
_LATE = "SELECT count(*) FROM refusals WHERE rule = 'deadline'"


@dataclass(frozen=True)
class ReportFigures:
    language: str
    title: str
    call: str
    as_of: str
    tiles: Sequence[tuple[int, str]]
    charts: Sequence[Chart]


def facts(engine: QueryEngine, language: str) -> ReportFigures:
    engine.make_parquet()
    call = engine.asked.call
    wording = Wording(call, language)
    (submitted, drafts, last_day, admitted), late = _one(engine, _TOTALS), _one(engine, _LATE)[0]
    numbers = {"submitted": submitted, "last_day": last_day, "admitted": admitted, "drafts": drafts, "late": late}
    moment = dates.moment(engine.asked.now.astimezone(ZoneInfo(call.timezone)).replace(microsecond=0), language)
    return ReportFigures(
        language, say_in_report("title", language), call.title[language],
        say_in_report("as_of", language, moment=moment),
        [(number, say_in_report(name, language)) for name, number in numbers.items()],
        charts(engine, wording, f"{100 * last_day / submitted:.0f}" if submitted else ""),
    )  # fmt: skip


def with_damage(made: ReportFigures, applications: int) -> ReportFigures:
    """The page says how many applications could not be read whole."""
    if not applications:
        return made
    return replace(made, as_of=f"{made.as_of} {say_in_report('damaged', made.language, count=applications)}")


def _one(engine: QueryEngine, sql: str) -> Any:
    return next(iter(engine.ask(sql).rows))
