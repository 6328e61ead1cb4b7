"""`baiqau report FILE.html`."""

from __future__ import annotations

from pathlib import Path

from ..console.localized_click import argument, option
from ..console.localized_click import command as spoken
from ..console.session import Session
from ..printing.private_files import replacement
from ..printing.terminal import write
from ..query import export_access
from .figures import facts, with_damage
from .page import page


@spoken("report", room="reports")
@argument("file", metavar="FILE.html", room="reports")
@option("--from", "place", metavar="PLACE", default="", room="reports")
def command(session: Session, file: str, place: str) -> None:
    to = Path(file).expanduser()
    with export_access.opened_export(session, "report", place, personal=False, why="") as engine:
        figures = facts(engine, session.language)
        export_access.note_damage(session, engine)
    html = page(with_damage(figures, len({damage.number for damage in session.damage or ()})))
    with replacement(to) as part:
        part.write_text(html, encoding="utf-8")
    session.out({"file": str(to)}, lambda console: write(console, session.say("report.written", "reports", file=to)))
