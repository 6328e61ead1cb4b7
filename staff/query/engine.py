"""DuckDB over an export where it lies: the raw files the first time, a Parquet file beside them from then on.

An export that changed, or a form that did, is never answered from an old one: see parquet_files.py.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from ..console.errors import TROUBLE, Failed
from ..export.export_opening import Export
from ..export.export_verification import blame, verify
from ..export.local_copy import gone_with
from . import base_views, parquet_files
from .duckdb_errors import DuckdbError, scanned_lines
from .field_columns import text
from .form_columns import every_question
from .optional_views import public_views
from .public_views import BROAD, QuestionScope, views
from .question_scope import OTHERS
from .sql_guard import check

# A question that needs more fields than this, or reads more than twice, is answered sooner after the Parquet is made.
FEW_FIELDS, FEW_READINGS, THREADS = 3, 2, 4
Result = TypeVar("Result")


@dataclass(frozen=True)
class QueryResult:
    columns: Sequence[str]
    types: Sequence[str]
    rows: Iterator[Sequence[Any]]


class QueryEngine:
    """Answers questions to one export. `tell` is called with a number of files, as each is checked."""

    def __init__(self, export: Export, scope: QuestionScope, tell: Callable[[int], None] = lambda done: None) -> None:
        self.export, self.asked = export, scope
        self._connection = duckdb.connect(config={"threads": min(os.cpu_count() or 1, THREADS)})
        self._spill = gone_with(self)
        # DuckDB's own progress bar is off: the commands print one, and standard error may be read by a program.
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute(f"SET memory_limit = '{parquet_files.MEMORY}'")
        self._connection.execute("SET preserve_insertion_order = false")
        self._connection.execute(f"SET TimeZone = {text(scope.call.timezone)}")
        self._connection.execute(f"SET temp_directory = {text(str(self._spill))}")
        self.is_raw = self.made not in export.storage.names()
        if self.is_raw:
            verify(export, tell)
        self._define()

    @cached_property
    def made(self) -> str:
        """The Parquet's name on the shelf."""
        return parquet_files.name(self.export, self.asked.call)

    @property
    def public(self) -> list[str]:
        return public_views(self.asked.call, self._views)

    def ask(self, sql: str, free: bool = True) -> QueryResult:
        """`free` is anybody's SQL, which sees only the public views. Raises Failed."""
        if free:
            check(sql, self.public)
        return self._at_any_cost(lambda: self._ask(sql))

    def _ask(self, sql: str) -> QueryResult:
        self._prepare(sql)
        if self.is_raw and self._is_light(sql):
            with suppress(duckdb.OutOfMemoryException):
                return self._answer_raw(sql)
        self._make_parquet()
        self._prepare(sql)
        return self._answer(sql)

    def _answer(self, sql: str) -> QueryResult:
        cursor = self._connection.execute(sql)
        return QueryResult([c[0] for c in cursor.description], [str(c[1]) for c in cursor.description], _rows(cursor))

    def _at_any_cost(self, act: Callable[[], Result]) -> Result:
        """Run with little memory; if that fails, once more with all the machine has. Raises Failed."""
        with DuckdbError(self.export):
            try:
                return act()
            except duckdb.OutOfMemoryException:
                self._connection.execute("RESET memory_limit")
                return act()

    def _answer_raw(self, sql: str) -> QueryResult:
        """All rows, after the scan has read as many items as the manifests promise."""
        self._connection.execute("SET enable_profiling = 'no_output'")
        answer = self._answer(sql)
        rows = list(answer.rows)
        self._check_count()
        return QueryResult(answer.columns, answer.types, iter(rows))

    def copy(self, sql: str, to: Path) -> None:
        """The answer as a Parquet file with its own types."""
        check(sql, self.public)
        self._at_any_cost(lambda: self._copy(sql.rstrip().rstrip(";"), to))

    def _copy(self, sql: str, to: Path) -> None:
        self._make_parquet()
        self._prepare(sql)
        self._connection.execute(
            f"COPY ({sql}) TO {text(str(to))} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
        )

    def make_parquet(self) -> None:
        """Put the Parquet beside the export, count what was read, and answer from it from now on."""
        self._at_any_cost(self._make_parquet)

    def _make_parquet(self) -> None:
        if not self.is_raw:
            return
        storage = self.export.storage
        path = storage.room_for(self.made)
        if path is None:
            path = self._spill / "made.parquet"
        self._write(path)
        if path.parent != self._spill:
            for name in parquet_files.older(self.export, self.made):
                storage.drop(name)
            storage.keep(self.made)
            path = storage.local(self.made)
        self._define(path)

    def close(self) -> None:
        self._connection.close()

    def _write(self, path: Path) -> None:
        self._prepare("items")
        count = parquet_files.write(self._connection, self.asked.call, path)
        if not self.export.increments and count != self.export.items:
            path.unlink()
            blame(self.export)
            raise Failed("export.damaged", TROUBLE, "reports", file=self.export.full.folder)

    def _define(self, parquet: Path | None = None) -> None:
        """The views, over the Parquet if there is one; definitions are text, so nothing is read yet."""
        call = self.asked.call
        if parquet is None and not self.is_raw:
            parquet = self.export.storage.local(self.made)
        self.is_raw = parquet is None
        source = f"SELECT * FROM read_parquet({text(str(parquet))})" if parquet else self._raw()
        events = base_views.made_events(call, "items") if parquet else base_views.events_raw(call, "items")
        self._views = {"items": source, **views(self.asked, "items", events, base_views.rows_of)}
        self._defined: set[str] = set()

    def _prepare(self, sql: str) -> None:
        """Defines the views that the text may mean, and those they are made of. Each costs time, most are not meant."""
        words_of_sql, needed = set(re.findall(r"\w+", sql.lower())), set()
        for name in reversed(self._views):
            if name in words_of_sql:
                needed.add(name)
                words_of_sql |= set(re.findall(r"\w+", self._views[name]))
        for name in self._views:
            if name in needed - self._defined:
                # Every view asks whether an application is another call's: that is found out once.
                kind = "TEMP TABLE" if name == OTHERS else "VIEW"
                self._connection.execute(f'CREATE OR REPLACE {kind} "{name}" AS {self._views[name]}')
        self._defined |= needed

    def _raw(self) -> str:
        changes = [self.export.paths(increment) for increment in self.export.increments]
        full = base_views.items_of(self.export.paths(self.export.full))
        return base_views.merged_items(full, [base_views.changes_of(paths) for paths in changes if paths])

    def _is_light(self, sql: str) -> bool:
        """Whether the raw files are likely quicker, guessed by the named fields. A wrong guess costs time only."""
        names = set(re.findall(r"\w+", sql.lower()))
        if names.intersection(BROAD) or "select" not in names or re.search(r"(select|,|\.)\s*\*", sql.lower()):
            return False
        if len(names.intersection(every_question(self.asked.call).by_id)) > FEW_FIELDS:
            return False
        plan: str = self._connection.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()[0][1]
        return plan.count('"name": "READ_JSON"') <= FEW_READINGS

    def _check_count(self) -> None:
        """The scan saw as many lines as the manifests say; if not (or if it stopped early), each file is counted."""
        profile = json.loads(self._connection.get_profiling_information(format="json"))
        counted = scanned_lines(profile.get("operator", []))
        if counted not in [self.export.items * times for times in range(1, FEW_READINGS + 1)]:
            blame(self.export)


def _rows(cursor: Any) -> Iterator[Sequence[Any]]:
    while rows := cursor.fetchmany(1000):
        yield from rows
