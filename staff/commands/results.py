"""`results`: the list and the ledger the site prints. Run twice on the same events, it writes the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import click

from staff import ROOT
from staff.acts.publishing import published_list
from staff.applications.all_applications import applications
from staff.console.environment import state_folder
from staff.console.errors import TROUBLE
from staff.console.localized_click import command as named
from staff.console.localized_click import option
from staff.console.session import Session
from staff.printing.private_files import make_folder, replacement
from staff.printing.terminal import write


@named("results")
@option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="X")
def command(session: Session, out: Path | None) -> None:
    out = out or published_file(session)
    published_results = published_list(session.call, applications(session))
    save(session, out, published_results)
    words = session.say(
        "done.results", file=out, count=len(published_results["admitted"]), days=len(published_results["ledger"])
    )
    session.out(published_results | {"file": str(out)}, lambda console: write(console, words))


def published_file(session: Session) -> Path:
    """Where the site looks: one that runs here shows it at once, the next `make deploy` publishes the rest."""
    here = state_folder() if session.local else session.home_folder
    folder = here / "published" if here else ROOT / ".published"
    return folder / f"{session.call.id}.json"


def save(session: Session, out: Path, data: dict[str, object]) -> None:
    """Write the file atomically. Raises Failed."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    try:
        make_folder(out.parent)
    except OSError as error:
        session.fail("trouble.not_written", TROUBLE, file=out, error=type(error).__name__)
    with replacement(out) as part:
        part.write_text(text, encoding="utf-8")
