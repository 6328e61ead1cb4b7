"""`baiqau report FILE.html`."""

from __future__ import annotations

from pathlib import Path

from ..private_files import replacement
from ..query import asking
from ..session import Session
from ..spoken import argument, option
from ..spoken import command as spoken
from ..terminal import write
from .facts import facts, with_damage
from .page import page


@spoken("report", room="reports")
@argument("file", metavar="FILE.html", room="reports")
@option("--from", "place", metavar="PLACE", default="", room="reports")
def command(session: Session, file: str, place: str) -> None:
    to = Path(file).expanduser()
    with asking.desk(session, "report", place, personal=False, why="") as desk:
        made = facts(desk, session.language)
        asking.note_damage(session, desk)
    html = page(with_damage(made, len({each.number for each in session.damage or ()})))
    with replacement(to) as part:
        part.write_text(html, encoding="utf-8")
    session.out({"file": str(to)}, lambda console: write(console, session.say("report.written", "reports", file=to)))
