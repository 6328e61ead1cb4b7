"""Writes an answer for a file or a screen: a table, CSV, Excel, JSON or Parquet."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.table import Table

from ..console.session import Session
from ..printing.private_files import replacement
from ..printing.terminal import safe, terminal, write
from .answer_formats import Cell, cell, cell_words, write_csv, write_json
from .column_words import ENDS, Wording, with_labels
from .engine import QueryEngine, QueryResult
from .excel_files import ExcelFile, with_zone

FORMATS = ("table", "csv", "xlsx", "json", "parquet")
FOR_PEOPLE = ("table", "xlsx")


class Writing:
    """Where an answer goes and how it looks there."""

    def __init__(self, session: Session, kind: str, to: str | None, separator: str, labels: bool) -> None:
        self.session, self.kind, self.separator, self.labels = session, kind, separator, labels
        self.to = Path(to).expanduser() if to else None
        self.zone = ZoneInfo(session.call.timezone)
        self.wording = Wording(session.call, session.language)

    def answer(self, answer: QueryResult) -> None:
        if self.labels:
            rows = (with_labels(self.wording, answer.columns, row) for row in answer.rows)
            answer = QueryResult(answer.columns, answer.types, rows)
        getattr(self, f"_{self.kind}")(answer)
        self._tell()

    def copy(self, engine: QueryEngine, sql: str) -> None:
        if self.to:
            with replacement(self.to) as part:
                engine.copy(sql, part)
        self._tell()

    def _tell(self) -> None:
        if self.to:
            write(terminal(stderr=True), self.session.say("query.written", "reports", file=self.to))

    def _headings(self, columns: Sequence[str]) -> list[str]:
        return [self.wording.heading(column) if self.labels else column for column in columns]

    def _table(self, answer: QueryResult) -> None:
        table = Table(show_lines=False, header_style="bold")
        for heading, kind in zip(self._headings(answer.columns), answer.types, strict=True):
            table.add_column(heading, justify="right" if _is_number(kind) else "left", overflow="fold")
        for row in answer.rows:
            table.add_row(*("" if value is None else safe(self._cell(value)) for value in row))
        terminal().print(table)

    def _cell(self, value: object) -> Cell:
        return cell_words(value, self.zone, self.session.language) if self.labels else cell(value, self.zone)

    def _csv(self, answer: QueryResult) -> None:
        headings = self._headings(answer.columns)
        if not self.to:
            _utf8_out()
            return write_csv(answer, sys.stdout, self.separator, self.zone, headings)
        with replacement(self.to) as part, part.open("w", encoding="utf-8", newline="") as file:
            write_csv(answer, file, self.separator, self.zone, headings)

    def _json(self, answer: QueryResult) -> None:
        if not self.to:
            return write_json(answer, sys.stdout, self.zone)
        with replacement(self.to) as part, part.open("w", encoding="utf-8") as file:
            write_json(answer, file, self.zone)

    def _xlsx(self, answer: QueryResult) -> None:
        title = self.session.say("query.sheet", "reports")
        with replacement(self.to or Path()) as part, ExcelFile(part, self.zone, self.session.language) as book:
            zone = self.session.call.timezone_name[self.session.language]
            headings = with_zone(self._headings(answer.columns), _types(answer, self.labels), zone)
            book.table(title, headings, answer.rows)


def _types(answer: QueryResult, labels: bool) -> list[str]:
    """The types of the columns; the end of a window in words is a text."""
    return ["" if labels and name in ENDS else kind for name, kind in zip(answer.columns, answer.types, strict=True)]


def _is_number(kind: str) -> bool:
    return kind.upper().startswith(("BIGINT", "INTEGER", "DOUBLE", "DECIMAL", "HUGEINT", "UBIGINT"))


def _utf8_out() -> None:
    """CSV has its own line ends and its own encoding, whatever the terminal's are."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", newline="")
