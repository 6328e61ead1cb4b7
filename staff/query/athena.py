"""The same questions on Athena, when the data outgrow one machine: the export stays in S3 and nothing is brought here.

The table (`Exported` in infra/resources.yaml) is partitioned by the export's id; views come along inside each query.
Database and work group are those of the stack, by the environment: ATHENA_DATABASE, ATHENA_WORKGROUP.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..console.errors import TROUBLE, USAGE, Failed
from ..export.export_opening import Export
from . import athena_base_views
from .dialects import for_athena
from .engine import QueryResult
from .optional_views import public_views
from .public_views import QuestionScope, views
from .sql_guard import check

TABLE, ITEMS = "exported", "items"
PAUSE = 1.0


class AthenaEngine:
    """Answers like QueryEngine, on Athena: one full export and the same views."""

    is_raw = False

    def __init__(
        self, client: Any, export: Export, scope: QuestionScope, wait: Callable[[float], None] = time.sleep
    ) -> None:
        if export.increments:
            raise Failed("query.athena_full_only", USAGE, "reports")
        self._client, self._wait = client, wait
        self._call, self._views = scope.call, athena_views(scope, export.full.folder.rpartition("/")[2])

    @property
    def public(self) -> list[str]:
        return public_views(self._call, self._views, ITEMS)

    def ask(self, sql: str, free: bool = True) -> QueryResult:
        if free:
            check(sql, self.public)
        started = self._client.start_query_execution(
            QueryString=for_athena(sql, self._views),
            WorkGroup=os.environ.get("ATHENA_WORKGROUP", "baiqau-prod"),
            QueryExecutionContext={"Database": os.environ.get("ATHENA_DATABASE", "baiqau_prod")},
        )["QueryExecutionId"]
        self._follow(started)
        return self._answer(started)

    def close(self) -> None:
        """Does nothing: no connection is kept open."""

    def _follow(self, started: str) -> None:
        while True:
            status = self._client.get_query_execution(QueryExecutionId=started)["QueryExecution"]["Status"]
            if status["State"] == "SUCCEEDED":
                return
            if status["State"] in ("FAILED", "CANCELLED"):
                raise Failed("query.athena_failed", TROUBLE, "reports", message=status.get("StateChangeReason", ""))
            self._wait(PAUSE)

    def _answer(self, started: str) -> QueryResult:
        pages = iter(self._client.get_paginator("get_query_results").paginate(QueryExecutionId=started))
        first = next(pages)
        columns = first["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]
        types = [column["Type"] for column in columns]
        return QueryResult([column["Name"] for column in columns], types, _rows(first, pages, types))


def athena_views(scope: QuestionScope, export: str) -> dict[str, str]:
    """The views in DuckDB's SQL; `for_athena` translates them."""
    items = {ITEMS: athena_base_views.items_on_athena(TABLE, export)}
    events = athena_base_views.events_on_athena(scope.call, ITEMS)
    return items | views(scope, ITEMS, events, athena_base_views.rows_on_athena, nested=False)


def _rows(first: Any, pages: Iterator[Any], types: Sequence[str]) -> Iterator[list[Any]]:
    """The first row of the first page repeats the names."""
    for number, page in enumerate([first, *pages]):
        for row in page["ResultSet"]["Rows"][0 if number else 1 :]:
            yield [value(kind, cell.get("VarCharValue")) for kind, cell in zip(types, row["Data"], strict=True)]


def value(kind: str, told: str | None) -> Any:
    """A value of Athena, which answers in text: `2021-09-30 12:00:00.000 Asia/Almaty` is an instant."""
    if told is None:
        return None
    if kind in ("bigint", "integer", "smallint", "tinyint"):
        return int(told)
    if kind in ("double", "float", "real", "decimal"):
        return float(told)
    if kind == "boolean":
        return told == "true"
    if kind == "date":
        return date.fromisoformat(told)
    if kind == "timestamp with time zone":
        clock, _, zone = told.rpartition(" ")
        return datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone))
    return datetime.fromisoformat(told) if kind == "timestamp" else told
