"""`baiqau workbook FILE`."""

from __future__ import annotations

from pathlib import Path

from ..console.localized_click import argument, option
from ..console.localized_click import command as spoken
from ..console.session import Session
from ..printing.private_files import replacement
from ..printing.terminal import write
from ..query import export_access
from .sheets import write_workbook


@spoken("workbook", room="reports")
@argument("file", metavar="FILE.xlsx", room="reports")
@option("--from", "place", metavar="PLACE", default="", room="reports")
@option("--with-personal", "personal", is_flag=True, room="reports")
@option("--why", "why", default="", metavar="TEXT", room="reports")
def command(session: Session, file: str, place: str, personal: bool, why: str) -> None:
    to = Path(file).expanduser()
    with export_access.opened_export(session, "workbook", place, personal, why) as engine, replacement(to) as part:
        engine.make_parquet()
        export_access.note_damage(session, engine)
        count = write_workbook(engine, part, session.language, session.damage or ())
    summary = {"file": str(to), "applications": count}
    session.out(summary, lambda console: write(console, session.say("query.written", "reports", file=to)))
