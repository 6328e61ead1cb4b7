"""`baiqau query NAME|"SQL"`: an answer as a table, CSV, Excel, JSON or Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from chalicelib.call.languages import LANGUAGE

from ..console.errors import USAGE, Failed
from ..console.localized_click import argument, option
from ..console.localized_click import command as spoken
from ..console.session import Session
from ..printing.damage_words import damage_lines
from ..printing.terminal import terminal, write
from . import export_access
from .answer_writing import FOR_PEOPLE, FORMATS, Writing
from .saved_questions import is_sql, question, questions


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
    with export_access.opened_export(session, "query", place, personal, why) as duckdb:
        if kind == "parquet":
            writing.copy(duckdb, sql)
        else:
            writing.answer(export_access.answer_with_progress(session, duckdb, sql))
            export_access.prepare(session, duckdb)
        export_access.note_damage(session, duckdb)
    # Printed beside every format, because the rows of an answer have no place for it.
    for line in damage_lines(session.damage or (), session.language):
        write(terminal(stderr=True), line)


def _format(session: Session, kind: str | None, to: str | None) -> str:
    """The format: --format, else JSON with --json, else by the ending of the file's name, else a table."""
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
        for saved in known:
            table.add_row(saved.name, saved.answers[session.language])
        console.print(table)

    session.out([{"name": saved.name, "answers": dict(saved.answers)} for saved in known], printed)
