"""`baiqau workbook FILE`."""

from __future__ import annotations

from pathlib import Path

from ..private_files import replacement
from ..query import asking
from ..session import Session
from ..spoken import argument, option
from ..spoken import command as spoken
from ..terminal import write
from .making import make


@spoken("workbook", room="reports")
@argument("file", metavar="FILE.xlsx", room="reports")
@option("--from", "place", metavar="PLACE", default="", room="reports")
@option("--with-personal", "personal", is_flag=True, room="reports")
@option("--why", "why", default="", metavar="TEXT", room="reports")
def command(session: Session, file: str, place: str, personal: bool, why: str) -> None:
    to = Path(file).expanduser()
    with asking.desk(session, "workbook", place, personal, why) as desk, replacement(to) as part:
        desk.make()
        asking.note_damage(session, desk)
        count = make(desk, part, session.language, session.damage or ())
    told = {"file": str(to), "applications": count}
    session.out(told, lambda console: write(console, session.say("query.written", "reports", file=to)))
