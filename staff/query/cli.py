"""`baiqau query NAME|"SQL"`: an answer as a table, CSV, Excel, JSON or Parquet."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.table import Table

from chalicelib.call.languages import LANGUAGE

from ..console.errors import USAGE, Failed
from ..console.localized_click import argument, option
from ..console.localized_click import command as spoken
from ..console.session import Session
from ..printing.damage_words import damage_lines
from ..printing.private_files import replacement
from ..printing.terminal import safe, terminal, write
from . import export_access
from .answer_formats import cell, write_csv, write_json
from .column_words import ENDS, Wording, labelled
from .engine import QueryEngine, QueryResult
from .excel_files import ExcelFile, dated
from .saved_questions import is_sql, question, questions

FORMATS = ("table", "csv", "xlsx", "json", "parquet")
FOR_PEOPLE = ("table", "xlsx")


@spoken("query", room="reports")
@argument("asked", required=False, metavar="NAME|SQL", room="reports")
@option("--from", "place", metavar="PLACE", default="", room="reports")
@option("--format", "kind", type=click.Choice(FORMATS), room="reports")
@option("--to", "to", metavar="FILE", room="reports", words="option.to_file")
@option("--separator", "separator", type=click.Choice([",", ";"]), room="reports")
@option("--labels/--codes", "labels", default=None, room="reports")
@option("--with-personal", "personal", is_flag=True, room="reports")
@option("--why", "why", default="", metavar="TEXT", room="reports")
@option("--engine", "engine", type=click.Choice(["duckdb", "athena"]), default="duckdb", room="reports")
def command(
    session: Session, asked: str | None, place: str, kind: str | None, to: str | None, separator: str | None,
    labels: bool | None, personal: bool, why: str, engine: str,
) -> None:  # fmt: skip
    if not asked:
        return _list(session)
    kind = _format(session, kind, to)
    sql = asked if is_sql(asked) else question(session.call, asked).sql
    separator = separator or LANGUAGE[session.language].separator
    writing = Writing(session, kind, to, separator, kind in FOR_PEOPLE if labels is None else labels)
    if engine == "athena":
        return writing.answer(_athena(session, place, personal, why).ask(sql, free=is_sql(asked)))
    with export_access.desk(session, "query", place, personal, why) as desk:
        if kind == "parquet":
            writing.copy(desk, sql)
        else:
            writing.answer(export_access.answer_with_progress(session, desk, sql))
            export_access.prepare(session, desk)
        export_access.note_damage(session, desk)
    # Beside every format: an answer's rows have no place for it.
    for line in damage_lines(session.damage or (), session.language):
        write(terminal(stderr=True), line)


def _format(session: Session, kind: str | None, to: str | None) -> str:
    """What --format says, else what the file's name says; --json is JSON."""
    ending = Path(to).suffix[1:] if to else ""
    kind = kind or ("json" if session.as_json else ending if ending in FORMATS else "table")
    if kind in ("xlsx", "parquet") and not to:
        raise Failed("query.to_which_file", USAGE, "reports", kind=kind)
    return kind


def _athena(session: Session, place: str, personal: bool, why: str) -> Any:
    from .athena import AthenaEngine

    if personal:
        session.personal("query", why)
    export = export_access.export_at(session, place)
    if export.storage.where.rstrip("/") != export_access.own_bucket(session):
        raise Failed("query.athena_place", USAGE, "reports", place=export_access.own_bucket(session))
    return AthenaEngine(
        session.place.connect("athena"), export, export_access.question_scope(session, export, personal)
    )


def _list(session: Session) -> None:
    """The saved questions, by name and by what each answers."""
    known = questions(session.call)

    def printed(console: Any) -> None:
        table = Table(box=None, show_header=False)
        for each in known:
            table.add_row(each.name, each.answers[session.language])
        console.print(table)

    session.out([{"name": each.name, "answers": dict(each.answers)} for each in known], printed)


class Writing:
    """Where an answer goes and how it looks there."""

    def __init__(self, session: Session, kind: str, to: str | None, separator: str, labels: bool) -> None:
        self.session, self.kind, self.separator, self.labels = session, kind, separator, labels
        self.to = Path(to).expanduser() if to else None
        self.zone = ZoneInfo(session.call.timezone)
        self.wording = Wording(session.call, session.language)

    def answer(self, answer: QueryResult) -> None:
        if self.labels:
            rows = (labelled(self.wording, answer.columns, row) for row in answer.rows)
            answer = QueryResult(answer.columns, answer.types, rows)
        getattr(self, f"_{self.kind}")(answer)
        self._told()

    def copy(self, desk: QueryEngine, sql: str) -> None:
        if self.to:
            with replacement(self.to) as part:
                desk.copy(sql, part)
        self._told()

    def _told(self) -> None:
        if self.to:
            write(terminal(stderr=True), self.session.say("query.written", "reports", file=self.to))

    def _headings(self, columns: Sequence[str]) -> list[str]:
        return [self.wording.heading(column) if self.labels else column for column in columns]

    def _table(self, answer: QueryResult) -> None:
        table = Table(show_lines=False, header_style="bold")
        for heading, kind in zip(self._headings(answer.columns), answer.types, strict=True):
            table.add_column(heading, justify="right" if _is_number(kind) else "left", overflow="fold")
        for row in answer.rows:
            table.add_row(*("" if each is None else safe(cell(each, self.zone)) for each in row))
        terminal().print(table)

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
            headings = dated(self._headings(answer.columns), _types(answer, self.labels), zone)
            book.table(title, headings, answer.rows)


def _types(answer: QueryResult, labels: bool) -> list[str]:
    """A window's end in words is no instant any more."""
    return ["" if labels and name in ENDS else kind for name, kind in zip(answer.columns, answer.types, strict=True)]


def _is_number(kind: str) -> bool:
    return kind.upper().startswith(("BIGINT", "INTEGER", "DOUBLE", "DECIMAL", "HUGEINT", "UBIGINT"))


def _utf8_out() -> None:
    """CSV has its own line ends and its own encoding, whatever the terminal's are."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", newline="")
