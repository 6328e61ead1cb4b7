"""DuckDB over an export where it lies: the raw files the first time, a Parquet file beside them from then on.

The Parquet's name holds a digest of the manifests, of what the shelf says of every file, and of the columns; so an
export that changed, or a form that did, is never answered from an old one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from ..export.opening import Export, blame, verify
from ..export.staging import gone_with
from ..failing import TROUBLE, Failed
from . import ground
from .columns import all_from_answers, structure, text
from .faults import Failing, scanned
from .guarding import check
from .views import KEPT, Asked, views

# Of how we make the Parquet; a change of `_make` needs another.
MADE_BY = "1"
# A question that needs more fields than this, or reads twice, is answered sooner after the Parquet is made.
FEW_FIELDS = 3
# Row groups this small keep sixty columns of long texts under the memory we allow ourselves.
ROW_GROUP, MEMORY, THREADS = 20_480, "256MB", 4


@dataclass(frozen=True)
class Answer:
    columns: Sequence[str]
    types: Sequence[str]
    rows: Iterator[Sequence[Any]]


class Desk:
    """Answers questions to one export. `tell` is called with a number of files, as each is checked."""

    def __init__(self, export: Export, asked: Asked, tell: Callable[[int], None] = lambda done: None) -> None:
        self.export, self.asked = export, asked
        self._connection = duckdb.connect(config={"threads": min(os.cpu_count() or 1, THREADS)})
        self._spill = gone_with(self)
        self._connection.execute("SET preserve_insertion_order = false")
        self._connection.execute(f"SET TimeZone = {text(asked.call.timezone)}")
        self._connection.execute(f"SET temp_directory = {text(str(self._spill))}")
        self.is_raw = self.made not in export.shelf.names()
        if self.is_raw:
            verify(export, tell)
        self._define()

    @cached_property
    def made(self) -> str:
        """The Parquet's name on the shelf."""
        columns = json.dumps({field.id: structure(field) for field in self.asked.call.form})
        digest = hashlib.sha256(f"{MADE_BY} {self.export.mark()} {columns}".encode()).hexdigest()
        return f"{self.export.manifests[-1].folder}/baiqau-{digest[:24]}.parquet".lstrip("/")

    @property
    def public(self) -> list[str]:
        return [name for name in self._views if name not in KEPT]

    def ask(self, sql: str, free: bool = True) -> Answer:
        """`free` is anybody's SQL, which sees only the public views. Raises Failed."""
        if free:
            check(sql, self.public)
        with self._failing():
            if self.is_raw and not self._is_light(sql):
                self.make()
            self._connection.execute("SET enable_profiling = 'no_output'" if self.is_raw else "SELECT 1")
            cursor = self._connection.execute(sql)
            columns, types = [c[0] for c in cursor.description], [str(c[1]) for c in cursor.description]
            if not self.is_raw:
                return Answer(columns, types, _rows(cursor))
            rows = cursor.fetchall()
            self._check_count()
            return Answer(columns, types, iter(rows))

    def copy(self, sql: str, to: Path) -> None:
        """The answer as a Parquet file with its own types."""
        check(sql, self.public)
        with self._failing():
            if self.is_raw:
                self.make()
            self._connection.execute(
                f"COPY ({sql.rstrip().rstrip(';')}) TO {text(str(to))} (FORMAT parquet, COMPRESSION zstd)"
            )

    def make(self) -> None:
        """Put the Parquet beside the export, count what was read, and answer from it from now on."""
        if not self.is_raw:
            return
        shelf = self.export.shelf
        path = shelf.room_for(self.made)
        if path is None:
            path = self._spill / "made.parquet"
        with self._failing():
            self._write(path)
        if path.parent != self._spill:
            self._drop_older()
            shelf.keep(self.made)
            path = shelf.local(self.made)
        self._define(path)

    def close(self) -> None:
        self._connection.close()

    def _write(self, path: Path) -> None:
        present = ", ".join(f'"{each}"' for each in ground.PRESENT)
        fields = all_from_answers(self.asked.call.form, "answers")
        limit = self._connection.execute("SELECT current_setting('memory_limit')").fetchone()
        self._connection.execute(f"SET memory_limit = '{MEMORY}'")
        self._connection.execute(
            f"COPY (SELECT {present}, answers IS NOT NULL AS has_answers, unnest({fields}) FROM items)"
            f" TO {text(str(path))} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {ROW_GROUP})"
        )
        self._connection.execute(f"SET memory_limit = {text(limit[0] if limit else '80%')}")
        path.chmod(0o600)
        if not self.export.increments and self._count(path) != self.export.items:
            path.unlink()
            blame(self.export)
            raise Failed("export.damaged", TROUBLE, "reports", file=self.export.full.folder)

    def _count(self, path: Path) -> int:
        found = self._connection.execute(f"SELECT count(*) FROM read_parquet({text(str(path))})").fetchone()
        return int(found[0]) if found else 0

    def _drop_older(self) -> None:
        folder = self.made.rpartition("/")[0]
        for name in self.export.shelf.names():
            if re.fullmatch(rf"{re.escape(folder)}/?baiqau-[0-9a-f]+\.parquet", name) and name != self.made:
                self.export.shelf.drop(name)

    def _define(self, made: Path | None = None) -> None:
        """The views, over the Parquet if there is one; definitions are text, so nothing is read yet."""
        call = self.asked.call
        if made is None and not self.is_raw:
            made = self.export.shelf.local(self.made)
        self.is_raw = made is None
        source = f"SELECT * FROM read_parquet({text(str(made))})" if made else self._raw()
        events = ground.events_made(call, "items") if made else ground.events_raw(call, "items")
        self._views = views(self.asked, "items", events, ground.rows_of)
        for name, sql in {"items": source, **self._views}.items():
            self._connection.execute(f'CREATE OR REPLACE VIEW "{name}" AS {sql}')

    def _raw(self) -> str:
        changes = [self.export.paths(each) for each in self.export.increments]
        full = ground.items_of(self.export.paths(self.export.full))
        return ground.merged(full, [ground.changes_of(paths) for paths in changes if paths])

    def _is_light(self, sql: str) -> bool:
        plan = self._connection.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()[0][1]
        return plan.count('"READ_JSON"') <= 2 and plan.count("json_transform") <= 2 * FEW_FIELDS

    def _check_count(self) -> None:
        """The scan saw as many lines as the manifests say; if not (or if it stopped early), each file is counted."""
        told = json.loads(self._connection.get_profiling_information(format="json"))
        if scanned(told.get("operator", [])) != self.export.items:
            blame(self.export)

    def _failing(self) -> Any:
        return Failing(self.export)


def _rows(cursor: Any) -> Iterator[Sequence[Any]]:
    while rows := cursor.fetchmany(1000):
        yield from rows
